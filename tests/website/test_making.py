"""Pages are made by several processes as by one, again only where they changed, and none where a template is broken."""

import errno
import multiprocessing
import os
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from site_reading import contents
from small_site import AS_OF, TABLES, workspace

from dvcdata.errors import UserError
from dvcdata.package import Package, open_all
from dvcdata.website import build, engine, gather, inputs, making
from dvcdata.website.render import Page, Renderer


def test_several_processes_make_what_one_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = workspace(tmp_path, TABLES)
    build.run([home], as_of=AS_OF)
    monkeypatch.setattr(making, "WORTH_IT", 20)
    build.run([home], out=tmp_path / "other", as_of=AS_OF)
    assert contents(tmp_path / "other") == contents(home / "public")
    own = home / "site" / "templates" / "site"
    own.mkdir(parents=True)
    (own / "service.html").write_text("\n{{ row.nothing.more }}", encoding="utf-8")
    with pytest.raises(UserError) as refused:
        build.run([home], as_of=AS_OF)
    assert (refused.value.key, refused.value.params["line"]) == ("site.bad_template", 2)
    assert contents(tmp_path / "other") == contents(home / "public")


def test_one_process_makes_it_where_processes_can_share_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*given: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), "/dev/shm/pym-1-a")

    home = workspace(tmp_path, TABLES)
    build.run([home], as_of=AS_OF)
    monkeypatch.setattr(making, "WORTH_IT", 20)
    monkeypatch.setattr(multiprocessing, "Value", refused)
    build.run([home], out=tmp_path / "other", as_of=AS_OF)
    assert contents(tmp_path / "other") == contents(home / "public")


def test_a_page_is_made_again_where_what_it_says_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = workspace(tmp_path, TABLES)
    build.run([home], as_of=AS_OF)
    named = {**TABLES, "agencies": TABLES["agencies"].replace("Ủy ban nhân dân tỉnh Minh Họa", "UBND tỉnh Minh Họa")}
    workspace(home, named)
    (home / "public" / "procedures" / "1.000200.html").write_text("by hand", encoding="utf-8")
    made: list[str] = []
    page = Renderer.page

    def watched(self: Renderer, given: Page) -> bytes:
        made.append(given.path)
        return page(self, given)

    monkeypatch.setattr(Renderer, "page", watched)
    build.run([home], as_of=AS_OF)
    assert "services/1.000100.01-H99.html" in made  # its owner has another name
    assert "procedures/1.000200.html" in made  # somebody wrote over it
    assert "fields/HT.html" not in made
    build.run([home], out=tmp_path / "other", as_of=AS_OF)
    assert contents(tmp_path / "other") == contents(home / "public")


def test_nothing_is_read_again_where_nothing_changed_and_everything_where_anything_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = workspace(tmp_path, TABLES)
    monkeypatch.setattr(engine, "brought", lambda folder: engine.Engine())
    first = build.run([home], as_of=AS_OF)
    days: list[date] = []

    def watched(packages: Sequence[Package], home: Path, day: date, *more: Any) -> gather.Gathered:
        days.append(day)
        return gathered(packages, home, day, *more)

    gathered = gather.gather
    monkeypatch.setattr(gather, "gather", watched)
    again = build.run([home], as_of=AS_OF)
    assert (again.pages, again.written, again.same, days) == (first.pages, 0, first.written, [])
    (home / "public" / "changes.html").write_text("by hand", encoding="utf-8")
    assert build.run([home], as_of=AS_OF).written == 1
    (home / "site" / "more.txt").touch()
    build.run([home], as_of=AS_OF)
    build.run([home], as_of=AS_OF + timedelta(days=1))
    assert days == [AS_OF, AS_OF, AS_OF + timedelta(days=1)]


def test_a_site_is_made_of_the_packages_that_were_named_and_not_of_what_was_built(tmp_path: Path) -> None:
    home = workspace(tmp_path, TABLES)
    packages = open_all([home])
    whole = inputs.digest(home, packages, home / "public", "")
    assert whole and whole != inputs.digest(home, [], home / "public", "")
    (home / "public").mkdir()
    (home / "public" / "index.html").touch()
    assert inputs.digest(home, packages, home / "public", "") == whole
