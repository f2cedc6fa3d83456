"""Judges a published number against the exact one: right when rounded, cut off, true by its word, or not."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Verdict = Literal["holds", "cut", "far", "no"]
QUALIFIERS = ("exact", "nearly", "more_than", "about", "at_least", "at_most")


@dataclass(frozen=True)
class Claim:
    """A number as it was printed: 35 %, “nearly”; 1.50 keeps its two decimals."""

    value: Decimal
    decimals: int
    qualifier: str = "exact"


def judge(claim: Claim, exact: Fraction) -> Verdict:
    """The verdict by the convention that design and rule figure-mismatch share; half goes up."""
    claimed, place = Fraction(claim.value), Fraction(1, 10**claim.decimals)
    if claim.qualifier == "exact":
        if 2 * claimed - place <= 2 * exact < 2 * claimed + place:
            return "holds"
        return "cut" if claimed <= exact < claimed + place else "no"
    if claim.qualifier == "more_than":
        return "no" if exact < claimed else "holds" if 10 * exact < 11 * claimed else "far"
    bounds = {
        "nearly": 95 * claimed <= 100 * exact < 100 * claimed,
        "about": 95 * claimed <= 100 * exact <= 105 * claimed,
        "at_least": exact >= claimed,
        "at_most": exact <= claimed,
    }
    return "holds" if bounds[claim.qualifier] else "no"
