"""Takes a rule's SELECT apart at its WITH clause, so that more can be asked of what is common there."""

import re
from collections.abc import Sequence

TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/[*].*?[*]/|[()]|\bselect\b""", re.IGNORECASE | re.DOTALL)


def with_clause(select: str) -> str:
    """The WITH clause that a SELECT begins with, or nothing."""
    depth = 0
    for token in TOKEN.finditer(select):
        depth += (token[0] == "(") - (token[0] == ")")
        if not depth and token[0].lower() == "select":
            return select[: token.start()]
    return ""


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
