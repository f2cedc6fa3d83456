"""A finding: one thing that a check found, as a value; its words are rendered where it is shown."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dvcdata.waivers import Terms

Severity = Literal["block", "error", "warning", "info"]
Mender = Literal["you", "issuer", "platform"]

SEVERITIES: tuple[Severity, ...] = ("block", "error", "warning", "info")
MENDERS: tuple[Mender, ...] = ("you", "issuer", "platform")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, where, and the values that its message is made of.

    `row` is the record number as frictionless counts it (the header is 1); `line` is given where it differs.
    `cell` is the place in the file that the data was imported from, such as "tệp.xlsx › Danh sách TTHC › B17".
    """

    rule: str
    severity: Severity
    mender: Mender
    package: str
    table: str
    file: str
    row: int | None = None
    field: str | None = None
    value: str | None = None
    line: int | None = None
    cell: str | None = None
    key: Mapping[str, str] = dataclasses.field(default_factory=dict)
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)
    waiver: Terms | None = None  # on which it is accepted, or was until they ended


def at_or_above(severity: Severity, threshold: Severity) -> bool:
    """Whether a severity counts at a threshold: block is above error, error above warning, warning above info."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(threshold)


def plain(value: object) -> str:
    """A value as the data would write it: ISO dates, decimals without idle zeros, nothing for a null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)
