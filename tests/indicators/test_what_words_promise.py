"""What an indicator’s words promise holds where data is odd: last days, gaps, two sources, no level."""

from fractions import Fraction
from pathlib import Path

import pytest
from running import Run, Write

from dvcdata import measure
from dvcdata.indicators.results import Result
from dvcdata.measure import Asked

BODIES = "agency_code,name,kind,tier,parent_code\nH90,Tỉnh Thử,province,province,\n" + "".join(
    f"H90.0{n},Đơn vị {n},{kind},H90\n"
    for n, kind in enumerate(["department,province"] * 3 + ["commune,commune"] * 3, 1)
)
FORM = "period,agency_code,row_kind,field_code,period_basis,received_online,received_offline\n"
SERVICES = "service_code,owner_code,procedure_code,regime,level,launched_date,withdrawn_date\n"
PROCEDURES = "procedure_code,name,status,issuing_agency,eligible_online,change_kind,effective_date\n"
USAGE = "period,agency_code,item_code,received_total,received_online,received_offline\n"


def form(*rows: tuple[str, str, object, object], basis: str = "calendar") -> str:
    return "".join(f"{period},{code},agency,ALL,{basis},{on},{off}\n" for period, code, on, off in rows)


def total(folder: Path, name: str, period: str = "") -> Result:
    (found,) = measure.run([folder], names=[name], asked=Asked(period=period)).entries
    assert found.total
    return found.total


def made_of(result: Result) -> tuple[int | None, ...]:
    parts = (result.numerator, result.denominator)
    return (*(None if part is None else int(part) for part in parts), result.known, result.of)


def test_a_service_is_no_longer_on_offer_on_the_day_that_it_was_withdrawn(package: Write) -> None:
    dates = (("1", ""), ("2", "2026-08-31"), ("3", "2026-09-01"))
    services = SERVICES + "".join(f"1.00010{n}.01,H90,1.00010{n},224/2026,full,,{day}\n" for n, day in dates)
    folder = package(services=services, agencies=BODIES)
    assert total(folder, "online-services", "2026-08").value == 2
    assert total(folder, "services-withdrawn", "2026-08").value == 1


def test_a_commune_without_a_dossier_does_not_reach_a_share_of_them(package: Write) -> None:
    rows = (("2026-08", "H90.04", 0, 0), ("2026-08", "H90.05", 9, 1), ("2026-08", "H90.06", 8, 2))
    folder = package(agencies=BODIES, dossiers=FORM + form(*rows))
    assert made_of(total(folder, "communes-online-90")) == (1, 3, 3, 3)


def test_growth_is_not_computed_where_a_month_of_either_period_is_missing(package: Write) -> None:
    then = [(f"2025-0{n}", "H90", 100, 0) for n in (4, 5, 6)]
    now = [(f"2026-0{n}", "H90", 150, 0) for n in (4, 5, 6)]
    whole = package(None, agencies=BODIES, dossiers=FORM + form(*then, *now))
    assert total(whole, "online-dossiers-growth", "2026-Q2").value == Fraction(3, 2)
    for rows in ((*then[1:], *now), (*then, *now[:2], ("2026-06", "H90", "", 0))):
        folder = package(None, agencies=BODIES, dossiers=FORM + form(*rows))
        assert total(folder, "online-dossiers-growth", "2026-Q2").value is None


def test_dossiers_of_a_procedure_at_the_highest_level_are_those_of_all_its_services_then_on_offer(
    package: Write,
) -> None:
    services = (
        "1.000100.01,H90,1.000100,224/2026,full,,\n1.000100.02,H90,1.000100,224/2026,partial,,\n"
        "1.000200.01,H90,1.000200,224/2026,full,,2026-07-31\n1.000200.02,H90,1.000200,224/2026,partial,,\n"
    )
    items = ("1.000100.01", "1.000100.02", "1.000200.02")
    usage = USAGE + "".join(f"2026-08,H90.01,{item},10,{n},0\n" for n, item in enumerate(items, 5))
    folder = package(agencies=BODIES, services=SERVICES + services, usage=usage)
    assert made_of(total(folder, "online-dossiers-level4")) == (11, 20, 2, 2)


def test_twelve_points_are_of_all_dossiers_of_eligible_procedures(package: Write) -> None:
    procedures = "".join(f"1.000{n}00,T{n},in_force,,true,,\n" for n in (1, 2))
    folder = package(
        agencies=BODIES,
        procedures=PROCEDURES + procedures,
        services=SERVICES + "1.000100.01,H90,1.000100,224/2026,full,,\n",
        usage=USAGE + "2026-08,H90.01,1.000100.01,8,6,2\n2026-08,H90.01,1.000200,4,0,4\n",
    )
    assert total(folder, "index-766-online-list-2026").value == 6
    assert total(folder, "full-dossiers-of-eligible").value == 50


def test_titles_that_differ_in_figures_only_are_one_dataset_however_many_figures(package: Write) -> None:
    titles = ("Hồ sơ tháng 9 năm 2025", "Hồ sơ tháng 10 năm 2025", "Hồ sơ năm 2025", "Dân số 2024", "Dân số")
    register = "dataset_id,title,agency_code,licence,formats,issued\n" + "".join(
        f"d{n},{title},H90,CC0-1.0,CSV,2026-01-0{n}\n" for n, title in enumerate(titles, 1)
    )
    assert total(package(agencies=BODIES, open_datasets=register), "open-datasets").value == 3


def test_a_service_of_a_procedure_without_a_day_of_effect_is_unknown_not_old(package: Write) -> None:
    procedures = "1.000100,A,in_force,,true,new,\n1.000200,B,in_force,,true,new,2026-02-01\n"
    services = "".join(f"1.000{n}00.01,H90,1.000{n}00,224/2026,full,2026-03-01,\n" for n in (1, 2))
    old = "1.000300,C,in_force,,true,new,2005-01-01\n"
    folder = package(
        agencies=BODIES,
        procedures=PROCEDURES + procedures + old,
        services=SERVICES + services + "1.000300.01,H90,1.000300,224/2026,full,2026-03-01,\n",
    )
    assert made_of(total(folder, "services-new", "2026")) == (1, None, 2, 3)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("eligible-procedures-online", (1, 1, 1, 2)),
        ("eligible-procedures-online-own", (1, 1, 1, 2)),
        ("full-services-of-eligible", (1, 1, 1, 3)),
        ("full-services", (2, 2, 2, 3)),
        ("full-dossiers-of-eligible", (5, 10, 1, 3)),
        ("services-with-dossiers", (2, 2, 2, 3)),
        ("services-with-dossiers-of-all", (2, 2, 2, 3)),
    ],
)
def test_what_may_or_may_not_be_of_the_population_is_counted_as_unknown(
    name: str, expected: tuple[int, ...], package: Write
) -> None:
    procedures = "1.000100,A,in_force,,true,,\n1.000200,B,in_force,,,,\n1.000300,C,in_force,,false,,\n"
    levels = (("1.000100", "full"), ("1.000200", "full"), ("1.000100.02", ""))
    services = "".join(f"{code[:8]}{code[8:] or '.01'},H90,{code[:8]},224/2026,{level},,\n" for code, level in levels)
    items = ("1.000100.01", "1.000200.01", "1.000300.01")
    folder = package(
        agencies=BODIES,
        procedures=PROCEDURES + procedures,
        services=SERVICES + services,
        usage=USAGE + "".join(f"2026-08,H90.01,{item},10,5,5\n" for item in items),
    )
    assert made_of(total(folder, name)) == expected


def test_values_with_one_denominator_for_all_bodies_are_not_added_up(package: Write, run: Run) -> None:
    services = "1.000100.01,G15,1.000100,224/2026,full,,\n1.000100.01,G01,1.000100,224/2026,full,,\n"
    folder = package(services=SERVICES + services, procedures=PROCEDURES + "1.000100,A,in_force,,true,,\n")
    said = run("measure", folder, "--indicator", "eligible-procedures-online-own").out
    assert "2 cơ quan, không cộng được thành một con số" in " ".join(said.split())
    assert "tier" not in run("measure", folder, "--indicator", "eligible-procedures-online-own", "--by", "tier").out


def test_of_two_sources_of_one_number_the_one_read_last_counts_and_they_are_not_added_up(package: Write) -> None:
    values = {"portal-channel-online": 100, "portal-channel-total": 200, "portal-online-dossier-pct": 18}
    rows = "".join(
        f"2026-08,H90,{name},{source},{n + more}\n"
        for name, n in values.items()
        for source, more in (("b", 0), ("a", 5))
    )
    folder = package(
        agencies=BODIES,
        sources="source_id,publisher,title,retrieved\nb,Cổng,Số liệu,2026-09-05\na,Cổng,Số liệu,2026-10-01\n",
        observations="period,agency_code,measure,source_id,value\n" + rows,
    )
    assert made_of(total(folder, "portal-online-dossiers")) == (105, 205, 1, 1)
    assert total(folder, "portal-online-dossier-pct").value == 23


def test_a_period_is_not_compared_with_one_in_which_other_bodies_have_figures(package: Write, run: Run) -> None:
    rows = [(f"2026-0{p}", f"H90.0{n}", "" if (p, n) == (7, 3) else n, 1) for p in (7, 8) for n in (1, 2, 3)]
    folder = package(agencies=BODIES, dossiers=FORM + form(*rows))
    for name in ("online-dossiers", "dossiers-received", "online-dossiers-mean"):
        said = " ".join(run("measure", folder, "--indicator", name).out.split())
        assert "không so với tháng 7/2026: số kỳ, số đơn vị có số liệu khác nhau" in said, name
    assert "cộng từ 2 cơ quan" in run("measure", folder, "--indicator", "I6", "--period", "2026-07").out


def test_counts_are_not_compared_where_part_of_them_is_unknown(package: Write, run: Run) -> None:
    kinds = (("2025-02-01", ""), ("2025-03-01", "new"), ("2026-02-01", "new"))
    procedures = "".join(f"1.00010{n},T {n} {kind},in_force,,,{kind},{day}\n" for n, (day, kind) in enumerate(kinds))
    folder = package(agencies=BODIES, procedures=PROCEDURES + procedures)
    said = run("measure", folder, "--indicator", "procedures-new", "--period", "2026").out
    assert "có phần chưa rõ" in " ".join(said.split())


def test_cumulative_figures_are_said_to_be_such_and_never_added_to_others(package: Write, run: Run) -> None:
    months = [(f"2026-0{n}", "H90.01", 10 * n, 0) for n in (7, 8)]
    alone = package(None, agencies=BODIES, dossiers=FORM + form(*months, basis="cumulative"))
    assert "80 hồ sơ · Đơn vị 1 (H90.01) · tháng 8/2026 (lũy kế)" in run("measure", alone).out
    others = form(("2026-08", "H90.02", 3, 0))
    mixed = package(None, agencies=BODIES, dossiers=FORM + form(*months, basis="cumulative") + others)
    assert total(mixed, "dossiers-received").value == 3


def test_a_share_is_compared_where_hardly_any_of_its_bodies_lacks_a_figure_in_one_period(
    package: Write, run: Run
) -> None:
    rows = [("2026-07", "H90.01", 500, 500), ("2026-08", "H90.01", 600, 400), ("2026-08", "H90.02", 20, 10)]
    folder = package(agencies=BODIES, dossiers=FORM + form(*rows, ("2026-07", "H90.02", "", "")))
    assert "điểm phần trăm so với tháng 7/2026" in run("measure", folder, "--indicator", "I6").out
    received = run("measure", folder, "--indicator", "dossiers-received").out
    assert "số đơn vị có số liệu khác nhau" in " ".join(received.split())


def test_points_by_the_text_are_not_added_to_what_the_portal_counts(package: Write) -> None:
    scores = "period,agency_code,measure,stage,measure_version,numerator,denominator\n" + "".join(
        f"2026-08,H90,766-on-time,published,{version},{n},100\n" for version, n in (("text", 70), ("implemented", 90))
    )
    folder = package(agencies=BODIES, scores=scores)
    assert made_of(total(folder, "portal-on-time")) == (90, 100, 1, 1)
    assert total(folder, "index-766-on-time").value == 18
    assert total(folder, "index-766-on-time-text").value == 14


def test_an_id_that_two_packages_give_to_two_sources_is_cited_as_both(package: Write, run: Run) -> None:
    def one(name: str, code: str, publisher: str) -> Path:
        return package(
            None,
            name,
            agencies=f"agency_code,name,kind,tier,parent_code\n{code},Tỉnh {code},province,province,\n",
            sources=f"source_id,publisher,title,retrieved\na,{publisher},Biểu 06,2026-09-05\nb,Sở,Khác,2026-09-05\n",
            dossiers="source_id," + FORM + f"a,2026-08,{code},agency,ALL,calendar,1,1\n",
        )

    said = run("measure", one("x", "H90", "Văn phòng X"), one("y", "H91", "Văn phòng Y"), "--evidence", "--lang", "en")
    assert "Source: Văn phòng X, “Biểu 06”, retrieved 2026-09-05; Văn phòng Y," in " ".join(said.out.split())


def test_a_fee_or_level_that_is_unknown_is_neither_higher_nor_lower(package: Write) -> None:
    fees = "procedure_code,name,status,eligible_online,fee_vnd,fee_online_vnd\n" + "".join(
        f"1.000{n}00,T {n},in_force,true,{desk},{online}\n" for n, desk, online in ((1, 9, 5), (2, "", 5), (3, 9, 9))
    )
    services = "1.000100.01,H90,1.000100,224/2026,,,\n1.000100.01,G15,1.000100,224/2026,full,,\n"
    folder = package(
        agencies=BODIES,
        procedures=fees,
        services=SERVICES + services + "1.000300.01,H90,1.000300,224/2026,full,,\n",
        usage=USAGE + "2026-08,H90.01,1.000100.01,8,6,2\n2026-08,H90.01,1.000300.01,4,2,2\n",
    )
    assert made_of(total(folder, "fee-lower-online")) == (1, 2, 2, 3)
    assert made_of(total(folder, "full-dossiers")) == (2, 4, 1, 2)
    assert total(folder, "index-766-online-list-2026").value == 6
