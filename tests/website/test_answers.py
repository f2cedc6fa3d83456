"""The pages of what was cut and is new, and of who reported what: the very answers of the commands, in words."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from site_reading import pages
from small_site import AS_OF, TABLES, workspace

from dvcdata import measure, status
from dvcdata.measure import Asked
from dvcdata.website import build, engine

PROCEDURES = """procedure_code,name,field_code,status,abolished_date,replaced_by,effective_date,change_kind,decision_no
1.000100,Đăng ký khai sinh,HT,in_force,,,2020-01-01,,1/QĐ-UBND
1.000200,Đăng ký khai tử,HT,replaced,2026-03-01,1.000300,2020-01-01,,2/QĐ-UBND
1.000300,Đăng ký khai tử liên thông,HT,in_force,,,2026-03-01,,2/QĐ-UBND
1.000400,Xác nhận công dân có hộ khẩu cũ,HT,abolished,2026-04-01,,2020-01-01,,4/QĐ-UBND
1.000500,Cấp thẻ thư viện số,VH,in_force,,,2026-05-01,new,5/QĐ-UBND
"""
SERVICES = """service_code,owner_code,procedure_code,regime,level,launched_date,withdrawn_date
1.000100.01,H99,1.000100,224/2026,full,2020-01-01,2026-02-01
1.000300.01,H99,1.000300,224/2026,full,2026-03-01,
1.000500.01,H99,1.000500,224/2026,full,2026-05-01,
"""
SILENT = "2026-07,H98,agency,ALL,,20,10,10,a\n"  # and nothing for August
OTHER = "H98,Ủy ban nhân dân tỉnh Bên Cạnh,,province,province,,,,\n"
NAMES = ("procedures-cut", "procedures-new", "services-new", "services-withdrawn")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    more = {"agencies": TABLES["agencies"] + OTHER, "dossiers": TABLES["dossiers"] + SILENT}
    given = {**TABLES, **more, "procedures": PROCEDURES, "services": SERVICES}
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
    measured = measure.run([home], names=NAMES, asked=Asked(by="period"), as_of=AS_OF)
    counts = {entry.indicator.id: [row.shown for row in entry.rows] for entry in measured.entries}
    assert counts == {name: [1] for name in NAMES}
    for name in NAMES:
        assert lists(found["changes.html"], name)[0].count('<th scope="row">') == counts[name][-1]
    assert "Thủ tục được cắt giảm: 1 thủ tục</h3>" in found["changes.html"]
    with (home / "public" / "changes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    counted = [row["indicator"] for row in rows if row["counted"] == "1"]
    assert counted == list(NAMES)


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
    assert 'dịch vụ mới: <a href="services/1.000500.01-H99.html">Cấp thẻ thư viện số</a> (5/QĐ-UBND)' in lately
    assert "1.000200" not in lately and "1.000300" not in lately  # replaced and replacing: neither cut nor new


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
