"""Every bad input gets one clear sentence and exit code 2, in both languages, and nothing is written."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from running import Run, Write

GOOD = "procedure_code,name\n1.000100,Đăng ký khai sinh\n"


def file_without_extension(folder: Path, package: Write) -> Path:
    path = folder / "thutuc"
    path.write_text(GOOD, encoding="utf-8")
    return path


def empty_file(folder: Path, package: Write) -> Path:
    return package(procedures="")


def empty_lone_file(folder: Path, package: Write) -> Path:
    path = folder / "procedures.csv"
    path.touch()
    return path


def only_a_header(folder: Path, package: Write) -> Path:
    return package(procedures="procedure_code,name\n")


def folder_without_package(folder: Path, package: Write) -> Path:
    path = folder / "trong"
    path.mkdir()
    return path


def missing_path(folder: Path, package: Write) -> Path:
    return folder / "khong-co"


def binary_named_csv(folder: Path, package: Write) -> Path:
    return package(procedures=bytes(range(256)) * 40)


def workbook_named_csv(folder: Path, package: Write) -> Path:
    target = package(procedures=GOOD)
    with zipfile.ZipFile(target / "procedures.csv", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return target


def undeclared_cp1258(folder: Path, package: Write) -> Path:
    return package(procedures="procedure_code,name\n1.000100,Đăng kê tàu cá\n".encode("cp1258"))


def undeclared_utf16(folder: Path, package: Write) -> Path:
    return package(procedures=GOOD.encode("utf-16"))


def undeclared_utf16_without_mark(folder: Path, package: Write) -> Path:
    return package(procedures=("procedure_code,name\n" + "1.000100,Khai sinh\n" * 9).encode("utf-16-le"))


def unknown_encoding(folder: Path, package: Write) -> Path:
    return package([{"name": "procedures", "path": "procedures.csv", "encoding": "utf-88"}], procedures=GOOD)


def wrongly_declared_encoding(folder: Path, package: Write) -> Path:
    resource = {"name": "procedures", "path": "procedures.csv", "encoding": "ascii"}
    return package([resource], procedures=GOOD)


def path_upwards(folder: Path, package: Write) -> Path:
    (folder / "procedures.csv").write_text(GOOD, encoding="utf-8")
    return package([{"name": "procedures", "path": "../procedures.csv"}])


def absolute_path(folder: Path, package: Write) -> Path:
    return package([{"name": "procedures", "path": str(folder / "procedures.csv")}])


def absolute_windows_path(folder: Path, package: Write) -> Path:
    return package([{"name": "procedures", "path": "C:\\so-lieu\\procedures.csv"}])


def link_out(folder: Path, package: Write) -> Path:
    (folder / "outside.csv").write_text(GOOD, encoding="utf-8")
    target = package([{"name": "procedures", "path": "procedures.csv"}])
    (target / "procedures.csv").symlink_to(folder / "outside.csv")
    return target


def url(folder: Path, package: Write) -> Path:
    return package([{"name": "procedures", "path": "http://127.0.0.1:9/procedures.csv"}])


def schema_upwards(folder: Path, package: Write) -> Path:
    return package([{"name": "procedures", "path": "procedures.csv", "schema": "../x.json"}], procedures=GOOD)


def broken_json(folder: Path, package: Write) -> Path:
    target = package(procedures=GOOD)
    (target / "datapackage.json").write_text('{"name": "goi",\n "resources": [}', encoding="utf-8")
    return target


def no_resources(folder: Path, package: Write) -> Path:
    target = package(procedures=GOOD)
    (target / "datapackage.json").write_text("[]", encoding="utf-8")
    return target


def missing_table_file(folder: Path, package: Write) -> Path:
    return package([{"name": "procedures", "path": "procedures.csv"}])


def unknown_table_without_schema(folder: Path, package: Write) -> Path:
    return package(linh_tinh="a,b\n1,2\n")


def bad_pattern(folder: Path, package: Write) -> Path:
    field = {"name": "a", "type": "string", "constraints": {"pattern": "["}}
    return package([{"name": "t", "path": "t.csv", "schema": {"fields": [field]}}], t="a\nx\n")


def pattern_with_a_late_flag(folder: Path, package: Write) -> Path:
    field = {"name": "a", "type": "string", "constraints": {"pattern": "(?i)x"}}
    return package([{"name": "t", "path": "t.csv", "schema": {"fields": [field]}}], t="a\nx\n")


def unknown_type(folder: Path, package: Write) -> Path:
    field = {"name": "a", "type": "chữ"}
    return package([{"name": "t", "path": "t.csv", "schema": {"fields": [field]}}], t="a\nx\n")


def impossible_bound(folder: Path, package: Write) -> Path:
    field = {"name": "a", "type": "integer", "constraints": {"minimum": "x"}}
    return package([{"name": "t", "path": "t.csv", "schema": {"fields": [field]}}], t="a\n1\n")


CASES: list[Callable[[Path, Write], Path]] = [
    file_without_extension,
    empty_file,
    empty_lone_file,
    only_a_header,
    folder_without_package,
    missing_path,
    binary_named_csv,
    workbook_named_csv,
    undeclared_cp1258,
    undeclared_utf16,
    undeclared_utf16_without_mark,
    unknown_encoding,
    wrongly_declared_encoding,
    path_upwards,
    absolute_path,
    absolute_windows_path,
    link_out,
    url,
    schema_upwards,
    broken_json,
    no_resources,
    missing_table_file,
    unknown_table_without_schema,
    bad_pattern,
    pattern_with_a_late_flag,
    unknown_type,
    impossible_bound,
]


def name(case: Callable[..., Any]) -> str:
    return case.__name__


def listing(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


@pytest.mark.parametrize("case", CASES, ids=name)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_bad_input_gets_one_sentence_and_exit_code_2(
    case: Callable[[Path, Write], Path], lang: str, tmp_path: Path, package: Write, run: Run
) -> None:
    target = case(tmp_path, package)
    before = listing(tmp_path)
    result = run("--lang", lang, "validate", target)
    assert result.code == 2, result
    assert result.out == ""
    assert len(result.err.strip().splitlines()) == 1
    assert "Traceback" not in result.err and "{" not in result.err
    assert listing(tmp_path) == before


def test_the_likely_encoding_is_named(run: Run, package: Write, tmp_path: Path) -> None:
    assert "Windows-1258" in run("validate", undeclared_cp1258(tmp_path, package)).err
    assert "UTF-16" in run("validate", undeclared_utf16(tmp_path, package)).err


def test_a_declared_encoding_is_read(run: Run, package: Write) -> None:
    resource = {"name": "procedures", "path": "procedures.csv", "encoding": "cp1258"}
    target = package([resource], procedures="procedure_code,name\n1.000100,Đăng kê tàu cá\n".encode("cp1258"))
    assert run("validate", target, "--rule", "text-not-nfc").code == 0


RULE = """/*
severity = "error"
mender = "you"
certainty = "high"
[needs]
procedures = ["procedure_code"]
[title]
vi = "t"
en = "t"
[message]
vi = "m"
en = "m"
[fix]
vi = "f"
en = "f"
[not_when]
vi = "n"
en = "n"
[basis]
vi = "b"
en = "b"
*/
"""

BAD_RULES = {
    "reads a file": RULE + "select content as _value from read_text('/etc/hostname')",
    "reads a table file": RULE + "select * from 'procedures.csv'",
    "copies": RULE + "copy procedures to 'x.csv'",
    "two statements": RULE + "select 1 as a; select 2 as b",
    "sets": RULE + "set enable_external_access = true",
    "does not parse": RULE + "selekt 1",
    "asks for a column that is not there": RULE + "select nothing as a from procedures",
    "has no select": RULE,
    "has no header": "select 1 as a",
    "has a broken header": "/* severity = */ select 1 as a",
    "lacks words": RULE.replace('en = "t"', "") + "select 1 as a",
    "misspells a key": RULE.replace("mender", "mnder") + "select 1 as a",
    "has an unknown severity": RULE.replace('"error"', '"bad"') + "select 1 as a",
    "uses an undeclared parameter": RULE + "select $limit as a",
    "is no text": "/*\udcff*/",
}


@pytest.mark.parametrize("text", BAD_RULES.values(), ids=BAD_RULES.keys())
def test_an_unreadable_or_forbidden_rule_gets_one_sentence(text: str, tmp_path: Path, package: Write, run: Run) -> None:
    (tmp_path / "dvcdata.toml").touch()
    (tmp_path / "validators").mkdir()
    (tmp_path / "validators" / "own.sql").write_bytes(text.encode("utf-8", "surrogateescape"))
    target = package(procedures=GOOD)
    before = listing(tmp_path)
    result = run("validate", target)
    assert result.code == 2, result
    assert "own.sql" in result.err
    assert len(result.err.strip().splitlines()) == 1
    assert listing(tmp_path) == before


def test_usage_errors_speak_vietnamese_and_end_with_2(run: Run) -> None:
    for arguments in (
        ["validat"],
        ["validate", "--nope"],
        ["validate", "--fail-on", "x"],
        ["import"],
        ["validate", "--rule"],
    ):
        result = run(*arguments)
        assert result.code == 2
        assert result.err.strip() and "Usage" not in result.err and "No such" not in result.err


def test_an_unknown_setting_gets_the_nearest(run: Run, tmp_path: Path) -> None:
    (tmp_path / "dvcdata.toml").write_text('langs = "vi"', encoding="utf-8")
    result = run("rules")
    assert result.code == 2 and "lang" in result.err


def test_an_unknown_rule_gets_the_nearest(run: Run) -> None:
    result = run("rules", "text-not-nf")
    assert result.code == 2 and "text-not-nfc" in result.err


def test_a_descriptor_with_a_bom_is_read(run: Run, package: Write) -> None:
    target = package(procedures=GOOD)
    text = json.dumps(json.loads((target / "datapackage.json").read_text(encoding="utf-8")))
    (target / "datapackage.json").write_text(text, encoding="utf-8-sig")
    assert run("validate", target, "--rule", "text-not-nfc").code == 0
