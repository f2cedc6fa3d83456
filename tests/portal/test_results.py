"""The results of an audit are a data package that is sound, is measured, adds up over time, and becomes pages."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from browser import opened, violations
from faulty_portal import AS_OF, CASES, Planned, Served
from running import Run

from dvcdata import texts
from dvcdata.errors import UserError
from dvcdata.portal import audit, tables, writing
from dvcdata.portal.audit import Asked, Audit


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def package(audited: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the audit."""
    folder = tmp_path_factory.mktemp("goi") / "cong"
    writing.package(audited, folder)
    return folder


def test_the_package_of_an_audit_has_no_error(run: Run, package: Path) -> None:
    result = run("validate", package, "--format", "json", "--as-of", AS_OF)
    said = json.loads(result.out)
    assert (result.code, said["counts"]["block"], said["counts"]["error"]) == (0, 0, 0)
    assert said["checked"]["tables"] == 5


def test_what_is_measured_are_the_datasets_that_come_down_each_once(
    run: Run, package: Path, audited: Audit, plan: list[Planned]
) -> None:
    given = rows(package, "open_datasets")
    down = {
        item.dataset.id
        for item in audited.whole.datasets
        if item.downloadable and not item.twin and item.licence != "closed"
    }
    assert {row["dataset_id"] for row in given} == down
    formats = {row["dataset_id"].split("-", 2)[2]: row["formats"] for row in given}
    assert (formats["scan"], formats["workbook"], formats["personal"], formats["packed"]) == ("PDF", "XLSX", "", "CSV")
    measured = run("measure", package, "--indicator", "datasets-published", "--format", "json", "--as-of", AS_OF)
    assert str(len(down)) in re.findall(r'"(?:value|numerator)": "?([0-9]+)', measured.out)


def test_tables_say_what_was_found_of_every_dataset_and_file(package: Path, plan: list[Planned]) -> None:
    assert {row["dataset_id"] for row in rows(package, "portal_datasets")} == {item.name for item in plan}
    files = {row["dataset_id"]: row for row in rows(package, "portal_resources")}
    assert set(files) == {item.name for item in plan if item.case != "bare"}
    for item in plan:
        if item.case in ("broken", "scan", "personal", "page"):
            assert set(files[item.name]["faults"].split()) == set(item.expected.faults)
    personal = next(files[item.name] for item in plan if item.case == "personal")
    assert personal["personal_columns"] == "dien thoai"
    assert not re.search("09123456", "".join((package / f"{name}.csv").read_text("utf-8") for name in tables.COLUMNS))


def test_audits_of_other_days_stay_and_one_of_the_same_day_is_replaced(audited: Audit, tmp_path: Path) -> None:
    folder = tmp_path / "cong"
    for days in (60, 30, 0, 0):
        writing.package(replace(audited, as_of=AS_OF - timedelta(days=days)), folder)
    found = [row["audited"] for row in rows(folder, "portal_organizations") if row["organization"] == tables.ALL]
    assert found == [str(AS_OF - timedelta(days=days)) for days in (60, 30, 0)]


def test_a_folder_that_holds_something_else_is_left_alone(audited: Audit, package: Path, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"name": "khac", "resources": []}', encoding="utf-8")
    other = replace(audited, catalogue=replace(audited.catalogue, url="https://khac.example"))
    for found, folder, key in ((audited, tmp_path, "portal.not_ours"), (other, package, "portal.other")):
        with pytest.raises(UserError) as caught:
            writing.package(found, folder)
        assert caught.value.key == key


def test_two_audits_compare_through_diff(run: Run, audited: Audit, package: Path, tmp_path: Path) -> None:
    first, second, *others = audited.whole.datasets
    was = (replace(second, dataset=replace(second.dataset, licence="cc-zero")), *others)
    writing.package(replace(audited, whole=replace(audited.whole, datasets=was)), tmp_path / "cu")
    result = run("diff", tmp_path / "cu", package, "--format", "json")
    changes = {(item["kind"], item["key"]): (item["old"], item["new"]) for item in json.loads(result.out)["changes"]}
    assert changes == {
        ("dataset-new", first.dataset.id): ("", ""),
        ("dataset-changed", second.dataset.id): ("cc-zero", "cc-by"),
    }


def test_descriptions_alone_count_nothing(portal: Served, asked: Asked, tmp_path: Path) -> None:
    found = audit.run(portal.url, replace(asked, files=False), AS_OF)
    assert [found.whole.count(step) for step in audit.STEPS] == [None] * 4
    writing.package(found, tmp_path / "cong")
    assert not (tmp_path / "cong" / "open_datasets.csv").exists()


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_every_output_names_every_fault_and_the_page_needs_nothing_else(
    audited: Audit, tmp_path: Path, lang: str
) -> None:
    paths = [tmp_path / name for name in ("trang.html", "trang.md", "trang.json")]
    writing.reports(audited, paths, lang)
    page, markdown, _ = (path.read_text(encoding="utf-8") for path in paths)
    for name in audited.whole.faults:
        words = texts.text(f"portal.fault.{name}", lang)
        assert words in page and words in markdown and words in writing.render(audited, "text", lang).replace("\n ", "")
    assert not re.search(r"(?:src|href)=.?https?://|@import|url\(", page)
    assert "{" not in re.sub(r"<style>.*?</style>|<script>.*?</script>", "", page, flags=re.DOTALL)


@pytest.mark.parametrize("width", [1440, 360])
def test_everybody_can_use_the_page_at_any_width(browser: Any, audited: Audit, tmp_path: Path, width: int) -> None:
    writing.reports(audited, [tmp_path / "trang.html"], "vi")
    with opened(browser, tmp_path / "trang.html", width) as page:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_hostile_names_stay_text_in_every_output(audited: Audit, tmp_path: Path) -> None:
    first, *others = audited.whole.datasets
    evil = replace(first, dataset=replace(first.dataset, title="<script>alert(1)</script>|`x`"))
    part = replace(audited.organizations[0], title="<img src=x onerror=alert(1)>", datasets=(evil,))
    found = replace(audited, organizations=(part,), whole=replace(audited.whole, datasets=(evil, *others)))
    writing.reports(found, [tmp_path / "a.html", tmp_path / "a.md"], "vi")
    assert not re.search("<script>alert|<img", (tmp_path / "a.html").read_text(encoding="utf-8"))
    assert not re.search(r"(?<!\\)<img", (tmp_path / "a.md").read_text(encoding="utf-8"))


@pytest.fixture
def pages(run: Run, audited: Audit, tmp_path: Path) -> Iterator[Path]:
    """The site of a workspace with two audits."""
    folder = tmp_path / "datasets" / "cong"
    for days in (30, 0):
        writing.package(replace(audited, as_of=AS_OF - timedelta(days=days)), folder)
    (tmp_path / "dvcdata.toml").write_text("", encoding="utf-8")
    built = run("site", "build", tmp_path, "--as-of", AS_OF)
    assert built.code == 0, built.err
    yield tmp_path / "public"


def test_the_site_has_the_ranking_the_lists_to_mend_and_the_trend(pages: Path, audited: Audit) -> None:
    (home,) = (path for path in (pages / "portals").iterdir() if path.is_dir())
    for prefix, lang in (("", "vi"), ("en/", "en")):
        base = pages / prefix / "portals" / home.name
        page = (base / "index.html").read_text(encoding="utf-8")
        order = [page.index(part.title) for part in audited.organizations]
        assert order == sorted(order)
        days = [texts.formatted(AS_OF - timedelta(days=days), "", lang) for days in (0, 30)]
        assert all(day in page for day in days)
        for part in audited.organizations:
            mine = (base / f"{part.id}.html").read_text(encoding="utf-8")
            assert all(texts.text(f"portal.fault.{name}", lang) in mine for name in part.faults), part.id
    assert "portals/index.html" in (pages / "index.html").read_text(encoding="utf-8")
    assert set(CASES["scan"].faults) <= audited.whole.faults.keys()
