"""The site holds what the tables hold, loses no address, and is the same whenever it is built from the same data."""

import hashlib
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import html5lib
import pytest
from running import Run
from site_reading import Links, contents, lost_links, pages
from small_site import AS_OF, GONE, HOSTILE, KINDS, TABLES, workspace

from dvcdata.errors import UserError
from dvcdata.website import build, tongues


def test_every_link_leads_somewhere_inside_the_site(site: Path) -> None:
    assert lost_links(site) == []
    assert len(pages(site)) > 200


def test_both_languages_have_every_page_and_point_to_each_other(site: Path) -> None:
    found = pages(site)
    vietnamese = {path for path in found if not path.startswith("en/")}
    assert {f"en/{path}" for path in vietnamese} == {path for path in found if path.startswith("en/")}
    assert '<html lang="en">' in found["en/agencies/H99.html"]
    assert 'hreflang="en" href="../en/agencies/H99.html"' in found["agencies/H99.html"]
    assert 'hreflang="vi" href="../../agencies/H99.html"' in found["en/agencies/H99.html"]


def test_the_tables_can_be_downloaded_as_they_were_given(site: Path) -> None:
    folder = site / "datasets" / "thu"
    assert (folder / "procedures.csv").read_text("utf-8") == TABLES["procedures"]
    rows = json.loads((folder / "procedures.json").read_text("utf-8"))
    assert [row["procedure_code"] for row in rows] == ["1.000100", "1.000200", "1.000300"]
    for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    with zipfile.ZipFile(folder / "thu.zip") as file:
        assert file.read("thu/procedures.csv").decode() == TABLES["procedures"]
        assert (
            "Phòng thử nghiệm: Gói thử. Bản 1.2.3. Ngày tham chiếu 21/11/2026." in file.read("thu/README.md").decode()
        )


def test_a_table_says_and_describes_the_columns_that_its_file_has(site: Path) -> None:
    page = pages(site)["datasets/thu/procedures.html"]
    assert "3 dòng, 9 cột." in page
    described = page.partition('id="columns"')[2].partition("</table>")[0]
    assert re.findall("<code>([a-z_]+)</code>", described) == TABLES["procedures"].partition("\n")[0].split(",")


def test_unknown_is_never_zero_on_a_page(site: Path) -> None:
    found = pages(site)
    service = found["services/1.000300.01-H99.html"]
    row = re.search(r"tháng 3/2026</th>.*?</tr>", service, re.DOTALL)
    assert row and "chưa có số liệu" in row[0]
    assert "Chưa kiểm tra được: chưa có bảng service_offers" in found["agencies/H99.html"]


def test_a_body_that_ended_leads_to_its_successor(site: Path) -> None:
    page = pages(site)["agencies/H99.01.html"]
    assert "30/06/2025" in page
    assert '<a href="H99.html">Ủy ban nhân dân tỉnh Minh Họa</a>' in page


def test_what_was_replaced_leads_to_its_successor(site: Path) -> None:
    found = pages(site)["procedures/1.000200.html"]
    assert 'href="1.000300.html">Đăng ký khai tử liên thông<code> 1.000300</code></a>' in found


def test_a_cell_that_means_harm_stays_text(site: Path) -> None:
    harmful = [text for text in pages(site).values() if "document.title" in text]
    assert harmful
    for text in harmful:
        assert "<script>document" not in text
        assert Links(text).scripts <= 2  # what sorts tables or searches, and json-ld


@pytest.mark.parametrize("path", KINDS)
def test_every_kind_of_page_is_html_as_the_standard_has_it(site: Path, path: str) -> None:
    parser = html5lib.HTMLParser(strict=True)
    parser.parse((site / path).read_text("utf-8"))  # raises where the standard knows an error
    ids = re.findall(r'\sid="([^"]*)"', (site / path).read_text("utf-8"))
    assert len(ids) == len(set(ids))


def test_pages_load_nothing_from_elsewhere_and_say_so(site: Path) -> None:
    for path, text in pages(site).items():
        assert "default-src 'none'" in unescape(text), path
        assert not re.search(r'(?:src|href)="(?:https?:)?//(?!data\.example\.vn/|creativecommons)', text), path


def test_what_machines_read_is_well_formed(site: Path) -> None:
    urls = [
        item.text or ""
        for item in ET.fromstring((site / "sitemap.xml").read_bytes()).iter()
        if item.tag.endswith("loc")
    ]
    there = {path for path, page in pages(site).items() if "1.000099" not in path}  # which was withdrawn
    assert sorted(urls) == sorted(f"https://data.example.vn/{path}" for path in there)
    assert ET.fromstring((site / "feed.atom").read_bytes()).tag.endswith("feed")


def test_the_first_page_says_a_number_with_its_source(site: Path) -> None:
    page = " ".join(pages(site)["index.html"].split())
    card = page.partition('href="indicators/online-dossiers.html"')[2].partition("</li>")[0]
    whom = "Phạm vi tính: Hồ sơ tiếp nhận trong kỳ ở các lĩnh vực có trong biểu 06"
    for part in ("44,44%", "8 / 18 hồ sơ", "tháng 8/2026 (tháng dương lịch)", whom, "Nguồn: UBND tỉnh Minh Họa"):
        assert part in card


def test_the_page_of_a_body_has_its_numbers_as_the_indicators_have_them(site: Path) -> None:
    found = pages(site)
    scores = found["agencies/H99.html"].partition('id="scores"')[2].partition("</table>")[0]
    assert '<a href="../indicators/online-dossiers.html">' in scores
    assert "44,44%" in scores and "8 / 18 hồ sơ" in scores
    assert "Hồ sơ tiếp nhận trong kỳ ở các lĩnh vực có trong biểu 06" in scores


def test_the_figures_of_a_body_a_field_and_a_service_have_their_sources(site: Path) -> None:
    found = pages(site)
    for path in ("agencies/H99", "fields/HT", "services/1.000100.01-H99", "procedures/1.000100"):
        said = "Nguồn: UBND tỉnh Minh Họa, “Biểu 06 (giả định)”, lấy ngày 01/10/2026."
        assert (said in found[f"{path}.html"]) == (path != "procedures/1.000100"), path  # whose service alone has any


def test_names_in_another_language_than_the_page_are_marked(site: Path) -> None:
    found = pages(site)
    for path, marked in {
        "procedures/1.000100.html": '<h1 lang="vi">Đăng ký khai sinh</h1>',
        "procedures/index.html": '<a href="1.000100.html" lang="vi">Đăng ký khai sinh<code> 1.000100</code></a>',
        "fields/HT.html": '<h1 lang="vi">Hộ tịch</h1>',
        "agencies/H99.html": '<h1 lang="vi">Ủy ban nhân dân tỉnh Minh Họa</h1>',
        "datasets/thu/index.html": '<p class="lead" lang="vi">Dữ liệu để thử công cụ.</p>',
    }.items():
        assert marked in found[f"en/{path}"]
        assert marked.replace(' lang="vi"', "") in found[path]


def test_no_vietnamese_word_on_an_english_page_is_spoken_as_english(site: Path) -> None:
    for path, text in pages(site / "en").items():
        body = html5lib.parse(text, namespaceHTMLElements=False)[1]
        assert [words for words in _heard(body, "en") if re.search(f"[{tongues.ACCENTED}]", words)] == [], path


def _heard(element: ET.Element, lang: str) -> Iterator[str]:
    """The words of an element that are spoken in English."""
    lang = element.get("lang", lang)
    if element.tag in ("pre", "script"):
        return
    if lang == "en":
        yield from (words or "" for words in (element.text, *(inner.tail for inner in element)))
    for inner in element:
        yield from _heard(inner, lang)


def test_an_accepted_finding_stands_on_the_pages_of_its_rule_table_and_package(tmp_path: Path) -> None:
    home = workspace(tmp_path, {"procedures": TABLES["procedures"].replace("1.000100", "1.0001")})
    waivers = "rule,table,key,field,value,count,not_personal,reason,by,until,date\n"
    waivers += "code-lost-zeros,procedures,procedure_code=1.0001,procedure_code,,1,,Mã cũ,Lê Thị B,2026-12-31,\n"
    (home / "datasets" / "thu" / "waivers.csv").write_text(waivers, encoding="utf-8")
    found = pages(build.run([home], as_of=AS_OF).folder)
    for path in ("quality/code-lost-zeros", "datasets/thu/procedures", "datasets/thu/index", "corrections"):
        assert "Mã cũ (Lê Thị B, đến 31/12/2026)" in found[f"{path}.html"], path


def test_an_indicator_page_says_what_its_number_is_made_of(site: Path) -> None:
    page = pages(site)["indicators/online-dossiers.html"]
    assert "44,44% = 8 / 18 hồ sơ" in page
    assert "tháng 8/2026 (tháng dương lịch) · tính từ dữ liệu" in page
    assert "Độ phủ số liệu: 1/1 cơ quan có số liệu" in page
    values = json.loads((site / "indicators" / "online-dossiers.json").read_text("utf-8"))["values"]
    assert (8, 18) in [(row["numerator"], row["denominator"]) for row in values if row["period"] == "2026-08"]


def test_two_builds_of_one_input_are_equal_and_the_second_writes_nothing(site: Path, tmp_path: Path) -> None:
    home = workspace(tmp_path, TABLES)
    build.run([home], base_url="https://data.example.vn", as_of=AS_OF)
    assert contents(home / "public") == contents(site)
    again = build.run([home], base_url="https://data.example.vn", as_of=AS_OF)
    assert again.written == 0


def test_no_published_page_disappears_without_a_tombstone(tmp_path: Path) -> None:
    home = workspace(tmp_path, TABLES)
    build.run([home], as_of=AS_OF)
    before = contents(home / "public")
    fewer = {**TABLES, "procedures": "".join(TABLES["procedures"].splitlines(keepends=True)[:-1])}
    workspace(home, fewer)
    with pytest.raises(UserError) as refused:
        build.run([home], as_of=AS_OF)
    assert refused.value.key == "site.gone"
    assert "procedures/1.000300.html" in str(refused.value.params["paths"])
    assert contents(home / "public") == before
    tombstone = '["procedures/1.000300.html"]\ndate = 2026-11-20\nreason = "Nhập nhầm."\n'
    (home / "site" / "gone.toml").write_text(GONE + tombstone, encoding="utf-8")
    build.run([home], as_of=AS_OF)
    page = (home / "public" / "procedures" / "1.000300.html").read_text("utf-8")
    assert "Nhập nhầm." in page and "20/11/2026" in page
    assert "Nhập nhầm." in (home / "public" / "procedures" / "1.000300.csv").read_text("utf-8")


def test_a_template_of_the_workspace_wins_and_a_broken_one_is_named_with_its_line(tmp_path: Path) -> None:
    home = workspace(tmp_path, {"procedures": TABLES["procedures"]})
    own = home / "site" / "templates" / "site"
    own.mkdir(parents=True)
    head = '{% extends "site/base.html" %}\n{% block main %}'
    (own / "404.html").write_text(head + "Của tôi{% endblock %}", encoding="utf-8")
    build.run([home], as_of=AS_OF)
    assert "Của tôi" in (home / "public" / "404.html").read_text("utf-8")
    (own / "404.html").write_text(head + "{{ nothing }}{% endblock %}", encoding="utf-8")
    with pytest.raises(UserError) as refused:
        build.run([home], as_of=AS_OF)
    assert (refused.value.key, refused.value.params["line"]) == ("site.bad_template", 2)
    (own / "404.html").write_text("\n\n{% endblock %}", encoding="utf-8")
    with pytest.raises(UserError) as refused:
        build.run([home], as_of=AS_OF)
    assert (refused.value.key, refused.value.params["line"]) == ("site.bad_template", 3)


def test_what_blocks_publication_is_not_built(tmp_path: Path, run: Run) -> None:
    people = "procedure_code,name,so_cccd\n" + "".join(f"1.00010{n},A,03809812345{n}\n" for n in range(5))
    home = workspace(tmp_path, {"procedures": people})
    done = run("site", "build", home)
    assert done.code == 2
    assert "personal-data" in done.err
    assert "0380981234" not in done.err
    assert not (home / "public").exists()


def test_the_command_says_what_it_did(tmp_path: Path, run: Run) -> None:
    home = workspace(tmp_path, {"procedures": TABLES["procedures"]})
    done = run("site", "build", home, "--out", tmp_path / "web", "--as-of", "2026-11-21", "--lang", "en")
    assert done.code == 0, done.err
    built, without = done.out.splitlines()
    assert re.fullmatch(r"Built \d+ pages \(\d+ files new or changed, 0 unchanged\) in .*web\.", built)
    assert "(npm)" in without and "no Explore" in without
    assert "came without" in (tmp_path / "web" / "en" / "explore.html").read_text("utf-8")
    assert HOSTILE not in done.out


def mended(tmp_path: Path, said: str) -> Path:
    """The site of procedures with one name corrected: old, new, why and by whom."""
    home = workspace(tmp_path, {"procedures": TABLES["procedures"]})
    rows = f"table,key,field,old,new,reason,by,date\nprocedures,1.000100,name,{said},2026-11-01\n"
    (home / "datasets" / "thu" / "corrections.csv").write_text(rows, encoding="utf-8")
    return build.run([home], as_of=AS_OF).folder


def test_what_was_personal_in_a_mended_cell_is_not_shown(tmp_path: Path) -> None:
    public = mended(tmp_path, "Khai sinh 038098123451,Đăng ký khai sinh,Lẫn số định danh,Lê Thị B")
    for name in ("corrections.html", "en/corrections.html", "corrections.csv"):
        said = (public / name).read_text("utf-8")
        assert "Lẫn số định danh" in said and "038098123451" not in said, name


def test_a_correction_shows_what_could_not_be_seen_in_a_cell(tmp_path: Path) -> None:
    public = mended(tmp_path, "Đăng  ký\u00a0khai sinh ,Đăng ký khai sinh,Thừa khoảng trắng,B")
    assert "<td>Đăng␣␣ký⍽khai sinh␣</td>" in (public / "corrections.html").read_text("utf-8")


def test_a_page_that_servers_show_at_any_address_names_its_links_whole(tmp_path: Path) -> None:
    home = workspace(tmp_path, {"procedures": TABLES["procedures"]})
    found = pages(build.run([home], base_url="https://example.vn/du-lieu/", as_of=AS_OF).folder)
    links = Links(found["404.html"]).links
    assert "/du-lieu/assets/site.css" in links and "/du-lieu/search.html" in links and "/du-lieu/en/404.html" in links
    assert {link for link in links if not link.startswith(("/du-lieu/", "https://example.vn/du-lieu/"))} == {"#main"}
    assert "/du-lieu/en/assets/site.css" not in Links(found["en/404.html"]).links
    assert "assets/site.css" in Links(found["methods.html"]).links


def test_what_was_not_checked_stands_apart_from_what_found_nothing(site: Path) -> None:
    _, found, clean, lacking = re.split(r'<h2 id="(?:found|clean|lacking)">', pages(site)["quality/index.html"])
    assert "type-error.html" in clean and "Chưa kiểm tra được" not in clean
    assert "service-without-dossiers.html" in lacking and "type-error.html" not in lacking
    assert 'class="badge' in found and 'class="badge' not in clean + lacking


def test_rows_that_no_rule_can_see_are_said_where_the_rules_are(tmp_path: Path) -> None:
    home = workspace(tmp_path, {"procedures": TABLES["procedures"] + "1.000900,Thiếu ô\n"})
    found = pages(build.run([home], as_of=AS_OF).folder)
    said = "1 dòng của bảng procedures sai cấu trúc, không quy tắc nào xem được"
    assert said in found["quality/index.html"]
    assert "1 rows of table procedures are broken in structure" in found["en/quality/index.html"]


def test_columns_are_explained_in_the_language_of_the_page(site: Path) -> None:
    found = pages(site)
    assert '<td class="kind">văn bản</td>' in found["datasets/thu/procedures.html"]
    assert '<td class="kind">text</td>' in found["en/datasets/thu/procedures.html"]
    assert ">string" not in found["datasets/thu/procedures.html"] + found["datasets/thu/dossiers.html"]


def test_a_version_that_nobody_stated_is_not_cited(tmp_path: Path) -> None:
    home = workspace(tmp_path, {"procedures": TABLES["procedures"]})
    descriptor = home / "datasets" / "thu" / "datapackage.json"
    descriptor.write_text(descriptor.read_text("utf-8").replace('"version": "1.2.3",', ""), encoding="utf-8")
    page = pages(build.run([home], as_of=AS_OF).folder)["datasets/thu/index.html"]
    assert "Phòng thử nghiệm: Gói thử. Ngày tham chiếu 21/11/2026." in page
