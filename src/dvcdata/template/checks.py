"""What a template checks while it is filled in, as formulas of a spreadsheet: cells, rows, sums and keys."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dvcdata import profiles, schemas, texts
from dvcdata.spreadsheets.cells import letter
from dvcdata.template.columns import Column

FIRST = 6  # row of the sheet, from 1
CHECKED = 1_000  # rows
SHARED_ROW = 3
Sums = tuple[tuple[str, tuple[str, ...]], ...]
# A whole and its parts, as the rules on these tables have them (to-handle-total-inconsistent and its like).
SUMS: Mapping[str, Sums] = {
    "dossiers": (
        ("to_handle_total", ("received_online", "received_offline", "carried_over")),
        ("resolved_total", ("resolved_early", "resolved_on_time", "resolved_overdue")),
        ("pending_total", ("pending_on_time", "pending_overdue")),
        ("to_handle_total", ("resolved_total", "pending_total")),
    ),
    "usage": (("received_total", ("received_online", "received_offline")),),
}
# A part that can't be more than its whole (part-exceeds-whole).
PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "dossiers": (("resolved_online", "resolved_total"),),
    "usage": (
        ("received_assisted", "received_online"),
        ("resolved_online", "resolved_total"),
        ("resolved_overdue", "resolved_total"),
    ),
    "satisfaction": (("ratings_satisfied", "ratings"),),
}
HERE = "¤"  # where a formula stands in a sentence
PERIOD = r"^[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12]|-9M)?$"
ENDS = "||" + "".join(f"-{month:02}|" for month in range(1, 13)) + "-Q1|-Q2|-Q3|-Q4|-H1|-H2|-9M|"


@dataclass(frozen=True)
class Check:
    """A condition on the first row, the columns whose cells it colours, and a formula for what it says, if anything."""

    columns: tuple[str, ...]
    wrong: str
    message: str


class Checks:
    """The checks of a template; a formula is that of the first row, and relative to it."""

    def __init__(self, table: str, columns: Sequence[Column], lang: str) -> None:
        self.table, self.columns, self.lang = table, columns, lang
        self.titles = {item.name: item.title for item in columns}
        self.labels = "".join(f"|{name}" for name in schemas.missing_labels(profiles.schema(table) or {})) + "|"
        self._letters = {item.name: letter(place) for place, item in enumerate(columns)}

    def cell(self, name: str) -> str:
        """The cell of a column in the first row."""
        return f"${self._letters[name]}{FIRST}"

    def range(self, name: str) -> str:
        """All cells of a column that are checked."""
        return f"${self._letters[name]}${FIRST}:${self._letters[name]}${last()}"

    @property
    def filled(self) -> str:
        """Whether anything stands in the first row."""
        return f"COUNTA(${letter(0)}{FIRST}:${letter(len(self.columns) - 1)}{FIRST})>0"

    def bad(self, item: Column) -> str:
        """Whether a cell holds what the column does not allow, "" for a column that allows every text."""
        cell = self.cell(item.name)
        other = f'AND({cell}<>"",ISERROR(FIND("|"&{cell}&"|","{self.labels}")))'
        if item.words:
            return f'AND({cell}<>"",COUNTIF({list_name(item.name)},{cell})+COUNTIF({list_name(item.name)}_,{cell})=0)'
        if item.numeric:
            limits = [f"{cell}<{item.constraints['minimum']}"] if "minimum" in item.constraints else []
            limits += [f"{cell}>{item.constraints['maximum']}"] if "maximum" in item.constraints else []
            limits += [f"{cell}<>INT({cell})"] if item.kind == "integer" else []
            return f"IF(ISNUMBER({cell}),OR({','.join(limits or ['FALSE'])}),{other})"
        if item.kind == "date":
            return f"IF(ISNUMBER({cell}),{cell}<1,{other})"
        if item.constraints.get("pattern") == PERIOD:
            year = f"ISERROR(VALUE(LEFT({cell},4)))"
            return f'IF({cell}="",FALSE,OR({year},ISERROR(FIND("|"&MID({cell},5,4)&"|","{ENDS}"))))'
        return ""

    def all(self) -> list[Check]:
        """Every check, in the order in which a row says what is wrong with it."""
        return [*self._required(), *self._cells(), *self._keys(), *self._sums(), *self._parts()]

    def summary(self) -> str:
        """The formula of the first row that says all that is wrong with it."""
        said = "&".join(f'IF({check.wrong},{check.message}&". ","")' for check in self.all() if check.message)
        return f'=IF({self.filled},{said},"")'

    def _required(self) -> Iterator[Check]:
        for item in self.columns:
            if item.required:
                nowhere = f',{self.cell(item.name).rstrip("0123456789")}${SHARED_ROW}=""' if item.shared else ""
                wrong = f'AND({self.filled},{self.cell(item.name)}=""{nowhere})'
                yield Check((item.name,), wrong, self._said("missing", column=item.title))

    def _cells(self) -> Iterator[Check]:
        for item in self.columns:
            if wrong := self.bad(item):
                message = "" if item.numeric else self._said(kind_of(item), column=item.title)
                yield Check((item.name,), wrong, message)
        for _, group in itertools.groupby(self.columns, lambda item: item.numeric):
            some = list(group)
            if some[0].numeric:
                yield self._numbers(some)

    def _numbers(self, some: Sequence[Column]) -> Check:
        """One sentence for the numbers that stand side by side: not all that is there is a number or a label."""
        cells = f"{self.cell(some[0].name)}:{self.cell(some[-1].name)}"
        labels = "".join(f'-COUNTIF({cells},"{label}")' for label in self.labels.strip("|").split("|"))
        low = (
            "COUNTIF(" + cells + ',">=0")' if all("minimum" in item.constraints for item in some) else f"COUNT({cells})"
        )
        titles = " … ".join(dict.fromkeys((some[0].title, some[-1].title)))
        return Check((), f"COUNTA({cells})-{low}{labels}<>0", self._said(kind_of(some[0]), column=titles))

    def _keys(self) -> Iterator[Check]:
        key = [item for item in self.columns if item.key]
        there = ",".join(f'{self.cell(item.name)}<>""' for item in key if not item.shared)
        same = "*".join(f"({self.range(item.name)}={self.cell(item.name)})" for item in key)
        wrong = f"IF(AND({there or self.filled}),SUMPRODUCT({same if len(key) > 1 else f'--{same}'})>1,FALSE)"
        titles = ", ".join(item.title for item in key)
        yield Check(tuple(item.name for item in key), wrong, self._said("twice", columns=titles))

    def _sums(self) -> Iterator[Check]:
        for total, parts in SUMS.get(self.table, ()):
            cells = [self.cell(name) for name in (total, *parts)]
            less = f"{cells[0]}-{'-'.join(cells[1:])}"
            wrong = f"IF(COUNT({','.join(cells)})={len(cells)},{less}<>0,FALSE)"
            names = " + ".join(self.titles[name] for name in parts)
            said = self._said("sum", f"&ABS({less})&", total=self.titles[total], parts=names)
            yield Check((total, *parts), wrong, said)

    def _parts(self) -> Iterator[Check]:
        for part, whole in PARTS.get(self.table, ()):
            cells = (self.cell(part), self.cell(whole))
            wrong = f"IF(COUNT({cells[0]},{cells[1]})=2,{cells[0]}>{cells[1]},FALSE)"
            said = self._said("part", part=self.titles[part], whole=self.titles[whole])
            yield Check((part, whole), wrong, said)

    def _said(self, key: str, number: str = "", **params: str) -> str:
        """The sentence of a check as a formula; where it says a number, that is calculated."""
        text = texts.text(f"template.check.{key}", self.lang, number=HERE, **params).replace('"', '""')
        return '"' + text.replace(HERE, f'"{number}"') + '"'


def last() -> int:
    """The last row that is checked while it is filled in."""
    return FIRST + CHECKED - 1


def kind_of(item: Column) -> str:
    """The word for what a column allows, which the sentences about its cells are named by."""
    if item.words:
        return "list"
    if item.constraints.get("pattern") == PERIOD:
        return "period"
    if item.numeric:
        return "integer" if item.kind == "integer" else "number"
    return "date" if item.kind == "date" else "text"


def list_name(column: str) -> str:
    """The name that a workbook has for the words of a column's list; with `_` behind it, for its values."""
    return f"ds_{column}"
