"""What `dvcdata figures` says of numbers beside each other: on the five articles, and on numbers of other people."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from running import Run, Write

from dvcdata import beside, figures

PRESS = Path("datasets/press-figures").resolve()
HEAD = (
    "figure_id,source_id,statement,indicator,scope,regime,level,population,period,period_basis,as_of,relation,value,"
    "decimals,unit,numerator,denominator,base_period"
)


Notes = Mapping[tuple[str, str], str]  # by figure and kind


def notes(report: figures.Report, lang: str = "vi") -> Notes:
    return {
        (note.figure, note.kind): note.text for known in report.known.values() for note in beside.notes(known, lang)
    }


@pytest.fixture(scope="module")
def press() -> figures.Report:
    return figures.run([PRESS])


@pytest.fixture
def said(package: Write) -> Callable[..., Notes]:
    """The notes on rows given as the columns above."""
    return lambda *rows: notes(figures.run([package(figures="\n".join([HEAD, *rows, ""]))]))


def test_the_command_says_them_under_their_figures(run: Run, press: figures.Report) -> None:
    found = json.loads(run("figures", PRESS, "--format", "json").out)["figures"]
    shown = {(item["figure_id"], one["kind"]): one["message"] for item in found for one in item["beside_others"]}
    assert shown == notes(press)
    lines = run("figures", PRESS).out.splitlines()
    assert all(f"    {text}" in lines for text in shown.values())


@pytest.mark.parametrize(
    ("figure", "kind", "words"),
    [
        ("F01a", "cut_offs", "F01a (20/09/2021); F02a, F02b, F03, F04 (quý III/2021)"),
        ("F03", "names", "tên đủ 6 cơ quan"),
        ("F04", "names", "tên đủ 23 cơ quan"),
        ("F03", "same_body", "Y tế, Thông tin và Truyền thông được tính ở đây"),
        ("F03", "same_body", "con số F13a, F13b (tháng 9/2020) nêu 100% trên mẫu số “tất cả dịch vụ, không phải"),
        ("F24", "bases", "F24 (“dịch vụ công của tỉnh”); F25 (“dịch vụ mức độ 4 của tỉnh”)"),
        ("F31b", "levels_separate", "F31b, F31c cộng lại là 1.457 trong 1.953 (74,60%)"),
        ("F31b", "ratios", "928/1.953 là 47,52%"),
        ("F31c", "ratios", "529/1.953 là 27,09%"),
        ("F30", "ratios", "11,76%"),
        ("F33", "ratios", "12,89%"),
        ("F34", "ratios", "1,33%"),
        ("F35", "ratios", "96,77%"),
        ("F09b", "counts_of_shares", "60% của 1.800 dịch vụ (con số F09a) là khoảng 1.080 dịch vụ"),
        ("F20", "no_parts", "21.900.000/224.000.000 (con số F18) là 9,78%"),
        ("F21b", "commas", "tức là 6.639.000.000.000, khoảng 544.180 đồng mỗi giao dịch (chia cho con số F21a)"),
        ("F10d", "ranks", "thứ hạng của năm 2014 phải là 99: 86 (con số F10b) cộng 13 bậc"),
    ],
)
def test_the_press_figures_say_what_follows_and_what_does_not(
    figure: str, kind: str, words: str, press: figures.Report
) -> None:
    assert words in notes(press)[figure, kind]


def test_every_note_on_the_press_figures_is_one_of_those_looked_for(press: figures.Report) -> None:
    """A check that says more than it should would show here."""
    kinds = [kind for _, kind in notes(press)]
    counted = {kind: kinds.count(kind) for kind in kinds}
    assert counted == {
        "cut_offs": 1,
        "bases": 3,  # F02b of 83 bodies and F05c of 63; F24 and F25; F28 and F29
        "ratios": 8,
        "names": 2,
        "same_body": 1,
        "counts_of_shares": 1,
        "ranks": 1,
        "no_parts": 1,
        "commas": 1,
        "levels_separate": 1,
    }


def test_both_languages_say_them(press: figures.Report) -> None:
    found = notes(press, "en")
    assert found.keys() == notes(press).keys()
    assert "2 cut-off dates for one and the same state: F01a (2021-09-20); F02a" in found["F01a", "cut_offs"]


def test_levels_counted_cumulatively_are_told_from_those_counted_one_by_one(said: Callable[..., Notes]) -> None:
    found = said(
        "A1,s,Mức 3: 1.089.,level3-procedures,H06,43/2011,3,thủ tục,2020-09,,,count,1089,0,procedures,1089,1300,",
        "A2,s,Mức 4: 450.,level4-procedures,H06,43/2011,4,thủ tục,2020-09,,,count,450,0,procedures,450,1300,",
        "B1,t,Mức 3: 9.,level3-procedures,H44,43/2011,3,đếm riêng,2020,,,count,9,0,procedures,9,20,",
        "B2,t,Mức 4: 5.,level4-procedures,H44,43/2011,4,đếm riêng,2020,,,count,5,0,procedures,5,20,",
    )
    assert "cộng lại là 1.539, tổng chỉ có 1.300" in found["A1", "levels_cumulative"]
    assert "Đừng so từng mức độ với B1, B2" in found["A1", "levels_cumulative"]
    assert "14 trong 20 (70,00%)" in found["B1", "levels_separate"] and "A1, A2" in found["B1", "levels_separate"]


def test_a_monthly_series_has_one_cut_off_for_each_month_and_is_no_finding(said: Callable[..., Notes]) -> None:
    rows = [
        f"{name}{month},s,Tỷ lệ.,{name},H44,43/2011,4,dịch vụ,2020-{month},,,share,30,0,percent,,,"
        for name in ("level4-services", "services-with-dossiers")
        for month in ("08", "09")
    ]
    assert said(*rows) == {}
    late = rows[3].replace("2020-09,,,share", ",,2020-09-20,share")
    found = said(rows[1], late)  # one to the end of the month, the other to the 20th
    assert list(found) == [("level4-services09", "cut_offs")]


def test_a_list_of_bodies_is_counted(said: Callable[..., Notes]) -> None:
    row = "A,s,{},units-complete,VN,43/2011,4,đơn vị,2020,,,count,3,0,agencies,,,"
    three = '"Ba nơi xong: Bộ Y tế, Hà Nội và Khoa học và Công nghệ."'
    assert said(row.format(three)) == {("A", "names"): "Khớp: nguồn nêu tên đủ 3 cơ quan."}
    found = said(row.format('"Ba nơi xong: Bộ Y tế, Hà Nội."'))
    assert "Con số là 3, nhưng nội dung nêu 2 tên" in found["A", "names_unlike"]
    assert said(row.format("Ba nơi xong ở ngành y tế và xây dựng.")) == {}


def test_a_comma_that_was_read_as_thousands_is_told(said: Callable[..., Notes]) -> None:
    row = 'A,s,"Thu 1,250 nghìn tỷ đồng.",portal-payment-amount,VN,,,,2023,,,count,{},,vnd,,,'
    assert "cột value đang ghi gấp 1.000 lần" in said(row.format("1250000000000000"))["A", "commas_as_thousands"]
    assert "1.250.000.000.000" in said(row.format("1250000000000"))["A", "commas"]
    assert said(row.format("7")) == {}


def test_a_part_that_the_source_divides_by_is_no_unrelated_number(said: Callable[..., Notes]) -> None:
    whole = "A,s,Tất cả.,dossiers-received,H44,,,hồ sơ,2020,cumulative,,count,800,0,dossiers,,,"
    part = "B,s,Một phần.,online-dossiers,H44,,,hồ sơ,2020,cumulative,,count,20,0,dossiers,{},"
    assert ("B", "no_parts") in said(whole, part.format(","))
    assert ("B", "no_parts") not in said(whole, part.format("20,800"))
