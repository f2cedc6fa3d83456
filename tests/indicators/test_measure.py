"""`dvcdata measure`: zero and unknown, ranks, series breaks, targets, periods, releases, formats and bad input."""

import csv
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from checking import AS_OF
from running import Run, Write

from dvcdata import measure
from dvcdata.indicators import database, run
from dvcdata.measure import Asked, Entry

FORM = (
    "period,agency_code,row_kind,field_code,received_online,received_offline,resolved_total,resolved_early,"
    "resolved_on_time,resolved_overdue\n"
)
AGENCIES = "agency_code,name,kind,tier,parent_code,valid_from,valid_to,successor_code\n"
PROVINCE = "H90,Tỉnh Thử,province,province,,,,\n"
SERVICES = "service_code,owner_code,procedure_code,regime,level,launched_date,withdrawn_date\n"
PROCEDURES = (
    "procedure_code,name,status,issuing_agency,eligible_online,time_limit_value,time_limit_unit,fee_vnd,"
    "fee_online_vnd,abolished_date\n"
)


def form(*rows: tuple[str, str, object, object], field: str = "ALL") -> str:
    """Form 06 with received online and offline alone."""
    kind = "agency" if field == "ALL" else "field"
    return FORM + "".join(f"{period},{code},{kind},{field},{on},{off},,,,\n" for period, code, on, off in rows)


def entry(folder: Path, name: str, asked: Asked | None = None, **given: Any) -> Entry:
    (found,) = measure.run([folder], names=[name], asked=asked, **given).entries
    return found


def whole(*values: Fraction | int | None) -> tuple[int | None, ...]:
    """Numbers that must be whole ones, as such."""
    assert all(value is None or value == int(value) for value in values)
    return tuple(None if value is None else int(value) for value in values)


def test_zeros_that_a_source_has_ready_for_months_to_come_are_not_the_latest_figure(package: Write) -> None:
    values = {"2026-08": 18.84, "2026-09": 17.89, "2026-10": 0, "2026-11": 0}
    chart = "".join(f"{period},H44,portal-online-dossier-pct,s1,{value}\n" for period, value in values.items())
    folder = package(
        sources="source_id,title,retrieved\ns1,Cổng,2026-10-01\n",
        observations="period,agency_code,measure,source_id,value\n" + chart,
    )
    found = entry(folder, "portal-online-dossier-pct", as_of=date(2026, 11, 30))
    assert found.total and (found.window.period, found.total.value) == ("2026-09", Fraction("17.89"))
    past = entry(folder, "portal-online-dossier-pct", Asked(by="period"), as_of=date(2026, 11, 30)).rows
    assert [item.window.period for item in past] == ["2026-08", "2026-09"]


def test_a_zero_denominator_is_null_and_an_unknown_cell_is_coverage(package: Write) -> None:
    folder = package(
        agencies=AGENCIES + PROVINCE + "".join(f"H90.0{n},Sở {n},department,province,H90,,,\n" for n in (1, 2, 3)),
        dossiers=form(("2026-08", "H90.01", 0, 0), ("2026-08", "H90.02", 6, 4), ("2026-08", "H90.03", "", 9)),
    )
    found = entry(folder, "online-dossiers", Asked(by="agency"))
    values = {item.agency: (item.value, item.known, item.of) for item in found.rows}
    assert values == {"H90.01": (None, 1, 1), "H90.02": (60, 1, 1), "H90.03": (None, 0, 1)}
    assert found.total and whole(found.total.numerator, found.total.denominator, found.total.value) == (6, 10, 60)
    assert (found.total.known, found.total.of, found.total.agency) == (2, 3, "H90")
    assert (found.total.units, found.total.units_of) == (2, 3)


def test_each_province_has_the_dossiers_of_its_own_bodies_for_a_service_that_others_offer_too(package: Write) -> None:
    provinces = "H44,Tỉnh P,province,province,,,,\nH90,Tỉnh Thử,province,province,,,,\n"
    bodies = (
        "H44.01,Sở,department,province,H44,,,\nH90.01,Sở,department,province,H90,,,\nXA,Cấp xã,commune,commune,,,,\n"
    )
    levels = {"G15": "full", "H44": "full", "H90": "partial"}
    services = "".join(f"1.000100.01,{code},1.000100,42/2022,{level},,\n" for code, level in levels.items())
    tables = {
        "agencies": AGENCIES + provinces + bodies,
        "services": SERVICES + services + "1.000200.01,G15,1.000200,42/2022,full,,\n",
        "procedures": PROCEDURES + "1.000100,A,in_force,G15,true,,,,,\n1.000200,B,in_force,G15,true,,,,,\n",
    }

    def values(name: str, *received: tuple[str, str, int]) -> dict[str, Fraction | None]:
        head = "period,agency_code,item_code,received_total,received_online,received_offline\n"
        usage = head + "".join(f"2026-08,{code},{item},{n},{n},0\n" for code, item, n in received)
        return {
            item.agency: item.value for item in entry(package(None, usage=usage, **tables), name, Asked("agency")).rows
        }

    # of what only the ministry offers the dossiers are its own, whoever takes them
    unused = (("H44.01", "1.000100.01", 9), ("H90.01", "1.000100.01", 0), ("H90.01", "1.000200.01", 5))
    assert values("services-with-dossiers", *unused) == {"G15": 100, "H44": 100, "H90": 0}
    assert values("services-with-dossiers-of-all", *unused) == {"G15": 50, "H44": 100, "H90": 0}
    assert values("services-never-used", *unused) == {"G15": 0, "H44": 0, "H90": 100}
    both = (("H44.01", "1.000100.01", 9), ("H90.01", "1.000100.01", 4))
    assert values("full-dossiers", *both) == {"H44.01": 100, "H90.01": 0}
    assert values("full-dossiers-of-eligible", *both) == {"H44.01": 100, "H90.01": 0}
    assert values("online-dossiers-level4", *both) == {"H44.01": 100}
    assert values("index-766-online-list-2026", *both) == {"H44": 12, "H90": 0}
    # a group is that of the one province that all others are of
    group = (("XA", "1.000100.01", 9), ("H90.01", "1.000200.01", 5))
    assert values("services-with-dossiers", *group) == {"G15": 100, "H44": None, "H90": 100}


def test_what_is_neither_all_nor_nothing_is_not_printed_as_such(package: Write, run: Run) -> None:
    rows = (("2026-08", "H90.01", 99_999, 1), ("2026-08", "H90.02", 1, 99_999), ("2026-08", "H90.03", 5, 0))
    agencies = AGENCIES + PROVINCE + "".join(f"H90.0{n},Sở {n},department,province,H90,,,\n" for n in (1, 2, 3))
    said = run("measure", package(agencies=agencies, dossiers=form(*rows)), "--indicator", "I6", "--by", "agency").out
    assert "█████████░ 99,999% = 99.999 / 100.000" in said and "█░░░░░░░░░ 0,001% = 1 / 100.000" in said
    assert "██████████ 100,00% = 5 / 5" in said


def test_a_change_too_small_to_print_is_not_called_none(package: Write, run: Run) -> None:
    rows = (("2026-06", "H90", 50_001, 49_999), ("2026-07", "H90", 50_001, 49_999), ("2026-08", "H90", 50_002, 49_998))
    folder = package(agencies=AGENCIES + PROVINCE, dossiers=form(*rows))
    said = " ".join(run("measure", folder, "--indicator", "I6").out.split())
    assert "chênh chưa đến 0,01 điểm phần trăm so với tháng 7/2026" in said
    assert "không đổi so với tháng 6/2026" in run("measure", folder, "--indicator", "I6", "--period", "2026-07").out


def test_a_register_that_has_the_last_update_only_says_nothing_of_earlier_periods(package: Write, run: Run) -> None:
    register = "dataset_id,agency_code,licence,frequency,issued,modified\n" + "".join(
        f"d{n},H90,CC0-1.0,monthly,2024-01-01,{day}\n"
        for n, day in enumerate(("2026-08-20", "2026-08-02", "2026-06-01", "2025-08-20"))
    )
    folder = package(
        agencies=AGENCIES + PROVINCE,
        open_datasets=register,
        dossiers=form(*((period, "H90", 1, 1) for period in ("2025-08", "2026-07", "2026-08"))),
    )
    found = entry(folder, "datasets-fresh", Asked(by="period"))
    assert found.total and whole(found.total.numerator, found.total.denominator) == (2, 4)
    values = {item.window.period: (item.value, item.known, item.of) for item in found.rows}
    assert values == {"2025-08": (None, 0, 4), "2026-07": (0, 2, 4), "2026-08": (50, 4, 4)}
    said = run("measure", folder, "--indicator", "datasets-fresh").out
    assert "không so với kỳ khác: danh mục bộ dữ liệu chỉ ghi hiện trạng" in said


def test_a_year_is_whole_in_the_series_and_compared_up_to_the_same_day(package: Write) -> None:
    days = ("2025-03-01", "2025-10-01", "2025-12-01", "2026-02-01")
    names = ("Đăng ký", "Cấp phép", "Thu hồi", "Xác nhận")
    cut = [f"1.00010{n},{name},abolished,{day},\n" for n, (name, day) in enumerate(zip(names, days, strict=True))]
    cut.append("1.000200,Chứng thực,replaced,2025-05-01,1.000300\n")
    folder = package(
        agencies=AGENCIES + PROVINCE,
        procedures="procedure_code,name,status,abolished_date,replaced_by\n" + "".join(cut),
        dossiers=form(("2025-08", "H90", 1, 1), ("2026-08", "H90", 1, 1)),
    )
    found = entry(folder, "procedures-cut", Asked(by="period"))
    values = [(row.window.period, row.window.whole, whole(row.value)) for row in found.rows]
    assert values == [("2025", True, (3,)), ("2026", False, (1,))]
    assert found.total and found.total.before
    assert found.total.before.value == 1 and not found.total.before.window.whole


def test_mean_of_ratios_ratio_of_sums_and_median_are_three_numbers(package: Write) -> None:
    rows = [("2026-08", "H90.01", 1, 1), ("2026-08", "H90.02", 90, 10), ("2026-08", "H90.03", 10, 0)]
    folder = package(agencies=AGENCIES + PROVINCE, dossiers=form(*rows, ("2026-08", "H90.04", 0, 0)))
    found = {name: entry(folder, name).total for name in ("online-dossiers", "online-dossiers-mean")}
    assert [str(item.shown) for item in found.values() if item] == ["90.18", "80.00"]
    median = entry(folder, "online-dossiers-median").total
    assert median and str(median.shown) == "90.00"
    assert [item and item.denominator for item in (found["online-dossiers-mean"], median)] == [3, 3]


def test_bodies_are_ranked_with_ties_and_small_denominators_apart(package: Write) -> None:
    rows = [("H90.01", 50, 50), ("H90.02", 90, 10), ("H90.03", 45, 5), ("H90.04", 2, 0), ("H90.05", 10, 90)]
    agencies = "".join(f"{code},Xã,commune,commune,H90,,,\n" for code, *_ in rows)
    folder = package(agencies=AGENCIES + PROVINCE + agencies, dossiers=form(*(("2026-08", *row) for row in rows)))
    found = {item.agency: item for item in entry(folder, "online-dossiers", Asked(by="agency")).rows}
    ranks = {code[-1]: (item.rank, item.ranked, item.small) for code, item in found.items()}
    assert ranks == {
        "1": (3, 4, False),
        "2": (1, 4, False),
        "3": (1, 4, False),
        "4": (None, 0, True),
        "5": (4, 4, False),
    }


def test_a_province_is_not_ranked_among_its_own_departments(package: Write) -> None:
    rows = [("H90", 150, 50), ("H90.01", 60, 40), ("H90.02", 90, 10)]
    agencies = "".join(f"{code},Sở,department,province,H90,,,\n" for code, *_ in rows[1:])
    folder = package(agencies=AGENCIES + PROVINCE + agencies, dossiers=form(*(("2026-08", *row) for row in rows)))
    found = {item.agency: item.rank for item in entry(folder, "online-dossiers", Asked(by="agency")).rows}
    assert found == {"H90": None, "H90.01": 2, "H90.02": 1}


def test_a_merger_between_two_periods_breaks_the_series(package: Write) -> None:
    merged = "H91,Tỉnh Cũ,province,province,,,2025-06-30,H90\n"
    folder = package(
        agencies=AGENCIES + PROVINCE + merged,
        dossiers=form(("2025-06", "H90", 5, 5), ("2025-07", "H90", 9, 1), ("2025-06", "H91", 1, 9)),
    )
    (after,) = entry(folder, "online-dossiers", Asked(by="agency", period="2025-07")).rows
    assert after.before and (after.before.difference, after.before.why) == (None, "break")


def test_months_add_up_to_a_quarter_and_missing_ones_are_said(package: Write) -> None:
    folder = package(dossiers=form(("2026-04", "H90", 1, 9), ("2026-06", "H90", 8, 2)))
    total = entry(folder, "online-dossiers", Asked(period="2026-Q2")).total
    assert total and whole(total.numerator, total.denominator, total.parts, total.parts_of) == (9, 20, 2, 3)
    assert total.before is None


def test_cumulative_months_are_never_added(package: Write) -> None:
    head = "period,agency_code,row_kind,field_code,period_basis,received_online,received_offline\n"
    rows = "2026-07,H90,agency,ALL,cumulative,70,30\n2026-08,H90,agency,ALL,cumulative,90,30\n"
    folder = package(dossiers=head + rows)
    total = entry(folder, "online-dossiers").total
    assert total and whole(total.numerator, total.denominator) == (90, 120)
    missing = measure.run([folder], names=["online-dossiers"], asked=Asked(period="2026-Q3")).missing
    assert [item.key for item in missing] == ["measure.no_population"]


def test_targets_are_held_against_the_body_that_they_are_for(package: Write) -> None:
    targets = (
        "indicator,scope,due,comparator,value,unit\n"
        "online-dossiers,H90,2025,>=,50,percent\nonline-dossiers,H90,2026,>=,70,percent\n"
        "online-dossiers,each:unit-of:H90,2026,>=,90,percent\n"
    )
    folder = package(
        agencies=AGENCIES + PROVINCE + "H90.01,Sở,department,province,H90,,,\n",
        dossiers=form(("2026-08", "H90", 60, 40), ("2026-08", "H90.01", 95, 5)),
        targets=targets,
    )
    found = {item.agency: item.goals for item in entry(folder, "online-dossiers", Asked(by="agency")).rows}
    assert [(goal.due, goal.value, goal.met) for goal in found["H90"]] == [("2026", Decimal(70), False)]
    assert [(goal.scope, goal.met) for goal in found["H90.01"]] == [("each:unit-of:H90", True)]


def test_levels_of_the_old_decree(package: Write) -> None:
    rows = [("H90", "4"), ("H90", "3"), ("H90", "2"), ("H91", "4"), ("H91", "4"), ("H92", "3"), ("H92", "1")]
    services = "".join(f"{n}.000100.01,{o},{n}.000100,43/2011,{lv},,\n" for n, (o, lv) in enumerate(rows))
    eligible = "".join(f"{n}.000100,Thủ tục {n},in_force,G01,{'true' if n < 5 else 'false'},,,,,\n" for n in range(9))
    folder = package(services=SERVICES + services, procedures=PROCEDURES + eligible)
    names = "level4-services level34-services level4-services-of-eligible level4-procedures level34-procedures"
    found = {name: entry(folder, name).total for name in names.split()}
    parts = {name: whole(item.numerator, item.denominator) for name, item in found.items() if item}
    assert parts == {
        "level4-services": (3, 7),
        "level34-services": (5, 7),
        "level4-services-of-eligible": (3, 5),
        "level4-procedures": (3, 9),
        "level34-procedures": (5, 9),
    }
    over = entry(folder, "units-level4-over-30").total
    assert over and whole(over.numerator, over.denominator) == (2, 3)
    mean = entry(folder, "level4-services-mean").total
    assert mean and str(mean.shown) == "44.44"


def test_a_change_between_releases_is_compared_with_no_other_period(package: Write, run: Run) -> None:
    services = "1.000100.01,H90,1.000100,42/2022,{},,\n1.000200.01,H90,1.000200,42/2022,{},,\n"
    tables = {"agencies": AGENCIES + PROVINCE, "dossiers": form(("2026-07", "H90", 1, 1), ("2026-08", "H90", 1, 1))}
    before = package(None, "cu", services=SERVICES + services.format("partial", ""), **tables)
    after = package(None, "moi", services=SERVICES + services.format("full", "full"), **tables)
    said = " ".join(run("measure", after, "--before", before, "--indicator", "services-upgraded").out.split())
    assert "100,00% = 1 / 1 dịch vụ" in said and "chưa có số liệu của 1 trong 2 dịch vụ" in said
    assert "là thay đổi giữa hai bản công bố, không so với kỳ khác" in said and "không đổi so với" not in said


def test_what_an_earlier_release_is_needed_for(package: Write, run: Run) -> None:
    old = "1.000100,A,in_force,G01,,10,working_day,500,,\n1.000200,B,in_force,G01,,5,working_day,,,\n"
    new = "1.000100,A,in_force,G01,,7,working_day,500,100,\n1.000200,B,in_force,G01,,4,calendar_day,,,\n"
    old_services = "1.000100.01,H90,1.000100,42/2022,partial,,\n1.000200.01,H90,1.000200,43/2011,3,,\n"
    new_services = "1.000100.01,H90,1.000100,224/2026,full,,\n1.000200.01,H90,1.000200,224/2026,full,,\n"
    before = package(None, "cu", procedures=PROCEDURES + old, services=SERVICES + old_services)
    after = package(None, "moi", procedures=PROCEDURES + new, services=SERVICES + new_services)
    found = {
        item.indicator.id: whole(item.total.numerator, item.total.denominator)
        for item in measure.run([after], names=["catalogue"], before=before).entries
        if item.total and item.indicator.before
    }
    assert found == {
        "procedures-simplified": (1, 1),
        "time-cut": (1, 1),
        "fee-cut": (0, 1),
        "services-upgraded": (1, 1),
    }
    said = run("measure", after, "--before", before, "--indicator", "procedures-simplified").out
    assert "chưa có số liệu của 1 trong 2 thủ tục" in said  # other units, and no fee: nobody knows
    without = measure.run([after], names=["services-upgraded"])
    assert [item.key for item in without.missing] == ["measure.no_before"]


def test_a_counter_of_unknown_meaning_is_reported_as_it_stands(package: Write) -> None:
    folder = package(
        observations="period,agency_code,measure,source_id,value\n2026-08,H44,portal-online-dossier-pct,s1,18.84\n"
    )
    total = entry(folder, "I11").total
    assert total and str(total.shown) == "18.84" and total.indicator.warning


def test_points_by_the_text_stand_only_where_a_source_computed_them(package: Write) -> None:
    head = "period,agency_code,measure,stage,measure_version,numerator,denominator\n"
    rows = "2026-08,H44,766-on-time,published,text,98,100\n2026-08,H45,766-on-time,published,implemented,90,100\n"
    folder = package(scores=head + rows)
    found = entry(folder, "index-766-on-time-text", Asked(by="agency"))
    assert {item.agency: str(item.shown) for item in found.rows} == {"H44": "19.60"}


def test_broken_structure_is_said_beside_the_numbers(package: Write, run: Run) -> None:
    head, *rows = form(("2026-08", "H90", 6, 4), ("2026-08", "H90", 6, 4), ("2026-08", "H91", "x", 4)).splitlines()
    folder = package(dossiers="\n".join([head, *rows, "2026-08,H92", ""]))
    result = run("measure", folder, "--indicator", "online-dossiers")
    assert result.code == 0
    said = " ".join(result.out.split())
    assert "bảng dossiers có 1 dòng không tính được, 1 dòng trùng khóa (bị đếm hai lần), 1 ô sai kiểu" in said
    twice = package(dossiers="\n".join([head, rows[0], rows[0], ""]))
    assert "bảng dossiers có 1 dòng trùng khóa (bị đếm hai lần). Xem" in run("measure", twice).out.replace("\n", " ")
    rated = "period,agency_code,ratings,ratings_satisfied\n2026-08,H90,x,1\n"
    said = run("measure", package(dossiers=form(("2026-08", "H90", 6, 4)), satisfaction=rated), "--indicator", "I6").out
    assert "satisfaction" not in said, "what the indicator does not read is not said"


def test_rows_with_a_key_in_two_packages_are_said_to_be_counted_twice(package: Write, run: Run) -> None:
    july, august = ("2026-07", "H90", 5, 5), ("2026-08", "H90", 6, 4)
    services = SERVICES + "1.000100.01,G01,1.000100,42/2022,full,,\n"
    first = package(None, "mot", dossiers=form(july, august), services=services)
    again = package(None, "hai", dossiers=form(august, ("2026-08", "H91", 1, 1)), services=services)
    other = package(None, "ba", dossiers=form(("2026-08", "H92", 1, 1)))
    told = "có dòng trùng khóa giữa các gói hai, mot, nên bị đếm nhiều lần: dossiers 1"
    assert f"{told}, services 1. Hãy" in " ".join(run("measure", first, again, other).out.split())
    assert f"{told}. Hãy" in " ".join(run("measure", first, again, "--indicator", "I6").out.split())
    assert "trùng khóa" not in run("measure", first, other).out
    (flaw,) = json.loads(run("measure", first, again, "--indicator", "I6", "--format", "json").out)["flaws"]
    assert (flaw["table"], flaw["elsewhere"], flaw["packages"]) == ("dossiers", 1, ["hai", "mot"])


FORMATS = package_text = form(("2026-07", "H90", 5, 5), ("2026-08", "H90", 6, 4))


def test_every_format_says_the_same_number(package: Write, run: Run) -> None:
    folder = package(agencies=AGENCIES + PROVINCE, dossiers=FORMATS)
    said = {
        style: run("measure", folder, "--indicator", "I6", "--format", style).out
        for style in ("text", "json", "csv", "markdown")
    }
    assert "60,00% = 6 / 10 hồ sơ" in said["text"] and "██████░░░░" in said["text"]
    assert "+10,00 điểm phần trăm so với tháng 7/2026" in said["text"]
    (first, *_) = json.loads(said["json"])["indicators"]
    assert (first["id"], first["total"]["value"], first["total"]["change"]) == ("online-dossiers", 60.0, 10.0)
    (row, *_) = csv.DictReader(StringIO(said["csv"]))
    assert (row["numerator"], row["denominator"], row["value"], row["unit"]) == ("6", "10", "60.00", "percent")
    assert "| Hồ sơ tiếp nhận trực tuyến (I6) | 60,00% | 6 / 10 hồ sơ | Tỉnh Thử (H90) |" in said["markdown"]


@pytest.mark.parametrize("style", ["text", "markdown"])
def test_parts_of_a_breakdown_are_said_in_words_and_bodies_that_nobody_named_are_none(
    style: str, package: Write, run: Run
) -> None:
    folder = package(
        services="service_code,owner_code,name,regime,level,launched_date\n"
        "1.000001.01,H90,A,224/2026,full,2026-01-01\n1.000002.01,H91,B,224/2026,partial,2026-01-01\n",
        procedures="procedure_code,name,issuing_agency,status,abolished_date,replaced_by,change_kind,effective_date\n"
        "1.000001,Cấp phép,H90,abolished,2026-05-01,,,\n1.000002,Khai sinh,,abolished,2026-05-01,,,\n"
        "1.000003,Khai tử,H90,replaced,2026-05-01,1.000004,,\n1.000004,Sổ gốc,H90,in_force,,,merged,2026-05-01\n",
    )
    by_level = run("measure", folder, "--indicator", "online-services", "--by", "level", "--format", style).out
    assert "toàn trình" in by_level and "full" not in by_level
    cut = run("measure", folder, "--indicator", "procedures-cut", "--by", "agency", "--format", style, *AS_OF).out
    assert "1 cơ quan và phần không rõ cơ quan cộng lại" in cut and "không rõ cơ quan " in cut.replace("\n", " ")
    assert "1 cơ quan cộng lại" not in cut


def test_the_results_are_a_package_that_validates(package: Write, run: Run, tmp_path: Path) -> None:
    sources = "source_id,publisher,title,retrieved\ns1,Sở,Biểu 06,2026-09-01\n"
    folder = package(dossiers=FORMATS, sources=sources)
    result = run("measure", folder, "--by", "period", "--into", tmp_path / "ket-qua")
    assert result.code == 0 and "dvcdata validate" in result.err
    checked = run("validate", tmp_path / "ket-qua", "--format", "json")
    assert checked.code == 0
    assert json.loads(checked.out)["counts"]["error"] == 0
    assert json.loads(checked.out)["checked"]["tables"] == 3


def test_evidence_says_where_no_source_is_on_record(package: Write, run: Run) -> None:
    folder = package(agencies=AGENCIES + PROVINCE, dossiers=form(("2026-08", "H90", 1, 1)))
    said = run("measure", folder, "--indicator", "I6", "--evidence").out
    assert "gói chưa ghi nguồn của số liệu này (bảng sources, cột source_id)" in " ".join(said.split())


def test_evidence_holds_rows_sql_sources_and_a_sentence_to_quote(package: Write, run: Run) -> None:
    sha = "a" * 64
    sources = f"source_id,publisher,title,retrieved,sha256\ns1,Sở Thử,Biểu 06,2026-09-01,{sha}\n"
    rows = FORMATS.splitlines()
    dossiers = "\n".join([f"{rows[0]},source_id", *(f"{row},s1" for row in rows[1:]), ""])
    folder = package(agencies=AGENCIES + PROVINCE, dossiers=dossiers, sources=sources)
    found = json.loads(run("measure", folder, "--indicator", "online-dossiers", "--evidence", "--format", "json").out)
    proof = found["indicators"][0]["evidence"]
    assert proof["rows"][0]["numerator"] == 6 and proof["rows_in_all"] == 1
    assert proof["sources"][0]["sha256"] == sha and proof["sources"][0]["retrieved"] == "2026-09-01"
    assert proof["sql"].startswith("select") and "$" not in proof["sql"]
    assert "60,00% = 6 / 10 hồ sơ, Tỉnh Thử (H90), tháng 8/2026" in proof["quote"]["vi"]
    assert "60.00 % = 6 / 10 dossiers" in proof["quote"]["en"] and "retrieved 2026-09-01" in proof["quote"]["en"]
    assert "tự nộp" in proof["it_does_not_mean"]["vi"]
    shown = run("measure", folder, "--indicator", "online-dossiers", "--evidence").out
    assert sha in shown.replace("\n", "").replace(" ", "") and "Đừng hiểu nhầm: Không phải tỷ lệ dịch vụ" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--indicator", "online-dosiers"], "gần nhất là “online-dossiers”"),
        (["--indicator", "I66"], "gần nhất là “I6”"),
        (["--period", "2026-13"], "“2026-13” không phải là kỳ"),
        (["--agency", "H9O"], "gần nhất là “H90”"),
        (["--by", "colour"], "agency, period, tier"),
        (["--before", "khong-co"], "khong-co"),
    ],
)
def test_bad_input_is_one_sentence(arguments: list[str], said: str, package: Write, run: Run) -> None:
    result = run("measure", package(agencies=AGENCIES + PROVINCE, dossiers=FORMATS), *arguments)
    assert result.code == 2 and said in result.err and result.err.count("\n") == 1 and not result.out


def test_what_was_looked_for_and_has_no_figure_is_not_called_computed(package: Write, run: Run) -> None:
    folder = package(agencies=AGENCIES + PROVINCE, dossiers=form(("2026-07", "H90", 1, 9), ("2026-08", "H90", "", 9)))
    result = run(
        "measure", folder, "--period", "2026-08", "--indicator", "online-dossiers", "--indicator", "level4-services"
    )
    assert "Tính được 0 chỉ số. Chưa có số liệu cho 1. Không tính được 1 (lý do ở cuối).\n" in result.out


def test_an_indicator_whose_tables_are_missing_says_why(package: Write, run: Run) -> None:
    result = run("measure", package(dossiers=FORMATS), "--indicator", "satisfaction-rate")
    assert result.code == 2  # nothing was measured
    assert "satisfaction-rate: không tính được vì chưa có bảng satisfaction" in result.out
    assert "Tính được 0 chỉ số" in result.out


HEADER = """/*
version = "1"
group = "dossiers"
kind = "count"
counts = "dossiers"
period = "month"
flow = "flow"
reported = false
title = { vi = "Tên", en = "Title" }
definition = { vi = "Cách tính", en = "Definition" }
is_not = { vi = "Không", en = "Not" }
numerator = { vi = "Tử", en = "Top" }
population = { vi = "Phạm vi", en = "Population" }
basis = { vi = "Căn cứ", en = "Basis" }
[needs]
dossiers = ["received_online"]
*/
"""
SELECT = (
    "select w.part as period, d.agency_code, d.received_online as numerator from dossiers as d "
    "join asked.parts as w on w.table_name = 'dossiers' and w.part = d.period and w.part = w.period"
)


def workspace(folder: Path, text: str) -> Path:
    (folder / "datasets" / "indicators").mkdir(parents=True)
    (folder / "dvcdata.toml").write_text("")
    (folder / "datasets" / "indicators" / "of-our-own.sql").write_text(text, encoding="utf-8")
    return folder


def test_a_workspace_adds_an_indicator_without_python(package: Write, run: Run, tmp_path: Path) -> None:
    workspace(tmp_path, HEADER + SELECT)
    result = run("measure", package(dossiers=FORMATS), "--indicator", "of-our-own")
    assert result.code == 0 and "6,00 hồ sơ" in result.out


def test_indicators_of_a_workspace_share_a_part(package: Write, run: Run, tmp_path: Path) -> None:
    home = workspace(tmp_path, HEADER + "-- part: received") / "datasets" / "indicators"
    result = run("measure", package(dossiers=FORMATS), "--indicator", "of-our-own")
    assert result.code == 2 and "không có tệp parts/received.sql" in result.err
    (home / "parts").mkdir()
    (home / "parts" / "received.sql").write_text(SELECT, encoding="utf-8")
    result = run("measure", package(dossiers=FORMATS), "--indicator", "of-our-own")
    assert result.code == 0 and "6,00 hồ sơ" in result.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("select 1", "không mở đầu bằng phần khai báo"),
        (HEADER.replace("= ", "", 1) + SELECT, "cú pháp TOML"),
        (HEADER.replace("basis =", "basic =") + SELECT, "gần nhất là “basis”"),
        (HEADER.replace('kind = "count"', 'kind = "sum"') + SELECT, "“kind” phải là một trong"),
        (HEADER.replace('basis = { vi = "Căn cứ", en = "Basis" }', "") + SELECT, "còn thiếu basis"),
        (HEADER.replace(', en = "Basis"', "") + SELECT, "“basis” phải có cả lời"),
        (HEADER, "còn thiếu SELECT"),
        (HEADER + SELECT + " where $x", "tham số $x"),
        (HEADER + SELECT + "; select 1", "đúng một câu SELECT"),
        (HEADER + "select * from read_csv('/etc/passwd')", "tìm cách đọc"),
        (HEADER + "select nothing", "Không tính được chỉ số"),
    ],
)
def test_a_broken_indicator_is_one_sentence(text: str, said: str, package: Write, run: Run, tmp_path: Path) -> None:
    workspace(tmp_path, text)
    result = run("measure", package(dossiers=FORMATS), "--indicator", "of-our-own")
    assert result.code == 2 and said in result.err and not result.out


def test_large_tables_come_to_what_small_ones_come_to(package: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = package(
        agencies=AGENCIES + PROVINCE,
        dossiers=form(("2026-07", "H90", 6, 4), ("2026-08", "H90", 6, "")),
        procedures=f"{PROCEDURES}1.000100,Cấp giấy phép,abolished,H90,true,5,working_days,,,2026-02-01\n",
    )
    small = measure.run([folder], asked=Asked(by="period"), evidence=True)
    for module in (database, run):
        monkeypatch.setattr(module, "SMALL", 0)
    large = measure.run([folder], asked=Asked(by="period"), evidence=True)
    assert small.entries and small.missing
    assert (large.entries, large.missing, large.evidence) == (small.entries, small.missing, small.evidence)
