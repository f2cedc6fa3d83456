"""Writes a statement of the rules' dialect in the SQL of another engine, by sqlglot and a few rewritings of our own."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.scope import traverse_scope

from dvcdata.errors import UserError
from dvcdata.rules.dialect import FUNCTIONS

PLACEHOLDER = re.compile(r'["`]?dvcdata_source_([0-9]+)["`]?')
ANCHOR = re.compile(r"\[\^?\]?[^]]*\]|\$")
OWN = {"bool_or"}  # what the runner itself asks with, beside the functions that rules may use


@dataclass(frozen=True)
class Dialect:
    """How one engine writes what sqlglot cannot know of it."""

    name: str  # as sqlglot calls it
    nfc: str  # Unicode NFC of a text, `{}`
    lower: str = "LOWER({})"  # of all letters, not of ASCII alone
    upper: str = "UPPER({})"
    ends: str = "$"  # in a pattern, the end of the text and nothing before it
    quote: str = '"'
    repeats: bool = False  # a part of a statement is worked out anew wherever it is named
    types: Mapping[str, str] = field(default_factory=dict)  # by those of DuckDB, the template of a cast of `{}`

    def quoted(self, name: str) -> str:
        """A name as an identifier."""
        return self.quote + name.replace(self.quote, self.quote * 2) + self.quote

    def cast(self, value: str, kind: str) -> str:
        """An expression as a value of what DuckDB calls that type."""
        return self.types.get(kind, self.types["VARCHAR"]).format(value)

    def literal(self, value: object) -> str:
        """A value as the literal of a text, or nothing."""
        return "NULL" if value is None else str(exp.Literal.string(str(value)).sql(dialect=self.name))


def select(sql: str, path: str) -> exp.Select:
    """The statement as a tree; it must be exactly one SELECT, of functions that mean the same everywhere."""
    try:
        trees = sqlglot.parse(sql, read="duckdb")
    except sqlglot.errors.SqlglotError as problem:
        raise UserError("rule.failed", path=path, why=str(problem).splitlines()[0]) from None
    if len(trees) != 1 or not isinstance(trees[0], exp.Select):
        raise UserError("rule.not_one_select", path=path)
    for call in trees[0].find_all(exp.Anonymous):
        if call.name.lower() not in FUNCTIONS | OWN:
            raise UserError("engine.function", path=path, name=call.name)
    return trees[0]


def written(
    tree: exp.Select, dialect: Dialect, tables: Mapping[str, str], path: str = "", numbered: bool = False
) -> str:
    """The statement in the engine's SQL; each table stands for what `tables` says under its name, lower case.

    `numbered` outputs are called `_0`, `_1` …: what has no name would take the place of another without one.
    """
    if numbered:
        names = (f"_{place}" for place in range(len(tree.expressions)))
        tree.set("expressions", [exp.alias_(item.unalias(), next(names)) for item in tree.expressions])
    sources: list[str] = []
    for table in _tables(tree):
        name = ".".join(part.name for part in table.parts).lower()
        if name not in tables:
            raise UserError("engine.table_unknown", path=path, name=name)
        sources.append(tables[name])
        alias = table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(table.name, quoted=True))
        table.replace(exp.Table(this=exp.to_identifier(f"dvcdata_source_{len(sources) - 1}"), alias=alias))
    for node in reversed(list(tree.walk())):  # what stands inside first
        for kind, rewrite in REWRITINGS.items():
            if isinstance(node, kind):
                rewrite(dialect, node)
    text: str = tree.sql(dialect=dialect.name, unsupported_level=sqlglot.ErrorLevel.RAISE)
    return PLACEHOLDER.sub(lambda match: sources[int(match[1])], text)


def _tables(tree: exp.Select) -> list[exp.Table]:
    """The tables that are no common table of the statement."""
    sources = (item for scope in traverse_scope(tree) for item in scope.sources.values())
    return list({id(item): item for item in sources if isinstance(item, exp.Table)}.values())


def _quotient(dialect: Dialect, node: exp.Expression) -> None:
    """A fraction, and nothing where DuckDB has nothing: the others stop at a division by zero."""
    if isinstance(node, exp.Div):
        node.set("this", exp.cast(node.this, "double"))
    if not isinstance(node.expression, exp.Literal):
        node.set("expression", exp.Nullif(this=node.expression.unnest(), expression=exp.Literal.number(0)))


def _pattern(dialect: Dialect, node: exp.Expression) -> None:
    """`$` is the end of the text on DuckDB; in Java's patterns it also stands before a last line break."""
    if dialect.ends != "$":
        text = ANCHOR.sub(lambda match: dialect.ends if match[0] == "$" else match[0], node.expression.this)
        node.set("expression", exp.Literal.string(text))


def _cast(dialect: Dialect, node: exp.Expression) -> None:
    """The number of a row is of use to a reader only where it is that of a file: elsewhere no text has it."""
    if isinstance(node.this, exp.Column) and node.this.name == "_row" and node.to.is_type("varchar", "text"):
        node.set("this", exp.null())


def _whole(dialect: Dialect, node: exp.Expression) -> None:
    """Places and lengths are of the shorter whole numbers, where the engine tells them from the longer."""
    for name in ("start", "length", "expression", "times", "decimals"):
        value = node.args.get(name)
        if isinstance(value, exp.Expression) and not isinstance(value, exp.Literal):
            node.set(name, exp.cast(value, "int"))
    if isinstance(node, exp.Round) and node.args.get("decimals") and dialect.name == "postgres":
        node.set("this", exp.Cast(this=node.this, to=exp.DataType.build("decimal")))  # it rounds no double to digits


def _mean(dialect: Dialect, node: exp.Expression) -> None:
    node.set("this", exp.cast(node.this, "double"))


def _ours(dialect: Dialect, node: exp.Expression) -> None:
    """A function that each engine has under another name, or for other letters."""
    argument = node.expressions[0] if isinstance(node, exp.Anonymous) else node.this
    template = {exp.Lower: dialect.lower, exp.Upper: dialect.upper}.get(type(node), dialect.nfc)
    if not isinstance(node, exp.Anonymous) or node.name.lower() == "nfc":
        node.replace(exp.Var(this=template.format(argument.sql(dialect=dialect.name))))


REWRITINGS: dict[Any, Callable[[Dialect, Any], None]] = {
    (exp.Div, exp.IntDiv, exp.Mod): _quotient,
    exp.RegexpLike: _pattern,
    exp.Cast: _cast,
    (exp.Substring, exp.Left, exp.Right, exp.Pad, exp.Repeat, exp.Round): _whole,
    exp.Avg: _mean,
    (exp.Lower, exp.Upper, exp.Anonymous): _ours,
}
