"""The lines of a template's description sheet: what a dataset says of itself, once for all its rows."""

from dataclasses import dataclass

from dvcdata import licences, texts
from dvcdata.describe import FREQUENCIES


@dataclass(frozen=True)
class Line:
    """A line of the description sheet; `choice` names its closed list, if it has one."""

    name: str
    choice: str = ""
    required: bool = False


LINES = (
    Line("title", required=True),
    Line("title_en"),
    Line("description", required=True),
    Line("description_en"),
    Line("licence", "licence", required=True),
    Line("contact", required=True),
    Line("email"),
    Line("keywords"),
    Line("frequency", "frequency"),
    Line("homepage"),
    Line("source"),
    Line("source_url"),
    Line("agency"),
    Line("period"),
    Line("period_basis", "period_basis"),
)


def choices(name: str, lang: str) -> dict[str, str]:
    """The closed list of that name, {what is shown: value}."""
    if name == "licence":
        return {f"{item.name} – {item.words(lang)}": item.name for item in licences.OPEN}
    if name == "frequency":
        return {texts.text(f"frequency.{value}", lang): value for value in FREQUENCIES}
    values = ("calendar", "reporting", "cumulative")
    return {texts.text(f"choice.period_basis.{value}", lang): value for value in values}
