"""Where a finding is: its line where line breaks make it differ from the row, and columns without a name."""

import json
from pathlib import Path

import pytest
from checking import ONE_RULE, as_json
from running import Run, Write
from staging import reading

from dvcdata.tracing import Trace

FIELDS = [{"name": "procedure_code", "type": "string"}, {"name": "name", "type": "string"}]


def lines(run: Run, folder: Path) -> list[tuple[int, int | None]]:
    """The row and the line, where it is given, of each finding."""
    return [(item["row"], item.get("line")) for item in as_json(run, folder, *ONE_RULE)["findings"]]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_line_is_given_where_line_breaks_in_cells_make_it_differ(run: Run, package: Write, end: str) -> None:
    rows = [
        "procedure_code,name",
        "1.000100, A",
        '1.000101,"B',
        "",
        '"',
        "1.000102, C",
        '1.000103," D',
        'E"',
        "1.000104, F",
    ]
    found = lines(run, package(procedures=(end.join(rows) + end).encode()))
    assert [item for item in found if item[0] != 3] == [(2, None), (4, 6), (5, 7), (6, 9)]
    assert {line for row, line in found if row == 3} == {None}


def test_without_line_breaks_there_is_no_line(run: Run, package: Write) -> None:
    assert lines(run, package(procedures='procedure_code,name\n1.000100," A"\n')) == [(2, None)]


def test_findings_of_structure_have_a_line_too(run: Run, package: Write) -> None:
    folder = package(
        [{"name": "t", "path": "t.csv", "schema": {"fields": FIELDS}}], t='procedure_code,name\n1,"A\nB"\n2\n'
    )
    found = {item["rule"]: item for item in as_json(run, folder, *ONE_RULE)["findings"]}
    assert (found["missing-cell"]["row"], found["missing-cell"]["line"]) == (3, 4)


def test_line_breaks_are_kept_in_little_memory() -> None:
    trace = Trace()
    for record in range(2, 100_002):
        trace.note_breaks(record, 1)
    assert (trace.line(2), trace.line(3), trace.line(100_003)) == (None, 4, 200_003)
    assert trace.broken.itemsize * len(trace.broken) + trace.breaks.itemsize * len(trace.breaks) == 1_600_000


def test_a_cell_that_is_not_there_has_no_value(run: Run, package: Write) -> None:
    found = as_json(run, package(procedures="procedure_code,name\n1.000100\n"), *ONE_RULE)["findings"]
    assert {item["rule"]: item["value"] for item in found}["constraint-error"] == ""


def test_a_cell_under_a_second_blank_label_is_named_by_its_number(package: Write) -> None:
    folder = package([{"name": "t", "path": "t.csv", "schema": {"fields": FIELDS}}], t="procedure_code,,\na\n")
    assert [item.field for item in reading(folder).findings if item.rule == "missing-cell"] == ["name", "#3"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"encoding": "utf-16"}, "utf-16"),
        ({"schema": {"fields": FIELDS, "missingValues": [{"label": "x"}]}}, "missingValues"),
        ({"name": "PROCEDURES", "schema": {"fields": FIELDS}}, "PROCEDURES"),
    ],
    ids=str,
)
def test_an_odd_descriptor_is_refused_with_one_sentence(
    run: Run, package: Write, change: dict[str, object], told: str
) -> None:
    resource = {"name": "procedures", "path": "procedures.csv", **change}
    result = run("validate", package([resource], procedures="procedure_code,name\n1.000100,A\n"), *ONE_RULE)
    assert (result.code, result.out, len(result.err.splitlines())) == (2, "", 1) and told in result.err


def test_a_pattern_too_large_to_screen_by_is_judged_cell_by_cell(package: Write) -> None:
    fields = [FIELDS[0], {**FIELDS[1], "constraints": {"pattern": "(?:[a-z]{900}){2}"}}]
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    found = reading(package([resource], t=f"procedure_code,name\n1,{'a' * 1800}\n2,ab\n"))
    assert found.way == "pattern" and found.places == [("constraint-error", 3, "name")]
    assert json.dumps(found.column("procedure_code")) == '["1", "2"]'
