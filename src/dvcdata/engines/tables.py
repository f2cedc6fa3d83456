"""A table as an engine has it, and as the rules see it there: typed as they expect, in the engine's own SQL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dvcdata import profiles
from dvcdata.engine.database import HIDDEN
from dvcdata.engine.load import sql_type
from dvcdata.engines.writing import Dialect
from dvcdata.findings import Finding
from dvcdata.package import Table
from dvcdata.rules.run import Seen

ELSEWHERE = {"type": "engine"}  # the variant of a structure check's words that names no row
Row = Mapping[str, object]


@dataclass(frozen=True)
class Part:
    """One relation that a table is made of; `row` is SQL that tells its rows apart and keeps their order."""

    relation: str
    row: str


@dataclass(frozen=True)
class Held:
    """A table of a package on an engine: its description, the columns it really has, and its rows counted."""

    table: Table
    parts: tuple[Part, ...]
    columns: Mapping[str, str]  # by name, the expression that yields the value as rules expect it
    labels: Mapping[str, str] = field(default_factory=dict)  # by name, the expression that yields its missing label
    rows: int = 0
    left_out: int = 0  # rows that no rule sees
    findings: Sequence[Finding] = ()  # what came to light while it was read


def relation(name: str, held: Sequence[Held], labelled: Iterable[str], dialect: Dialect) -> str:
    """What stands for a table of the rules: all that is held of its name, or nothing with its columns."""
    types = {item["name"]: sql_type(item) for item in (profiles.schema(name) or {}).get("fields", [])}
    for item in held:
        types |= {column: sql_type(item.table.columns[column]) for column in item.columns if column not in types}
    labels = sorted(labelled)
    selects = [_select(item, part, types, labels, dialect) for item in held for part in item.parts]
    return _united(selects or [empty(types | {f"{label}_missing": "VARCHAR" for label in labels}, dialect)])


def _select(held: Held, part: Part, types: Mapping[str, str], labels: Sequence[str], dialect: Dialect) -> str:
    listed = {"_package": dialect.cast(dialect.literal(held.table.package), "VARCHAR"), "_row": part.row}
    listed |= {name: held.columns.get(name, dialect.cast("NULL", kind)) for name, kind in types.items()}
    nothing = dialect.cast("NULL", "VARCHAR")
    listed |= {f"{name}_missing": held.labels.get(name, nothing) for name in labels}
    return f"SELECT {_listed(listed, dialect)} FROM {part.relation}"


def values(types: Mapping[str, str], rows: Iterable[Row], dialect: Dialect) -> str:
    """Rows that were read from a file as a relation of their own."""
    columns = {**HIDDEN, **types}
    listed = []
    for number, row in enumerate(rows, 2):
        given = {"_row": number, **row}
        listed.append(f"({', '.join(dialect.literal(given.get(name)) for name in columns)})")
    if not listed:
        return _united([empty(types, dialect)])
    named = {name: dialect.cast(f"c{place}", kind) for place, (name, kind) in enumerate(columns.items())}
    places = ", ".join(f"c{place}" for place in range(len(columns)))
    return f"(SELECT {_listed(named, dialect)} FROM (VALUES {', '.join(listed)}) AS v({places}))"


def empty(types: Mapping[str, str], dialect: Dialect) -> str:
    """A SELECT of no rows with these columns."""
    cells = {name: dialect.cast("NULL", kind) for name, kind in ({**HIDDEN, **types}).items()}
    return f"SELECT {_listed(cells, dialect)} WHERE FALSE"


def _listed(cells: Mapping[str, str], dialect: Dialect) -> str:
    return ", ".join(f"{value} AS {dialect.quoted(name)}" for name, value in cells.items())


def _united(selects: Sequence[str]) -> str:
    return f"({' UNION ALL '.join(selects)})"


def seen(held: Sequence[Held], labelled: Mapping[str, set[str]]) -> dict[str, Seen]:
    """What the runner must know of the tables."""
    found: dict[str, Seen] = {}
    for name in dict.fromkeys(item.table.name for item in held):
        items = [item for item in held if item.table.name == name]
        fields = items[0].table.columns
        present = {column for item in items for column in item.columns}
        labels = labelled.get(name, set()) & {column for item in items for column in item.labels}
        found[name] = Seen(
            name=name,
            key=items[0].table.key,
            required={n for n, f in fields.items() if f.get("constraints", {}).get("required")},
            text=[n for n, f in fields.items() if f.get("type") == "string"],
            present=present | {f"{column}_missing" for column in labels},
            files={item.table.package: item.table.file for item in items},
            rows=sum(item.rows for item in items),
        )
    return found
