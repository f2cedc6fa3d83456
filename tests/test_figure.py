"""`dvcdata figure` and `dvcdata figures`: verdicts, those of rule figure-mismatch, and sentences to quote."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from running import Run, Write

from dvcdata.figure import decimal, figure, whole
from dvcdata.judging import QUALIFIERS, Claim, judge
from dvcdata.package import open_package
from dvcdata.rules import catalogue
from dvcdata.validate import validate


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ["19.808/826.600", "2,39%"],
            1,
            "kết quả là 2,3963%, làm tròn là 2,40%.\n2,39% là cắt bớt, chênh 0,01 điểm phần trăm.",
        ),
        (["74.753/50.251", "1,4 lần"], 1, "1,4 lần là cắt bớt, chênh 0,1 lần."),
        (["19.808/826.600", "2,40%"], 0, "Khớp: 2,40% từ 19.808/826.600"),
        (["29/83", "gần 35%"], 0, "Khớp: gần 35% từ 29/83"),
        (["29/83", "gần", "34%"], 1, "34,9398%, không phải gần 34%"),
        (["60/63", "95%"], 0, "95,2381%"),
        (["60/63", "hơn 80%"], 1, "không sai nhưng chưa sát"),
        (["406/1.968", "20,63%"], 0, "“406 trong 1.968 (20,63%)”"),
        (["48,27/19,1", "1,5 lần"], 1, "2,5272 lần, không phải 1,5 lần"),
        (["74.753/50.251", "1,49 lần"], 0, "“74.753, gấp 1,49 lần 50.251”"),
        (["144.625/184.513"], 0, "144.625/184.513 là 78,382%"),
        (["3/4", "75 phần trăm"], 0, "Khớp: 75% từ 3/4"),
        (["29/83", "chưa đến 35%"], 0, "Khớp: gần 35% từ 29/83"),
        (["1/3", "0,33"], 0, "0,33 không có dấu %, nên hiểu là phần của 1, tức 33%."),
        (["1/3", "0,33"], 0, "Khớp: 0,33 từ 1/3 (kết quả là 0,3333).\nNên viết: “1 trong 3 (33,33%)”."),
        (["2/3", "0,66"], 1, "kết quả là 0,6667, làm tròn là 0,67.\n0,66 là cắt bớt, chênh 0,01."),
        (["1/300", "0,33"], 0, "Khớp: 0,33% từ 1/300"),
        (["1/3", "0,33%"], 1, "33,3333%, không phải 0,33%"),
        (["74.753/50.251", "1,49"], 0, "Khớp: 1,49 lần"),
    ],
)
def test_a_number_gets_its_verdict(arguments: list[str], code: int, said: str, run: Run) -> None:
    result = run("figure", *arguments)
    assert (result.code, result.err) == (code, "") and said in result.out


def test_a_part_that_is_more_than_its_whole_is_asked_about(run: Run) -> None:
    assert "không phải là một phần của tổng" in run("figure", "826.600/19.808").out
    for fine in (("19.808/826.600",), ("20/10", "2 lần"), ("10/10", "100%")):
        assert "một phần của tổng" not in run("figure", *fine).out


@pytest.mark.parametrize(
    ("arguments", "said", "quoted"),
    [
        (["9.999/10.000", "100%"], "100% đọc là tất cả, nhưng còn 1 trong 10.000", "(99,99%)"),
        (["1/826.600", "0,0%"], "0,0% đọc là không có gì, nhưng có 1 trong 826.600", "(0,0001%)"),
        (["826.599/826.600"], "826.599/826.600 là 99,9999%.", "(99,9999%)"),
        (["10/10", "100%"], "Khớp: 100%", "(100%)"),
        (["0/10", "0%"], "Khớp: 0%", "(0%)"),
    ],
)
def test_what_is_neither_all_nor_nothing_is_not_quoted_as_such(
    arguments: list[str], said: str, quoted: str, run: Run
) -> None:
    result = run("figure", *arguments)
    assert result.code == 0 and said in result.out and quoted in result.out
    assert ("phần lẻ" in result.out) == ("đọc là" in said)


def test_the_sentence_to_quote_says_of_what_and_by_when(run: Run) -> None:
    result = run(
        "--lang", "en", "figure", "19,808/826,600", "2.39%", "--of", "dossiers received", "--as-of", "2020-12-25"
    )
    assert "“19,808 of 826,600 dossiers received (2.40 %) by 2020-12-25”" in result.out
    assert "Still to be said" not in result.out
    assert "Còn phải nói: của cái gì (--of), đến ngày nào (--as-of), nguồn." in run("figure", "1/2").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["abc"], "Không hiểu “abc”"),
        (["2,39%"], "Viết tử số/mẫu số"),
        (["5/0", "3%"], "Mẫu số của “5/0” bằng 0"),
        (["5/6", "rất nhiều"], "Không hiểu con số “rất nhiều”"),
        (["5/6", "gàn 83%"], "Không hiểu con số “gàn 83%”"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(arguments: list[str], said: str, run: Run) -> None:
    result = run("figure", *arguments)
    assert result.code == 2 and said in result.err and result.err.count("\n") == 1 and not result.out


@pytest.mark.parametrize(
    ("text", "number"),
    [("19.808", "19808"), ("19,808", "19808"), ("1 968", "1968"), ("8.500.000", "8500000"), ("48,27", "48.27")],
)
def test_a_count_is_read_as_people_write_it(text: str, number: str) -> None:
    assert whole(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [("2,39", "2.39"), ("2.39", "2.39"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("35,", "35")],
)
def test_a_decimal_is_read_in_both_ways(text: str, number: str) -> None:
    assert decimal(text) == Decimal(number)


def test_decimals_count_as_printed() -> None:
    assert [figure("1/2", value).verdict for value in ("50%", "50,0%", "50,1%")] == ["holds", "holds", "no"]


def test_the_verdicts_are_those_of_the_rule(package: Write) -> None:
    rows, expected = [], {}
    parts = [(29, 83), (19808, 826600), (60, 63), (1, 3), (2, 3), (999, 1000), (5, 1000)]
    for number, (top, bottom) in enumerate(parts):
        for claimed in ("34", "35", "2.39", "2.40", "95", "96", "33.3", "66.6", "66.7", "99.9", "90", "0.5", "0.4"):
            for qualifier in QUALIFIERS:
                key = f"{number}-{claimed}-{qualifier}"
                decimals = len(claimed.partition(".")[2])
                rows.append(f"{key},{claimed},{decimals},percent,{qualifier},share,{top},{bottom}")
                verdict = judge(Claim(Decimal(claimed), decimals, qualifier), Fraction(100 * top, bottom))
                expected[key] = {"holds": "", "cut": "cut", "far": "far"}.get(verdict, "no")
    head = "figure_id,value,decimals,unit,qualifier,relation,numerator,denominator"
    folder = package(figures="\n".join([head, *rows, ""]))
    rule = catalogue.find(catalogue.load(), "figure-mismatch")
    found = validate([open_package(folder)], [rule], date(2026, 11, 21)).findings
    said = {item.key["figure_id"]: str(item.params.get("case") or "no") for item in found}
    said = {key: case if case in ("cut", "far") else "no" for key, case in said.items()}
    assert {key: said.get(key, "") for key in expected} == expected
    assert {"", "cut", "far", "no"} == set(expected.values())


SAMPLE, PRESS = Path("datasets/sample").resolve(), Path("datasets/press-figures").resolve()


def figures(run: Run, folder: Path) -> dict[str, dict[str, object]]:
    result = run("figures", folder, "--format", "json")
    assert result.code == 1 and not result.err
    return {item["figure_id"]: item for item in json.loads(result.out)["figures"]}


def test_the_figures_of_the_sample_are_held_against_its_data(run: Run) -> None:
    found = figures(run, SAMPLE)
    by_definition = {key: (item["by_its_definition"] or {}) for key, item in found.items()}
    verdicts = {key: item.get("verdict") for key, item in by_definition.items() if isinstance(item, dict)}
    assert verdicts == dict.fromkeys(found, "holds") | {
        "F02c": None,
        "F04": "no",
        "F09": "no",
        "F10": "no",
        "F11": "no",
    }
    others = {key: [one["indicator"] for one in item["by_others"]] for key, item in found.items()}  # type: ignore[attr-defined]
    assert {key: names for key, names in others.items() if names} == {
        "F02c": ["online-dossiers-growth"],
        "F04": ["portal-services-with-dossiers", "services-with-dossiers-of-all"],
        "F09": ["services-of-new-procedures"],
        "F10": ["datasets-licensed", "datasets-published"],
        "F11": ["eligible-procedures-online-own"],
    }
    assert {key for key, item in found.items() if item["arithmetic"] == "no"} == {"F03"}  # the planted one


def test_numbers_of_two_packages_under_one_id_are_told_apart(run: Run) -> None:
    given = json.loads(run("figures", SAMPLE, PRESS, "--format", "json").out)["figures"]
    verdicts = {item["package"]: item["verdict"] for item in given if item["figure_id"] == "F03"}
    assert verdicts["sample"] == "no" and verdicts["press-figures"] not in ("no", "against")


def test_the_press_figures_get_the_verdicts_of_their_arithmetic(run: Run) -> None:
    found = figures(run, PRESS)
    arithmetic = {key: item["arithmetic"] for key, item in found.items()}
    assert {key for key, verdict in arithmetic.items() if verdict == "cut"} == {"F32c"}
    assert {key for key, verdict in arithmetic.items() if verdict == "no"} == set()
    for key in ("F02a", "F02b", "F03", "F04", "F05b", "F05c", "F10c", "F33", "F34", "F35"):
        assert arithmetic[key] == "holds", key
    said = run("figures", PRESS).out
    assert "F03 cộng F04" in said  # 6 + 23 = 29, 20 + 63 = 83
    assert "số gốc phải từ 31,14 đến 33,29, nhưng con số F11a của tháng 9/2020 là 19,1" in said
    assert "số gốc phải từ 10,61 đến 10,85" in said and "số gốc phải từ 4,55 đến 4,79" in said
    # 48,27% and 90,66%: two changes at once
    assert "3 chỉ số khác nhau, khác cả khung mức độ lẫn mẫu số: level4-services (F01a, F11a" in said
    assert "(F15: toàn trình theo Nghị định 42/2022/NĐ-CP, trên “dịch vụ đủ điều kiện”)" in said
    assert "dossiers-handled-online (F26, trên “hồ sơ của tỉnh”); online-dossiers (F28, F32c" in said  # 9,8%, 2,39%
    assert "khác cách tính (một bên là bình quân các đơn vị)" in said
    assert "Viết lại: “19.808 trong 826.600 hồ sơ tiếp nhận (2,40%), đến 25/12/2020”" in said
    assert said.count("[nguồn: ") > 20


def test_a_package_without_figures_is_one_sentence(package: Write, run: Run) -> None:
    result = run("figures", package(sources="source_id,title\ns1,Nguồn\n"))
    assert result.code == 2 and "không có bảng figures" in result.err and result.err.count("\n") == 1
