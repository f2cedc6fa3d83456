"""A server of Spark Connect, as it runs elsewhere: the same findings as on files, and one sentence when it is gone."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import quote

import pytest
from checking import process, rule_text, workspace
from running import Run, waited
from spark_server import TOKEN, Server, server

from dvcdata import profiles

FOLDER = Path("datasets") / "goi"
RULES = {
    "carry-over-broken": "compares rows, in parts that are worked out once",
    "duplicate-procedure-name": "asks what several rows have in common, by a function that Spark gets from us",
    "text-not-nfc": "looks at each cell, by that function",
    "dossiers.expect_column_values_to_be_between.pending_total": "a suite of one's own, cell by cell",
    "dossiers.unexpected_rows_expectation": "a suite of one's own, by a query",
}
STRUCTURE = {"constraint-error", "foreign-key", "primary-key", "type-error"}
TABLES = {}
TABLES["dossiers"] = """\
period,period_basis,agency_code,row_kind,field_code,to_handle_total,carried_over,resolved_total,pending_total
2026-06,calendar,H99,field,LV-1,10,2,6,4
2026-07,calendar,H99,field,LV-1,11,3,6,5
2026-07,calendar,H99,field,LV-1,11,3,6,5
2026-08,calendar,H98,field,LV-1,x,2,-6,4
"""
NAME = "Đăng ký khai sinh"
TABLES["procedures"] = f"""\
procedure_code,name,field_name,issuing_agency,executing_tier
1.000100,{NAME},Hộ tịch,G15,commune
1.000200,{normalize("NFD", NAME)},Hộ tịch,G15,commune
"""
TABLES["agencies"] = "agency_code,name\nH99,Tỉnh Mẫu\n"
SUITE = [
    {"type": "expect_column_values_to_be_between", "kwargs": {"column": "pending_total", "max_value": 4}},
    {
        "type": "unexpected_rows_expectation",
        "kwargs": {"unexpected_rows_query": "select * from {batch} where pending_total = 5"},
    },
]
WRONG = "the-khac"
JOB, JOB_ENDED = "SparkListenerJobStart", "SparkListenerJobEnd"
# a quarter of a million rows that Spark has written down, each beside each: it looks after every row whether to go on
SLOW = """with a as (select p.period from reference.periods as p, reference.periods as q, reference.periods as r
where r.period = '2026-01') select t.name from procedures as t where (select count(*) from a as x, a as y) = 0"""


@pytest.fixture(scope="module")
def far() -> Iterator[Server]:
    """One server for all tests of this module."""
    with server() as started:
        yield started


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workspace with a package that has something for each way of looking at it, a suite, and a rule without end."""
    folder = workspace(tmp_path, lau=rule_text(SLOW))
    (folder / "validators" / "dossiers.suite.json").write_text(json.dumps({"expectations": SUITE}), encoding="utf-8")
    (folder / FOLDER).mkdir()
    for name, text in TABLES.items():
        (folder / FOLDER / f"{name}.csv").write_text(text, encoding="utf-8")
    resources: list[dict[str, Any]] = [{"name": name, "path": f"{name}.csv"} for name in TABLES]
    key = {"fields": "agency_code", "reference": {"resource": "agencies", "fields": "agency_code"}}
    resources[0]["schema"] = {**(profiles.schema("dossiers") or {}), "foreignKeys": [key]}
    (folder / FOLDER / "datapackage.json").write_text(json.dumps({"name": "goi", "resources": resources}), "utf-8")
    return folder


def started(home: Path, far: Server, *words: str, token: str = TOKEN) -> subprocess.Popen[bytes]:
    """`dvcdata validate` on that server, in a process of its own: one with a session here cannot have one there."""
    arguments = ("--lang", "en", "validate", FOLDER, "--engine", far.url, *words)
    pipe = subprocess.PIPE
    return process(*arguments, folder=home, variables={"THE": token}, stdout=pipe, stderr=pipe)


def ended(running: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    """Its exit code and what it printed, in which no token may be."""
    out, err = (text.decode() for text in running.communicate(timeout=300))
    assert not any(form in out + err for form in (TOKEN, quote(TOKEN, safe=""), WRONG))
    return running.returncode, out, err


def found(report: str) -> list[tuple[Any, ...]]:
    """What a report has found, as every engine must have it."""
    items = json.loads(report)["findings"]
    return sorted((item["rule"], item["table"], str(item["key"]), item["field"], item["value"]) for item in items)


def test_what_is_found_over_spark_connect_is_what_is_found_on_files(far: Server, home: Path, run: Run) -> None:
    words = [*(word for rule in RULES for word in ("--rule", rule)), "--format", "json", "--as-of", "2026-11-21"]
    code, out, err = ended(started(home, far, *words))
    here = run("validate", FOLDER, *words)
    assert code == here.code == 1, err
    assert {item[0] for item in found(here.out)} == {*RULES, *STRUCTURE}
    assert found(out) == found(here.out)


def test_a_token_that_is_not_the_right_one_is_one_sentence(far: Server, home: Path) -> None:
    code, out, err = ended(started(home, far, token=WRONG))
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert err.startswith(f"Cannot connect to {far.url}: ")


@pytest.mark.parametrize(
    ("of_server", "number", "code", "told"),
    [
        (False, signal.SIGINT, 130, "\nStopped as asked.\n"),
        (True, signal.SIGKILL, 2, "The connection to sc://localhost"),  # the last test that has the server
    ],
)
def test_a_run_on_a_server_that_is_stopped_leaves_nothing_running(
    far: Server, home: Path, of_server: bool, number: int, code: int, told: str
) -> None:
    before = len(far.jobs())
    running = started(home, far, "--rule", "lau")
    try:
        waited(lambda: JOB in far.jobs()[before:].partition("CartesianProduct")[2])
    except AssertionError:
        running.kill()
        running.communicate()
        raise
    os.kill(far.process.pid if of_server else running.pid, number)
    ended_with, out, err = ended(running)
    assert (ended_with, out, err.startswith(told), err.strip().count("\n")) == (code, "", True, 0), err
    if not of_server:
        waited(lambda: far.jobs().count(JOB) == far.jobs().count(JOB_ENDED))
