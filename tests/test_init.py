"""`dvcdata init` makes a workspace that validates, whole or not at all."""

import json
import shutil
from pathlib import Path

import pytest
from checking import AS_OF
from running import Run

from dvcdata import builtin

FOLDERS = {"datasets", "validators", "publish", "site"}


@pytest.fixture
def little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shipped sample of one row, so that a test need not wait for 50,000."""
    sample = tmp_path / "shipped" / "sample"
    sample.mkdir(parents=True)
    (sample / "procedures.csv").write_text("procedure_code,name\n1.000100,A\n", encoding="utf-8")
    resources = [{"name": "procedures", "path": "procedures.csv"}]
    (sample / "datapackage.json").write_text(json.dumps({"name": "mau", "resources": resources}), encoding="utf-8")
    real = builtin.folder
    monkeypatch.setattr(builtin, "folder", lambda name: sample.parent if name == "datasets" else real(name))


def test_a_workspace_has_four_folders_settings_and_a_sample_that_validates(
    little: None, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run("init", "thu")
    assert result.code == 0 and "cd thu" in result.out and "dvcdata validate" in result.out
    home = tmp_path / "thu"
    assert {path.name for path in home.iterdir()} == {*FOLDERS, "dvcdata.toml"}
    assert all((home / name / "README.md").read_text(encoding="utf-8").strip() for name in FOLDERS)
    monkeypatch.chdir(home)
    checked = json.loads(run("validate", "--format", "json", "--rule", "text-not-nfc").out)["checked"]
    assert checked == {"packages": 1, "tables": 1, "rows": 1, "cells": 2, "rules": 1}


def test_the_shipped_sample_is_the_one_that_is_copied(run: Run, tmp_path: Path) -> None:
    assert run("init", "thu").code == 0
    shipped, copied = builtin.folder("datasets") / "sample", tmp_path / "thu" / "datasets" / "sample"
    names = sorted(path.name for path in shipped.iterdir())
    assert "datapackage.json" in names and names == sorted(path.name for path in copied.iterdir())
    assert all((shipped / name).read_bytes() == (copied / name).read_bytes() for name in names)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_workspace_speaks_the_language_it_was_made_in(
    little: None, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    run("--lang", lang, "init", "thu")
    monkeypatch.chdir(tmp_path / "thu")
    shown = run("validate", "--rule", "text-not-nfc").out
    assert shown.startswith("Package mau" if lang == "en" else "Kiểm tra gói mau")


def test_a_folder_that_holds_anything_is_left_alone(little: None, run: Run, tmp_path: Path) -> None:
    (tmp_path / "thu").mkdir()
    (tmp_path / "thu" / ".an").touch()
    before = sorted(tmp_path.rglob("*"))
    result = run("init", "thu")
    assert result.code == 2 and "thu" in result.err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_is_left_alone(little: None, run: Run, tmp_path: Path) -> None:
    (tmp_path / "thu").write_text("của tôi", encoding="utf-8")
    assert run("init", "thu").code == 2
    assert (tmp_path / "thu").read_text(encoding="utf-8") == "của tôi"


def test_an_empty_folder_is_filled_and_stays_the_folder_it_is(
    little: None, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "thu"
    home.mkdir()
    monkeypatch.chdir(home)
    same = home.stat().st_ino
    assert run("init", ".").code == 0
    assert home.stat().st_ino == same
    assert {path.name for path in home.iterdir()} == {*FOLDERS, "dvcdata.toml"}


def test_folders_on_the_way_are_made(little: None, run: Run, tmp_path: Path) -> None:
    assert run("init", "a/b/thu").code == 0
    assert (tmp_path / "a" / "b" / "thu" / "dvcdata.toml").is_file()


@pytest.mark.parametrize("there", [True, False], ids=["an empty folder", "a new folder"])
def test_a_workspace_that_cannot_be_finished_leaves_nothing(
    little: None, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    if there:
        (tmp_path / "thu").mkdir()
    before = sorted(tmp_path.rglob("*"))
    rename, moved = Path.rename, 0

    def full(self: Path, target: Path) -> Path:
        nonlocal moved
        moved += 1
        if moved == (3 if there else 1):
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full)
    result = run("init", "thu")
    assert result.code == 2 and "ổ đĩa đã đầy" in result.err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_sample_that_cannot_be_copied_leaves_nothing(
    little: None, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", full)
    before = sorted(tmp_path.rglob("*"))
    assert run("init", "thu").code == 2
    assert sorted(tmp_path.rglob("*")) == before


def test_the_same_validation_twice_says_the_same(little: None, run: Run) -> None:
    run("init", "thu")
    first, second = (run("validate", "thu", "--format", "json", *AS_OF).out for _ in range(2))
    assert first == second
