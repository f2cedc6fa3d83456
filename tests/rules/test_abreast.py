"""Rules that run side by side hand on what they find one after the other, in the order of the rules."""

import dataclasses
import os
import threading
from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

import duckdb
import pytest
from checking import ENDLESS, PROCEDURES, Make
from running import Write

from dvcdata.engine import abreast
from dvcdata.errors import UserError
from dvcdata.findings import Finding
from dvcdata.package import open_package
from dvcdata.rules.header import Rule
from dvcdata.validate import on_duckdb

MANY = "select p._package, p._row, r.range as n from procedures as p, range(12000) as r order by r.range"
Several = Callable[..., list[Rule]]


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever machine the tests run on."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.fixture
def several(rule: Make) -> Several:
    """Rules of these SELECTs, called a, b, c …"""

    def make(*selects: str) -> list[Rule]:
        return [dataclasses.replace(rule(select), id="abcdefgh"[place]) for place, select in enumerate(selects)]

    return make


def judge(folder: Path, rules: Sequence[Rule], found: Callable[[Finding], None]) -> None:
    on_duckdb([open_package(folder)], rules, date(2026, 11, 21), found)


def test_findings_come_in_the_order_of_the_rules_however_many_wait(several: Several, package: Write) -> None:
    found: list[Finding] = []
    judge(package(procedures=PROCEDURES), several(MANY, MANY, MANY), found.append)
    runs = [(rule, list(items)) for rule, items in groupby(found, key=lambda item: item.rule)]
    assert [rule for rule, _ in runs] == ["a", "b", "c"]
    assert all([item.params["n"] for item in items] == list(range(12000)) for _, items in runs)


def test_a_rule_that_fails_says_so_in_its_turn_and_the_others_end(several: Several, package: Write) -> None:
    before = set(threading.enumerate())
    found: list[Finding] = []
    with pytest.raises(UserError, match=r"rule\.failed"):
        judge(package(procedures=PROCEDURES), several(MANY, "select nowhere", ENDLESS, ENDLESS), found.append)
    assert {item.rule for item in found} == {"a"}
    assert len(found) == 12000
    assert set(threading.enumerate()) <= before  # one of the servers of other tests may end meanwhile


def test_ctrl_c_ends_the_rules_that_are_under_way(several: Several, package: Write) -> None:
    before = set(threading.enumerate())

    def found(_: Finding) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(package(procedures=PROCEDURES), several(MANY, ENDLESS, MANY), found)
    assert set(threading.enumerate()) <= before  # one of the servers of other tests may end meanwhile


def test_a_work_alone_leaves_the_main_thread_free_to_hear_that_somebody_stops_it() -> None:
    """DuckDB looks for Ctrl-C between the parts of a query, and a part may take for ever."""
    (worker,) = abreast.run(
        duckdb.connect(), "rules", [("a", lambda *_: threading.current_thread())], lambda _: None, threads=1
    )
    assert worker is not threading.main_thread()
