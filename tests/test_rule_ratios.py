"""What the rules on ratios and indices say beyond the place: severity, words, and several packages side by side."""

from datetime import date
from pathlib import Path

import pytest
from running import Write

from dvcdata.findings import Finding
from dvcdata.package import open_package
from dvcdata.rules import catalogue
from dvcdata.testing import run_example
from dvcdata.validate import validate

RULES = {rule.id: rule for rule in catalogue.load()}
EXAMPLES = Path(__file__).parent / "validators"
AS_OF = date(2026, 11, 21)


def found(rule: str, *folders: Path) -> list[Finding]:
    report = validate([open_package(folder) for folder in folders], [RULES[rule]], AS_OF)
    assert not [item for item in report.not_checked if not item.partly]
    return [item for item in report.findings if item.rule == rule]


def severities(rule: str, work: Path) -> dict[tuple[str | None, int | None], str]:
    report = run_example(RULES[rule], EXAMPLES / rule / "fail", work).report
    return {(item.table, item.row): item.severity for item in report.findings if item.rule == rule}


def message(rule: str, finding: Finding) -> tuple[str, str]:
    from dvcdata import texts

    words = RULES[rule].words("message", finding.params["case"])
    return texts.fill(words["vi"], finding.params, "vi"), texts.fill(words["en"], finding.params, "en")


def test_only_what_no_share_or_score_can_be_is_an_error(tmp_path: Path) -> None:
    said = severities("ratio-out-of-range", tmp_path)
    assert {place for place, severity in said.items() if severity == "error"} == {
        ("scores", 3),  # a negative share
        ("scores", 4),  # a score above its maximum, given or known
        ("scores", 5),
        ("scores", 16),
        ("figures", 7),
    }


def test_a_numerator_above_its_denominator_is_asked_about_and_a_part_of_a_form_is_wrong(tmp_path: Path) -> None:
    said = severities("part-exceeds-whole", tmp_path)
    tables = {table for (table, _), severity in said.items() if severity == "error"}
    assert tables == {"dossiers", "usage", "satisfaction"}


def test_two_releases_that_disagree_everywhere_are_one_finding(package: Write) -> None:
    head = "period,agency_code,row_kind,field_code,received_online\n"
    rows = [f"2026-{month:02},H44.{unit:02},agency,ALL," for month in range(1, 9) for unit in range(1, 9)]
    old = package(None, "cu", dossiers=head + "".join(f"{row}10\n" for row in rows))
    new = package(None, "moi", dossiers=head + "".join(f"{row}{11 + n}\n" for n, row in enumerate(rows)))
    (only,) = found("same-quantity-disagrees", old, new)
    assert (only.package, only.field, only.params["pairs"]) == ("cu", "received_online", 64)
    assert (only.value, only.params["other_value"]) == ("10", 74)  # the largest difference


def test_two_packages_may_hold_the_same_row_if_they_agree(package: Write) -> None:
    scores = "period,agency_code,measure,stage,numerator,denominator,score\n2026-08,H44,766-stored,published,1,2,{}\n"
    one, two = package(None, "a", scores=scores.format("2")), package(None, "b", scores=scores.format("2"))
    assert found("same-quantity-disagrees", one, two) == []
    two = package(None, "b", scores=scores.format("2.5"))
    (only,) = found("same-quantity-disagrees", one, two)
    assert (only.table, only.field, only.params["label"], only.params["other_label"]) == ("scores", "score", "a", "b")


def test_a_quantity_of_a_single_package_with_an_odd_name_agrees_with_itself(package: Write) -> None:
    text = "period,agency_code,measure,source_id,value\n2026-08,H44,portal-received,s1,10\n"
    assert found("same-quantity-disagrees", package(None, "gói", observations=text)) == []


def test_a_measure_redefined_in_another_package_is_found_once(package: Write) -> None:
    head = "measure,version,title,max_score\n"
    one = package(None, "a", measures=f"{head}own,v1,Của tỉnh,10\n")
    two = package(None, "b", measures=f"{head}own,v1,Của tỉnh,12\nown,v2,Của tỉnh,15\n")
    (only,) = found("measure-redefined", one, two)
    assert (only.package, only.key, only.field, only.value) == (
        "b",
        {"measure": "own", "version": "v1"},
        "max_score",
        "12",
    )
    assert message("measure-redefined", only)[1].endswith("has the maximum 12 in package b, and 10 in package a.")


def test_a_criterion_is_vacuous_over_all_packages_together(package: Write) -> None:
    head = "period,agency_code,measure,stage,numerator,denominator\n"
    folders = [
        package(None, f"tinh-{n}", scores=f"{head}2026-08,H{n:02},766-synced,published,{n},{n}\n") for n in range(1, 6)
    ]
    (only,) = found("vacuous-indicator", *folders)
    assert (only.package, only.params["agencies"]) == ("tinh-5", 5)
    assert found("vacuous-indicator", *folders[:4]) == []


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("F1b", "để đúng, số gốc phải từ 10,61 đến 10,85"),
        ("F1c", "số gốc phải từ 31,14 đến 33,29, nhưng con số F11a của tháng 9/2020 là 19,1"),
        ("F11b", "số gốc phải từ 4,55 đến 4,79"),
    ],
)
def test_growth_says_between_which_numbers_its_base_must_lie(figure: str, said: str, tmp_path: Path) -> None:
    rule = "growth-without-base"
    report = run_example(RULES[rule], EXAMPLES / rule / "fail", tmp_path).report
    (finding,) = (item for item in report.findings if item.key.get("figure_id") == figure)
    assert said in message(rule, finding)[0]


def test_numbers_out_of_all_bounds_stop_none_of_these_rules(package: Write) -> None:
    huge = "9" * 20
    folder = package(
        None,
        "lon",
        scores=f"period,agency_code,measure,stage,numerator,denominator,ratio_pct,score,max_score,rank\n"
        f"2026-08,H44,766-online,published,{huge},{huge},{huge},{huge},{huge},1\n"
        f"2026-08,H44,766-online-used,published,{huge},{huge},{huge},-{huge},{huge},2\n"
        f"2026-08,H45,766-online,published,{huge},{huge},{huge},{huge},{huge},3\n",
        observations=f"period,agency_code,measure,source_id,value\n2026-08,H44,portal-full,s1,{huge}\n"
        f"2026-08,H44,portal-partial,s1,{huge}\n2026-08,H44,portal-authority,s1,1\n"
        f"2026-08,H44,x-on-time-pct,s1,{huge}\n2026-08,H44,x-overdue-pct,s1,{huge}\n",
        figures=f"figure_id,indicator,scope,regime,level,period,relation,value,unit,base_period,numerator\n"
        f"F1,level3-services,VN,43/2011,3,2020,count,{huge},services,,\n"
        f"F2,level4-services,VN,43/2011,4,2020,count,{huge},services,,\n"
        f"F3,level4-services,VN,43/2011,4,2020,times,{huge},times,2019,{huge}\n",
    )
    mine = [RULES[name] for name in RULES if name in OWN]
    report = validate([open_package(folder)], mine, AS_OF)
    assert [item for item in report.not_checked if item.key == "not_checked.out_of_bounds"] == []


OWN = {
    "ratio-out-of-range",
    "part-exceeds-whole",
    "parts-not-the-whole-percent",
    "percent-or-fraction",
    "levels-overlap",
    "vacuous-indicator",
    "copied-from-parent",
    "same-quantity-disagrees",
    "index-total-mismatch",
    "rank-mismatch",
    "measure-redefined",
    "growth-without-base",
    "not-comparable",
}


def test_the_figures_of_the_press_are_asked_about_and_none_is_called_wrong() -> None:
    folder = Path(__file__).parent.parent / "datasets" / "press-figures"
    mine = [RULES[name] for name in sorted(OWN)]
    report = validate([open_package(folder)], mine, AS_OF)
    assert sorted((item.rule, item.severity, item.key["figure_id"]) for item in report.findings) == [
        ("growth-without-base", "warning", "F01b"),
        ("growth-without-base", "warning", "F01c"),
        ("growth-without-base", "warning", "F10d"),
        ("growth-without-base", "warning", "F11b"),
        ("not-comparable", "info", "F01a"),
        ("not-comparable", "info", "F01a"),
        ("not-comparable", "info", "F26"),
        ("not-comparable", "info", "F27"),
    ]
