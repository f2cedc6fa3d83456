"""What the tool says reads well as it stands: lists, columns, command lines, devices; no word of another language."""

from pathlib import Path

import pytest
from checking import ONE_RULE, as_json
from running import Run, Write

USAGE = "period,agency_code,item_code,received_online,period_basis\n"


def messages(run: Run, path: Path, *more: str) -> dict[str, str]:
    return {item["rule"]: item["message"] for item in as_json(run, path, *ONE_RULE, *more)["findings"]}


def test_a_closed_list_is_said_with_commas_and_a_column_by_its_title(run: Run, package: Write) -> None:
    target = package(usage=USAGE + "2026-08,H44,1.000100,5,thang\n2026-09,H44,1.000100,x,calendar\n")
    said = messages(run, target)
    assert said["constraint-error"] == (
        "“thang” ở cột Cách tính kỳ (period_basis) không thuộc danh sách cho phép: calendar, reporting, cumulative."
    )
    assert said["type-error"] == "“x” ở cột Tiếp nhận trực tuyến (received_online) không phải số nguyên."
    said = messages(run, target, "--lang", "en")
    assert said["constraint-error"] == ("“thang” in column period_basis is not one of calendar, reporting, cumulative.")


def test_a_column_that_the_profile_does_not_know_has_its_name_alone(run: Run, package: Write) -> None:
    field = {"name": "received_online", "type": "integer"}
    target = package([{"name": "t", "path": "t.csv", "schema": {"fields": [field]}}], t="received_online\nx\n")
    assert messages(run, target)["type-error"] == "“x” ở cột received_online không phải số nguyên."


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("init", "a", "b c"), "Thừa “b c”"),
        (("init", "a", "b", "c"), "Thừa “b c”"),
        (("validate", "--quiet=1"), "Tùy chọn --quiet không nhận giá trị"),
        (("validate", "--rule"), "Tùy chọn --rule cần một giá trị đi kèm. Xem: dvcdata validate --help"),
        (("site", "build", "--out"), "Xem: dvcdata site build --help"),
        (("validate", "--fail-on", "x"), "--fail-on phải là một trong"),
        (("init",), "Thiếu THƯ-MỤC"),
    ],
)
def test_a_wrong_command_line_is_one_sentence_in_one_language(run: Run, arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert words in result.err
    for word in ("Got", "argument", "Option", "value", "Error", "Missing"):
        assert word not in result.err


def test_a_device_is_no_folder(run: Run, tmp_path: Path) -> None:
    device = Path("/dev") / "null"
    if not device.is_char_device():
        pytest.skip("there is none here")
    for command in (("validate", device), ("import", device, "--into", "goi")):
        result = run(*command)
        assert result.code == 2 and "không phải tệp cũng không phải thư mục" in result.err


def test_a_name_of_a_table_is_refused_where_tables_have_names(run: Run, package: Write) -> None:
    target = package(usage=USAGE + "2026-08,H44,1.000100,5,calendar\n")
    for path in (target, target / "datapackage.json", target.parent):
        result = run("validate", path, "--table", "usage")
        assert (result.code, result.out) == (2, "") and "chỉ dùng cho một tệp bảng lẻ" in result.err
    assert run("validate", target / "usage.csv", "--table", "usage", *ONE_RULE).code == 0


@pytest.mark.parametrize("rule", ["", "code-lost-zeros", "type-error"])
def test_rules_fit_a_narrow_window(run: Run, monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = run("rules", *([rule] if rule else [])).out.splitlines()
    long = [line for line in lines if len(line) > 40 and " " in line.strip()]
    assert long == []
    assert rule or sum(len(line.strip()) > 20 for line in lines) > 80  # titles have room of their own
