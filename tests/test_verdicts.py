"""Rounded, cut off or wrong: the verdicts on figures and scores, at the very edge of each."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from running import Write

from dvcdata.package import open_package
from dvcdata.report import Report
from dvcdata.rules import catalogue
from dvcdata.validate import validate

Check = Callable[..., list[tuple[str, str]]]
FIGURES = "figure_id,qualifier,relation,value,decimals,unit,numerator,denominator,base_figure_id,factor\n"
SCORES = "period,agency_code,measure,stage,numerator,denominator,ratio_pct,score,max_score\n"


def report(folder: Path, rule: str) -> Report:
    chosen = catalogue.choose(catalogue.load(), [rule], [])
    return validate([open_package(folder)], chosen, date(2026, 11, 21))


@pytest.fixture
def verdicts(package: Write) -> Check:
    """The severity and the Vietnamese message of each finding of a rule on these tables."""

    def check(rule: str, **tables: str) -> list[tuple[str, str]]:
        result = report(package(**tables), rule)
        return [(item.severity, result.words(item, "message", "vi")) for item in result.findings]

    return check


@pytest.mark.parametrize(
    ("figure", "severity", "words"),
    [
        ("exact,share,2.39,2,percent,19808,826600", "warning", "2,3963%, làm tròn là 2,40%"),
        ("exact,share,2.39,2,percent,239,10001", "", ""),  # 2.38976: a hair below
        ("exact,share,95,0,percent,60,63", "", ""),
        ("exact,share,95.24,2,percent,60,63", "", ""),
        ("exact,share,95.23,2,percent,60,63", "warning", "cắt bớt"),
        ("exact,share,95.25,2,percent,60,63", "error", "95,24%"),
        ("exact,share,13,0,percent,1,8", "", ""),  # 12.5: half goes up
        ("exact,share,12,0,percent,1,8", "warning", "làm tròn là 13%"),
        ("exact,share,12,0,percent,12,100", "", ""),
        ("exact,share,11,0,percent,12,100", "error", "làm tròn là 12%"),  # cutting 12 off gives 12
        ("exact,share,0.83,2,percent,33,4000", "", ""),  # 0.825
        ("nearly,share,35,0,percent,29,83", "", ""),
        ("nearly,share,20,0,percent,1,5", "error", "gần 20%"),  # 20 is not nearly 20
        ("nearly,share,20,0,percent,19,100", "", ""),  # below by 5 % exactly
        ("nearly,share,20,0,percent,1899,10001", "error", "gần 20%"),
        ("more_than,share,20,0,percent,1,5", "", ""),
        ("more_than,share,30,0,percent,329,1000", "", ""),
        ("more_than,share,30,0,percent,33,100", "warning", "chưa sát"),  # true, but 10 % higher
        ("more_than,share,35,0,percent,29,83", "error", "hơn 35%"),
        ("about,share,30,0,percent,285,1000", "", ""),
        ("about,share,30,0,percent,315,1000", "", ""),
        ("about,share,30,0,percent,3151,10001", "error", "khoảng 30%"),
        ("at_least,share,30,0,percent,3,10", "", ""),
        ("at_least,share,30,0,percent,299,1000", "error", "ít nhất 30%"),
        ("at_most,share,30,0,percent,3,10", "", ""),
        ("at_most,share,30,0,percent,301,1000", "error", "nhiều nhất 30%"),
        ("exact,times,4.5,1,times,48.27,10.73", "", ""),
        ("exact,times,4.4,1,times,48.27,10.73", "warning", "cắt bớt"),
        ("exact,times,4.4,1,times,48.27,10.6", "error", "4,5538 lần"),
        ("more_than,count,1800,0,services,1990,", "warning", "chưa sát"),
        ("exact,count,28,0,communes,29,225", "error", "tử số đi kèm, là 29"),
    ],
)
def test_a_figure_holds_by_rounding_or_is_cut_off_or_matches_nothing(
    verdicts: Check, figure: str, severity: str, words: str
) -> None:
    found = verdicts("figure-mismatch", figures=f"{FIGURES}F,{figure},,\n")
    assert [item for item, _ in found] == ([severity] if severity else [])
    assert all(words in message for _, message in found)


@pytest.mark.parametrize(
    ("factor", "severity"),
    [("1.6", ""), ("1.5", "warning"), ("1.4", "error"), ("2", ""), ("1", "warning"), ("3", "error")],
)
def test_a_number_of_times_is_checked_against_the_figure_it_names_as_its_base(
    verdicts: Check, factor: str, severity: str
) -> None:
    rows = f"F01a,exact,times,48.27,2,percent,,,B,{factor}\nB,exact,share,30.86,2,percent,,,,\n"
    assert [item for item, _ in verdicts("figure-mismatch", figures=FIGURES + rows)] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("numbers", "severity", "words"),
    [
        ("144625,184513,78.38,15.68,20", [], ""),
        ("144625,184513,78.39,15.68,20", ["error"], "78,3820%, làm tròn là 78,38%"),
        ("144625,184513,78.38,15.67,20", ["info"], "cắt bớt"),
        ("19808,826600,2.39,0.48,20", ["info"], "2,3963%, làm tròn là 2,40%"),
        ("19808,826600,2.4,0.48,20", [], ""),  # 2.40
        ("19808,826600,2,0.48,20", ["info"], "làm tròn ít chữ số hơn"),
        ("49,50,98,20,20", ["info"], "19,60"),
        ("49,50,98,19,20", ["error"], "19,60"),
        ("1,800,0.13,0.03,20", [], ""),  # 0.125 and 0.025: half goes up
        ("330,326,101.23,20,20", [], ""),
        ("144625,184513,,,20", [], ""),
    ],
)
def test_a_score_is_rounded_half_up_to_two_decimals(
    verdicts: Check, numbers: str, severity: list[str], words: str
) -> None:
    found = verdicts("score-mismatch", scores=f"{SCORES}2026-08,H44,766-on-time,published,{numbers}\n")
    assert [item for item, _ in found] == severity
    assert all(words in message for _, message in found)


@pytest.mark.parametrize(
    ("score", "used", "severity"),
    [
        ("8.83", "406,1968", []),  # Phú Thọ, August 2026: 2 + 0.825… + 6
        ("8.83", "33,160", []),  # 0.825 exactly: half goes up
        ("8.82", "406,1968", ["info"]),
        ("8.85", "406,1968", ["info"]),
        ("8.86", "406,1968", ["error"]),
        ("8.8", "406,1968", ["info"]),  # to one decimal
        ("8.7", "406,1968", ["error"]),
        ("8.83", ",1968", []),
    ],
)
def test_a_group_is_the_sum_of_its_parts_as_displayed(
    verdicts: Check, score: str, used: str, severity: list[str]
) -> None:
    parts = {"provision": "52,56", "used": used, "share": "150956,152595"}
    rows = [f"2026-08,H44,766-online-{name},published,{numbers},,,\n" for name, numbers in parts.items()]
    rows.append(f"2026-08,H44,766-online,published,,,,{score},12\n")
    assert [item for item, _ in verdicts("score-mismatch", scores=SCORES + "".join(rows))] == severity


def test_a_group_shown_more_coarsely_than_the_rest_of_its_list_is_wrong(verdicts: Check) -> None:
    rows = "".join(
        f"2026-08,{agency},766-online-provision,published,52,56,,,\n"
        f"2026-08,{agency},766-online-used,published,406,1968,,,\n"
        f"2026-08,{agency},766-online-share,published,150956,152595,,,\n"
        f"2026-08,{agency},766-online,published,,,,{score},12\n"
        for agency, score in (("H44", "8.8"), ("H45", "8.83"))
    )
    assert [item for item, _ in verdicts("score-mismatch", scores=SCORES + rows)] == ["error"]


@pytest.mark.parametrize(
    ("measure", "score", "severity", "words"),
    [
        ("766-updated-on-time", "0", ["warning"], "nhưng ghi 0/4 điểm"),
        ("766-rated", "0", ["warning"], "cách tính của hệ thống cho 0/4 điểm"),
        ("766-petition-on-time", "4", [], ""),
    ],
)
def test_what_is_scored_on_nothing_says_whether_the_method_says_so(
    verdicts: Check, measure: str, score: str, severity: list[str], words: str
) -> None:
    found = verdicts("scored-on-nothing", scores=f"{SCORES}2026-08,H44,{measure},published,0,0,,{score},4\n")
    assert [item for item, _ in found] == severity
    assert all(words in message for _, message in found)
