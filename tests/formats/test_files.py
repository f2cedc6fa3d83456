"""Reports in files: each kind by its ending, whole or not at all; the result is printed whatever becomes of them."""

import csv
import json
from pathlib import Path

import pytest
from checking import AS_OF, PROCEDURES, UNTIDY
from running import Run, Write

from dvcdata import texts
from dvcdata.formats import as_csv, files

FORMULA = "=HYPERLINK(1)"
ONLY = ("--rule", "text-untidy", *AS_OF)


def test_every_ending_is_named_where_the_option_is_explained() -> None:
    for lang in texts.LANGUAGES:
        for ending in files.KINDS:
            assert f"{ending} " in f"{texts.text('option.reports', lang).rstrip('.')} "


@pytest.mark.parametrize("ending", files.KINDS)
def test_a_report_is_written_beside_what_is_printed(run: Run, package: Write, tmp_path: Path, ending: str) -> None:
    folder = package(procedures=UNTIDY)
    alone = run("validate", folder, *ONLY)
    result = run("validate", folder, *ONLY, "--report", tmp_path / "moi" / f"ket-qua{ending}")
    assert (result.code, result.err) == (alone.code, "")
    assert result.out.splitlines()[:-2] == alone.out.splitlines()[:-1]
    assert result.out.splitlines()[-2] == f"Xem đủ 1 vấn đề: {tmp_path}/moi/ket-qua{ending}"
    assert [path.name for path in (tmp_path / "moi").iterdir()] == [f"ket-qua{ending}"]
    assert (tmp_path / "moi" / f"ket-qua{ending}").stat().st_size > 100


def test_several_reports_are_written_in_one_run_and_named_in_the_command_to_run_again(
    run: Run, package: Write, tmp_path: Path
) -> None:
    result = run("validate", package(procedures=UNTIDY), *ONLY, "--report", "a.csv", "--report", "b.json")
    assert "Xem đủ 1 vấn đề: a.csv, b.json\n" in result.out
    assert json.loads((tmp_path / "b.json").read_text("utf-8"))["command"].endswith("--report a.csv --report b.json")


def test_the_json_file_is_what_format_json_prints(run: Run, package: Write, tmp_path: Path) -> None:
    result = run("validate", package(procedures=UNTIDY), *ONLY, "--format", "json", "--report", "a.json")
    assert result.out == (tmp_path / "a.json").read_text("utf-8")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_csv_has_every_finding_what_was_not_checked_and_the_run(run: Run, package: Write, tmp_path: Path) -> None:
    folder = package(procedures="procedure_code,name,abolished_date\n1.000100, Khai  sinh,x\n")
    more = ("--rule", "text-untidy", "--rule", "figure-mismatch", *AS_OF)
    run("validate", folder, *more, "--report", "a.csv", "--report", "a.json")
    told = json.loads((tmp_path / "a.json").read_text("utf-8"))
    found = rows(tmp_path / "a.csv")
    assert list(found[0]) == list(as_csv.COLUMNS)
    findings = [row for row in found if row["kind"] == "finding"]
    same = ("rule", "severity", "mender", "package", "table", "file", "field", "message", "fix")
    assert [{name: row[name] for name in same} for row in findings] == [
        {name: item[name] for name in same} for item in told["findings"]
    ]
    assert findings[0]["row"] == "2" and findings[0]["key"] == "procedure_code=1.000100"
    (left,) = (row for row in found if row["kind"] == "not_checked")
    assert (left["rule"], left["message"]) == ("figure-mismatch", told["not_checked"][0]["why"])
    run_ = " ".join(row["message"] for row in found if row["kind"] == "run")
    for said in ("21/11/2026", "Không kiểm tra không có nghĩa là đạt", "dvcdata 0.", "--report a.csv"):
        assert said in run_
    assert [row["rule"] for row in found if row["kind"] == "parameters"] == list(told["parameters"])


@pytest.mark.parametrize("value", [FORMULA, "+1+2", "@SUM(A1)", "-1-2", "\tx"])
def test_no_value_becomes_a_formula_when_a_spreadsheet_opens_the_csv(
    run: Run, package: Write, tmp_path: Path, value: str
) -> None:
    run("validate", package(agencies=f"agency_code,name,valid_from\nH1,A,{value}\n"), *ONLY, "--report", "a.csv")
    assert rows(tmp_path / "a.csv")[0]["value"] == f"'{value}"


def test_a_negative_number_stays_a_number(run: Run, package: Write, tmp_path: Path) -> None:
    text = "period,agency_code,row_kind,field_code,pending_total\n2026-08,H1,field,x,-12\n"
    run("validate", package(dossiers=text), *ONLY, "--report", "a.csv")
    assert rows(tmp_path / "a.csv")[0]["value"] == "-12"


@pytest.mark.parametrize("name", ["ket-qua.doc", "ket-qua", ".csv", "ket-qua.csv.bak"])
def test_an_ending_that_is_not_known_is_refused_before_anything_is_read(run: Run, name: str) -> None:
    result = run("validate", "khong-co", "--report", name)
    assert result.code == 2 and name in result.err and ".csv" in result.err and len(result.err.splitlines()) == 1


def test_an_ending_may_be_in_capitals(run: Run, package: Write, tmp_path: Path) -> None:
    assert run("validate", package(procedures=PROCEDURES), *ONLY, "--report", "A.CSV").code == 0
    assert (tmp_path / "A.CSV").is_file()


def test_a_report_asked_for_twice_is_refused(run: Run, package: Write) -> None:
    result = run("validate", package(procedures=PROCEDURES), "--report", "a.csv", "--report", "./a.csv")
    assert result.code == 2 and "a.csv" in result.err


def test_a_report_never_takes_the_place_of_the_data(run: Run, package: Write) -> None:
    folder = package(procedures=UNTIDY)
    for name in ("procedures.csv", "datapackage.json"):
        before = (folder / name).read_bytes()
        result = run("validate", folder, *ONLY, "--report", folder / name)
        assert result.code == 2 and name in result.err
        assert "text-untidy" in result.out
        assert (folder / name).read_bytes() == before


def test_a_report_that_cannot_be_written_leaves_the_result_printed_and_the_others_written(
    run: Run, package: Write, tmp_path: Path
) -> None:
    (tmp_path / "tep").write_text("")
    before = sorted(tmp_path.iterdir())
    result = run("validate", package(procedures=UNTIDY), *ONLY, "--report", "tep/a.csv", "--report", "b.csv")
    assert result.code == 2 and "text-untidy" in result.out
    assert result.err.startswith("Không ghi được báo cáo tep/a.csv: ") and len(result.err.splitlines()) == 1
    assert "Xem đủ 1 vấn đề: b.csv\n" in result.out
    assert sorted(path.name for path in tmp_path.iterdir() if path not in before) == ["b.csv", "goi"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_sentence_and_keeps_the_report_of_before(
    run: Run, package: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = package(procedures=UNTIDY)
    run("validate", folder, *ONLY, "--report", "a.csv")
    before = (tmp_path / "a.csv").read_bytes()
    (tmp_path / "full").symlink_to("/dev/full")  # what is done away with afterwards is the link
    monkeypatch.setattr(files, "beside", lambda path: tmp_path / "full")
    result = run("validate", folder, *ONLY, "--report", "a.csv")
    assert result.code == 2 and "text-untidy" in result.out and len(result.err.splitlines()) == 1
    assert (tmp_path / "a.csv").read_bytes() == before


@pytest.mark.parametrize("problem", [KeyboardInterrupt, RuntimeError])
def test_what_interrupts_the_writing_leaves_the_report_of_before(
    run: Run, package: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: type[BaseException]
) -> None:
    def broken(*_: object) -> object:
        yield "kind,"
        raise problem

    (tmp_path / "a.csv").write_text("before")
    monkeypatch.setattr(as_csv, "pieces", broken)
    result = run("validate", package(procedures=UNTIDY), *ONLY, "--report", "a.csv")
    assert result.code == (130 if problem is KeyboardInterrupt else 3)
    assert (tmp_path / "a.csv").read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "goi"]


@pytest.mark.parametrize(("lang", "said"), [("vi", "ở đó đã có một tệp cùng tên"), ("en", "is there already")])
def test_why_a_report_could_not_be_written_is_said_in_the_language_of_the_reader(
    lang: str, said: str, run: Run, package: Write
) -> None:
    folder = package(sources="source_id,title\ns1,Nguồn\n")
    Path("tep").write_text("", encoding="utf-8")
    result = run("--lang", lang, "validate", folder, "--report", "tep/a.html")
    assert result.code == 2 and said in result.err and result.err.count("\n") == 1
