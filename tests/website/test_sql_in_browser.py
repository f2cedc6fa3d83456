"""Explore and Check it yourself in a real browser: the published Parquet, asked in SQL by a reader."""

import csv
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from running import PATIENCE, waited
from serving import held, served, window
from small_site import HOSTILE


@pytest.fixture(autouse=True)
def engine(site: Path) -> None:
    if not (site / "explore.html").is_file():
        pytest.skip("npm is not installed here")


def asked(page: Any, sql: str) -> str:
    """Runs a query in Explore; what the page says of it."""
    page.get_by_label("Câu SQL").fill(sql)
    page.get_by_label("Câu SQL").press("Control+Enter")
    page.get_by_role("button", name="Chạy", disabled=False).wait_for()
    return str(page.locator("#said").inner_text())


def cells(page: Any) -> list[list[str]]:
    return [row.locator("th, td").all_inner_texts() for row in page.locator("#answer tr").all()]


def test_a_query_is_answered_shared_by_its_address_and_taken_along(browser: Any, address: str, tmp_path: Path) -> None:
    sql = "select a.agency_code, a.name, 1234.5 as n from agencies as a order by a.agency_code"
    with window(browser, address, accept_downloads=True) as page:
        page.goto(f"{address}/explore.html")
        assert "2 dòng" in asked(page, f"{sql};")
        assert cells(page)[1:] == [["H99", "Ủy ban nhân dân tỉnh Minh Họa", "1234,5"], ["H99.01", HOSTILE, "1234,5"]]
        assert page.title() != "owned"
        with page.expect_download() as download:
            page.get_by_role("button", name="Tải kết quả").click()
        download.value.save_as(tmp_path / "ket-qua.csv")
        assert (tmp_path / "ket-qua.csv").read_bytes().startswith(b"\xef\xbb\xbf")  # else Excel spoils diacritics
        with (tmp_path / "ket-qua.csv").open(encoding="utf-8-sig", newline="") as file:
            assert list(csv.reader(file))[2] == ["H99.01", HOSTILE, "1234.5"]
        shared = page.url
    assert shared == f"{address}/explore.html#q={quote(sql, safe='')}"
    with window(browser, address) as page:
        page.goto(shared)
        assert page.get_by_label("Câu SQL").input_value() == sql
        page.get_by_role("link", name="English").click()
        expect(page.get_by_label("Query")).to_have_value(sql, timeout=PATIENCE * 1000)


def test_every_example_runs_and_what_goes_wrong_is_said_in_words(browser: Any, address: str) -> None:
    with window(browser, address) as page:
        page.goto(f"{address}/explore.html")
        assert "dòng (" in asked(page, page.get_by_label("Câu SQL").input_value())  # the one that it opens with
        for example in page.locator(".example pre").all():
            assert "dòng (" in asked(page, str(example.text_content()))
        wrong = {
            "select * from agency": "Không có bảng “agency”",
            "select x.nam from agencies as x": "Không có cột “nam”",
            "selekt 1": "viết chưa đúng ở gần “selekt”",
            "select current_date": "không có hàm “current_date”",
            "select * from read_csv('https://example.org/x.csv')": "chỉ đọc các bảng của trang web này",
            "select 1 / 'a' as n": "Không chạy được",
        }
        for sql, sentence in wrong.items():
            assert sentence in asked(page, sql), sql
        assert "1 dòng" in asked(page, "select count(*) as n from usage")
        assert cells(page)[1] == ["16"]


def test_a_long_answer_is_cut_and_said_to_be_and_a_longer_query_can_be_stopped(browser: Any, address: str) -> None:
    with window(browser, address) as page:
        page.goto(f"{address}/explore.html")
        said = asked(page, "select r.range as n from range(2500) as r")
        assert "2500 dòng" in said and "1000 dòng đầu" in said
        assert page.locator("#answer tbody tr").count() == 1000
        assert "hơn 100.000 dòng" in asked(page, "select r.range as n from range(100001) as r")
        page.get_by_label("Câu SQL").fill("select count(*) as n from range(1000000000000) as r where r.range % 7 = 1")
        page.get_by_role("button", name="Chạy").click()
        page.get_by_role("button", name="Dừng").click()
        page.get_by_text("Đã dừng.").wait_for()
        assert "1 dòng" in asked(page, "select 1 as n")


def test_a_query_that_is_stopped_while_the_engine_is_on_its_way_stays_stopped(browser: Any, address: str) -> None:
    tables = "**/browser/tables.json"
    with window(browser, address) as page:
        page.goto(f"{address}/explore.html")
        page.get_by_label("Câu SQL").fill("select 1 as n")
        with held(page, tables):
            with page.expect_request(tables):
                page.get_by_role("button", name="Chạy").click()
            page.get_by_role("button", name="Dừng").click()
            page.get_by_text("Đã dừng.").wait_for()
        assert "1 dòng" in asked(page, "select 2 as n")
        assert cells(page)[1:] == [["2"]]
        waited(lambda: len(page.workers) == 1 or page.wait_for_timeout(50))  # the one that was stopped is let go


def test_every_number_comes_out_in_the_browser_as_it_is_printed(browser: Any, address: str) -> None:
    with window(browser, address) as page:
        page.goto(f"{address}/en/check.html")
        page.get_by_role("button", name="Run all of them").click()
        page.get_by_text("numbers are equal").wait_for()
        rows = page.locator("tr[id]")
        assert rows.count() == page.locator("td.same").count() > 40
        row = page.locator("#indicator-online-dossiers")
        assert row.locator("td").all_inner_texts() == ["8 / 18", "8 / 18", "equal"]
        assert page.locator("#differing li").count() == 0


def test_a_number_that_differs_is_named_and_a_run_can_be_stopped(browser: Any, site: Path, tmp_path: Path) -> None:
    changed = tmp_path / "site"
    changed.mkdir()
    for path in site.iterdir():
        if path.name != "browser":
            (changed / path.name).symlink_to(path)
    (changed / "browser").mkdir()
    for path in (site / "browser").iterdir():
        (changed / "browser" / path.name).write_bytes(path.read_bytes())
    said = json.loads((changed / "browser" / "checks.json").read_text("utf-8"))
    next(item for item in said["indicators"] if item["id"] == "online-dossiers")["total"][0] = "9"
    said["rules"] = [item for item in said["rules"] if item["id"] == "text-untidy"]
    said["rules"][0]["printed"] += 1
    (changed / "browser" / "checks.json").write_text(json.dumps(said), encoding="utf-8")
    with served(changed) as address, window(browser, address) as page:
        page.goto(f"{address}/check.html")
        page.get_by_role("button", name="Chạy lại tất cả").click()
        page.get_by_text("con số không khớp").wait_for()
        assert page.locator("#differing a").evaluate_all("links => links.map(link => link.hash)") == [
            "#rule-text-untidy",
            "#indicator-online-dossiers",
        ]
        with held(page, "**/browser/checks.json"):  # so that it cannot be done before it is stopped
            page.get_by_role("button", name="Chạy lại tất cả").click()
            page.get_by_role("button", name="Dừng").click()
        page.get_by_text("Đã dừng").wait_for()
