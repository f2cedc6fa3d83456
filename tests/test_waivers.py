"""Waivers and lists of known findings: what is accepted is kept apart, what is new counts, what ended counts again."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from checking import AS_OF, ONE_RULE, UNTIDY, as_json
from running import Run, Write

from dvcdata import baseline, waivers
from dvcdata.baseline import Known
from dvcdata.errors import UserError
from dvcdata.findings import Finding
from dvcdata.waivers import Terms, Waiver

DAY = date(2026, 11, 21)
TERMS = ("--reason", "Đã hỏi", "--by", "Phòng KSTTHC", "--until", "2026-12-31")
MORE = UNTIDY + "1.000101, Đăng ký khai tử\n"
PERSONAL = "procedure_code,name,so_cccd\n1.000100,A,038099012345\n1.000101,B,\n"
FIELDS = [{"name": name, "type": "string"} for name in ("procedure_code", "name", "so_cccd")]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counts(report: dict[str, Any]) -> tuple[int, int]:
    """Findings that count, and those that are waived."""
    waived = sum(report["waived"][severity] for severity in report["counts"])
    assert (len(report["findings"]), len(report["waived_findings"])) == (sum(report["counts"].values()), waived)
    return sum(report["counts"].values()), waived


def test_a_waived_finding_is_kept_apart_until_its_day_has_ended(run: Run, package: Write) -> None:
    folder = package(procedures=MORE)
    key = ("--key", "procedure_code=1.000100")
    done = run("--lang", "en", "waive", "text-untidy", folder, *key, *TERMS, *AS_OF)
    assert done.code == 0 and "text-untidy (1)" in done.out
    assert rows(folder / "waivers.csv") == [
        {
            "rule": "text-untidy",
            "table": "procedures",
            "key": "procedure_code=1.000100",
            "field": "name",
            "value": "",
            "count": "1",
            "not_personal": "",
            "reason": "Đã hỏi",
            "by": "Phòng KSTTHC",
            "until": "2026-12-31",
            "date": "2026-11-21",
        }
    ]
    report = as_json(run, folder, *ONE_RULE)
    assert counts(report) == (1, 1) and report["waived"]["next_expiry"] == "2026-12-31"
    (waived,) = report["waived_findings"]
    assert waived["waiver"] == {"reason": "Đã hỏi", "by": "Phòng KSTTHC", "until": "2026-12-31"}
    assert waived["key"] == {"procedure_code": "1.000100"} and "waiver" not in report["findings"][0]
    shown = run("--lang", "en", "validate", folder, *ONE_RULE, *AS_OF, "--fail-on", "info")
    assert shown.code == 1 and "Accepted for a time: 1 warning (the first until 2026-12-31)." in shown.out
    last, after = (run("validate", folder, *ONE_RULE, "--as-of", day) for day in ("2026-12-31", "2027-01-01"))
    assert "chấp thuận có thời hạn: 1 cảnh báo" in last.out and "Phát hiện: 1 cảnh báo" in last.out
    assert "text-untidy (đến 31/12/2026)" in after.out and "Phát hiện: 2 cảnh báo" in after.out
    late = json.loads(run("validate", folder, *ONE_RULE, "--format", "json", "--as-of", "2027-01-01").out)
    assert late["waived"]["expired"] == [{"rule": "text-untidy", "until": "2026-12-31"}]
    assert [item.get("waiver", {}).get("until") for item in late["findings"]] == ["2026-12-31", None]


def test_a_waiver_follows_its_row_and_says_when_it_is_no_longer_needed(run: Run, package: Write) -> None:
    folder = package(procedures=UNTIDY)
    run("waive", "text-untidy", folder, *TERMS, *AS_OF)
    package(procedures="procedure_code,name\n1.000101,Đăng ký khai tử\n1.000100, Đăng ký khai sinh\n")
    assert counts(as_json(run, folder, *ONE_RULE)) == (0, 1)
    package(procedures="procedure_code,name\n1.000100,Đăng ký khai sinh\n")
    report = as_json(run, folder, *ONE_RULE)
    place = {"table": "procedures", "key": {"procedure_code": "1.000100"}, "field": "name"}
    assert report["no_longer_found"] == [{"rule": "text-untidy", "package": "goi", **place, "n": 1}]
    assert "text-untidy › procedures / 1.000100 / name" in " ".join(run("validate", folder, *ONE_RULE).out.split())
    assert len(rows(folder / "waivers.csv")) == 1
    assert as_json(run, folder, "--rule", "text-not-nfc")["no_longer_found"] == []  # not sought, so not gone


def test_only_new_findings_fail_and_the_list_only_shrinks(run: Run, package: Write, tmp_path: Path) -> None:
    folder, known = package(procedures=MORE), tmp_path / "da-biet.csv"
    check = ("validate", folder, *ONE_RULE, *AS_OF, "--fail-on", "info", "--baseline", known)
    refused = run("--lang", "en", *check)
    assert refused.code == 2 and "--accept" in refused.err and not known.exists()
    assert run(*check, "--accept", *TERMS).code == 0
    assert run(*check).code == 0
    written = known.read_bytes()
    package(procedures=MORE + "1.000102, C\n")
    assert run(*check).code == 1 and known.read_bytes() == written
    package(procedures=UNTIDY + "1.000102, C\n")
    again = run("--lang", "en", *check)
    assert again.code == 1 and "no longer found: 1" in again.out
    assert [row["key"] for row in rows(known)] == ["procedure_code=1.000100"]
    assert f"--baseline {known}" in again.out  # the command to run again
    assert run(*check, "--accept", *TERMS).code == 0
    assert [row["key"] for row in rows(known)] == ["procedure_code=1.000100", "procedure_code=1.000102"]
    assert {row["package"] for row in rows(known)} == {"goi"}


def test_what_was_not_checked_stays_in_the_list(run: Run, package: Write, tmp_path: Path) -> None:
    folder, known = package(procedures=UNTIDY), tmp_path / "k.csv"
    other = package([{"name": "procedures", "path": "procedures.csv"}], "khac", procedures=UNTIDY)
    run("validate", folder, other, *ONE_RULE, *AS_OF, "--baseline", known, "--accept", *TERMS)
    written = known.read_bytes()
    assert len(rows(known)) == 2
    package(procedures="procedure_code,name\n1.000100,Đăng ký khai sinh\n")
    run("validate", folder, "--rule", "text-not-nfc", *AS_OF, "--baseline", known)
    assert known.read_bytes() == written
    run("validate", folder, *ONE_RULE, *AS_OF, "--baseline", known)
    assert [row["package"] for row in rows(known)] == ["khac"]


def test_an_expired_known_finding_is_accepted_anew_on_new_terms(run: Run, package: Write, tmp_path: Path) -> None:
    folder, known = package(procedures=UNTIDY), tmp_path / "k.csv"
    check = ("validate", folder, *ONE_RULE, "--fail-on", "info", "--baseline", known)
    run(*check, *AS_OF, "--accept", *TERMS)
    late = ("--as-of", "2027-02-01")
    assert run(*check, *late).code == 1
    assert run(*check, *late, "--accept", *TERMS[:-1], "2027-12-31").code == 0
    assert [(row["until"], row["count"]) for row in rows(known)] == [("2027-12-31", "1")]
    assert run(*check, *late).code == 0


@pytest.fixture
def personal(package: Write) -> Path:
    return package([{"name": "t", "path": "t.csv", "schema": {"fields": FIELDS}}], t=PERSONAL)


def test_personal_data_is_waived_only_as_not_personal_and_for_as_many_cells(run: Run, personal: Path) -> None:
    refused = run("--lang", "en", "waive", "personal-data", personal, *TERMS, *AS_OF)
    assert refused.code == 2 and "--not-personal" in refused.err and not (personal / "waivers.csv").exists()
    other = run("--lang", "en", "waive", "text-untidy", personal, "--not-personal", *TERMS, *AS_OF)
    assert other.code == 2 and "personal-data only" in other.err
    assert run("waive", "personal-data", personal, "--table", "t", "--not-personal", *TERMS, *AS_OF).code == 0
    assert "038099012345" not in (personal / "waivers.csv").read_text(encoding="utf-8")
    rule = ("--rule", "personal-data")
    assert counts(as_json(run, personal, *rule)) == (0, 1)
    (personal / "t.csv").write_text(PERSONAL + "1.000102,C,038099054321\n", encoding="utf-8")
    assert as_json(run, personal, *rule)["counts"]["block"] == 1  # more than was looked at


def test_a_list_of_known_findings_takes_in_no_personal_data(run: Run, personal: Path, tmp_path: Path) -> None:
    known = tmp_path / "k.csv"
    result = run("validate", personal, "--rule", "personal-data", *AS_OF, "--baseline", known, "--accept", *TERMS)
    assert result.code == 1 and rows(known) == []


def test_a_file_that_a_spreadsheet_saved_is_understood(run: Run, package: Write) -> None:
    folder = package(procedures=MORE)
    run("waive", "text-untidy", folder, *TERMS, *AS_OF)
    path = folder / "waivers.csv"
    text = path.read_text(encoding="utf-8").replace("2026-12-31", "31/12/2026").replace(",", ";")
    path.write_text("\ufeff" + text.replace("\n", "\r\n"), encoding="utf-8")
    assert counts(as_json(run, folder, *ONE_RULE)) == (0, 2)


HEAD = "rule,table,key,field,not_personal,reason,by,until\n"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("rule,table,reason\n", "waivers.columns"),
        ("", "waivers.columns"),
        (b"\xff", "waivers.unreadable"),
        (HEAD + 'text-untidy,t,,,,"r,b,2026-12-31\n', "waivers.unreadable"),
        (HEAD + "text-untidy,t,,,,,b,2026-12-31\n", "waivers.empty"),
        (HEAD + "text-untidy,t,,,,r,b,\n", "waivers.empty"),
        (HEAD + "text-untidy,t,,,,r,b,2026-13-31\n", "waivers.day"),
        (HEAD + "text-untidy,t,,,,r,b,31/02/2026\n", "waivers.day"),
        (HEAD + "text-untidy,t,khóa,,,r,b,2026-12-31\n", "waivers.cell"),
        (HEAD + "personal-data,t,,,,r,b,2026-12-31\n", "waivers.personal"),
        (HEAD + "text-untidy,t,,,TRUE,r,b,2026-12-31\n", "waivers.other_rule"),
    ],
)
def test_a_file_that_is_not_understood_is_refused_with_its_place(
    run: Run, package: Write, text: str | bytes, key: str
) -> None:
    folder = package(procedures=UNTIDY)
    path = folder / "waivers.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UserError) as raised:
        list(waivers.read(path, "goi"))
    assert raised.value.key == key
    result = run("validate", folder, *ONE_RULE)
    assert (result.code, result.out, len(result.err.splitlines())) == (2, "", 1) and "waivers.csv" in result.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--accept", *TERMS), "--baseline"),
        (("--reason", "r"), "--accept"),
        (("--baseline", "k.csv", "--accept", "--reason", "r", "--by", "b"), "--until"),
        (("--baseline", "k.csv", "--accept", "--by", "b", "--until", "2099-01-01"), "--reason"),
        (("--baseline", "k.csv", "--accept", *TERMS[:-1], "2020-01-01"), "31/12/2019 01/01/2020"),
    ],
)
def test_half_of_the_options_is_refused(run: Run, package: Write, arguments: tuple[str, ...], told: str) -> None:
    result = run("validate", package(procedures=UNTIDY), *ONE_RULE, *AS_OF, *arguments)
    assert result.code == 2 and any(word in result.err for word in told.split())
    assert not Path("k.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("text-untidi",), "text-untidy"),
        (("text-untidy", "--key", "1.000100"), "1.000100"),
        (("text-untidy", "--key", "procedure_code=9"), "1"),
        (("text-untidy", "--table", "usage"), "1"),
        (("text-untidy", "--field", "procedure_code"), "1"),
        (("text-untidy", "--by", " "), "--by"),
    ],
)
def test_a_waiver_of_nothing_is_refused(run: Run, package: Write, arguments: tuple[str, ...], told: str) -> None:
    folder = package(procedures=UNTIDY)
    result = run("waive", arguments[0], folder, *TERMS, *AS_OF, *arguments[1:])
    assert (result.code, len(result.err.splitlines())) == (2, 1) and told in result.err
    assert not (folder / "waivers.csv").exists()
    lone = run("waive", "text-untidy", folder / "procedures.csv", *TERMS, *AS_OF)
    assert lone.code == 2 and "--baseline" in lone.err


def test_a_check_of_structure_is_waived_too_and_what_stands_twice_is_counted(run: Run, package: Write) -> None:
    fields = [{"name": "a", "type": "string"}, {"name": "n", "type": "integer"}]
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    folder = package([resource], t="a,n\nx,1.2\ny,1.2\n")
    assert run("waive", "type-error", folder, *TERMS, *AS_OF).code == 0
    assert [(row["value"], row["count"]) for row in rows(folder / "waivers.csv")] == [("1.2", "2")]
    assert counts(as_json(run, folder, *ONE_RULE)) == (0, 2)
    package([resource], t="a,n\nx,1.2\ny,1.2\nz,1.2\n")
    assert counts(as_json(run, folder, *ONE_RULE)) == (1, 2)


@pytest.mark.parametrize("key", [{}, {"a": "1", "b": "x=y|z\\"}, {"a=b|c": " "}, {"a": "", "b": "|"}])
def test_any_key_comes_back_as_it_was_written(key: dict[str, str]) -> None:
    assert waivers.key(waivers.written(key)) == key


def test_a_former_name_of_a_rule_still_counts(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_text("package," + HEAD + "p,old,t,code=1,,,r,b,2026-12-31\n", encoding="utf-8")
    known = Known([], DAY, {"old": "new"}, path)
    finding = Finding("new", "error", "you", "p", "t", "t.csv", 7, key={"code": "1"})
    assert known.judge(finding).waiver == Terms("r", "b", date(2026, 12, 31))
    assert known.judge(finding).waiver is None  # one row stands for one finding


def test_many_known_findings_take_little_memory_and_time(tmp_path: Path) -> None:
    import tracemalloc

    n, path = 50_000, tmp_path / "k.csv"
    terms = Terms("r", "b", DAY)

    def finding(number: int) -> Finding:
        return Finding("x", "error", "you", "p", "t", "t.csv", number, key={"code": str(number)})

    tracemalloc.start()
    known = Known([], DAY, baseline=path)
    known.accept((finding(number) for number in range(n)), path, terms)
    known.save(path)
    again = Known([], DAY, baseline=path)
    assert all(again.judge(finding(number)).waiver for number in range(1, n))
    again.settle(["p"], lambda rule, package, table: True)
    again.save(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert again.n_gone == 1 and len(rows(path)) == n - 1
    assert peak < 8 << 20
    assert list(again.gone()) == [Waiver("x", "p", "t", {"code": "0"}, "", "", 1, terms)]


def test_a_waiver_outside_the_package_is_not_followed(package: Write, run: Run, tmp_path: Path) -> None:
    folder = package(procedures=UNTIDY)
    (tmp_path / "out.csv").write_text(HEAD + "text-untidy,procedures,,,,r,b,2026-12-31\n", encoding="utf-8")
    (folder / "waivers.csv").symlink_to(tmp_path / "out.csv")
    assert run("validate", folder, *ONE_RULE).code == 2


def test_the_place_of_a_finding_without_a_key_is_its_value() -> None:
    finding = Finding("x", "error", "you", "p", "t", "t.csv", 7, "f", " v ")
    assert baseline.waiver(finding) == Waiver("x", "p", "t", {}, "f", "v")


def test_a_waiver_for_a_rule_that_nobody_knows_is_said_with_the_nearest(run: Run, package: Write) -> None:
    folder = package(procedures=MORE)
    (folder / "waivers.csv").write_text(
        "rule,table,reason,by,until\ntext-untydi,procedures,a,b,2026-12-31\ntype-error,procedures,a,b,2026-12-31\n",
        encoding="utf-8",
    )
    said = run("--lang", "en", "validate", folder, "--skip", "text-not-nfc", *AS_OF).out
    assert "a waiver for “text-untydi”, which is no rule; the nearest is text-untidy" in " ".join(said.split())
    assert said.count("no rule") == 1
