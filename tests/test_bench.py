"""The benchmark measures what it says: seeded inputs, sound or dirty as told, and every peer that it names."""

import importlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dvcdata import validate

ROOT = Path(__file__).parents[1]
BENCH = ROOT / "bench"
Module = Callable[[str], Any]


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Iterator[Module]:
    """Imports a module of bench/, as its scripts do, and forgets it afterwards."""
    monkeypatch.syspath_prepend(BENCH)
    yield importlib.import_module
    for name, one in list(sys.modules.items()):
        if Path(getattr(one, "__file__", None) or "").parent == BENCH:
            del sys.modules[name]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(
    module: Module, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = module("make")
    for name in ("one", "two"):
        make.make("try", tmp_path / name)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    monkeypatch.setattr(make, "SEED", make.SEED + 1)
    make.make("try", tmp_path / "three")
    assert files(tmp_path / "one")["try/dossiers.csv"] != files(tmp_path / "three")["try/dossiers.csv"]


def test_a_clean_table_has_its_size_and_obeys_the_schema_and_the_sums(module: Module, tmp_path: Path) -> None:
    cases = module("cases")
    module("make").dossiers(tmp_path / "clean", 2_400, key=True, foreign=True)
    rules = (*cases.IDENTITIES, "carry-over-broken")
    report = validate.run([tmp_path / "clean"], as_of=date.fromisoformat(cases.DAY), only=rules)
    assert report.checked.rows == 2_400 + 6 and report.checked.rules == len(rules)
    assert not sum(report.counts.values())


def test_keys_are_declared_only_where_a_case_asks_for_them(module: Module, tmp_path: Path) -> None:
    make = module("make")
    make.dossiers(tmp_path / "plain", 400)
    make.dossiers(tmp_path / "keys", 400, key=True, foreign=True)
    schemas = [
        json.loads((tmp_path / name / "datapackage.json").read_text(encoding="utf-8")) for name in ("plain", "keys")
    ]
    plain, keys = (package["resources"][0]["schema"] for package in schemas)
    assert not {"primaryKey", "foreignKeys"} & set(plain) and {"primaryKey", "foreignKeys"} <= set(keys)
    assert files(tmp_path / "plain")["dossiers.csv"] == files(tmp_path / "keys")["dossiers.csv"]


def test_a_dirty_table_is_dirty_in_every_way_and_frictionless_counts_the_same(module: Module, tmp_path: Path) -> None:
    cases = module("cases")
    module("make").make("try", tmp_path)
    report = validate.run([tmp_path / "try"], as_of=date.fromisoformat(cases.DAY), only=cases.IDENTITIES)
    kinds = {finding.rule for finding in report.findings}
    assert {"type-error", "constraint-error", "primary-key", "foreign-key", *cases.IDENTITIES} <= kinds
    script = BENCH / "peers" / cases.PEERS["frictionless"].script
    told = subprocess.run([sys.executable, script, tmp_path / "try"], capture_output=True, encoding="utf-8")
    structure = [finding for finding in report.findings if finding.rule not in cases.IDENTITIES]
    assert json.loads(told.stdout)["problems"] == len(structure), told.stderr


def test_every_peer_has_its_script_which_says_what_it_checks(module: Module) -> None:
    cases, layout = module("cases"), module("layout")
    for peer in cases.PEERS.values():
        # a script named like a library would hide it, and frictionless loads what begins with its name
        assert peer.script.startswith("by_")
        assert set(layout.stated(BENCH / "peers" / peer.script)) <= set(cases.CHECKS)
    assert {path.name for path in (BENCH / "peers").glob("by_*.py")} == {peer.script for peer in cases.PEERS.values()}


def test_cases_and_targets_name_what_exists(module: Module) -> None:
    cases, make = module("cases"), module("make")
    for case in cases.CASES.values():
        assert set(case.peers) <= set(cases.PEERS)
        assert case.make in make.MAKERS if case.make else (ROOT / case.folder).is_dir()
    for target in cases.TARGETS:
        assert target.peer in cases.CASES[target.case].peers
        assert not target.than or target.than in cases.CASES[target.than_case or target.case].peers
        assert target.measure in ("wall", "inside", "peak")


def test_the_peers_are_required_with_a_lower_bound_and_the_project_runs_without_them(module: Module) -> None:
    lines = (BENCH / "requirements.txt").read_text(encoding="utf-8").splitlines()
    required = {line.partition(">=")[0].partition("[")[0].replace("-", "_") for line in lines if ">=" in line}
    named = {package for peer in module("cases").PEERS.values() if peer.own for package in peer.packages}
    assert named == required
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[<>=\[ ]", item)[0].replace("-", "_") for item in project["dependencies"]}
    assert needed and not needed & required


def test_one_command_makes_measures_and_shows(tmp_path: Path) -> None:
    options = ["--case", "try", "--repeat", "1", "--peer", "dvcdata", "--peer", "bare-scan"]
    command = [sys.executable, str(BENCH / "run.py"), "--folder", str(tmp_path), *options]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "DuckDB, bare scan" in done.stdout
    peers = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["cases"]["try"]["peers"]
    assert set(peers) == {"dvcdata", "bare-scan"}
    assert all(peer["peak"] > 0 and len(peer["runs"]) == 1 for peer in peers.values())
    assert peers["dvcdata"]["runs"][0]["found"] and not peers["bare-scan"]["runs"][0]["found"]


def test_a_scaled_figure_counts_the_start_once_and_says_where_it_comes_from(module: Module) -> None:
    estimate = module("measuring").scaled({"wall": 5.0, "inside": 4.0}, 10, "200k-clean")
    assert estimate["wall"] == 41.0 and estimate["scaled_from"] == "200k-clean"


def test_the_page_says_what_each_peer_checks(module: Module) -> None:
    layout = module("layout")
    assert layout.checks() in layout.PAGE.read_text(encoding="utf-8"), "run: python bench/layout.py"
