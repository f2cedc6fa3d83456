"""What the rules over the catalogue say beyond the place: severity, case, counts, and editions given together."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from running import Write

from dvcdata import package as packages
from dvcdata.findings import Finding
from dvcdata.report import Report
from dvcdata.rules import catalogue
from dvcdata.testing import run_example
from dvcdata.validate import validate

RULES = {rule.id: rule for rule in catalogue.load()}
EXAMPLES = Path(__file__).parent / "validators"
Failing = Callable[[str], list[Finding]]


@pytest.fixture
def failing(tmp_path: Path) -> Failing:
    """What a rule finds in its failing example."""

    def found(name: str) -> list[Finding]:
        report: Report = run_example(RULES[name], EXAMPLES / name / "fail", tmp_path).report
        return [item for item in report.findings if item.rule == name]

    return found


def cases(findings: list[Finding]) -> dict[str, tuple[str, object]]:
    return {str(item.value): (item.severity, item.params["case"]) for item in findings}


def test_only_a_province_code_that_no_list_has_or_another_procedure_makes_a_tail_an_error(failing: Failing) -> None:
    assert cases(failing("code-tail-invalid")) == {
        "1.000200.000.00.00.H74": ("error", None),
        "1.000400.000.00.00.H28": ("warning", "ended"),
        "1.000601.000.00.00.H44": ("error", "other_procedure"),
        "1.000800.000.00.00.K77": ("warning", None),
        "1.000200.000.00.00.H55.02": ("warning", "other_owner"),
    }


def test_only_a_link_that_cannot_be_right_is_an_error(failing: Failing) -> None:
    said = {item.key["procedure_code"]: (item.severity, item.params["case"]) for item in failing("replaced-by-broken")}
    assert said == {
        "1.000100": ("error", None),
        "1.000200": ("error", "cycle"),
        "1.000400": ("warning", "unknown"),
        "1.000500": ("warning", "no_successor"),
        "1.000800": ("warning", "in_force"),
    }


def test_a_level_is_an_error_only_where_the_decree_named_does_not_have_it(failing: Failing) -> None:
    said = {item.key["service_code"]: (item.severity, item.params["case"]) for item in failing("level-outside-regime")}
    assert said == {
        "1.000100.01": ("error", None),
        "1.000500.01": ("warning", "ended"),
        "1.000700.01": ("error", None),
        "1.000900.01": ("warning", "no_regime"),
        "1.001000.01": ("warning", "information"),
        "1.001100.01": ("error", "proactive"),
        "1.001200.01": ("error", "proactive"),
        "1.001500.01": ("warning", "no_regime"),
    }


def test_days_are_counted_over_leap_years_and_ends_of_years(failing: Failing) -> None:
    said = [(item.params["apart"], item.params["least"], item.params["n_rows"]) for item in failing("published-late")]
    assert said == [(4, 5, 2), (19, 20, 1), (9, 20, 1)]


def test_a_cut_announced_again_says_how_many_days_lie_between(failing: Failing) -> None:
    assert [item.params["apart"] for item in failing("cut-and-recreated")] == [90, 71]


def test_one_body_in_several_spellings_is_told_once_at_the_rarer_one(failing: Failing) -> None:
    said = {item.value: item.params["others"] for item in failing("agency-name-variant")}
    assert said["Sở Tư Pháp"] == "“Sở Tư pháp” (2)"
    assert len(said) == 4


def test_letters_that_look_alike_are_shown_where_they_stand(failing: Failing) -> None:
    said = {(item.params["case"], item.params["place"]) for item in failing("text-look-alike")}
    assert (None, "▯ăng ký khai sinh") in said
    assert (None, "Cấp giấy phé▯ lái xe") in said


def test_a_code_of_another_procedure_in_an_earlier_edition_is_found(package: Write) -> None:
    head = "procedure_code,name,field_name\n"
    earlier = head + "1.000100,Đăng ký khai sinh,Hộ tịch\n1.000200,Đăng ký kết hôn,Hộ tịch\n"
    later = head + "1.000100,Cấp giấy phép lái xe,Đường bộ\n1.000200,Kết hôn,Hộ tịch\n"
    old = package(None, "2025", procedures=earlier)
    new = package(None, "2026", procedures=later)
    rule = RULES["identifier-reused"]
    report = validate([packages.open_package(old), packages.open_package(new)], [rule], date(2026, 11, 21))
    (finding,) = report.findings
    assert (finding.package, finding.row, finding.params["other_package"]) == ("2026", 2, "2025")
    assert "“Đăng ký khai sinh” (Hộ tịch)" in report.words(finding, "message", "vi")
