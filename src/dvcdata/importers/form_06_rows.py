"""Turns the lines of form 06 into rows: dossiers, and the bodies and tiers that they are of."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from dvcdata.importers import form_06_lines
from dvcdata.importers.directory import PROVISIONAL, provisional, spellings
from dvcdata.importers.form_06_lines import Line
from dvcdata.importers.form_06_table import COLUMNS, Page, letters
from dvcdata.importers.harvest import Harvest, Place, Request, Values, columns
from dvcdata.importers.ids import fold, slug
from dvcdata.importers.opening import Figure
from dvcdata.spreadsheets.workbook import letter

ALL = "ALL"
GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?:,[0-9]{3})+|(?:[ \u00a0][0-9]{3})+)")
DECIMALS = re.compile(r"0[.,][0-9]{3}")
# What a name tells of a body that nothing else is known of.
BY_NAME = {
    r"(?:ubnd |uy ban nhan dan )?(?:xa|phuong|thi tran|dac khu) .*": ("commune", "commune"),
    r"(?:ubnd |uy ban nhan dan )?(?:huyen|quan|thi xa) .*": ("district", "district"),
    r"(?:ubnd |uy ban nhan dan )?tinh .*": ("province", "province"),
    r"so .*": ("department", "province"),
    r"ban (?:quan ly|dan toc) .*": ("board", "province"),
    r"trung tam .*": ("centre", ""),
}
GROUP_KINDS = {"commune": "commune", "district": "district"}
GROUP_CODES = {"province": "cap-so", "district": "cap-huyen", "commune": "cap-xa"}
Layout = Literal["fields", "bodies"]


@dataclass
class Reader:
    """Reads the pages of one form into one harvest."""

    request: Request
    harvest: Harvest
    _counts: Counter[str] = field(default_factory=Counter)
    _seen: set[tuple[str, ...]] = field(default_factory=set)
    _codeless: dict[str, str] = field(default_factory=dict)

    @property
    def agency(self) -> str:
        """The code of the body whose form it is."""
        return self.request.agency or ""

    def reporting(self, stated: str, sheet: str) -> None:
        """The body whose form it is; a name that it is not known by is kept beside its own."""
        known = self.request.directory.name(self.agency)
        if known or stated:
            self._body(self.agency, known or stated, "", self.request.directory.parent(self.agency), Place(sheet))
        if known and stated and not set(spellings(known)) & set(spellings(stated)):
            alias = {"agency_code": self.agency, "name": stated, "kind": "alias"}
            self.harvest.add("agency_names", alias, Place(sheet))
            if self.request.directory.find(stated, period=self.request.period) != self.agency:
                self.harvest.note("import.agency_differs", stated=stated, code=self.agency, name=known)

    def page(self, page: Page, lines: Sequence[Line], below: int) -> Layout:
        """The rows of a page; whether its lines are fields or bodies."""
        self._counts["below"] += below
        grouped = not any(DECIMALS.fullmatch(value.strip()) for line in lines for value in line.values)
        find = self.request.directory.find
        known = sum(1 for line in lines if line.kind == "row" and find(line.name, self.agency, self.request.period))
        bodies = form_06_lines.are_bodies(page, lines, known)
        for line in lines:
            key = self._key(page, line, bodies)
            if key:
                self._row(page, line, key, grouped)
            elif not line.is_empty:
                self._texts(page, line)
        return "bodies" if bodies else "fields"

    def conclude(self) -> None:
        """Says what the steward should know about the form as a whole."""
        for what in ("below", "details", "grouped"):
            if self._counts[what]:
                self.harvest.note(f"import.form_06_{what}", n=self._counts[what])
        if self._codeless:
            names = ", ".join(f"{name} ({code})" for code, name in self._codeless.items())
            self.harvest.note("import.form_06_codeless", n=len(self._codeless), names=names)
        if not self.request.basis:
            self.harvest.note("import.basis_unknown", period=self.request.period)

    def _key(self, page: Page, line: Line, bodies: bool) -> Values | None:
        """Whom and what a line is about; None for one that has no numbers or is a part of another."""
        if line.kind == "detail" or (line.kind in ("section", "total") and line.is_empty):
            return None
        place = self._place(page, line, "name")
        if line.kind == "total" or (line.kind == "section" and line.tier):
            agency = self._group(line, place) if line.tier else self.agency
            return {"agency_code": agency, "row_kind": "tier_total" if line.tier else "agency", "field_code": ALL}
        if line.kind == "section":
            return None
        if bodies:
            return {"agency_code": self._listed(line, place), "row_kind": "agency", "field_code": ALL}
        agency = self._group(line, place) if line.tier else self.agency
        code = self.request.fields.code(line.name, line.section)
        return {"agency_code": agency, "row_kind": "field", "field_code": code, "field_name": line.name}

    def _row(self, page: Page, line: Line, key: Values, grouped: bool) -> None:
        values = dict(zip(COLUMNS, (self._number(value, grouped) for value in line.values), strict=True))
        row = {"period": self.request.period, **key, "period_basis": self.request.basis or None, **values}
        said = tuple(str(value) for value in row.values())
        if said in self._seen:
            return  # another sheet of the form says the same
        self._seen.add(said)
        name = "field_name" if "field_name" in key else "agency_code"
        self.harvest.add("dossiers", row, self._place(page, line, name, *COLUMNS))
        for column, label in page.others.items():
            if text := page.sheet.rows[line.row][column].strip():
                place = Place(page.sheet.name, str(line.row + 1), columns({"text": letter(column)}))
                self.harvest.add_text(key["agency_code"], f"{label}: {line.name.strip()}", text, place)

    def _number(self, text: str, grouped: bool) -> str:
        """A whole number without what parts its thousands: 1.250 dossiers are 1250; anything else as it stands."""
        if not grouped or isinstance(text, Figure) or not GROUPED.fullmatch(text.strip()):
            return text
        self._counts["grouped"] += 1
        return re.sub("[^0-9]", "", text)

    def _texts(self, page: Page, line: Line) -> None:
        """Keeps the numbers of a line that is a part or a sum of others, and would be counted twice as a row."""
        self._counts["details"] += 1
        for (column, n), text in zip(page.columns.items(), line.values, strict=True):
            if text.strip():
                place = Place(page.sheet.name, str(line.row + 1), columns({"text": letter(n)}))
                self.harvest.add_text(self.agency, f"{line.name.strip()}: {column}", text, place)

    def _listed(self, line: Line, place: Place) -> str:
        """The code of a body in a list; one that is not known gets one that nobody takes for official."""
        directory, name = self.request.directory, line.name.strip()
        code = directory.find(name, self.agency, self.request.period)
        if code is None:
            code = provisional(name)
        if code.startswith(PROVISIONAL):
            self._codeless[code] = name
        self._body(code, directory.name(code) or name, line.tier, directory.parent(code) or self.agency, place)
        return code

    def _body(self, code: str, name: str, tier: str, parent: str, place: Place) -> None:
        if any(row.values["agency_code"] == code for row in self.harvest.tables.get("agencies", [])):
            return
        get, plain = self.request.directory.get, fold(name)
        by_name = next((said for pattern, said in BY_NAME.items() if re.fullmatch(pattern, plain)), ("", ""))
        kind = get(code, "kind") or by_name[0] or GROUP_KINDS.get(tier, "")
        values = {"agency_code": code, "name": name, "kind": kind or None}
        values |= {"tier": get(code, "tier") or tier or by_name[1] or None, "parent_code": parent or None}
        self.harvest.add("agencies", values, place)

    def _group(self, line: Line, place: Place) -> str:
        """The code of a tier of the body; the package's own, where it has one."""
        known = self.request.directory.group(self.agency, line.tier)
        code = known or f"nhom-{slug(self.agency)}-{GROUP_CODES[line.tier]}"
        if all(row.values["group_code"] != code for row in self.harvest.tables.get("agency_groups", [])):
            name = None if known else line.name.strip()
            values = {"group_code": code, "name": name, "tier": line.tier, "kind": GROUP_KINDS.get(line.tier)}
            self.harvest.add("agency_groups", {**values, "parent_code": self.agency}, place)
        return code

    def _place(self, page: Page, line: Line, name: str, *more: str) -> Place:
        found = {name: letter(page.name)} | {column: letters(page)[column] for column in more}
        return Place(page.sheet.name, str(line.row + 1), columns(found))
