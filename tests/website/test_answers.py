"""The pages of what was cut and is new, and of who reported what: the very answers of the commands, in words."""

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import violations
from markupsafe import escape
from serving import served, window
from site_reading import pages
from small_site import AS_OF, TABLES, workspace

from dvcdata import figures, figures_words, measure, status
from dvcdata.measure import Asked
from dvcdata.website import build, engine

HEAD = "procedure_code,name,issuing_agency,status,abolished_date,replaced_by,effective_date,change_kind,decision_no"
PROCEDURES = f"""{HEAD},source_id
1.000100,Đăng ký khai sinh,G01,in_force,,,2020-01-01,,1/QĐ-UBND,
1.000200,Đăng ký khai tử,,replaced,2026-03-01,1.000300,2020-01-01,,2/QĐ-UBND,
1.000300,Đăng ký khai tử liên thông,,in_force,,,2026-03-01,,2/QĐ-UBND,
1.000400,Xác nhận công dân có hộ khẩu cũ,,abolished,2026-04-01,,2020-01-01,,4/QĐ-UBND,
1.000500,Cấp thẻ thư viện số,H99,in_force,,,2026-05-01,new,5/QĐ-UBND,a
"""
EXECUTING = "procedure_code,n,executing_text,executing\n1.000100,1,UBND cấp xã,XA\n1.000100,2,UBND tỉnh,H99\n"
GROUPS = "group_code,name,tier\nXA,Ủy ban nhân dân cấp xã,commune\n"
NAMES = "agency_code,name,kind\nH99.12,Sở Nông nghiệp,former\n"
BODIES = """H98,Ủy ban nhân dân tỉnh Bên Cạnh,,province,province,,,,
H99.11,Sở Tài nguyên và Môi trường,,department,province,H99,,2025-02-28,H99.12
H99.12,Sở Nông nghiệp và Môi trường,,department,province,H99,,,
H99.40,Ủy ban nhân dân huyện Sông Nhỏ,,district,district,H99,,2025-06-30,
H99.40.01,Ủy ban nhân dân thị trấn Bến Cũ,,commune,commune,H99.40,,2025-06-30,H99.100
H99.100,Ủy ban nhân dân xã Bến Mới,,commune,commune,H99,2025-07-01,,
"""
SERVICES = """service_code,owner_code,procedure_code,regime,level,launched_date,withdrawn_date
1.000100.01,H99,1.000100,224/2026,full,2020-01-01,2026-02-01
1.000300.01,H99,1.000300,224/2026,full,2026-03-01,
1.000500.01,H99,1.000500,224/2026,full,2026-05-01,
"""
FIGURES = """figure_id,source_id,date,statement,scope,relation,qualifier,value,decimals,unit,numerator,denominator
C1,a,2026-11-01,"Hồ sơ trực tuyến chiếm 2,39%.",H99,share,exact,2.39,2,percent,19808,826600
N1,a,2026-11-01,Một nửa là trực tuyến.,H99,share,exact,50.0,1,percent,3,10
H1,a,2026-11-01,"Hồ sơ trực tuyến chiếm 2,40%.",H99,share,exact,2.40,2,percent,19808,826600
U1,a,2026-11-01,Rất nhiều hồ sơ <b>trực tuyến</b>.,H99,count,exact,7,0,dossiers,,
"""
OPEN = """dataset_id,title,agency_code,licence,formats,issued,modified,source_id
d1,Danh mục thủ tục,H99,CC0-1.0,CSV,2026-02-01,2026-02-01,a
"""
SILENT = "2026-07,H98,agency,ALL,,calendar,20,10,10,a\n"  # and nothing for August
COUNTED = ("procedures-cut", "procedures-new", "services-new", "services-withdrawn")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    more = {"agencies": TABLES["agencies"] + BODIES, "dossiers": TABLES["dossiers"] + SILENT}
    given = {**TABLES, **more, "procedures": PROCEDURES, "services": SERVICES, "figures": FIGURES}
    given |= {"open_datasets": OPEN, "procedure_agencies": EXECUTING, "agency_groups": GROUPS, "agency_names": NAMES}
    return workspace(tmp_path_factory.mktemp("answers"), given)


@pytest.fixture(scope="module")
def found(home: Path) -> Iterator[dict[str, str]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "brought", lambda folder: engine.Engine(why="npm"))
        yield {path: " ".join(text.split()) for path, text in pages(build.run([home], as_of=AS_OF).folder).items()}


def lists(page: str, name: str) -> tuple[str, str]:
    """What the page counts, and what stands beside it."""
    counted, _, rest = page.partition(f'id="{name}-2026"')[2].partition("<h3")[0].partition("<details>")
    return counted, rest


def test_what_was_cut_and_is_new_is_what_the_indicators_count(home: Path, found: dict[str, str]) -> None:
    measured = measure.run([home], names=COUNTED, asked=Asked(by="period"), as_of=AS_OF)
    counts = {entry.indicator.id: [row.shown for row in entry.rows] for entry in measured.entries}
    assert counts == {name: [1] for name in COUNTED}
    for name in COUNTED:
        assert lists(found["changes.html"], name)[0].count('<th scope="row">') == counts[name][-1]
    assert "Thủ tục được cắt giảm: 1 thủ tục</h3>" in found["changes.html"]
    with (home / "public" / "changes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    counted = [row["indicator"] for row in rows if row["counted"] == "1"]
    assert counted == list(COUNTED)


def test_what_does_not_count_stands_apart_with_the_reason(found: dict[str, str]) -> None:
    counted, others = lists(found["changes.html"], "procedures-cut")
    assert "01/04/2026" in counted and "4/QĐ-UBND" in counted and "1.000200" not in counted
    assert "1.000200.html" in others and "được thay thế (<code>1.000300</code>)" in others
    counted, others = lists(found["changes.html"], "procedures-new")
    assert "1.000500.html" in counted
    assert "1.000300.html" in others and "<td>thay cho thủ tục khác" in others


def test_the_first_page_names_what_changed_lately_as_it_is_counted(found: dict[str, str]) -> None:
    lately = found["index.html"].partition("Thay đổi gần đây")[2].partition("<h2")[0]
    for kind, code in (("cắt thủ tục", "procedures/1.000400"), ("thủ tục mới", "procedures/1.000500")):
        assert f'{kind}: <a href="{code}.html">' in lately
    named = "Cấp thẻ thư viện số<code> 1.000500.01</code></a> (5/QĐ-UBND)"
    assert f'dịch vụ mới: <a href="services/1.000500.01-H99.html">{named}' in lately
    assert "1.000200" not in lately and "1.000300" not in lately  # replaced and replacing: neither cut nor new


def test_the_headline_names_its_sources(found: dict[str, str]) -> None:
    headline = found["index.html"].partition('<section class="answer"')[2].partition("</section>")[0]
    assert "cắt 1 thủ tục" in headline
    assert 'class="note">Nguồn: ' in headline
    assert 'From <span class="day">2026-01-01</span> to <span class="day">2026-' in found["en/index.html"]


def test_who_reported_what_is_what_the_command_says(home: Path, found: dict[str, str]) -> None:
    (dossiers,) = [item for item in status.run(home, AS_OF).series if item.table == "dossiers"]
    (behind,) = dossiers.behind
    assert behind.code == "H98" and "2026-08" in behind.missing
    page = found["status.html"]
    assert f"{dossiers.given('2026-08')}/{dossiers.expected('2026-08')} đơn vị đã có số liệu" in page
    row = page.partition('<a href="agencies/H98.html">')[2].partition("</tr>")[0]
    assert row.count('<td class="lacks">thiếu</td>') == len(behind.missing)
    with (home / "public" / "status.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    told = {(row["agency_code"], row["period"]): row["delivery"] for row in rows if row["table"] == "dossiers"}
    assert told == {(body.code, period): body.delivery(period) for body in dossiers.bodies for period in body.gave}
    assert told["H98", "2026-08"] == "lacks" and told["H98", "2026-07"] == "gave"


def test_each_published_number_has_its_verdict_at_its_head_and_what_to_write_instead(
    home: Path, found: dict[str, str]
) -> None:
    report = figures.run([home])
    verdicts = {item.row["figure_id"]: item.verdict for item in report.figures}
    assert verdicts == {"C1": "cut", "N1": "no", "H1": "holds", "U1": "unchecked"}
    told = {part[: part.index('"')]: part for part in found["figures.html"].split('id="thu-')[1:]}
    assert list(told) == ["N1", "C1", "H1", "U1"]  # the worst first
    for name, verdict in verdicts.items():
        head = told[name].partition("</h3>")[0]
        assert f'<span class="badge {verdict}">' in head
    assert "Hồ sơ trực tuyến chiếm 2,39%." in told["C1"].partition("</h3>")[0]
    assert "nên viết" in told["N1"].partition('<p class="instead">')[2].partition("</p>")[0]
    assert "&lt;b&gt;" in told["U1"] and "<b>trực" not in told["U1"]
    for item in report.figures:
        for _, line in figures_words.said(report, item, [], "vi"):
            assert str(escape(line)) in told[item.row["figure_id"]]


def test_classes_and_ministries_are_named_and_linked_only_where_they_have_a_page(found: dict[str, str]) -> None:
    page = found["procedures/1.000100.html"]
    assert "<dd>Bộ Công an</dd>" in page
    assert 'Ủy ban nhân dân cấp xã; <a href="../agencies/H99.html">Ủy ban nhân dân tỉnh Minh Họa</a></dd>' in page


def test_a_procedure_names_its_source_and_its_issuer_counts_it(found: dict[str, str]) -> None:
    named = "Nguồn: UBND tỉnh Minh Họa, “Biểu 06 (giả định)”, lấy ngày 01/10/2026."
    assert named in found["procedures/1.000500.html"].partition("</dl>")[2].partition("<h2")[0]
    assert named not in found["procedures/1.000100.html"].partition("</dl>")[2].partition("<h2")[0]
    issued = found["agencies/H99.html"].partition("1 thủ tục do cơ quan này ban hành quyết định công bố</h2>")[2]
    assert "Chưa ghi lĩnh vực</a> <small>1 thủ tục</small>" in issued.partition("</ul>")[0]
    assert "ban hành quyết định công bố</h2>" not in found["agencies/H98.html"]


def test_bodies_that_ended_lead_to_those_of_today(found: dict[str, str]) -> None:
    for ended, now, name in (
        ("H99.11", "H99.12", "Sở Nông nghiệp và Môi trường"),
        ("H99.40", "H99.100", "Ủy ban nhân dân xã Bến Mới"),  # a district, by what was below it
        ("H99.40.01", "H99.100", "Ủy ban nhân dân xã Bến Mới"),
    ):
        assert f'Ngày nay: <a href="{now}.html">{name}</a>.' in found[f"agencies/{ended}.html"]
    former = found["agencies/index.html"].partition('id="names"')[2]
    assert 'Sở Nông nghiệp → <a href="H99.12.html">Sở Nông nghiệp và Môi trường</a>' in former


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_everybody_can_use_these_pages(
    browser: Any, home: Path, found: dict[str, str], width: int, scheme: str
) -> None:
    with served(home / "public") as address, window(browser, address, color_scheme=scheme, bypass_csp=True) as page:
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("changes", "status", "figures", "agencies/index", "agencies/H99.40", "procedures/1.000100"):
            page.goto(f"{address}/{path}.html", wait_until="networkidle")
            assert violations(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("UBND xã Bến Mới", ["agencies/H99.100.html"]),
        ("sở tnmt", ["agencies/H99.11.html", "agencies/H99.12.html"]),  # the old one, and today's by its former name
        ("TTHC", ["datasets/thu/procedures.html"]),
        ("huyen song nho", ["agencies/H99.40.html"]),
        ("UBND thị trấn Bến Cũ", ["agencies/H99.100.html", "agencies/H99.40.01.html"]),
    ],
)
def test_short_and_former_names_find_what_they_stand_for(
    browser: Any, home: Path, found: dict[str, str], words: str, expected: list[str]
) -> None:
    with served(home / "public") as address, window(browser, address) as page:
        page.goto(f"{address}/search.html?q={words}")
        page.locator("#found a").first.wait_for()
        links = [link.get_attribute("href") for link in page.locator("#found a").all()]
    assert set(expected) <= set(links[:5])


def test_the_page_of_a_body_is_one_page_on_paper(browser: Any, home: Path, found: dict[str, str]) -> None:
    with served(home / "public") as address, window(browser, address) as page:
        page.goto(f"{address}/agencies/H99.html")
        assert page.get_by_text("đơn vị trực thuộc", exact=False).is_visible()
        page.emulate_media(media="print")
        assert page.get_by_text("đơn vị trực thuộc", exact=False).is_hidden()
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4", prefer_css_page_size=True))) == 1


def test_the_register_says_in_words_of_the_site_why_a_number_is_missing(found: dict[str, str]) -> None:
    missing = found["indicators/index.html"].partition('id="missing"')[2]
    assert "Bảng “Hồ sơ thủ tục hành chính (biểu 06)” không có dòng nào thuộc phạm vi" in missing
    assert "--before" not in missing and "bảng dossiers" not in missing


def test_what_two_packages_have_is_said_to_be_counted_twice_and_both_their_sources_are_cited(tmp_path: Path) -> None:
    home = workspace(tmp_path, {name: TABLES[name] for name in ("sources", "agencies", "dossiers")})
    shutil.copytree(home / "datasets" / "thu", home / "datasets" / "thu2")
    descriptor = home / "datasets" / "thu2" / "datapackage.json"
    descriptor.write_text(descriptor.read_text(encoding="utf-8").replace('"thu"', '"thu2"'), encoding="utf-8")
    other = TABLES["sources"].replace("UBND tỉnh Minh Họa", "Cổng")
    (home / "datasets" / "thu2" / "sources.csv").write_text(other, encoding="utf-8")
    (home / "site" / "gone.toml").unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "brought", lambda folder: engine.Engine(why="npm"))
        made = pages(build.run([home], as_of=AS_OF).folder)
    said = "Bảng dossiers có 16 dòng trùng khóa giữa các gói thu, thu2: số ở trang này đếm các dòng ấy nhiều lần."
    assert said in made["indicators/dossiers-received.html"]
    cited = "UBND tỉnh Minh Họa, “Biểu 06 (giả định)”, lấy ngày 01/10/2026; Cổng, “Biểu 06 (giả định)”"
    assert cited in made["agencies/H99.html"]
