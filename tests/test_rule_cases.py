"""What rules say of their examples beyond the place: severity, words of the case, counts, and several packages."""

from collections.abc import Callable
from dataclasses import replace
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
AS_OF = date(2026, 11, 21)
Failing = Callable[[str], Report]


@pytest.fixture
def failing(tmp_path: Path) -> Failing:
    """The report on a rule's failing example."""
    return lambda name: run_example(RULES[name], EXAMPLES / name / "fail", tmp_path).report


def found(report: Report, rule: str) -> list[Finding]:
    return [item for item in report.findings if item.rule == rule]


def test_only_a_code_of_no_known_shape_is_an_error(failing: Failing) -> None:
    report = failing("procedure-code-form")
    said = {item.value: (item.severity, item.params["case"]) for item in found(report, "procedure-code-form")}
    assert said == {
        "1.000200.000.00.00.H44": ("warning", "local"),
        "1.001200.000.00.00.H44.02": ("warning", "local"),
        "1.001100.H44": ("warning", "local"),
        "1.000300.01": ("warning", "service"),
        "BTP-277412": ("error", None),
        "1.00070": ("error", None),
        "1.0008001": ("error", None),
        "１.000900": ("error", None),
    }


def test_a_code_is_proposed_only_where_the_list_knows_it(failing: Failing) -> None:
    report = failing("code-lost-zeros")
    said = {
        (item.table, item.value): (item.severity, item.params["proposed"], item.params["n_rows"])
        for item in found(report, "code-lost-zeros")
    }
    assert said == {
        ("procedures", "1.0001"): ("error", "1.000100", 1),
        ("procedures", "1,0001"): ("error", "1.000100", 1),
        ("procedures", "1.0003"): ("error", None, 1),
        ("procedures", "3000111"): ("warning", None, 1),
        ("procedure_agencies", "2.00123"): ("error", "2.001230", 2),
        ("services", "1000100"): ("error", "1.000100", 1),
        ("services", "1,000200"): ("error", "1.000200", 1),
        ("services", " 1.0001 "): ("error", "1.000100", 1),
        ("usage", "1.0001"): ("error", "1.000100", 3),
        ("usage", "1.000.200"): ("error", "1.000200", 1),
        ("usage", "1,000,200"): ("error", "1.000200", 1),
        ("usage", "1.0009"): ("error", None, 1),
        ("usage", "9876543"): ("warning", None, 1),
    }
    unknown = [item for item in found(report, "code-lost-zeros") if not item.params["proposed"]]
    assert all("cannot be known" in report.words(item, "message", "en") for item in unknown)


def test_a_code_outside_its_time_is_a_warning_that_names_the_successor(failing: Failing) -> None:
    report = failing("agency-unknown-at-date")
    said = {
        (item.table, item.value): (item.severity, item.params["case"], item.params["n_rows"])
        for item in found(report, "agency-unknown-at-date")
    }
    assert said == {
        ("usage", "H99.05"): ("warning", "succeeded", 3),
        ("usage", "H99.06"): ("warning", "ended", 1),
        ("usage", "H28"): ("warning", "succeeded", 1),
        ("usage", "H99.40"): ("warning", "not_yet", 2),
        ("usage", "H99.99"): ("error", None, 2),
        ("observations", "H99.05"): ("warning", "succeeded", 1),
        ("services", "G77"): ("error", None, 2),
        ("service_offers", "SO"): ("error", None, 1),
        ("units", "H99.41"): ("error", None, 1),
        ("agency_names", "H99.42"): ("error", None, 1),
    }
    (merged,) = [item for item in found(report, "agency-unknown-at-date") if item.value == "H28"]
    assert "30/06/2025" in report.words(merged, "message", "vi")
    assert "Ủy ban nhân dân tỉnh Phú Thọ (mã H44)" in report.words(merged, "fix", "vi")


def test_untidy_text_is_shown_with_the_invisible_made_visible(failing: Failing) -> None:
    report = failing("text-untidy")
    said = [report.words(item, "message", "en") for item in found(report, "text-untidy")]
    assert "Column name has a blank at the end (␣): “Đăng ký khai tử␣”." in said
    assert "Column name has a special space (⍽): “Đăng ký⍽giám hộ”." in said
    assert "Column name has an invisible character (▯): “Đăng ký ▯lại▯”." in said
    shown = [text.split("“")[1] for text in said]
    assert all(char.isprintable() for text in shown for char in text)
    (cut,) = [text for text in shown if text.startswith("…")]
    assert "số␣␣50/2026" in cut
    assert cut.endswith("…”.")


def test_a_service_without_dossiers_is_said_with_its_level_months_and_units(failing: Failing) -> None:
    report = failing("service-without-dossiers")
    said = {item.key["service_code"]: item for item in found(report, "service-without-dossiers")}
    assert {item.severity for item in said.values()} == {"warning"}
    assert {code: item.params["n_agencies"] for code, item in said.items() if item.params["n_agencies"] != 1} == {
        "1.000300.01": 3,
        "1.000400.01": 3,
        "1.003400.01": 2,
    }
    for code, part in {
        "1.000100.01": "“Không ai nộp” do Ủy ban nhân dân tỉnh Thử cung cấp, toàn trình, mở từ 01/03/2024: ",
        "1.000300.01": "toàn trình: không có hồ sơ nào, ở mọi kênh, trong 3 tháng (tháng 6/2026 – tháng 8/2026)",
        "1.002100.01": "cung cấp, mức độ 4 (Nghị định 43/2011/NĐ-CP), mở từ 01/01/2020",
        "1.003800.01": "“Tên lấy từ danh mục thủ tục” do K77 cung cấp: ",
    }.items():
        assert part in report.words(said[code], "message", "vi")


def test_services_of_which_something_is_unknown_are_counted_and_not_accused(failing: Failing) -> None:
    report = failing("service-without-dossiers")
    (partly,) = report.not_checked
    assert (partly.params["n"], partly.params["of"], partly.partly) == (15, 37, True)


@pytest.mark.parametrize("name", ["service-without-dossiers", "service-usage-unknown"])
def test_no_service_is_both_without_dossiers_and_of_unknown_use(name: str, tmp_path: Path) -> None:
    run_example(RULES[name], EXAMPLES / name / "fail", tmp_path)
    pair = ("service-without-dossiers", "service-usage-unknown")
    both = [replace(RULES[rule], parameters={"months": 3}) for rule in pair]
    report = validate([packages.open_package(tmp_path)], both, AS_OF)
    without, unknown = ({tuple(item.key.values()) for item in found(report, rule.id)} for rule in both)
    assert (without, unknown)[name == "service-usage-unknown"]
    assert not without & unknown


def test_a_package_that_names_no_executing_agency_at_all_is_left_alone(package: Write) -> None:
    full = package(
        None,
        "one",
        procedures="procedure_code,name\n1.000100,A\n1.000200,B\n",
        procedure_agencies="procedure_code,n,executing_text\n1.000100,1,Sở Tư pháp\n",
    )
    bare = package(None, "two", procedures="procedure_code,name\n1.000300,C\n")
    rule = RULES["executing-agency-missing"]
    report = validate([packages.open_package(full), packages.open_package(bare)], [rule], AS_OF)
    assert [item.key["procedure_code"] for item in found(report, rule.id)] == ["1.000200"]
    alone = validate([packages.open_package(bare)], [rule], AS_OF)
    assert [item.key for item in alone.not_checked] == ["not_checked.no_table"]


def test_the_code_list_may_come_from_another_package(package: Write) -> None:
    listed = package(None, "one", procedures="procedure_code,name\n1.000100,A\n")
    used = package(None, "two", usage="period,agency_code,item_code\n2026-08,H44.07,1.0001\n")
    rule = RULES["code-lost-zeros"]
    report = validate([packages.open_package(listed), packages.open_package(used)], [rule], AS_OF)
    assert [(item.package, item.params["proposed"]) for item in found(report, rule.id)] == [("two", "1.000100")]
