"""Whether the columns of a typed engine can hold what their schema says."""

import re
from collections.abc import Mapping, Sequence

from dvcdata.errors import UserError
from dvcdata.package import Table

FAMILIES = {
    "string": r"text|character.*|varchar.*|char\b.*|bpchar|citext|uuid|name|string",
    "integer": r"smallint|integer|bigint|int|tinyint|short|byte|long|(numeric|decimal)\([0-9]+,0\)",
    "number": r"(numeric|decimal).*|real|double.*|float",
    "boolean": r"boolean",
    "date": r"date",
    "datetime": r"timestamp.*",
    "time": r"time\b.*",
}
ACCEPTED = {
    "string": {"string"},
    "integer": {"integer"},
    "year": {"integer"},
    "number": {"integer", "number"},
    "boolean": {"boolean"},
    "date": {"date"},
    "datetime": {"datetime", "date"},
    "time": {"time"},
}
NAMED = 5  # columns in a sentence


def family(kind: str) -> str:
    """What kind of values a type of PostgreSQL or Spark holds."""
    return next((name for name, form in FAMILIES.items() if re.fullmatch(form, kind.lower())), "")


def check(pairs: Sequence[tuple[Table, Mapping[str, str]]]) -> None:
    """Refuses tables, each given with the types of its columns, that disagree with their schemas."""
    unlike = []
    for table, columns in pairs:
        for name, field in table.columns.items():
            wanted = str(field.get("type") or "any")
            if name in columns and family(columns[name]) not in ACCEPTED.get(wanted, {family(columns[name])}):
                unlike.append(f"{table.name}.{name} ({columns[name]} ≠ {wanted})")
    if unlike:
        more = f" … +{len(unlike) - NAMED}" if len(unlike) > NAMED else ""
        raise UserError("engine.types", columns=", ".join(unlike[:NAMED]) + more)
