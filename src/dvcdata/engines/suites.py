"""Runs a workspace's own suites of Great Expectations beside the rules: what fails them is findings like any other."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from dvcdata import progress
from dvcdata.engines.asking import FailedError, silence
from dvcdata.errors import UserError
from dvcdata.findings import Finding, plain
from dvcdata.package import Table
from dvcdata.rules import offenders
from dvcdata.rules.database import OutOfBoundsError
from dvcdata.rules.header import Rule
from dvcdata.rules.run import NotChecked
from dvcdata.rules.suites import columns, conditions

QUERY = "unexpected_rows_expectation"
LACKING = ("No provider found for", "does not currently support")  # how it says that it cannot do so there
OURS = {"result_format", "catch_exceptions"}  # for us to say
ROW = "_row"
Found = Callable[[Finding], None]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Batch:
    """A table as Great Expectations has it: its batch, its columns, and those by which it is to name a row.

    `adapted` makes of an expectation and its arguments what can be asked of such a batch.
    """

    table: Table
    batch: Any
    columns: Sequence[str]
    named: Sequence[str] = ()
    adapted: Callable[[str, Row], tuple[str, Row]] = lambda kind, kwargs: (kind, kwargs)


class Holder(Protocol):
    """What holds tables, and gives them to Great Expectations."""

    title: str

    def batch(self, table: Table) -> Batch:
        """The table as a batch."""

    def unexpected(self, batch: Batch, rule: Rule) -> list[dict[str, Any]]:
        """All rows of a suite's own query."""

    def whole(self, table: Table, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows that Great Expectations names, with the cells of their keys and the numbers they have."""

    def problem(self, text: str, rule: Rule | None) -> Exception:
        """What an expectation means that could not be run."""


def judge(
    holder: Holder, tables: Sequence[tuple[Table, int]], rules: Sequence[Rule], found: Found
) -> dict[str, list[NotChecked]]:
    """Runs the expectations on every table of theirs, given with its number of rows; what could not be checked."""
    lacks: dict[str, list[NotChecked | None]] = {rule.id: [] for rule in rules}
    names = list(dict.fromkeys(rule.table or "" for rule in rules))
    for name in progress.each("rules", names, str):
        asked = [rule for rule in rules if rule.table == name]
        own = [(table, rows) for table, rows in tables if table.name == name]
        for rule in asked if not own else ():
            lacks[rule.id].append(NotChecked(rule.id, "not_checked.no_table", {"table": name}))
        for table, rows in own:
            for rule, lack in _judged(holder, table, rows, asked, found):
                lacks[rule.id].append(lack)
    return {name: _summed(items) for name, items in lacks.items()}


def _summed(lacks: Sequence[NotChecked | None]) -> list[NotChecked]:
    """What of a rule was not checked: all of it, or its tables of some packages."""
    partly = None in lacks
    return list({item.key: NotChecked(item.rule, item.key, item.params, partly) for item in lacks if item}.values())


def _judged(
    holder: Holder, table: Table, rows: int, rules: Sequence[Rule], found: Found
) -> Iterator[tuple[Rule, NotChecked | None]]:
    if not rows:
        yield from ((rule, NotChecked(rule.id, "not_checked.no_rows", {"table": table.name})) for rule in rules)
        return
    batch = holder.batch(table)
    ready = []
    for rule in rules:
        if absent := [name for name in rule.needs[table.name] if name not in batch.columns]:
            yield rule, NotChecked(rule.id, "not_checked.no_column", {"table": table.name, "column": absent[0]})
        elif rule.expectation["type"] == QUERY:
            yield rule, _queried(holder, batch, rule, found)
        else:
            ready.append(rule)
    for rule, result in _validated(batch, ready):
        yield rule, _read(holder, batch, rule, result, found)


def _validated(batch: Batch, rules: Sequence[Rule]) -> Iterator[tuple[Rule, Any]]:
    """What Great Expectations says of each, asked for all at once."""
    import great_expectations as gx

    if not rules:
        return
    suite = gx.ExpectationSuite(name="dvcdata", expectations=[_expectation(batch, rule) for rule in rules])
    asked: dict[str, Any] = {"result_format": "COMPLETE"}
    if batch.named:
        asked["unexpected_index_column_names"] = list(batch.named)
    with silence():
        results = batch.batch.validate(suite, result_format=asked).results
    by_name = {result.expectation_config.meta["rule"]: result for result in results}
    yield from ((rule, by_name[rule.id]) for rule in rules)


def _expectation(batch: Batch, rule: Rule) -> Any:
    from great_expectations.exceptions import ExpectationNotFoundError
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.expectations.registry import list_registered_expectation_implementations

    kind, kwargs = batch.adapted(rule.expectation["type"], rule.expectation["kwargs"])
    kwargs = {name: value for name, value in kwargs.items() if name not in OURS}
    try:
        return ExpectationConfiguration(type=kind, kwargs=kwargs, meta={"rule": rule.id}).to_domain_obj()
    except ExpectationNotFoundError:
        import difflib

        near = difflib.get_close_matches(kind, list_registered_expectation_implementations(), 1, 0)[0]
        raise UserError("suite.unknown", path=str(rule.path), type=kind, near=near) from None
    except (TypeError, ValueError) as problem:  # those of pydantic are ValueErrors
        raise UserError("suite.arguments", path=str(rule.path), rule=rule.id, why=str(problem)) from None


def _read(holder: Holder, batch: Batch, rule: Rule, result: Any, found: Found) -> NotChecked | None:
    """Hands on what a result says: cells, rows, or that the table as a whole fails."""
    raised = list(_raised(result.exception_info))
    if raised:
        return _failed(holder, rule, raised[0])
    if result.success:
        return None
    said, asked = result.result, columns(rule.expectation["type"], rule.expectation["kwargs"])
    field = ", ".join(asked) or None
    for row in (rows := _rows(holder, batch, said, asked)):
        value = _shown([row.get(name) for name in asked])
        _find(batch, rule, {**row, "_field": field, "_value": value}, found)
    if not rows:
        observed = said.get("observed_value")
        observed = said.get("partial_unexpected_list") if observed is None else observed
        whole = {"_field": field, "_value": None, "_case": "whole", "observed": _observed(observed)}
        _find(batch, rule, whole, found)
    return None


def _rows(holder: Holder, batch: Batch, said: Mapping[str, Any], asked: Sequence[str]) -> Sequence[Row]:
    """The rows that fail, with the cells that are known of them; none where it is the table that fails."""
    listed = said.get("unexpected_index_list") or []
    if listed and isinstance(listed[0], Mapping):
        return holder.whole(batch.table, listed)
    values = said.get("unexpected_list") or []
    return [{name: _part(value, place) for place, name in enumerate(asked)} for value in values]


def _part(value: Any, place: int) -> Any:
    """The cell of one column in what Great Expectations lists of a row."""
    if isinstance(value, Mapping):
        return list(value.values())[place]
    return value[place] if isinstance(value, (list, tuple)) else value


def _queried(holder: Holder, batch: Batch, rule: Rule, found: Found) -> NotChecked | None:
    """Hands on all rows of a suite's own query, of which Great Expectations shows no more than 200."""
    with silence():
        _expectation(batch, rule)
    try:
        rows = holder.unexpected(batch, rule)
    except (OutOfBoundsError, FailedError) as problem:
        return _failed(holder, rule, str(problem))
    for row in rows:
        _find(batch, rule, {"_field": None, "_value": None, **row, "_case": "row"}, found)
    return None


def _failed(holder: Holder, rule: Rule, why: str) -> NotChecked:
    """An expectation that the place does not have, or numbers without bounds; anything else ends the run."""
    if any(words in why for words in LACKING):
        return _lacking(rule, holder)
    problem = holder.problem(why.strip() or rule.expectation["type"], rule)
    if isinstance(problem, OutOfBoundsError):
        return NotChecked(rule.id, "not_checked.out_of_bounds", {"why": str(problem)})
    if isinstance(problem, UserError) and problem.key == "rule.failed":
        raise UserError("suite.failed", path=str(rule.path), rule=rule.id, why=problem.params["why"]) from None
    raise problem


def _lacking(rule: Rule, holder: Holder) -> NotChecked:
    return NotChecked(rule.id, "not_checked.suite", {"type": rule.expectation["type"], "engine": holder.title})


def _raised(info: Mapping[str, Any]) -> Iterator[str]:
    """The messages of exceptions, which stand alone or under the metric that they come from."""
    if info.get("raised_exception"):
        yield str(info.get("exception_message"))
    for item in info.values():
        if isinstance(item, Mapping):
            yield from _raised(item)


def _find(batch: Batch, rule: Rule, row: Row, found: Found) -> None:
    table, asked = batch.table, rule.expectation
    said = {"type": asked["type"], "conditions": conditions(asked["kwargs"]), "suite": rule.path.name}
    given = {"observed": None, ROW: None, **row, **said, "_package": table.package}
    found(offenders.finding(rule, given, table.name, "", table.key, {table.package: table.file}))


def _shown(values: Sequence[Any]) -> str | None:
    cells = [None if value is None or value != value else plain(value) for value in values]  # NaN is not itself
    return cells[0] if len(cells) == 1 else ", ".join(cell or "" for cell in cells)


def _observed(value: Any) -> Any:
    number = value.item() if hasattr(value, "item") else value
    if isinstance(number, (list, tuple)):
        return ", ".join(str(item) for item in number)
    return number if number is None or isinstance(number, (int, float, str)) else str(number)


def as_regex(kind: str, kwargs: Row) -> tuple[str, Row]:
    """An expectation of a LIKE pattern, which GX has for SQL alone, as the one of a regular expression."""
    if "like_pattern" not in kind:
        return kind, kwargs
    given = {name.replace("like_pattern", "regex"): value for name, value in kwargs.items()}
    for name in ("regex", "regex_list"):
        if isinstance(given.get(name), list):
            given[name] = [_regex(str(item)) for item in given[name]]
        elif name in given:
            given[name] = _regex(str(given[name]))
    return kind.replace("like_pattern", "regex"), given


def _regex(like: str) -> str:
    parts = {"%": ".*", "_": "."}
    return f"(?s)^{''.join(parts.get(char, re.escape(char)) for char in like)}$"
