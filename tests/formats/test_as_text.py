"""The report on a terminal: what it says first, where the places are, and that no cell can wreck it."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
from checking import AS_OF, ONE_RULE, PROCEDURES, UNTIDY, rule_text, workspace
from running import Run, Write

from dvcdata import texts
from dvcdata.findings import Finding
from dvcdata.formats import as_text
from dvcdata.ledger import Ledger
from dvcdata.report import Checked, Report
from dvcdata.rules.run import NotChecked

NOTHING = "Không phát hiện vấn đề nào trong những gì đã kiểm tra."
ESCAPES = "\x1b[31mRED\x1b]0;title\x07\x9b2J"
CONTROLS = "\u202eabc\u2066\u200bx\ufeff\x7f"


def report(findings: Iterable[Finding] = (), **more: Any) -> Report:
    kept = Ledger()
    kept.extend(findings)
    done = Checked(packages=1, tables=2, rows=52310, cells=9, rules=3)
    usual: dict[str, Any] = {"packages": ("goi",), "not_checked": (), "command": "dvcdata validate goi"}
    return Report(as_of=date(2026, 11, 21), checked=done, findings=kept, **{**usual, **more})


def finding(number: int = 2, **more: Any) -> Finding:
    usual: dict[str, Any] = {"rule": "type-error", "severity": "error", "mender": "you", "package": "goi"}
    usual |= {"table": "dossiers", "file": "dossiers.csv", "row": number, "field": "pending_total", "value": "x"}
    return Finding(**{**usual, "params": {"type": "integer"}, **more})


def shown(value: Report, lang: str = "vi", width: int = 100) -> str:
    return click.unstyle(as_text.render(value, lang, width))


def test_it_begins_with_what_was_checked_and_how_much_was_found() -> None:
    some = [finding(), finding(3, severity="block"), finding(4, severity="warning"), finding(5, severity="info")]
    assert shown(report(some)).splitlines()[:3] == [
        "Kiểm tra gói goi (tính đến 21/11/2026)",
        "Đã kiểm tra: 2 bảng, 52.310 dòng, 3 quy tắc.",
        "Chưa thể công bố: 1 vấn đề chặn công bố, 1 lỗi, 1 cảnh báo, 1 lưu ý.",
    ]
    assert shown(report(some), "en").splitlines()[:3] == [
        "Package goi (as of 2026-11-21)",
        "Checked: 2 tables, 52,310 rows, 3 rules.",
        "Not ready to publish: 1 blocking, 1 error, 1 warning, 1 note.",
    ]


def test_nothing_found_is_said_of_what_was_checked_and_of_no_more() -> None:
    assert shown(report()).splitlines()[2:] == [NOTHING]
    assert shown(report(), "en").splitlines()[2:] == ["No problem found in what was checked."]


def test_the_gravest_kind_comes_first() -> None:
    kinds = [finding(severity=severity) for severity in ("info", "error", "warning", "block")]
    labels = [line.split("  ")[0] for line in shown(report(kinds)).splitlines() if "type-error" in line]
    assert labels == ["CHẶN", "LỖI", "CẢNH BÁO", "LƯU Ý"]


def test_a_kind_has_its_true_total_and_only_its_first_places() -> None:
    text = shown(report(finding(n) for n in range(2, 1302)))
    assert "LỖI  type-error  1.300 ô — Giá trị sai kiểu" in text
    assert "    dossiers.csv › dòng 2, dòng 3, dòng 4, … và 1.297 chỗ khác" in text
    assert text.count("không phải số nguyên") == 1


def test_a_row_is_a_place_and_no_number_to_be_grouped() -> None:
    assert "dòng 12345" in shown(report([finding(12345)]))


def test_a_file_and_a_sheet_are_named_once_for_the_places_in_them() -> None:
    cells = ["a.xlsx › II.06a › C17", "a.xlsx › II.06a › C18", "a.xlsx › II.06b › C17"]
    text = shown(report(finding(n, cell=cell) for n, cell in enumerate(cells, 2)))
    assert "    a.xlsx › II.06a › C17, C18, a.xlsx › II.06b › C17" in text


def test_the_same_place_is_shown_once() -> None:
    text = shown(report([finding(2, field="a"), finding(2, field="b"), finding(3)]))
    assert "    dossiers.csv › dòng 2, dòng 3\n" in text
    assert "type-error  3 ô" in text


def test_a_finding_about_a_whole_file_is_no_cell_and_no_row() -> None:
    whole = finding(rule="hash-count", row=None, field=None, value=None)
    assert "hash-count  1 chỗ — " in shown(report([whole]))
    assert "    dossiers.csv › dossiers\n" in shown(report([whole]))
    assert "blank-row  1 dòng — " in shown(report([finding(rule="blank-row", field=None)]))


def test_it_says_who_can_mend_how_much() -> None:
    text = shown(report([finding(), finding(mender="issuer"), finding(mender="issuer"), finding(mender="platform")]))
    assert (
        "Đơn vị tự sửa được: 1. Cần đề nghị cơ quan ban hành sửa: 2. Cần đề nghị đơn vị vận hành hệ thống sửa: 1."
    ) in text.replace("\n", " ")


def test_what_was_not_checked_is_told_with_its_reasons_and_never_as_passed() -> None:
    lacking = [NotChecked(rule, "not_checked.no_table", {"table": "usage"}) for rule in ("a-rule", "b-rule")]
    partly = NotChecked("c-rule", "not_checked.unknown_rows", {"n": 4, "of": 1200, "table": "dossiers"}, partly=True)
    left_out = NotChecked("*", "not_checked.left_out", {"n": 1, "table": "dossiers"}, partly=True)
    value = report(not_checked=(*lacking, partly, left_out))
    assert "Chưa kiểm tra được: 2 quy tắc (lý do ở cuối)." in shown(value)
    assert shown(value).splitlines()[-6:] == [
        "",
        "Chưa kiểm tra 2/5 quy tắc. Không kiểm tra không có nghĩa là đạt.",
        "    a-rule, b-rule: chưa có bảng usage.",
        "Kiểm tra được một phần:",
        "    c-rule: 4/1.200 dòng của bảng dossiers thiếu số liệu cần thiết; ô trống không tính là 0.",
        "    1 dòng của bảng dossiers sai cấu trúc, không quy tắc nào xem được.",
    ]
    assert "2 of 5 rules were not checked. Not checked does not mean passed." in shown(value, "en")


def test_it_ends_with_the_command_to_run_again_where_there_is_something_to_mend() -> None:
    assert shown(report([finding()])).endswith("\nSửa xong chạy lại: dvcdata validate goi")
    assert "chạy lại" not in shown(report())


def test_many_packages_are_counted_and_not_all_named() -> None:
    names = tuple(f"xa-{n}" for n in range(2000))
    assert shown(report(packages=names)).startswith("Kiểm tra gói xa-0, xa-1, xa-2, xa-3 và 1.996 gói khác (tính đến")


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_a_narrow_window_breaks_lines_and_no_ids(lang: str) -> None:
    lacking = NotChecked("to-handle-total-inconsistent", "not_checked.no_table", {"table": "procedure_agencies"})
    every = [finding(mender=mender) for mender in ("you", "issuer", "platform")]
    value = report([*every, finding(rule="primary-key", field=None)], not_checked=(lacking,), packages=("so-lieu",) * 9)
    lines = shown(value, lang, 40).splitlines()
    assert max(map(len, lines)) <= 40, max(lines, key=len)
    assert "to-handle-total-inconsistent" in " ".join(lines)
    words = [word for line in lines for word in line.split()]
    wide = [word for line in shown(value, lang, 1000).splitlines() for word in line.split()]
    assert words == wide


def test_the_width_is_that_of_the_window(run: Run, package: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = package(procedures=UNTIDY)
    for columns, widest in (("40", 40), ("72", 72), ("400", 110), ("3", 40)):
        monkeypatch.setenv("COLUMNS", columns)
        lines = [line for line in run("validate", folder, *ONE_RULE).out.splitlines() if "dvcdata validate" not in line]
        assert widest - 20 < max(map(len, lines)) <= widest


def test_colours_are_on_the_label_and_the_rule_only_where_lines_break() -> None:
    (line,) = (line for line in as_text.render(report([finding()]), "vi", 40).splitlines() if "type-error" in line)
    assert line.startswith(click.style("LỖI", fg="red", bold=True) + "  " + click.style("type-error", bold=True))


@pytest.mark.parametrize(
    "hostile", [ESCAPES, CONTROLS, "a\nb\r\nc\td", "x" * 1_000_000, "é\n" * 500_000, "{name}{0}%s"]
)
def test_no_cell_can_wreck_the_terminal(hostile: str, run: Run, package: Write) -> None:
    cell = '"' + hostile.replace('"', '""') + '"'
    folder = package(
        agencies=f"agency_code,name,valid_from\nH1,{cell},{cell}\n{cell},B,\n",
        procedures=f"procedure_code,name\n{cell},{cell}\n",
    )
    for lang in texts.LANGUAGES:
        result = run("validate", folder, "--lang", lang)
        assert result.code == 1, result.err
        assert all(char.isprintable() or char == "\n" for char in result.out)
        assert len(result.out) < 50_000 and max(map(len, result.out.splitlines())) < 300


def test_a_hostile_value_is_shown_by_its_codes_and_a_long_one_by_its_ends() -> None:
    assert "“\\x1b[31mRED\\x1b]0;title\\x07\\x9b2J” ở cột" in shown(report([finding(value=ESCAPES)]))
    assert "“a\\nb”" in shown(report([finding(value="a\nb")]))
    text = shown(report([finding(value="đầu" + "x" * 10_000 + "đuôi")]))
    assert "“đầuxxx" in text and "[…]" in text and "xxxđuôi”" in text


def test_no_name_in_a_package_can_wreck_the_terminal(run: Run, package: Write, tmp_path: Path) -> None:
    field = {"name": f"b{ESCAPES}", "type": "integer"}
    resource = {"name": f"t{ESCAPES}", "path": "t.csv", "schema": {"fields": [field], "fieldsMatch": ["subset"]}}
    folder = package([resource], f"goi{CONTROLS}", t=f"b{ESCAPES}\nx\n")
    result = run("validate", folder, "--verbose")
    assert result.code == 1, result.err
    assert all(char.isprintable() or char == "\n" for char in result.out)


@pytest.mark.parametrize(
    "place",
    [
        {"file": f"a{ESCAPES}.csv"},
        {"cell": f"a{ESCAPES}.xlsx › Trang {CONTROLS} › B17"},
        {"row": None, "key": {"k": ESCAPES}},
        {"row": None, "table": f"t{ESCAPES}"},
        {"field": f"cột{CONTROLS}"},
        {"rule": f"rule{ESCAPES}", "params": {"note": ESCAPES}},
    ],
    ids=str,
)
def test_no_place_can_wreck_the_terminal(place: dict[str, Any]) -> None:
    text = shown(report([finding(**place)], packages=(f"gói{ESCAPES}",)))
    assert all(char.isprintable() or char == "\n" for char in text)


def test_a_message_of_a_rule_is_as_safe_as_ours(run: Run, tmp_path: Path) -> None:
    home = workspace(tmp_path / "w", own=rule_text(message='{vi = "{name}", en = "{name}"}'))
    (home / "procedures.csv").write_text(f"procedure_code,name\n1.000100,{ESCAPES}\n", encoding="utf-8")
    out = run("validate", home / "procedures.csv", "--rule", "own").out
    assert "    \\x1b[31mRED\\x1b]0;title\\x07\\x9b2J\n" in out


def test_the_summary_is_the_beginning_of_the_whole(run: Run, package: Write) -> None:
    assert run("validate", package(procedures=PROCEDURES), "--quiet", *ONE_RULE, *AS_OF).out.splitlines()[-1] == NOTHING


def test_where_no_rule_could_be_checked_only_the_structure_is_called_clean(run: Run, package: Write) -> None:
    folder = package(procedures="procedure_code,name\n1.000100,A\n")
    result = run("--lang", "en", "validate", folder, "--rule", "score-mismatch")
    out = " ".join(result.out.split())
    assert result.code == 0 and "No rule could be checked (reasons below); only the structure was" in out
    assert "No problem found in what was checked" not in out
    assert "only the structure" not in run("--lang", "en", "validate", folder, "--rule", "text-untidy").out
