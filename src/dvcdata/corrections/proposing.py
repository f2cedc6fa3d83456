"""What `dvcdata fix` would do to a package: mechanical corrections, those recorded and not applied, edits by hand."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from dvcdata import texts
from dvcdata.corrections import mechanical, records
from dvcdata.importers import extra
from dvcdata.importers.holding import Held, Holding, Table
from dvcdata.importers.imported import Edit, Edits
from dvcdata.provenance import Origin

UNTOUCHED = ("source_id",)  # by which rows belong to their sources


@dataclass(frozen=True)
class Mend:
    """A cell that can be mended: what it holds, what it should hold, and why; `edit` where it was changed by hand."""

    table: Table
    row: Held
    number: int
    field: str
    new: str
    kinds: tuple[str, ...]
    edit: Edit | None = None

    @property
    def value(self) -> str:
        """What the cell holds now."""
        return self.row.values.get(self.field, "")

    @property
    def base(self) -> str:
        """What it held before it was changed by hand, if it was."""
        return self.edit.old if self.edit else self.value

    def place(self, lang: str) -> str:
        """Where the cell stands: in the file that it was imported from, or in the table."""
        for line in self.row.lines[:1]:
            pairs = dict(pair.split("=", 1) for pair in line.columns.split() if "=" in pair)
            if self.field in pairs:
                return Origin(line.file, line.sheet, line.line, pairs).cell(self.field)
        return f"{self.table.path.name} › {texts.text('report.row', lang, row=self.number)} › {self.field}"


@dataclass
class Proposal:
    """All that could be mended in one package."""

    held: Holding
    edits: Edits
    mends: list[Mend] = field(default_factory=list)
    """To be made."""
    by_hand: list[Mend] = field(default_factory=list)
    """Made already, by hand, and recorded nowhere."""
    left: list[Mend] = field(default_factory=list)
    """That somebody has to look at: what they should become is not sure."""

    @cached_property
    def keys(self) -> Mapping[int, tuple[str, ...]]:
        """The keys that rows had before they were changed by hand."""
        return {id(edit.row): edit.key for edit in self.edits.cells}

    @cached_property
    def edited(self) -> Mapping[tuple[int, str], Edit]:
        """The cells changed by hand, by row and column."""
        return {(id(edit.row), edit.field): edit for edit in self.edits.cells}


@dataclass(frozen=True)
class Codes:
    """The codes of procedures and services that the packages given know."""

    procedures: Collection[str]
    services: Collection[str]


def codes(proposals: Iterable[Proposal]) -> Codes:
    """The codes in all these packages, those from before edits by hand among them."""
    known: dict[str, set[str]] = {"procedures": set(), "services": set()}
    for proposal in proposals:
        for name, column in (("procedures", "procedure_code"), ("services", "service_code")):
            known[name] |= {row.values.get(column, "") for row in proposal.held.rows(name)}
        for edit in proposal.edits.cells:
            if (edit.table.name, edit.field) == ("procedures", "procedure_code"):
                known["procedures"].add(edit.old)
    whole = {code for code in known["procedures"] if mechanical.CODE.fullmatch(code)}
    return Codes(whole, known["services"])


def propose(proposal: Proposal, known: Codes) -> None:
    """Finds what can be mended in the package, and what has to be left to somebody."""
    for name, table in proposal.held.tables.items():
        if name != records.TABLE and table.key:
            found = [mend for mend in _of_table(proposal, table, known) if mend.new != mend.value or mend.edit]
            wrong = _same_keys(table, found)
            for mend in found:
                if id(mend) in wrong or (mend.field in table.key and not mend.new):
                    proposal.left.append(mend)
                elif mend.edit and mend.new != mend.base:
                    proposal.by_hand.append(mend)
                else:
                    proposal.mends.append(mend)


def _of_table(proposal: Proposal, table: Table, known: Codes) -> Iterator[Mend]:
    columns = [name for name in table.columns if name not in UNTOUCHED]
    tidy = {name: _tidier(table, name, known) for name in columns if _is_text(table, name)}
    recorded = proposal.held.replay.rows.get(table.name)
    if not recorded and not any(edit.table is table for edit in proposal.edits.cells):
        columns = list(tidy)
    for number, row in enumerate(table.rows, 2):
        waiting = _waiting(proposal.held, table, row) if recorded else {}
        for name in columns:
            value = row.values[name]
            edit = proposal.edited.get((id(row), name))
            if name in waiting and not edit:
                yield Mend(table, row, number, name, waiting[name], ("recorded",), edit)
                continue
            new, kinds = tidy[name](value) if value and name in tidy else (value, [])
            edit = edit if edit and edit.mends else None
            if kinds or edit:
                yield Mend(table, row, number, name, new, tuple(kinds), edit)
            if "\n" in new:
                proposal.left.append(Mend(table, row, number, name, new, ("two_entries",), edit))


def _waiting(held: Holding, table: Table, row: Held) -> dict[str, str]:
    """The cells of a row that a recorded correction is about and that do not hold it yet."""
    key = "|".join(table.key_of(row.values))
    found = held.replay.of_row(table.name, held.replay.key_before(table.name, key))
    return {item.field: item.new for item in found if row.values.get(item.field, "") == item.old}


def _type(table: Table, column: str) -> str:
    fields = (extra.schema(table.name) or table.schema).get("fields", [])
    return next((str(item.get("type", "any")) for item in fields if item.get("name") == column), "any")


def _is_text(table: Table, column: str) -> bool:
    """Whether a column may be mended: not one of numbers, dates and the like."""
    return _type(table, column) in ("string", "any")


def _tidier(table: Table, column: str, known: Codes) -> Callable[[str], tuple[str, list[mechanical.Kind]]]:
    """What mends the values of a column; where no schema says that it holds texts, what may be a number is left."""
    is_string = _type(table, column) == "string"

    @lru_cache(1 << 16)
    def tidied(value: str) -> tuple[str, list[mechanical.Kind]]:
        new, kinds = mechanical.mended(value, column)
        if column in mechanical.CODE_COLUMNS and value not in known.services:
            whole = mechanical.restored(new, known.procedures)
            return (whole, [*kinds, "zeros"]) if whole else (new, kinds)
        return (value, []) if not is_string and mechanical.NUMBER.fullmatch(new) else (new, kinds)

    return tidied


def _same_keys(table: Table, found: Iterable[Mend]) -> set[int]:
    """Mends of keys that would give two rows one key."""
    changed: dict[int, list[Mend]] = defaultdict(list)
    for mend in found:
        if mend.field in table.key and mend.new != mend.value:
            changed[id(mend.row)].append(mend)
    if not changed:
        return set()
    keys = {
        id(row): table.key_of(row.values | {mend.field: mend.new for mend in changed.get(id(row), ())})
        for row in table.rows
    }
    counts = Counter(keys.values())
    return {id(mend) for row, mends in changed.items() if counts[keys[row]] > 1 for mend in mends}
