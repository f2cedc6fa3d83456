"""The DuckDB of the browser comes from npm, else from the last release, else the build says so and does without."""

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from dvcdata.website import engine


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without npm and with an empty cache."""
    monkeypatch.undo()  # the real one
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with mock.patch("dvcdata.website.engine.shutil.which", return_value=None):
        yield


def test_without_npm_the_engine_is_missing_and_why_is_known(alone: None, tmp_path: Path) -> None:
    assert engine.brought(tmp_path) == engine.Engine(why="npm")


def test_without_npm_the_engine_of_the_last_release_stays(alone: None, tmp_path: Path) -> None:
    folder = tmp_path / engine.FOLDER
    folder.mkdir(parents=True)
    names = [*engine.COPIED, *engine.WRAPPED, engine.NOTICE]
    for name in names:
        (folder / name).write_bytes(name.encode())
    kept = engine.brought(tmp_path)
    assert kept.files == {f"{engine.FOLDER}/{name}": name.encode() for name in names}
    (folder / names[0]).unlink()
    assert not engine.brought(tmp_path).files


def test_what_npm_complains_of_is_said_in_its_first_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    program = tmp_path / "npm"
    program.write_text("#!/bin/sh\necho 'npm error no network' >&2\necho more >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert engine.brought(tmp_path).why == "npm error no network"


def test_where_nothing_can_be_kept_the_site_comes_without_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("dvcdata.website.engine.shutil.which", lambda _: "npm")
    brought = engine.brought(tmp_path)
    assert not brought.files and str(tmp_path / "file") in brought.why
