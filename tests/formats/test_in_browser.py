"""The page of a report in a real browser: wide, narrow, dark, printed, with and without its script, for everybody."""

from pathlib import Path
from typing import Any

import pytest
from browser import opened, violations
from checking import AS_OF
from running import Run, Write

OWNED = "document.title='owned'"
SCRIPT = f"<script>{OWNED}</script>"
RULES = ("text-untidy", "code-lost-zeros", "figure-mismatch", "stock-flow-inconsistent")
ONLY = [part for rule in RULES for part in ("--rule", rule)]


@pytest.fixture
def report(run: Run, package: Write, tmp_path: Path) -> Path:
    """The page on data with a bit of everything: hostile cells, long words, three severities, rules not checked."""
    procedures = "".join(f"1.{number:06}, Đăng ký {number},x\n" for number in range(100, 112))
    package(
        procedures=f"procedure_code,name,abolished_date\n{procedures}1.0001,{SCRIPT},{'x' * 5_000}\n"
        f'"<img src=x onerror=""{OWNED}"">",A,\u202eabc\n',
        dossiers="period,agency_code,row_kind,field_code,to_handle_total,resolved_total,pending_total\n"
        "2026-08,H44,agency,ALL,10,5,4\n2026-08,H45,agency,ALL,,5,5\n",
    )
    result = run("validate", "goi", *ONLY, *AS_OF, "--report", "a.html")
    assert result.code == 1, result.err
    return tmp_path / "a.html"


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "light"), (1440, "dark"), (360, "dark")])
def test_everybody_can_use_the_page_at_any_width_and_nothing_overflows(
    browser: Any, report: Path, width: int, scheme: str
) -> None:
    with opened(browser, report, width, scheme) as page:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert "owned" not in page.title()


def test_rows_are_filtered_by_words_without_accents_severity_and_mender(browser: Any, report: Path) -> None:
    with opened(browser, report) as page:
        status = page.locator("#shown")
        before = status.inner_text()
        every = page.locator("table.rows tbody tr:visible").count()
        assert before == f"Đang hiện {every}/{every} dòng"
        page.locator("#words").fill("dang ky 105")
        assert page.locator("table.rows tbody tr:visible").count() == 1
        page.locator("#words").fill("1.000105")
        assert page.locator("table.rows tbody tr:visible").count() == 2  # untidy, and no date
        assert status.inner_text() == f"Đang hiện 2/{every} dòng"
        page.locator("#severity").select_option("warning")
        assert page.locator("section.group:visible .badge").all_inner_texts() == ["CẢNH BÁO"]
        page.locator("#words").fill("không có chữ này")
        assert page.locator("section.group:visible").count() == 0
        assert violations(page) == []


def test_rows_are_sorted_as_numbers_and_words_of_the_language(browser: Any, report: Path) -> None:
    with opened(browser, report) as page:
        table = page.locator("section.group", has_text="text-untidy").locator("table.rows")
        places = [f"procedures.csv › dòng {number}" for number in range(2, 14)]
        assert table.locator("td.place").all_inner_texts() == places
        head = table.get_by_role("button", name="Ở đâu")
        head.click()
        assert table.locator("td.place").all_inner_texts() == places
        head.click()
        assert table.locator("td.place").all_inner_texts() == places[::-1]
        assert table.locator("th").first.get_attribute("aria-sort") == "descending"


def test_without_its_script_everything_is_there_to_read(browser: Any, report: Path) -> None:
    with opened(browser, report) as page:
        with_script = page.locator("table.rows td").all_inner_texts()
    with opened(browser, report, script=False) as page:
        assert page.locator("table.rows td").all_inner_texts() == with_script
        assert not page.locator("#filter").is_visible()
        assert page.locator("th button").count() == 0


def test_the_page_can_be_printed_with_all_its_rows_and_without_its_tools(
    browser: Any, report: Path, tmp_path: Path
) -> None:
    with opened(browser, report) as page:
        rows = page.locator("table.rows tbody tr").count()
        page.emulate_media(media="print")
        assert not page.locator("#filter").is_visible()
        assert page.locator("table.rows tbody tr:visible").count() == rows
        page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
