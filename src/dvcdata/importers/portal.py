"""Reads statistics responses of the national portal into bodies, scores and observations."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dvcdata import texts, write
from dvcdata.errors import UserError
from dvcdata.importers import known
from dvcdata.importers.harvest import Harvest, Place, Request, columns
from dvcdata.importers.ids import slug
from dvcdata.importers.opening import Document, Response
from dvcdata.importers.portal_scores import BASIS, STATED, Score, read_score
from dvcdata.importers.portal_tree import Body, Leaf, beside, bodies, leaves, number

PUBLISHER = "Cổng Dịch vụ công quốc gia"
TIERS = {"PROVINCE": "province", "COMMUNE": "commune"}
KINDS = {"Sở ": "department", "Ban quản lý ": "board", "Trung tâm ": "centre"}
NAMING = {"departmentCode", "departmentName", "level", "children"}
CHART, MONTH = "monthlyChart", "month"
MONTHS = {f"{month:02}" for month in range(1, 13)}
VERSION = "implemented"


@dataclass(frozen=True)
class Statistic:
    """One kind of response: the fields it is recognised by, what each field measures, and the scores it holds."""

    id: str
    title: str
    known_by: frozenset[str]
    measures: Mapping[str, str]
    scores: tuple[Score, ...]


def recognise(document: Document, statistic: Statistic) -> bool:
    """Whether the first body of the response has a code and the fields of this statistic."""
    if not isinstance(document.content, Response):
        return False
    first = next(bodies(document.content.value), None)
    return first is not None and bool(first.code) and first.values.keys() >= statistic.known_by


def read(document: Document, request: Request, statistic: Statistic) -> Harvest:
    """Every body with its numbers; the response names no period, so that comes from the request."""
    assert isinstance(document.content, Response)
    found = list(bodies(document.content.value))
    top, period = found[0], request.period
    if request.agency and request.agency != top.code:
        raise UserError("import.other_agency", file=document.file, found=top.code, given=request.agency)
    name = str(top.values.get("departmentName") or "").strip()
    named = f"{name} ({top.code})" if name else top.code
    family = f"dvcqg-{statistic.id}"
    harvest = Harvest(
        PUBLISHER,
        family,
        identity=f"{family}-{slug(top.code)}-{period.lower()}",
        title=f"{statistic.title}: {named}, {texts.period(period, 'vi')}",
        covers=f"{top.code}, {period}",
    )
    reader = _Reader(statistic, period, harvest)
    for body in found:
        reader.body(body)
    for place, values in beside(document.content.value):
        reader.beside(top, place, values)
    reader.definitions()
    return harvest


@dataclass(frozen=True)
class _Reader:
    """Turns the parts of one response into rows of its harvest."""

    statistic: Statistic
    period: str
    harvest: Harvest
    undefined: dict[str, str] = field(default_factory=dict)

    def body(self, body: Body) -> None:
        """The body itself, its scores, and every other number it has."""
        self._agency(body)
        for score in self.statistic.scores:
            read_score(body, score, self.period, self.harvest)
        values = {name: item for name, item in body.values.items() if name not in NAMING | STATED.keys()}
        for leaf in leaves(values):
            self._leaf(leaf, body.code, self.period, body.at(value=leaf.name))

    def _agency(self, body: Body) -> None:
        """A body as the response names it; what it does not say is what the reference package knows of the code."""
        shipped = known.bodies().get(body.code, {})
        name, level = str(body.values.get("departmentName") or ""), str(body.values.get("level") or "")
        by_name = next((kind for start, kind in KINDS.items() if name.startswith(start)), None)
        values = {
            "agency_code": body.code,
            "name": name,
            "kind": "commune" if level == "COMMUNE" else by_name or shipped.get("kind"),
            "tier": TIERS.get(level) or shipped.get("tier"),
            "parent_code": body.parent,
        }
        fields = {"agency_code": "departmentCode", "name": "departmentName", "tier": level and "level"}
        self.harvest.add("agencies", values, body.at(**fields))
        if level and level not in TIERS:
            self.harvest.add_text(body.code, "level", level, body.at(text="level"))

    def beside(self, top: Body, place: str, values: dict[str, Any]) -> None:
        """What stands beside the bodies is about the top one; a chart gives months of the period's year."""
        chart = values.pop(CHART, None)
        for index, item in enumerate(chart if isinstance(chart, list) else [chart]):
            month = item.get(MONTH) if isinstance(item, dict) else None
            when = f"{self.period[:4]}-{month}" if month in MONTHS else self.period
            where = Place(f"{place}.{CHART}".lstrip("."), str(index))
            for leaf in leaves(item):
                if not (leaf.name == MONTH and month in MONTHS):
                    at = where._replace(columns=columns({"value": leaf.name}))
                    self._leaf(Leaf(f"{CHART}.{leaf.name}", leaf.value), top.code, when, at)
        for leaf in leaves(values):
            self._leaf(leaf, top.code, self.period, Place(place, "", columns({"value": leaf.name})))

    def _leaf(self, leaf: Leaf, agency: str, period: str, place: Place) -> None:
        """A number becomes an observation, whatever its field; anything else a text of the source."""
        value = number(leaf.value)
        if value is None:
            text = str(leaf.value).lower() if isinstance(leaf.value, bool) else str(leaf.value)
            there = place._replace(columns=place.columns.replace("value=", "text=", 1))
            self.harvest.add_text(agency, leaf.name, text, there)
            return
        measure = self.statistic.measures.get(leaf.name) or new_measure(leaf.name)
        if measure not in known.measures():
            self.undefined[measure] = leaf.name
        key = {"period": period, "agency_code": agency, "measure": measure}
        self.harvest.add("observations", {**key, "period_basis": BASIS, "value": write.text(value)}, place)

    def definitions(self) -> None:
        """Adds what the measures mean, with the source of that: as the reference package has it, if it has."""
        rows = [*self.harvest.tables.get("scores", []), *self.harvest.tables.get("observations", [])]
        sources: dict[str, None] = {}
        for measure in dict.fromkeys(row.values["measure"] for row in rows):
            row = known.measures().get(measure) or self._undefined(measure)
            self.harvest.add("measures", {name: cell or None for name, cell in row.items()}, Place())
            sources[row.get("source_id", "")] = None
        for shipped in (known.sources()[source] for source in sources if source in known.sources()):
            self.harvest.add("sources", {name: cell or None for name, cell in shipped.items()}, Place())
        if self.undefined:
            self.harvest.note("import.undefined", fields=", ".join(dict.fromkeys(self.undefined.values())))

    def _undefined(self, measure: str) -> dict[str, str]:
        name = self.undefined.get(measure, measure)
        words = {"definition": "vi", "definition_en": "en"}
        meaning = {column: texts.text("import.definition", lang, field=name) for column, lang in words.items()}
        return {"measure": measure, "version": VERSION, "title": name, **meaning}


def new_measure(name: str) -> str:
    """The id for a field that no measure is known for: monthlyChart.onTimePct is portal-monthly-chart-on-time-pct."""
    return "portal-" + slug(re.sub("([a-z0-9])([A-Z])", r"\1-\2", name))
