"""The command line: what each option does, which language it speaks, and how it ends."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import pytest
from checking import AS_OF, ONE_RULE, PROCEDURES, UNTIDY, as_json, rule_text, workspace
from official_files import procedure, procedure_list
from running import Run, Write

from dvcdata import __version__, cli, texts
from dvcdata.findings import SEVERITIES

WRONG_CODES = "procedure_code,name\n1.0001,A\n"


def test_nothing_found_ends_with_0_and_is_not_called_valid(run: Run, package: Write) -> None:
    result = run("validate", package(procedures=PROCEDURES), *ONE_RULE)
    assert result.code == 0
    assert "Không phát hiện vấn đề nào trong những gì đã kiểm tra." in result.out
    assert "hợp lệ" not in result.out and "VALID" not in result.out.upper()
    assert result.err == ""


def test_an_error_ends_with_1(run: Run, package: Write) -> None:
    result = run("validate", package(procedures="procedure_code,name,abolished_date\n1.000100,A,hôm qua\n"))
    assert result.code == 1
    assert "type-error" in result.out and result.err == ""


@pytest.mark.parametrize("severity", SEVERITIES)
def test_fail_on_decides_from_which_severity_on_the_end_is_1(run: Run, tmp_path: Path, severity: str) -> None:
    home = workspace(tmp_path / "w", own=rule_text(severity=f'"{severity}"'))
    (home / "procedures.csv").write_text(PROCEDURES, encoding="utf-8")
    codes = {
        threshold: run("validate", home / "procedures.csv", "--rule", "own", "--fail-on", threshold).code
        for threshold in SEVERITIES
    }
    place = SEVERITIES.index(severity)
    assert codes == {threshold: int(SEVERITIES.index(threshold) >= place) for threshold in SEVERITIES}


def test_errors_fail_and_warnings_do_not_unless_asked(run: Run, package: Write) -> None:
    folder = package(procedures=UNTIDY)
    assert run("validate", folder, *ONE_RULE).code == 0
    assert run("validate", folder, *ONE_RULE, "--fail-on", "warning").code == 1


def test_a_missing_path_ends_with_2(run: Run) -> None:
    assert run("validate", "khong-co").code == 2


def test_a_bug_ends_with_3_and_asks_for_the_report(run: Run, package: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("dvcdata.validate.validate", broken)
    result = run("validate", package(procedures=PROCEDURES))
    assert result.code == 3
    assert result.out == ""
    assert "lỗi của công cụ" in result.err
    for told in (__version__, "Python", "dvcdata validate", "RuntimeError: broken on purpose"):
        assert told in result.err


def test_a_path_that_the_system_refuses_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "vòng").symlink_to(tmp_path / "vòng")
    for path, reason in ((tmp_path / "vòng", "đường dẫn"), (tmp_path / ("a" * 300), "tên quá dài")):
        result = run("validate", path)
        assert (result.code, result.err.count("\n")) == (2, 1)
        assert reason in result.err


def test_an_interruption_ends_with_130(run: Run, package: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dvcdata.validate.validate", interrupted)
    result = run("validate", package(procedures=PROCEDURES))
    assert (result.code, result.err.strip()) == (130, "Đã dừng theo yêu cầu.")


def test_rule_runs_only_the_rules_named(run: Run, package: Write) -> None:
    folder = package(procedures="procedure_code,name\n1.0001, A\n")
    everything = {item["rule"] for item in as_json(run, folder)["findings"]}
    assert everything >= {"code-lost-zeros", "text-untidy"}
    one = as_json(run, folder, "--rule", "text-untidy")
    assert {item["rule"] for item in one["findings"]} == {"text-untidy"}
    assert one["checked"]["rules"] == 1 and one["not_checked"] == []
    two = as_json(run, folder, "--rule", "text-untidy", "--rule", "code-lost-zeros")
    assert {item["rule"] for item in two["findings"]} == {"code-lost-zeros", "text-untidy"}


def test_skip_leaves_out_the_rules_named_and_does_not_call_them_unchecked(run: Run, package: Write) -> None:
    report = as_json(run, package(procedures="procedure_code,name\n1.0001, A\n"), "--skip", "text-untidy")
    found = {item["rule"] for item in report["findings"]}
    assert "code-lost-zeros" in found and "text-untidy" not in found
    assert "text-untidy" not in {item["rule"] for item in report["not_checked"]}


def test_skipping_the_only_rule_asked_for_ends_with_2(run: Run, package: Write) -> None:
    result = run("validate", package(procedures=PROCEDURES), "--rule", "text-untidy", "--skip", "text-untidy")
    assert result.code == 2 and "--skip" in result.err


def test_structure_is_checked_whatever_rule_is_asked_for(run: Run, package: Write) -> None:
    folder = package(procedures="procedure_code,name,abolished_date\n1.000100,A,x\n")
    assert [item["rule"] for item in as_json(run, folder, "--rule", "text-not-nfc")["findings"]] == ["type-error"]


def test_as_of_is_said_and_given_to_the_rules(run: Run, tmp_path: Path) -> None:
    select = "select p._package, p._row, p.procedure_code, $as_of as today from procedures as p"
    home = workspace(tmp_path / "w", own=rule_text(select, message='{vi = "{today}", en = "{today}"}'))
    (home / "procedures.csv").write_text(PROCEDURES, encoding="utf-8")
    result = run("validate", home / "procedures.csv", "--rule", "own", "--as-of", "2024-02-29", "--format", "json")
    report = json.loads(result.out)
    assert report["as_of"] == "2024-02-29"
    assert [item["message"] for item in report["findings"]] == ["29/02/2024"]


@pytest.mark.parametrize("day", ["2026-02-29", "21/11/2026", "hôm nay", "2026-11"])
def test_an_as_of_that_is_no_day_ends_with_2(run: Run, package: Write, day: str) -> None:
    result = run("validate", package(procedures=PROCEDURES), "--as-of", day)
    assert result.code == 2 and day in result.err


def test_quiet_prints_the_summary_and_keeps_the_exit_code(run: Run, package: Write) -> None:
    folder = package(procedures=WRONG_CODES)
    loud, quiet = run("validate", folder, *AS_OF), run("validate", folder, "--quiet", *AS_OF)
    assert quiet.code == loud.code == 1
    assert len(quiet.out.splitlines()) == 3
    assert loud.out.startswith(quiet.out)


def test_verbose_says_how_each_table_was_read(run: Run, package: Write) -> None:
    result = run("validate", package(procedures=PROCEDURES, agencies="agency_code,name\nH44,A\n"), "--verbose")
    told = result.out.partition("Cách đọc từng bảng:")[2]
    assert "procedures: 1 dòng" in told and "agencies: 1 dòng" in told


def test_a_package_a_folder_of_packages_and_its_descriptor_can_be_named(
    run: Run, package: Write, tmp_path: Path
) -> None:
    one = package(None, "mot", procedures=PROCEDURES)
    package(None, "hai", agencies="agency_code,name\nH44,A\n")
    assert as_json(run, one)["checked"]["packages"] == 1
    assert as_json(run, one / "datapackage.json")["checked"]["packages"] == 1
    assert as_json(run, tmp_path)["checked"]["packages"] == 2
    assert as_json(run, one, tmp_path / "hai")["checked"]["packages"] == 2
    assert as_json(run, one, tmp_path)["checked"]["packages"] == 2


def test_without_a_path_the_workspace_is_checked_from_any_folder_in_it(
    run: Run, package: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace(tmp_path)
    package(None, "datasets/goi", procedures=PROCEDURES)
    for folder in (tmp_path, tmp_path / "datasets" / "goi"):
        monkeypatch.chdir(folder)
        assert as_json(run)["checked"] == as_json(run, tmp_path)["checked"]


def test_without_a_path_and_a_workspace_the_end_is_2(run: Run) -> None:
    result = run("validate")
    assert result.code == 2 and "dvcdata init" in result.err


@pytest.mark.parametrize(
    ("name", "text", "table"),
    [
        ("procedures.csv", PROCEDURES, "procedures"),
        (
            "danh-sach.csv",
            PROCEDURES.replace("name", "name,issuing_text").replace("sinh", "sinh,Bộ Y tế"),
            "procedures",
        ),
        ("so-lieu.tsv", "period\tagency_code\trow_kind\tfield_code\n2026-08\tH44\tagency\tALL\n", "dossiers"),
    ],
)
def test_a_lone_file_is_recognised_by_its_name_or_by_its_columns(
    run: Run, tmp_path: Path, name: str, text: str, table: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    report = as_json(run, tmp_path / name, "--rule", "text-not-nfc")
    assert report["checked"]["tables"] == 1
    shown = run("validate", tmp_path / name, "--rule", "text-not-nfc", "--verbose").out
    assert f"{table}: 1 dòng" in shown


def test_a_lone_file_that_is_not_recognised_is_named_by_table(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "la.csv"
    path.write_text("x,y\n1,2\n", encoding="utf-8")
    refused = run("validate", path)
    assert refused.code == 2 and "--table" in refused.err and "x, y" in refused.err
    assert "dvcdata import" in refused.err and "la.csv --into" in refused.err
    path.write_text("agency_code,a,b,c\nH44,1,2,3\n", encoding="utf-8")
    assert as_json(run, path, "--table", "agencies")["findings"]


def test_a_table_that_does_not_exist_is_refused_with_the_tables_there_are(run: Run, tmp_path: Path) -> None:
    (tmp_path / "procedures.csv").write_text(PROCEDURES, encoding="utf-8")
    result = run("validate", tmp_path / "procedures.csv", "--table", "thu-tuc")
    assert result.code == 2 and "“thu-tuc”" in result.err and "procedures" in result.err


def test_lang_is_understood_before_and_after_the_command(run: Run, package: Write) -> None:
    folder = package(procedures=PROCEDURES)
    for arguments in (
        ("--lang", "en", "validate", folder),
        ("validate", "--lang", "en", folder),
        ("validate", folder, "--lang=en"),
        ("--lang=en", "validate", folder),
    ):
        assert "No problem found in what was checked." in run(*arguments, *ONE_RULE).out
    assert "Không phát hiện" in run("validate", folder, "--lang", "vi", *ONE_RULE).out


def test_a_language_that_is_not_spoken_ends_with_2(run: Run, package: Write) -> None:
    result = run("validate", package(procedures=PROCEDURES), "--lang", "fr")
    assert result.code == 2 and "vi, en" in result.err


def test_a_workspace_has_its_language_and_an_option_wins(run: Run, package: Write, tmp_path: Path) -> None:
    folder = package(procedures=PROCEDURES)
    workspace(tmp_path, 'lang = "en"')
    assert "No problem found" in run("validate", folder, *ONE_RULE).out
    assert "Không phát hiện" in run("validate", folder, "--lang", "vi", *ONE_RULE).out
    assert run("--help").out.startswith("Usage:")
    assert run("validate", "khong-co").err.startswith("khong-co was not found")


def test_a_rule_of_the_workspace_stands_for_the_shipped_one_of_its_name(
    run: Run, package: Write, tmp_path: Path
) -> None:
    folder = package(procedures=PROCEDURES)
    assert as_json(run, folder, "--rule", "text-untidy")["findings"] == []
    workspace(tmp_path, text_untidy=rule_text(severity='"info"'))
    (finding,) = as_json(run, folder, "--rule", "text-untidy")["findings"]
    assert (finding["severity"], finding["message"]) == ("info", "lời")
    assert as_json(run, folder, "--rule", "text-not-nfc")["checked"]["rules"] == 1


def test_a_former_id_of_a_rule_is_still_understood(run: Run, tmp_path: Path) -> None:
    home = workspace(tmp_path / "w", own=rule_text(replaces='["old-name"]'))
    (home / "procedures.csv").write_text(PROCEDURES, encoding="utf-8")
    assert [item["rule"] for item in as_json(run, home / "procedures.csv", "--rule", "old-name")["findings"]] == ["own"]


def test_rules_are_listed_and_one_is_explained(run: Run) -> None:
    listed = run("rules", "--lang", "en")
    assert listed.code == 0 and "text-untidy" in listed.out and "figure-mismatch" in listed.out
    assert "Severity" in run("rules", "text-untidy", "--lang", "en").out
    assert run("rules", "primary-key").code == 0


def test_version_and_help_are_printed_and_nothing_given_means_help(run: Run) -> None:
    assert run("--version").out == f"dvcdata {__version__}\n"
    assert run().out == run("--help").out
    assert "validate" in run("--help").out


@pytest.mark.parametrize("command", sorted(cli.cli.commands))
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_command_and_option_is_explained_in_both_languages(run: Run, command: str, lang: str) -> None:
    result = run(command, "--help", "--lang", lang)
    assert result.code == 0
    assert result.out.startswith("Cách dùng:" if lang == "vi" else "Usage:")
    for parameter in cli.cli.commands[command].params:
        assert all(name in result.out for name in parameter.opts if name.startswith("--"))
    assert ("Options" in result.out) == (lang == "en")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("vi", ("BẢN-CŨ BẢN-MỚI", "Thiếu BẢN-CŨ.", "--rule QUY-TẮC")),
        ("en", ("OLD NEW", "OLD is missing.", "--rule RULE")),
    ],
)
def test_what_stands_for_a_value_is_in_the_language_of_the_reader(run: Run, lang: str, words: Sequence[str]) -> None:
    said = [run("--lang", lang, *words) for words in (("diff", "--help"), ("diff",), ("validate", "--help"))]
    for word, result in zip(words, said, strict=True):
        assert word in result.out + result.err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are always Unicode")
def test_a_name_that_is_not_utf_8_is_one_sentence(run: Run, package: Write, tmp_path: Path) -> None:
    old = tmp_path / os.fsdecode(b"b\xe1o c\xe1o")  # Windows-1258
    package(procedures=PROCEDURES).rename(old)
    (tmp_path / "tệp").mkdir()
    procedure_list(tmp_path / "tệp" / "a.xlsx", procedure()).rename(tmp_path / "tệp" / os.fsdecode(b"b\xe1o.xlsx"))
    for words in (("validate", old), ("measure", old), ("import", tmp_path / "tệp", "--into", tmp_path / "ra")):
        result = run(*words)
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1), words
        assert "không viết bằng UTF-8" in result.err and "Hãy đổi tên" in result.err
    assert not (tmp_path / "ra").exists()


def required() -> Iterator[tuple[list[str], click.Parameter]]:
    """What each command cannot do without, with the rest of such a command line."""
    groups = [
        ([], cli.cli),
        *(([name], item) for name, item in cli.cli.commands.items() if isinstance(item, click.Group)),
    ]
    for above, group in groups:
        for name, command in group.commands.items():
            needed = [param for param in command.params if param.required]
            for lacking in needed:
                words = [
                    [param.opts[0], "2026-12-31"] if isinstance(param, click.Option) else ["x"]
                    for param in needed
                    if param is not lacking
                ]
                yield [*above, name, *(word for some in words for word in some)], lacking


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_whatever_a_command_lacks_is_named_in_one_sentence(lang: str, run: Run) -> None:
    lines = list(required())
    assert {"--into", "--by", "--reason"} <= {param.opts[0] for _, param in lines}
    for words, lacking in lines:
        result = run("--lang", lang, *words)
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1), words
        option = f"{lacking.opts[0]} " if isinstance(lacking, click.Option) else ""
        assert result.err.startswith(f"Thiếu {option}") if lang == "vi" else f"{option}" in result.err, words
