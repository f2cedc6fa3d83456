"""The named parts of a statement that an engine should work out once: Spark puts each wherever it is named."""

from collections.abc import Iterator

from sqlglot import exp

MANY = 3  # looks at tables that are saved


def often(tree: exp.Select) -> Iterator[tuple[str, exp.Select]]:
    """Takes out of a statement each part that would be worked out anew too often; yields its name and its own SELECT.

    Parts that name parts multiply: without this the longest of the rules looks at tables a thousand times. Parts that
    nothing names go first: what counts the rows of a rule stands behind all of the rule's parts.
    """
    sizes: dict[str, int] = {}
    if len(list(tree.find_all(exp.With))) != 1 or tree.find(exp.With).recursive:
        return
    for part in reversed(tree.ctes):
        if not _uses(tree, part):
            _drop(part)
    for part in list(tree.ctes):
        name = part.alias.lower()
        sizes[name] = sum(_sizes(part.this, sizes))
        uses = _uses(tree, part)
        if (uses - 1) * sizes[name] >= MANY and part.args["alias"].columns == []:
            sizes[name] = 1
            yield name, _taken(tree, part)


def _taken(tree: exp.Select, part: exp.CTE) -> exp.Select:
    """The part as a statement of its own, behind the parts before it; the statement is left without it."""
    alone = exp.select("*").from_(part.alias)
    for item in tree.ctes[: tree.ctes.index(part) + 1]:
        alone = alone.with_(item.args["alias"].copy(), item.this.copy(), copy=False)
    _drop(part)
    return alone


def _uses(tree: exp.Select, part: exp.CTE) -> int:
    """How often the statement names the part."""
    return sum(table.name.lower() == part.alias.lower() and not table.db for table in tree.find_all(exp.Table))


def _drop(part: exp.CTE) -> None:
    group = part.parent
    part.pop()
    if not group.expressions:
        group.pop()


def _sizes(tree: exp.Expression, sizes: dict[str, int]) -> Iterator[int]:
    """Of each table that is named, how many looks at tables it takes."""
    for table in tree.find_all(exp.Table):
        yield 1 if table.db else sizes.get(table.name.lower(), 1)
