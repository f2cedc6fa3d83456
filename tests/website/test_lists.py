"""Long lists are cut into pages that stay small, every row is on one of them, and no address of a part is lost."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from browser import violations
from serving import served, window
from site_reading import lost_links, pages
from small_site import AS_OF, TABLES, workspace

from dvcdata.website import bodies, build, described, engine, lists, places
from dvcdata.website.render import Page

BASE = "https://data.example.vn"
PACKAGES = 21  # besides the one with the lists
LIMIT = 100_000  # bytes of a page
HEAD = "procedure_code,name,field_code,field_name,status"


def procedures(fields: dict[str, int]) -> str:
    """So many procedures of each field, with codes that lack their dot."""
    codes = iter(range(100, 10_000))
    rows = [
        f"1{next(codes):06},Thủ tục giả định có một cái tên dài như tên thật số {n},{field},{field},in_force"
        for field, count in fields.items()
        for n in range(count)
    ]
    return "\n".join([HEAD, *rows, ""])


def communes(count: int) -> str:
    rows = (f"H99.{n + 100},Ủy ban nhân dân xã Số {n},,commune,commune,H99,,," for n in range(count))
    return TABLES["agencies"] + "\n".join([*rows, ""])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a field, a rule and a kind of body that have more than a page holds."""
    given = {
        "agencies": communes(lists.MOST + 20),
        "procedures": procedures({"HT": lists.MOST * 2 + 5, "DD": 3, "": 4}),
    }
    home = workspace(tmp_path_factory.mktemp("long"), given)
    for n in range(PACKAGES):
        folder = home / "datasets" / f"goi-{n}"
        folder.mkdir()
        said = {"name": f"goi-{n}", "title": f"Gói số {n}", "resources": [{"name": "sources", "path": "sources.csv"}]}
        (folder / "datapackage.json").write_text(json.dumps(said), encoding="utf-8")
        (folder / "sources.csv").write_text(TABLES["sources"], encoding="utf-8")
    (home / "site" / "gone.toml").write_text("", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "brought", lambda folder: engine.Engine(why="npm"))
        build.run([home], base_url=BASE, as_of=AS_OF)
    return home


def test_no_page_is_too_long_and_each_row_is_on_one(home: Path) -> None:
    found = pages(home / "public")
    assert {path: len(text.encode()) for path, text in found.items() if len(text.encode()) > LIMIT} == {}
    assert lost_links(home / "public") == []
    for start, count in (("fields/HT", lists.MOST * 2 + 5), ("fields/no-field", 4)):
        listed = "".join(text for path, text in found.items() if path.startswith(start))
        assert listed.count('href="../../procedures/1') + listed.count('href="../procedures/1') == count
    named = "".join(text for path, text in found.items() if path.startswith("agencies/kinds/commune"))
    assert named.count("Ủy ban nhân dân xã Số ") == lists.MOST + 20
    assert lists.MOST + 20 > bodies.MOST


def test_many_packages_are_listed_without_their_tables_and_the_first_page_names_the_first(home: Path) -> None:
    found = pages(home / "public")
    index = found["datasets/index.html"]
    assert all(f'href="goi-{n}/index.html"' in index for n in range(PACKAGES))
    assert "sources.html" not in index and "1 bảng" in index
    assert found["index.html"].count('href="datasets/goi-') == 10
    assert f"10 mục đầu trong {PACKAGES + 1}." in found["index.html"]


def test_the_second_of_those_with_numbers_in_their_names_stands_before_the_tenth(home: Path) -> None:
    found = pages(home / "public")["agencies/kinds/commune.html"]
    assert found.index("xã Số 2<") < found.index("xã Số 10<") < found.index("xã Số 100<")


def test_the_index_leads_to_every_part(home: Path) -> None:
    found = pages(home / "public")
    index = found["procedures/index.html"]
    for field in ("HT", "DD", "no-field"):
        assert f'href="../fields/{field}.html#procedures"' in index
    assert "Chưa ghi lĩnh vực" in index
    first, last = found["fields/HT.html"], found["fields/HT/3.html"]
    assert 'href="HT/2.html"' in first and 'href="HT/3.html"' in first
    assert 'rel="next"' in first and 'rel="next"' not in last
    assert last.count('aria-current="page"') == first.count('aria-current="page"') == 1


def test_a_rule_shows_its_first_findings_and_its_file_has_all(home: Path) -> None:
    page = pages(home / "public")["quality/code-lost-zeros.html"]
    with (home / "public" / "quality" / "code-lost-zeros.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == lists.MOST * 2 + 12
    assert f"100 vấn đề đầu trong {len(rows)}" in page
    assert {row["kind"] for row in rows} == {"finding"} and all(row["message"] != row["message_en"] for row in rows)
    with (home / "public" / "quality" / "service-without-dossiers.csv").open(encoding="utf-8") as file:
        assert [row["kind"] for row in csv.DictReader(file)] == ["not_checked"]


def test_a_part_that_a_list_has_no_more_leads_to_the_list(home: Path, without_engine: None) -> None:
    table = home / "datasets" / "thu" / "procedures.csv"
    fewer = procedures({"HT": lists.MOST * 2 + 5, "DD": 3, "": 4}).splitlines(keepends=True)
    moved = [line.replace(",HT,HT,", ",HK,HK,") if n > lists.MOST else line for n, line in enumerate(fewer)]
    table.write_text("".join(moved), encoding="utf-8")
    build.run([home], base_url=BASE, as_of=AS_OF)
    found = pages(home / "public")
    for path in ("fields/HT/2.html", "fields/HT/3.html"):
        assert 'href="../../fields/HT.html"' in found[path] and 'href="../../fields/HT.html"' in found[f"en/{path}"]
        assert f"{path}<" not in (home / "public" / "sitemap.xml").read_text("utf-8")
    build.run([home], base_url=BASE, as_of=AS_OF)
    assert "fields/HT/2.html" in pages(home / "public")


def test_only_parts_of_lists_that_are_there_still_lead_to_them() -> None:
    planned = {"fields/HT.html", "services/index.html"}
    given = ("fields/HT/2.html", "fields/XX/2.html", "services/fields/XX.html", "procedures/1.000100.html")
    led = {page.path: page.values["whole"] for page in lists.shorter(given, planned)}
    assert led == {"fields/HT/2.html": "fields/HT.html", "services/fields/XX.html": "services/index.html"}


def test_a_list_that_fits_stays_one_page() -> None:
    (page,) = lists.pages(Page("a.html", "field", {"rows": list(range(lists.MOST))}), "rows", str)
    assert page.values["parts"] == [] and page.values["total"] == lists.MOST


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ({"name": "tthc", "title": "Danh mục", "sources": [{"title": "A"}]}, "Danh mục"),
        ({"name": "tthc", "title": "tthc", "sources": [{"title": "A"}]}, "A"),
        ({"name": "tthc", "sources": [{"title": "A"}, {}, {"title": "B"}, "?"]}, "A và 1 nguồn khác"),
        ({"name": "tthc", "title": "TTHC"}, "TTHC"),
        ({"name": "tthc"}, "tthc"),
    ],
)
def test_a_package_without_a_title_is_called_what_its_source_is_called(said: dict[str, object], title: str) -> None:
    assert described.title_of(json.loads(json.dumps(said)))["vi"] == title


def test_everybody_can_use_the_parts_of_lists(browser: Any, home: Path) -> None:
    with served(home / "public") as address, window(browser, address, bypass_csp=True) as page:
        page.set_viewport_size({"width": 360, "height": 900})
        for path in ("procedures/index", "fields/HT", "fields/HT/2", "agencies/index", "agencies/kinds/commune/2"):
            page.goto(f"{address}/{path}.html", wait_until="networkidle")
            assert violations(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        page.get_by_role("navigation", name="Các phần của danh sách").get_by_role("link").first.click()
        page.wait_for_url("**/agencies/kinds/commune.html")
        page.locator('[rel="next"]').click()
        page.wait_for_url("**/agencies/kinds/commune/2.html")


def test_the_page_of_a_field_without_a_code_has_an_address_that_can_be_read() -> None:
    assert places.field("Bồi thường nhà nước, Đất đai") == "fields/Boi-thuong-nha-nuoc-Dat-dai.html"
