"""The site in a real browser: found without diacritics, read by everybody, asking nobody else for anything."""

from typing import Any

import pytest
from browser import violations
from serving import held, window
from small_site import KINDS


def test_a_procedure_is_found_without_diacritics_and_by_its_code(browser: Any, address: str) -> None:
    with window(browser, address) as page:
        for words in ("khai sinh", "dang ky khai sinh", "1.000100"):
            page.goto(f"{address}/index.html")
            page.get_by_role("searchbox").fill(words)
            page.get_by_role("button", name="Tìm").click()
            page.locator("#found a").first.wait_for()
            assert "Đăng ký khai sinh" in page.locator("#found").inner_text(), words
        page.locator("#found a", has_text="Đăng ký khai sinh").first.click()
        page.wait_for_url("**/1.000100*.html")
        page.goto(f"{address}/en/search.html?q=zzzz")
        page.get_by_text("Nothing found.").wait_for()
        page.goto(f"{address}/en/search.html?q=dossiers+received+online")
        found = page.locator("#found a", has_text="Dossiers received online").first
        assert found.get_attribute("lang") == "en"
        page.goto(f"{address}/en/search.html?q=khai+sinh")
        page.locator("#found a", has_text="Đăng ký khai sinh").first.wait_for()
        assert page.locator("#found a", has_text="Đăng ký khai sinh").first.get_attribute("lang") == "vi"


def test_a_search_that_finds_more_than_it_shows_says_so(browser: Any, address: str) -> None:
    with window(browser, address) as page:
        page.goto(f"{address}/search.html?q=t")
        page.locator("#found a").first.wait_for()
        said = page.locator("#said").inner_text()
        assert page.locator("#found a").count() == 50
        assert "50 mục gần nhất" in said and int(said.split("Tìm thấy ")[1].split(" mục")[0]) > 50


def test_who_types_on_while_the_index_is_on_its_way_gets_one_list(browser: Any, address: str) -> None:
    with window(browser, address) as page:
        page.goto(f"{address}/search.html")
        with held(page, "**/search*.json"):
            for words in ("t", "kh", "khai sinh"):
                page.locator("#q").fill(words)
        page.locator("#found a").first.wait_for()
        page.wait_for_load_state("networkidle")
        links = [link.get_attribute("href") for link in page.locator("#found a").all()]
        page.goto(f"{address}/search.html?q=khai+sinh")
        page.locator("#found a").first.wait_for()
        assert links == [link.get_attribute("href") for link in page.locator("#found a").all()]


def test_the_language_is_changed_on_the_page_itself(browser: Any, address: str) -> None:
    with window(browser, address) as page:
        page.goto(f"{address}/procedures/1.000200.html")
        page.get_by_role("link", name="English").click()
        page.wait_for_url("**/en/procedures/1.000200.html")
        assert "Replaced since" in page.locator("main").inner_text()


def test_a_table_is_sorted_by_the_heading_that_is_pressed_and_says_so(browser: Any, address: str) -> None:
    with window(browser, address) as page:
        page.goto(f"{address}/indicators/online-dossiers.html")
        table = page.locator("table.sorts").first
        for heading, state, first in (
            ("Kỳ báo cáo", "ascending", ["tháng 1/2026", "tháng 2/2026"]),
            ("Kỳ báo cáo", "descending", ["tháng 8/2026", "tháng 7/2026"]),
            ("Giá trị", "ascending", ["tháng 1/2026", "tháng 2/2026"]),
        ):
            table.get_by_role("button", name=heading).click()
            assert table.get_by_role("columnheader", name=heading).get_attribute("aria-sort") == state
            assert table.locator("[aria-sort]").count() == 1
            assert table.locator("tbody th").all_inner_texts()[:2] == first


def test_what_is_not_known_stays_last_however_a_table_is_sorted(browser: Any, address: str) -> None:
    rows = "".join(f"<tr><td>{cell}</td></tr>" for cell in ("1.000,5", "<span class=none>?</span>", "99", "-3", ""))
    table = f"<table class=sorts><thead><tr><th>n</th></tr></thead><tbody>{rows}</tbody></table>"
    with window(browser, address) as page:
        page.goto(f"{address}/methods.html")
        page.evaluate("table => document.body.innerHTML = table", table)
        page.add_script_tag(url="assets/sort.js?", type="module")
        for expected in (["-3", "99", "1.000,5", "?", ""], ["1.000,5", "99", "-3", "?", ""]):
            page.get_by_role("button", name="n").click()
            assert page.locator("td").all_inner_texts() == expected


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_everybody_can_use_every_kind_of_page(browser: Any, address: str, width: int, scheme: str) -> None:
    found = {}
    with window(browser, address, color_scheme=scheme, bypass_csp=True) as page:
        page.set_viewport_size({"width": width, "height": 900})
        page.route("**/latest/*.html", _as_it_stands)
        for path in KINDS:
            page.goto(f"{address}/{path}", wait_until="networkidle")
            found[path] = violations(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert page.title() != "owned"
    assert {path: said for path, said in found.items() if said} == {}


def _as_it_stands(route: Any) -> None:
    """A page that sends its reader on at once, without doing so."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace('http-equiv="refresh"', ""))


def test_pages_are_whole_without_script(browser: Any, address: str) -> None:
    with window(browser, address, java_script_enabled=False) as page:
        page.goto(f"{address}/check.html")
        assert page.locator("#indicator-online-dossiers .printed").inner_text() == "8 / 18"
        assert page.get_by_role("button", name="Chạy lại tất cả").count() == 0
        page.goto(f"{address}/explore.html")
        assert "cần JavaScript" in page.locator("main").inner_text()
        page.goto(f"{address}/indicators/online-dossiers.html")
        assert "44,44% = 8 / 18" in page.locator("main").inner_text()
        page.goto(f"{address}/search.html")
        assert "Tìm kiếm cần JavaScript." in page.locator("main").inner_text()
        page.get_by_role("link", name="Thủ tục", exact=True).first.click()
        assert "Đăng ký khai tử" in page.locator("main").inner_text()
