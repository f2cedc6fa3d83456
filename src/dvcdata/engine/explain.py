"""Asks frictionless, the authority, what is wrong with the rows of a table, and hands back every row it read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dvcdata import schemas
from dvcdata.engine import dialects
from dvcdata.findings import Finding
from dvcdata.package import Package, Table

NOTE_TYPE = re.compile(r'type is "(?P<type>[^/"]+)/(?P<format>.*)"', re.DOTALL)
NOTE_CONSTRAINT = re.compile(r'constraint "(?P<constraint>\w+)" is "(?P<limit>.*)"', re.DOTALL)
NOTE_TWIN = re.compile(r"the same as in the row at position (?P<twin>\d+)")


@dataclass(frozen=True)
class Judged:
    """A row as frictionless read it: typed values by field name, raw texts beside them, and what is wrong."""

    number: int
    values: dict[str, Any]
    raw: dict[str, str]
    findings: list[Finding] = field(default_factory=list)
    whole: bool = True  # the right number of cells, and every cell of the key readable


def explain(table: Table, package: Package) -> tuple[list[Finding], list[str], Iterator[Judged]]:
    """What is wrong with the table as a whole, the labels of its header, and its rows one by one."""
    from frictionless import FrictionlessException

    resource = _resources(package)[table.name]
    try:
        resource.open()
    except FrictionlessException as problem:
        return [_finding(table, problem.error)], [], iter(())
    start = [_finding(table, error) for error in resource.header.errors]
    return start, [str(label) for label in resource.labels], _rows(table, resource)


def _resources(package: Package) -> dict[str, Any]:
    """The package's tables as frictionless resources that know each other, as foreign keys need."""
    from frictionless import Dialect, Schema
    from frictionless import Package as Judges
    from frictionless.resources import TableResource

    resources = []
    for table in package.tables:
        dialect = dialects.settle(table)
        first, *rest = (path.relative_to(package.folder).as_posix() for path in table.paths)
        resources.append(
            TableResource(
                name=table.name,
                path=first,
                extrapaths=rest,
                basepath=str(package.folder),
                format=table.format,
                encoding=dialect.encoding,
                dialect=Dialect.from_descriptor(dialect.descriptor),
                schema=Schema.from_descriptor(schemas.plain(table.schema)),
                **{name: table.resource[name] for name in ("hash", "bytes") if name in table.resource},
            )
        )
    Judges(resources=resources)
    return {resource.name: resource for resource in resources}


def _rows(table: Table, resource: Any) -> Iterator[Judged]:
    from frictionless import FrictionlessException, checks

    with resource:
        stream = resource.row_stream
        while True:
            try:
                row = next(stream)
            except StopIteration:
                break
            except FrictionlessException as problem:
                yield Judged(0, {}, {}, [_finding(table, problem.error)], whole=False)
                continue
            yield _judged(table, row)
        baseline = checks.baseline()
        baseline.connect(resource)
        if problems := [_finding(table, error) for error in baseline.validate_end()]:
            yield Judged(0, {}, {}, problems, whole=False)


def _judged(table: Table, row: Any) -> Judged:
    values = dict(row.to_dict())
    raw = {name: "" if cell is None else str(cell) for name, cell in zip(row.field_names, row.cells, strict=False)}
    errors = row.errors
    if not errors:
        return Judged(row.row_number, values, raw)
    key = {name: raw.get(name, "") for name in table.key}
    found = [_finding(table, error, key) for error in errors]
    ragged = {"blank-row", "extra-cell", "missing-cell"}
    whole = not any(item.rule in ragged or (item.rule == "type-error" and item.field in key) for item in found)
    return Judged(row.row_number, values, raw, found, whole)


def _finding(table: Table, error: Any, key: dict[str, str] | None = None) -> Finding:
    note = str(error.note)
    params: dict[str, object] = {"note": note}
    for form in (NOTE_TYPE, NOTE_CONSTRAINT, NOTE_TWIN):
        if match := form.search(note):
            params |= match.groupdict()
    name = getattr(error, "field_name", None) or getattr(error, "label", None)
    names = getattr(error, "field_names", None)
    if names:
        name = ", ".join(names)
        params |= {"reference": getattr(error, "reference_name", "")}
        params |= {"values": ", ".join(str(item) for item in getattr(error, "field_values", []))}
    number = getattr(error, "field_number", None)
    return Finding(
        rule=error.type,
        severity="error",
        mender="you",
        package=table.package,
        table=table.name,
        file=table.file,
        row=getattr(error, "row_number", None) or (1 if hasattr(error, "labels") else None),
        field=name or (f"#{number}" if number else None),
        value=getattr(error, "cell", None),
        key=key or {},
        params=params,
    )
