"""`dvcdata status`: who delivered which period, who has not, and what blocks whom."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from browser import opened, violations
from checking import AS_OF, workspace
from running import Run, Write

from dvcdata import status, texts
from dvcdata.status.deliveries import Series

COLUMNS = "period,agency_code,row_kind,field_code,to_handle_total"
BODIES = [f"H99.{number}" for number in range(1, 7)]
AGENCIES = "agency_code,name,kind,parent_code,valid_from,valid_to\n" + "".join(
    f"{code},Xã {code},commune,H99,{start},{end}\n"
    for code, start, end in [(code, "", "") for code in BODIES] + [("H99.7", "2026-03-10", ""), ("H99.8", "", "")]
)
SERIES = [f"2026-0{month}" for month in range(1, 6)]
HOSTILE = "ẩ<script>document.title='owned'</script>=1+1"


def rows(period: str, *bodies: str, total: str = "10") -> str:
    return "".join(f"{period},{code},agency,ALL,{total}\n" for code in bodies)


@pytest.fixture
def folder(package: Write, tmp_path: Path) -> Path:
    """Packages of six communes: H99.6 lacks February, H99.5 all from April on; H99.7 is new, H99.8 never gave."""
    (tmp_path / "goi").mkdir()
    package(None, "goi/danh-muc", agencies=AGENCIES)
    for period in SERIES:
        late = {"2026-02": ["H99.6"], "2026-04": ["H99.5"], "2026-05": ["H99.5"]}.get(period, [])
        gave = [code for code in BODIES if code not in late] + (["H99.7"] if period > "2026-03" else [])
        package(None, f"goi/{period}", dossiers=f"{COLUMNS}\n{rows(period, *gave)}")
    return tmp_path / "goi"


def lacking(series: Series) -> dict[str, list[str]]:
    return {body.code: body.missing for body in series.behind}


def test_it_knows_who_gave_nothing_for_which_period(folder: Path) -> None:
    (series,) = status.run(folder).series
    assert (series.table, series.kind, series.periods) == ("dossiers", "month", SERIES)
    assert lacking(series) == {"H99.8": SERIES, "H99.5": ["2026-04", "2026-05"], "H99.6": ["2026-02"]}
    assert [series.given(period) for period in SERIES] == [6, 5, 6, 6, 6]
    assert [series.expected(period) for period in SERIES] == [7, 7, 7, 8, 8]  # H99.7 began in the midst of March
    assert {body.code: body.name for body in series.bodies}["H99.7"] == "Xã H99.7"


def test_a_row_of_empty_cells_is_no_delivery(folder: Path, package: Write) -> None:
    package(None, "goi/2026-02b", dossiers=f"{COLUMNS}\n{rows('2026-02', 'H99.6', total='')}")
    assert lacking(status.run(folder).series[0])["H99.6"] == ["2026-02"]


def test_a_figure_of_a_period_that_had_not_begun_when_its_source_was_read_is_no_delivery(package: Write) -> None:
    values = "".join(
        f"2026-{month:02},H44,m,{source},{value}\n"
        for month, source, value in (
            *((month, "s1", 50) for month in (7, 8)),
            *((month, "s1", 0) for month in (9, 10)),
            (9, "s2", 0),
        )
    )
    folder = package(
        sources="source_id,title,retrieved\ns1,Cổng,2026-08-31\ns2,Cổng,\n",
        observations="period,agency_code,measure,source_id,value\n" + values,
    )
    (series,) = status.run(folder).series
    assert series.periods == ["2026-07", "2026-08", "2026-09"]  # nobody knows when s2 was read


def test_nothing_but_zeros_of_a_period_that_was_not_over_when_its_source_was_read_is_no_delivery(
    package: Write,
) -> None:
    folder = package(
        sources="source_id,title,retrieved\ns1,Cổng,2026-10-01\ns2,Cổng,2026-10-20\n",
        observations="period,agency_code,measure,source_id,value\n"
        "2026-09,H44,m,s1,0\n2026-10,H44,m,s1,0\n2026-10,H45,m,s2,0\n2026-10,H46,m,s2,3\n",
    )
    (series,) = status.run(folder, date(2026, 11, 30)).series
    assert series.periods == ["2026-09", "2026-10"]
    gave = {body.code: [period for period in series.periods if body.gave.get(period)] for body in series.bodies}
    assert gave == {"H44": ["2026-09"], "H45": ["2026-10"], "H46": ["2026-10"]}


def test_a_figure_of_a_period_that_has_not_begun_is_no_delivery(folder: Path, package: Write) -> None:
    package(None, "goi/2026-12", dossiers=f"{COLUMNS}\n{rows('2026-12', *BODIES, total='0')}")
    assert [series.periods for series in status.run(folder, date(2026, 11, 10)).series] == [SERIES]


def test_a_body_whose_dossiers_are_kept_elsewhere_is_not_expected(folder: Path, package: Write) -> None:
    package(None, "goi/do-phu", coverage="agency_code,field_code,system,included\nH99.8,ALL,khác,false\n")
    assert "H99.8" not in lacking(status.run(folder).series[0])


def test_a_period_that_nobody_delivered_is_lacking_for_all(folder: Path) -> None:
    for file in (folder / "2026-03").iterdir():
        file.unlink()
    (series,) = status.run(folder).series
    assert series.given("2026-03") == 0 and series.expected("2026-03") == 7


def test_a_period_can_be_asked_for_that_nobody_has_delivered_yet(folder: Path) -> None:
    (series,) = status.run(folder, periods=["2026-06"]).series
    assert series.periods == ["2026-06"]
    assert [body.code for body in series.behind] == [*BODIES, "H99.7", "H99.8"]


def test_what_is_not_due_yet_is_not_called_late(run: Run, folder: Path) -> None:
    (folder / "dvcdata.toml").write_text("[deadlines]\ndossiers = 15\n", encoding="utf-8")
    on_the_day = flat(run("status", folder, "--as-of", "2026-06-15").out)
    for part in (
        "Hạn nộp: 15/06/2026.",
        "Chưa đến hạn: 2 đơn vị",
        "Quá hạn: 3 đơn vị",
        "H99.5): thiếu 1/5 kỳ: tháng 4/2026",
    ):
        assert part in on_the_day
    after = flat(run("status", folder, "--as-of", "2026-06-16").out)
    assert "Chưa đến hạn" not in after and "H99.5): thiếu 2/5 kỳ" in after
    book = folder.parent / "tinh-hinh.xlsx"
    assert run("status", folder, "--as-of", "2026-06-15", "--report", book).code == 0
    cells = [cell.value for row in openpyxl.load_workbook(book)["dossiers month"].iter_rows() for cell in row]
    assert cells.count("chưa đến hạn") == 2


@pytest.mark.parametrize("text", ["deadlines.dossiers = -1", "deadlines.dossiers = '15'", "deadlines.procedures = 15"])
def test_a_deadline_that_is_none_is_refused(run: Run, folder: Path, text: str) -> None:
    (folder / "dvcdata.toml").write_text(text, encoding="utf-8")
    result = run("status", folder)
    assert result.code == 2 and "deadlines" in result.err and len(result.err.splitlines()) == 1


def test_a_package_that_cannot_be_read_is_named_and_the_rest_is_shown(run: Run, folder: Path, package: Write) -> None:
    whole = run("status", folder)
    (folder / "hong").mkdir()
    (folder / "hong" / "datapackage.json").write_text("{", encoding="utf-8")
    package(None, "goi/la", dossiers=f"{COLUMNS}\n{rows('2026-05', 'H99.5')}")
    (folder / "la" / "dossiers.csv").write_bytes("period,agency_code\nở đâu,x\n".encode("utf-16"))
    result = run("status", folder)
    assert result.code == 0 and "gói hong" in result.out and "gói goi/la" in flat(result.out)
    assert "2/5 kỳ" in result.out and "2/5 kỳ" in whole.out
    html = folder.parent / "tinh-hinh.html"
    assert run("status", folder, "--report", html).code == 0 and "gói hong" in html.read_text(encoding="utf-8")


def test_where_no_package_can_be_read_that_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "hong").mkdir()
    (tmp_path / "hong" / "datapackage.json").write_text("{", encoding="utf-8")
    result = run("status", tmp_path)
    assert result.code == 2 and "hong" in result.err and len(result.err.splitlines()) == 1


def flat(text: str) -> str:
    """The text without its line breaks."""
    return " ".join(text.split())


def test_a_body_that_reports_now_and_then_is_not_awaited_in_between(package: Write) -> None:
    agencies = "agency_code,name,kind,parent_code\nH99.1,Sở A,department,H99\nH99.2,Sở B,department,H99\n"
    given = "".join(rows(period, "H99.1") for period in SERIES) + rows("2026-05", "H99.2")
    (series,) = status.run(package(agencies=agencies, dossiers=f"{COLUMNS}\n{given}")).series
    assert [body.code for body in series.bodies] == ["H99.1", "H99.2"] and series.behind == []


def test_without_a_list_of_bodies_those_that_ever_gave_are_expected(package: Write) -> None:
    given = "".join(rows(period, "X1", *(["X2"] if period != "2026-03" else [])) for period in SERIES)
    (series,) = status.run(package(dossiers=f"{COLUMNS}\n{given}")).series
    assert lacking(series) == {"X2": ["2026-03"]}


def test_the_text_names_the_bodies_the_periods_and_what_blocks_them(
    run: Run, folder: Path, package: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    total = f"{COLUMNS},received_online,received_offline,carried_over"
    package(None, "goi/2026-06", dossiers=f"{total}\n2026-06,H99.1,agency,ALL,10,1,1,1\n")
    result = run("status", folder, *AS_OF)
    assert (result.code, result.err) == (0, "")
    for part in (
        "(dossiers): tháng 1/2026 – tháng 6/2026, 6 kỳ\n",
        "  Kỳ mới nhất, tháng 6/2026: 1/8 đơn vị đã có số liệu.\n",
        "    Xã H99.6 (H99.6): thiếu 2/6 kỳ: tháng 2/2026, tháng 6/2026\n",
        "    goi/2026-06: 1 lỗi",
        "Đơn vị có vấn đề chặn công bố hoặc lỗi\n    Xã H99.1 (H99.1): 1 lỗi\n",
        "Không kiểm tra không có nghĩa là đạt.",
    ):
        assert part in result.out
    quiet = run("status", folder, *AS_OF, "--quiet").out
    assert "1/8 đơn vị" in quiet and "Xã H99.6" not in quiet


def test_bodies_of_which_the_latest_period_is_not_expected_are_told_apart(run: Run, package: Write) -> None:
    agencies = (
        "agency_code,name,kind,parent_code,valid_to\nH99.1,Xã 1,commune,H99,\nH99.2,Xã 2,commune,H99,2026-03-31\n"
    )
    given = "".join(rows(period, "H99.1", *(["H99.2"] if period <= "2026-03" else [])) for period in SERIES)
    result = run("status", package(agencies=agencies, dossiers=f"{COLUMNS}\n{given}"))
    assert "Không thiếu kỳ nào: 2 đơn vị, trong đó 1 đơn vị không phải nộp kỳ mới nhất" in " ".join(result.out.split())


def test_a_package_that_may_not_be_published_names_the_rule(run: Run, folder: Path, package: Write) -> None:
    text = "procedure_code,name\n1.000100,CCCD 901099012345\n"
    package(None, "goi/ca-nhan", procedures=text)
    out = " ".join(run("status", folder, *AS_OF).out.split())
    assert "goi/ca-nhan: 1 vấn đề chặn công bố" in out
    assert "chưa thể công bố vì personal-data (1)" in out and "901099012345" not in out


def test_a_workspace_is_looked_at_without_a_path(
    run: Run, package: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace(tmp_path)
    package(None, "datasets/goi", dossiers=f"{COLUMNS}\n{rows('2026-01', 'X1')}")
    monkeypatch.chdir(tmp_path / "datasets")
    assert "1/1 đơn vị" in run("status").out


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_nothing_by_period_is_said_as_it_is(run: Run, package: Write, lang: str) -> None:
    result = run("status", package(procedures="procedure_code,name\n1.000100,A\n"), "--lang", lang)
    assert result.code == 0 and texts.text("status.none", lang)[:30] in result.out


@pytest.mark.parametrize(
    "arguments",
    [("--period", "8/2026"), ("khong-co",), ("--report", "a.csv"), ("--report", "khong-co.xlsx/a.xlsx")],
)
def test_what_cannot_be_done_is_one_sentence(run: Run, package: Write, tmp_path: Path, arguments: Any) -> None:
    folder = package(dossiers=f"{COLUMNS}\n{rows('2026-01', 'X1')}")
    (tmp_path / "khong-co.xlsx").write_text("")
    result = run("status", *(arguments if arguments == ("khong-co",) else (folder, *arguments)))
    assert result.code == 2 and len(result.err.splitlines()) == 1


@pytest.fixture
def written(run: Run, folder: Path, package: Write, tmp_path: Path) -> Path:
    """The folder with the page and the workbook, a hostile name among the bodies."""
    hostile = f'agency_code,name,kind,parent_code\nH99.6,"{HOSTILE}",commune,H99\n'
    package(None, "goi/ten", agencies=hostile)
    result = run("status", folder, *AS_OF, "--report", "s.html", "--report", "s.xlsx")
    assert (result.code, result.err) == (0, "") and "Xem đủ: s.html, s.xlsx" in result.out
    return tmp_path


def test_the_workbook_has_every_body_and_period_as_texts(written: Path) -> None:
    book = openpyxl.load_workbook(written / "s.xlsx")
    sheet = book["dossiers month"]
    labels, *lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert labels[3:] == SERIES
    cells = {line[1]: line for line in lines}
    assert cells["H99.5"][2:] == [2, "có", "có", "có", "thiếu", "thiếu"]
    assert cells["H99.7"][2:] == [0, "–", "–", "–", "có", "có"]
    assert len(lines) == 8
    assert all(cell.data_type in "sn" for name in book.sheetnames for row in book[name].iter_rows() for cell in row)
    summary = " ".join(str(row[0].value) for row in book.worksheets[0].iter_rows())
    for said in ("tính đến 21/11/2026", "6/8 đơn vị", "Không kiểm tra không có nghĩa là đạt", "dvcdata status"):
        assert said in summary


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_everybody_can_use_the_page(browser: Any, written: Path, width: int, scheme: str) -> None:
    with opened(browser, written / "s.html", width, scheme) as page:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert "owned" not in page.title() and HOSTILE in page.inner_text("main")
        assert page.locator(".matrix td.lacks").count() == 8
