"""Takes a rule's SELECT apart at its WITH clause, so that more can be asked of what is common there."""

import re

TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/[*].*?[*]/|[()]|\bselect\b""", re.IGNORECASE | re.DOTALL)


def with_clause(select: str) -> str:
    """The WITH clause that a SELECT begins with, or nothing."""
    depth = 0
    for token in TOKEN.finditer(select):
        depth += (token[0] == "(") - (token[0] == ")")
        if not depth and token[0].lower() == "select":
            return select[: token.start()]
    return ""


def with_possible(select: str, possible: str) -> str:
    """The SELECT and the condition over its common tables in one statement, which works these out once for both.

    Its rows have `_is_found`, or, where nothing is found, there is one row without it that has `_possible`.
    """
    common = with_clause(select)
    return (
        f"{common.rstrip() + ',' if common else 'with'} _found as (\n{select[len(common) :]}\n)\n"
        f"select p._possible, f.* from (select case when {possible} then 1 else 0 end as _possible) as p "
        "left join (select 1 as _is_found, o.* from _found as o) as f on true"
    )
