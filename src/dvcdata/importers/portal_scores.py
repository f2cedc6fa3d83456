"""The scores in a statistics response of the national portal, as far as it states them."""

from dataclasses import dataclass

from dvcdata import write
from dvcdata.importers.harvest import Harvest
from dvcdata.importers.portal_tree import Body, number

STATED = {"ratio": "ratio_pct", "score": "score", "totalScore": "score", "maxScore": "max_score"}
STATED["totalMaxScore"] = "max_score"
STAGE = "published"
BASIS = "calendar"  # the portal counts calendar months


@dataclass(frozen=True)
class Score:
    """A score of the index: the fields its ratio is made of, and whether the response states the score itself."""

    measure: str
    numerator: tuple[str, ...] = ()
    denominator: str = ""
    stated: bool = False


def read_score(body: Body, score: Score, period: str, harvest: Harvest) -> None:
    """Adds the row of a score; a part comes with its numerator and denominator, and without what it earns."""
    fields = {name: column for name, column in STATED.items() if score.stated}
    if score.numerator:
        fields[score.denominator] = "denominator"
    found = {column: name for name, column in fields.items() if number(body.values.get(name)) is not None}
    cells = dict.fromkeys(fields.values(), "") | {column: _text(body, name) for column, name in found.items()}
    if score.numerator:
        parts = [number(body.values.get(name)) for name in score.numerator]
        known = [part for part in parts if part is not None]
        cells["numerator"] = write.text(sum(known)) if len(known) == len(parts) else ""
        found["numerator"] = "+".join(score.numerator)
    if any(cells.values()):
        key = {"period": period, "agency_code": body.code, "measure": score.measure, "stage": STAGE}
        place = body.at(agency_code="departmentCode", **found)
        harvest.add("scores", {**key, "period_basis": BASIS, **cells}, place)


def _text(body: Body, name: str) -> str:
    return write.text(number(body.values[name]))
