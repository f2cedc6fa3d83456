"""Proves by counting that a large table was loaded right, so that its lines need not be screened.

DuckDB's reader forgives too much to be believed: it takes `1.6` and `1e3` for whole numbers, drops blank lines, and
lets an empty cell too many pass. But whatever it forgives is written with something else than digits. So the bytes of
the file that are no digits are counted, and so is what the rows that were read account for: delimiters, line ends, the
signs of negative numbers, and what is no digit in texts. A row never accounts for more than its line holds; where the
two sums are equal, every line was a row, and every number in it was digits throughout.
"""

import itertools
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb

from dvcdata.engine.canonical import LinePlan
from dvcdata.engine.load import quoted

LEAST = 4 << 20  # bytes: a smaller table is read in no time either way
SAMPLE = 200  # lines that must look right before the whole is tried
LONGEST = 1 << 16
BLOCK = 1 << 18
DIGITS = b"0123456789"


def promising(plan: LinePlan, path: Path, encoding: str, delimiter: str) -> bool:
    """Whether the table is worth a try: large, of texts and whole numbers alone, without a quote at its head."""
    if path.stat().st_size < LEAST or delimiter.isdigit() or not all(map(_countable, plan.fields)):
        return False
    row = re.compile(re.escape(delimiter).join(f"(?:{cell})" for cell in plan.cells) + "\n")
    with path.open(encoding=encoding, newline="\n") as file:
        header, *lines = itertools.islice(iter(lambda: file.readline(LONGEST), ""), SAMPLE)
    return header == delimiter.join(plan.labels) + "\n" and all(map(row.fullmatch, lines[:-1]))


def _countable(field: Mapping[str, Any]) -> bool:
    if field.get("type", "any") == "integer":
        return "enum" not in field.get("constraints", {})
    return field.get("type", "any") in ("string", "any")


def rows(
    connection: duckdb.DuckDBPyConnection, plan: LinePlan, path: Path, target: str, load: Callable[[], None]
) -> int | None:
    """Loads the table; how many rows it has, or None where that can't be shown to be right and nothing is left."""
    with ThreadPoolExecutor(1) as beside:
        counting = beside.submit(_others, path)
        try:
            load()
            total, accounted = _accounted(connection, plan, target)
        except (duckdb.ConversionException, duckdb.InvalidInputException):
            return None
    if accounted == counting.result():
        return total
    connection.execute(f"drop table {target}")
    return None


def _others(path: Path) -> int:
    """The bytes that are no digits, of all lines after the header; a last line without an end is given one."""
    count, last = 0, b"\n"
    with path.open("rb") as file:
        file.readline()
        while block := file.read(BLOCK):
            count += len(block.translate(None, DIGITS))
            last = block[-1:]
    return count + (last != b"\n")


def _accounted(connection: duckdb.DuckDBPyConnection, plan: LinePlan, table: str) -> tuple[int, int | None]:
    """The rows, and how many bytes but digits their lines should hold; None where a text or an empty cell is wrong."""
    columns = [(quoted(item["name"]), item, cell) for item, cell in zip(plan.fields, plan.cells, strict=True)]
    required = [name for name, item, _ in columns if item.get("constraints", {}).get("required")]
    signed = [name for name, item, cell in columns if item.get("type") == "integer" and cell.startswith("-?")]
    asked = ", ".join(
        ["count(*)", *(f"count({name})" for name in required), *(f"count(*) filter ({name} < 0)" for name in signed)]
    )
    total, *counts = connection.execute(f"select {asked} from {table}").fetchone() or (0,)
    if any(count != total for count in counts[: len(required)]):
        return total, None
    sum_ = total * len(columns) + sum(counts[len(required) :])
    for name, item, cell in columns:
        if item.get("type") != "integer":
            others = f"strlen(translate(t, '{DIGITS.decode()}', ''))"
            n, bad = connection.execute(
                f"select coalesce(sum(n * {others}), 0), bool_or(not regexp_full_match(t, $cell)) "
                f"from (select {name} as t, count(*) as n from {table} group by all) as q",
                {"cell": cell},
            ).fetchone() or (0, True)
            if bad:
                return total, None
            sum_ += n
    return total, sum_
