"""Long lists in parts, each a page that opens quickly on any line; what is no part any more leads to its list."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from typing import Any

from dvcdata.website.render import Page

MOST = 250  # rows of a list on one page: at most some 80 KB
PART = re.compile(r"(.+)/[0-9]+\.html")
WHOLE = {"services/fields/": "services/index.html", "agencies/kinds/": "agencies/index.html"}  # of lists that may end


def pages(page: Page, name: str, label: Callable[[Any], str]) -> Iterator[Page]:
    """A page whose value of that name is a list, and a page for each further part of it.

    Each is given the paths of all parts, with the labels of their first and their last row; none where there is one.
    """
    rows: Sequence[Any] = page.values[name]
    if len(rows) <= MOST:
        yield replace(page, values={**page.values, "parts": [], "total": len(rows)})
        return
    stem = page.path.removesuffix(".html")
    cut = [rows[start : start + MOST] for start in range(0, len(rows), MOST)]
    paths = [page.path, *(f"{stem}/{number}.html" for number in range(2, len(cut) + 1))]
    parts = [(path, label(part[0]), label(part[-1])) for path, part in zip(paths, cut, strict=True)]
    values = {**page.values, "parts": parts, "total": len(rows)}
    yield replace(page, values={**values, name: cut[0]})
    for path, part in zip(paths[1:], cut[1:], strict=True):
        more = {key: value for key, value in values.items() if key != "series"}  # which has its files beside the first
        yield Page(path, page.template, {**more, name: part}, stands_alone=page.stands_alone)


def shorter(published: Iterable[str], planned: Set[str]) -> Iterator[Page]:
    """Where parts were of lists that have become shorter: pages that lead to these lists."""
    for path in sorted(set(published) - planned):
        part = PART.fullmatch(path)
        whole = f"{part[1]}.html" if part else ""
        if whole not in planned:
            whole = next((there for folder, there in WHOLE.items() if path.startswith(folder)), "")
        if whole in planned and path.endswith(".html"):
            yield Page(path, "shorter", {"whole": whole}, stands_alone=True)
