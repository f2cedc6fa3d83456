"""Takes a rule's SELECT apart at its WITH clause, so that more can be asked of what is common there."""

import re
from collections.abc import Sequence
from typing import NamedTuple

TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/[*].*?[*]/|[()]|\bselect\b""", re.IGNORECASE | re.DOTALL)
BLANK = r"(?:\s|--[^\n]*\n|/[*].*?[*]/)*"
NAMED = re.compile(rf"{BLANK}(?P<name>[a-z_]\w*)\s+as\s+\(", re.IGNORECASE | re.DOTALL)
COMMA = re.compile(rf"{BLANK},", re.DOTALL)


class Common(NamedTuple):
    """A common table of a statement: its name, and the SELECT that it stands for."""

    name: str
    body: str


def with_clause(select: str) -> str:
    """The WITH clause that a SELECT begins with, or nothing."""
    depth = 0
    for token in TOKEN.finditer(select):
        depth += (token[0] == "(") - (token[0] == ")")
        if not depth and token[0].lower() == "select":
            return select[: token.start()]
    return ""


def taken_apart(select: str) -> tuple[list[Common], str]:
    """The common tables of a statement, and the SELECT behind them; one that can't be taken apart is all SELECT."""
    whole: list[Common] = []
    start = re.match(rf"{BLANK}with\b", select, re.IGNORECASE | re.DOTALL)
    at = start.end() if start else 0
    while start:
        named = NAMED.match(select, at)
        end = _closed(select, named.end()) if named else 0
        if not named or not end:
            return [], select
        whole.append(Common(named["name"].lower(), select[named.end() : end - 1]))
        comma = COMMA.match(select, end)
        if not comma:
            return whole, select[end:]
        at = comma.end()
    return whole, select


def _closed(select: str, at: int) -> int:
    """The place behind the bracket that closes one before the place."""
    depth = 1
    for token in TOKEN.finditer(select, at):
        depth += (token[0] == "(") - (token[0] == ")")
        if not depth:
            return token.end()
    return 0


def with_asked(select: str, asked: Sequence[str], ordered: bool) -> str:
    """The SELECT and others of one row over its common tables in one statement, which works these out once for all.

    Each row has what the others yield, and `_is_found`; where nothing is found, there is one row without it.
    """
    common = with_clause(select)
    others = " cross join ".join(f"({one}) as a{number}" for number, one in enumerate(asked))
    place = ", row_number() over () as _place" if ordered else ""
    return (
        f"{common.rstrip() + ',' if common else 'with'} _found as (\n{select[len(common) :]}\n),\n"
        f"_asked as (select * from {others})\n"
        f"select a.*, f.* from _asked as a left join (select 1 as _is_found{place}, o.* from _found as o) as f on true"
        f"{' order by _place' if ordered else ''}"
    )
