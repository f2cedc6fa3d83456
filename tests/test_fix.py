"""`dvcdata fix` shows what is mechanical, mends it when told to, records each cell, and has nothing to do again."""

import contextlib
import csv
import io
import os
import select
import signal
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from checking import as_json, process, workspace
from official_files import Cells, files, procedure, procedure_list, rows
from running import PATIENCE, Run, Write

from dvcdata import write
from dvcdata.errors import UserError
from dvcdata.fix import fix

DIRT = ("text-untidy", "text-not-nfc", "code-lost-zeros", "correction-obsolete")
RULES = [word for rule in DIRT for word in ("--rule", rule)]
MADE = ("--yes", "--as-of", "2026-11-21", "--by", "Sở Tư pháp")
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of Unix")
DIRTY = "procedure_code,name\n1.000100,Đăng ký  khai sinh\n1.000200,Khai tử\n"


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def lists(folder: Path, *newer: Cells) -> list[Path]:
    """Five lists with the dirt that the real ones have, each of its own ministry."""
    dirt = [
        [procedure("1.000101", name="Đăng ký cai nghiện ma  túy", field=decomposed("Cấp, quản lý căn cước"))],
        [
            procedure("1.000201", name="Gia hạn dự án thuộc thẩm \nquyền của tỉnh"),
            procedure("2.000202", name="Khai thuế "),
        ],
        [procedure("1.000301", name=decomposed("Thông báo thành lập tổ hợp tác"), executing="Sở  A\nSở B\u00a0")],
        [procedure("1.000401", field="Nông nghiệp\nNông nghiệp"), procedure("1.000402", field="Trồng trọt\nChăn nuôi")],
        [procedure("1.000501", name="\ufeffGửi đơn\u200b khởi kiện"), procedure("1.000502")],
    ]
    folder.mkdir(exist_ok=True)
    names = ["Bộ Công an", "Bộ Tài chính", "Bộ Tư pháp", "Bộ Nông nghiệp", "Tòa án"]
    found = []
    for number, (name, given) in enumerate(zip(names, dirt, strict=True), 1):
        some = [*given, *(newer if number == 1 else ()), *(procedure(f"1.00060{n}{number}") for n in range(3))]
        found.append(procedure_list(folder / f"{number}.xlsx", *([*row[:2], name, *row[3:]] for row in some)))
    return found


def dirt(run: Run, folder: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    for item in as_json(run, folder, *RULES)["findings"]:
        found[item["rule"]] = found.get(item["rule"], 0) + 1
    return found


@pytest.mark.parametrize(
    ("typed", "mended"),
    [("c", True), ("CÓ", True), (decomposed("có"), True), ("y", True), ("", False), ("k", False), ("gì vậy?", False)],
)
def test_who_sits_there_is_asked_and_only_yes_is_yes(
    run: Run, package: Write, monkeypatch: pytest.MonkeyPatch, typed: str, mended: bool
) -> None:
    folder = package(procedures=DIRTY)
    before = files(folder)
    monkeypatch.setattr("dvcdata.commands.fix.is_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
    result = run("fix", folder, "--by", "Sở Tư pháp")
    assert (result.code, result.err) == (0, "")
    assert "Sửa 1 ô này? [c = có, Enter = không]: " in result.out
    assert ("Đã sửa 1 ô" in result.out, "Chưa ghi gì." in result.out) == (mended, not mended)
    assert (files(folder) == before) != mended


def test_five_lists_corrected_and_imported_again_stay_corrected(run: Run, tmp_path: Path) -> None:
    given, goi = lists(tmp_path / "lists"), tmp_path / "goi"
    run("import", *given, "--into", goi)
    assert dirt(run, goi) == {"text-untidy": 8, "text-not-nfc": 2}
    result = run("fix", goi, *MADE)
    assert (result.code, result.err) == (0, "")
    assert "Đã sửa 9 ô" in result.out
    corrected = files(goi)
    assert dirt(run, goi) == {"text-untidy": 1}  # the cell with two fields, which somebody has to decide on
    assert "1 ô có ngắt dòng mà không chắc" in result.out
    imported = run("import", *given, "--into", goi)
    assert "Gói" in imported.out and "không có gì thay đổi" in imported.out
    assert files(goi) == corrected
    again = run("fix", goi, *MADE)
    assert f"Gói {goi}: không có gì để sửa." in again.out
    assert files(goi) == corrected
    newer = lists(tmp_path / "newer", procedure("1.000103", name="Thủ tục mới"))
    run("import", *newer, "--into", goi)
    assert "Thủ tục mới" in (goi / "procedures.csv").read_text(encoding="utf-8")
    assert (goi / "corrections.csv").read_bytes() == corrected["corrections.csv"]
    assert dirt(run, goi) == {"text-untidy": 1}
    assert f"Gói {goi}: không có gì để sửa." in run("fix", goi, *MADE).out


def test_every_cell_is_a_row_of_corrections_with_what_the_source_says(run: Run, tmp_path: Path) -> None:
    run("import", *lists(tmp_path / "lists"), "--into", tmp_path / "goi")
    run("fix", tmp_path / "goi", *MADE)
    found = {(row["table"], row["key"], row["field"]): row for row in rows(tmp_path / "goi", "corrections")}
    assert len(found) == 9
    assert set(found["procedures", "1.000201", "name"].items()) == {
        ("table", "procedures"),
        ("key", "1.000201"),
        ("field", "name"),
        ("old", "Gia hạn dự án thuộc thẩm \nquyền của tỉnh"),
        ("new", "Gia hạn dự án thuộc thẩm quyền của tỉnh"),
        ("reason", "bỏ khoảng trắng thừa hoặc đặc biệt; bỏ ngắt dòng giữa câu"),
        ("by", "Sở Tư pháp"),
        ("date", "2026-11-21"),
    }
    assert found["procedure_agencies", "1.000301|2", "executing_text"]["old"] == "Sở B\u00a0"
    lines = {(row["table"], row["key"]): row["corrected"] for row in rows(tmp_path / "goi", "provenance")}
    assert lines["procedures", "1.000201"] == "name"


def test_what_would_be_done_is_shown_with_its_cell_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    run("import", *lists(tmp_path / "lists"), "--into", tmp_path / "goi")
    before = files(tmp_path / "goi")
    result = run("fix", tmp_path / "goi", "--by", "Sở Tư pháp")
    assert result.code == 0
    assert "1.xlsx › Danh sách TTHC › B3: “Đăng ký cai nghiện ma␣␣túy” → “Đăng ký cai nghiện ma túy”" in result.out
    assert "1.xlsx › Danh sách TTHC › E3: “Cấp, quản lý căn cước”\n" in unicodedata.normalize("NFC", result.out)
    assert "Người sửa sẽ ghi trong corrections.csv: Sở Tư pháp" in result.out
    assert result.out.endswith("Chưa ghi gì. Để sửa, chạy lại lệnh này, thêm --yes.\n")
    assert files(tmp_path / "goi") == before


def test_a_few_cells_of_each_kind_are_shown_or_all_of_them(run: Run, package: Write) -> None:
    goi = package(procedures="procedure_code,name\n" + "".join(f"1.00010{n},A  {n}\n" for n in range(5)))
    shown = run("fix", goi).out
    assert shown.count("→") == 3 and "… và 2 ô khác (--all: nêu đủ)" in shown
    assert run("fix", goi, "--all").out.count("→") == 5


def test_an_answer_decides_on_a_terminal(package: Write) -> None:
    goi, said = package(procedures=DIRTY), list[str]()
    before = files(goi)
    assert fix(goi, ask=lambda question: False, say=said.append) == 0
    assert said[-1] == "Chưa ghi gì."
    assert files(goi) == before
    assert fix(goi, ask=lambda question: "1 ô" in question, say=said.append) == 1
    assert "Đăng ký khai sinh" in (goi / "procedures.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("procedures.csv", DIRTY + "1.000300,Mới\n"),
        ("procedures.csv", None),
        (
            "corrections.csv",
            "table,key,field,old,new,reason,by,date\nprocedures,1.000200,name,Khai tử,Mới,a,b,2026-11-02\n",
        ),
    ],
)
def test_what_is_saved_while_the_question_stands_is_not_written_over(
    package: Write, name: str, text: str | None
) -> None:
    goi = package(procedures=DIRTY)
    before: dict[str, bytes] = {}

    def answer(question: str) -> bool:
        (goi / name).unlink() if text is None else (goi / name).write_text(text, encoding="utf-8")
        before.update(files(goi))
        return True

    with pytest.raises(UserError) as caught:
        fix(goi, ask=answer)
    assert (caught.value.key, caught.value.params["path"]) == ("fix.changed_meanwhile", str(goi / name))
    assert files(goi) == before


def test_a_package_that_nobody_imported_is_mended_and_recorded_too(run: Run, package: Write) -> None:
    goi = package(procedures="procedure_code,name\r\n1.000100,Đăng ký  khai sinh\r\n")
    assert run("fix", goi, "--yes").code == 0
    assert (goi / "procedures.csv").read_bytes() == "procedure_code,name\n1.000100,Đăng ký khai sinh\n".encode()
    (row,) = rows(goi, "corrections")
    assert row["by"] == "Phòng thử nghiệm"  # whom the package names
    assert not (goi / "provenance.csv").exists() and not (goi / "imported.zip").exists()
    assert dirt(run, goi) == {}
    (goi / "procedures.csv").write_text(DIRTY, encoding="utf-8")  # a new export, as dirty as the old one
    assert dirt(run, goi) == {"text-untidy": 1, "correction-obsolete": 1}
    assert "1 ô đã ghi trong corrections.csv mà chưa áp dụng" in run("fix", goi, "--yes").out
    assert rows(goi, "corrections") == [row]
    assert dirt(run, goi) == {}


def test_zeros_come_back_where_the_list_of_any_package_given_knows_the_one_code(
    run: Run, package: Write, tmp_path: Path
) -> None:
    home = workspace(tmp_path / "lam-viec")
    listed = package(None, "danh-muc", procedures="procedure_code,name\n1.000100,Khai sinh\n1.000200,Khai tử\n")
    used = package(
        None, "ho-so", usage="period,agency_code,item_code,received_total\n2026-08,H44,1.0001,7\n2026-08,H44,9.9,1\n"
    )
    for folder in (listed, used):
        folder.rename(home / "datasets" / folder.name)
    used = home / "datasets" / "ho-so"
    assert "không có gì để sửa" in run("fix", used, "--yes").out  # which knows no list of procedures
    result = run("fix", home, *MADE)
    assert "1 mã bị mất số 0" in result.out
    assert [row["item_code"] for row in rows(used, "usage")] == ["1.000100", "9.9"]
    (row,) = rows(used, "corrections")
    assert (row["key"], row["field"], row["old"], row["new"]) == (
        "2026-08|H44|1.0001",
        "item_code",
        "1.0001",
        "1.000100",
    )
    assert dirt(run, home).get("correction-obsolete") is None
    assert not (home / "datasets" / "danh-muc" / "corrections.csv").exists()
    assert "có gì để sửa" in run("fix", home, *MADE).out


def test_an_imported_code_that_lost_its_zeros_keeps_its_place_in_the_source(run: Run, tmp_path: Path) -> None:
    goi = tmp_path / "goi"
    given = procedure_list(tmp_path / "a.xlsx", procedure(" 1.000100"), procedure("1.000200"))
    run("import", given, "--into", goi)
    run("fix", goi, *MADE)
    assert [row["procedure_code"] for row in rows(goi, "procedures")] == ["1.000100", "1.000200"]
    assert [row["procedure_code"] for row in rows(goi, "procedure_agencies")] == ["1.000100", "1.000200"]
    before = files(goi)
    assert "không có gì thay đổi" in run("import", given, "--into", goi).out
    assert files(goi) == before
    places = {(row["table"], row["key"]): row["line"] for row in rows(goi, "provenance")}
    assert (places["procedures", "1.000100"], places["procedure_agencies", "1.000100|1"]) == ("3", "3")


def test_a_key_is_left_where_two_rows_would_have_it(run: Run, package: Write) -> None:
    goi = package(procedures="procedure_code,name\n1.000100,A\n1.0001,B\n1.000200 ,C\n")
    result = run("fix", goi, "--yes")
    assert "1 ô của khóa không sửa được" in result.out
    assert [row["procedure_code"] for row in rows(goi, "procedures")] == ["1.000100", "1.0001", "1.000200"]


def test_no_number_date_or_unknown_figure_is_touched(run: Run, package: Write) -> None:
    text = "period,agency_code,item_code,received_total,nhận\n2026-08,H44,1.000100, 1250,1  250\n"
    goi = package(usage=text)
    assert "không có gì để sửa" in run("fix", goi, "--yes").out
    assert (goi / "usage.csv").read_text(encoding="utf-8") == text


def edit(goi: Path, old: str, new: str, table: str = "procedures") -> None:
    path = goi / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def edited(run: Run, tmp_path: Path) -> tuple[Path, Path]:
    """A package imported from a list, in which somebody changed a name by hand; and the list."""
    given = procedure_list(
        tmp_path / "a.xlsx", procedure("1.000100", name="Cấp thẻ  mới"), procedure("1.000200", name="B")
    )
    run("import", given, "--into", tmp_path / "goi")
    edit(tmp_path / "goi", "1.000200,B,", "1.000200,Cấp lại thẻ,")
    return tmp_path / "goi", given


def test_an_edit_by_hand_is_recorded_only_with_its_reason(run: Run, edited: tuple[Path, Path]) -> None:
    goi, given = edited
    result = run("fix", goi, *MADE)
    assert "1 ô đã sửa tay, chưa ghi vào corrections.csv" in result.out and "“B” → “Cấp lại thẻ”" in result.out
    assert [row["key"] for row in rows(goi, "corrections")] == ["1.000100"]
    assert run("import", given, "--into", goi).code == 2
    run("fix", goi, *MADE, "--reason", "theo Quyết định 12")
    assert [(row["old"], row["new"], row["reason"]) for row in rows(goi, "corrections")][1:] == [
        ("B", "Cấp lại thẻ", "theo Quyết định 12")
    ]
    before = files(goi)
    assert run("import", given, "--into", goi).code == 0
    assert files(goi) == before
    assert "không có gì để sửa" in run("fix", goi, *MADE).out


def test_a_recorded_edit_that_is_edited_again_stays_one_correction_and_goes_when_undone(
    run: Run, edited: tuple[Path, Path]
) -> None:
    goi, given = edited
    run("fix", goi, *MADE, "--reason", "một")
    edit(goi, "Cấp lại thẻ", "Đổi thẻ")
    run("fix", goi, *MADE, "--reason", "hai")
    (row,) = (row for row in rows(goi, "corrections") if row["key"] == "1.000200")
    assert (row["old"], row["new"], row["reason"]) == ("B", "Đổi thẻ", "hai")
    edit(goi, "Đổi thẻ", "B")
    run("fix", goi, *MADE, "--reason", "ba")
    assert [row["key"] for row in rows(goi, "corrections")] == ["1.000100"]
    before = files(goi)
    assert "không có gì thay đổi" in run("import", given, "--into", goi).out
    assert files(goi) == before


def test_what_a_spreadsheet_damaged_after_the_import_is_as_it_was_and_needs_no_correction(
    run: Run, tmp_path: Path
) -> None:
    goi, codes = tmp_path / "goi", ["1.000100", "1.000200", "1.014123"]
    run("import", procedure_list(tmp_path / "a.xlsx", *map(procedure, codes)), "--into", goi)
    before = files(goi)
    for table in ("procedures", "procedure_agencies"):
        found = rows(goi, table)
        with (goi / f"{table}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(found[0]))
            writer.writeheader()
            writer.writerows({**row, "procedure_code": str(float(row["procedure_code"]))} for row in found)
    result = run("fix", goi, *MADE)
    assert "đã hỏng sau lần nhập trước, trả lại như khi nhập" in result.out
    assert rows(goi, "corrections") == []
    assert {name: before[name] for name in ("procedures.csv", "procedure_agencies.csv", "provenance.csv")}.items() <= (
        files(goi).items()
    )


def test_a_gap_that_was_filled_in_untidily_is_mended_and_stays_so(run: Run, tmp_path: Path) -> None:
    goi, given = tmp_path / "goi", procedure_list(tmp_path / "a.xlsx", procedure("1.000100"), procedure("1.000200"))
    run("import", given, "--into", goi)
    found = [{**row, "decision_no": "12/QĐ-BTP "} for row in rows(goi, "procedures")]
    write.write_files([(goi / "procedures.csv", write.table_bytes(list(found[0]), found))])
    run("fix", goi, *MADE)
    run("import", given, "--into", goi)
    assert {row["decision_no"] for row in rows(goi, "procedures")} == {"12/QĐ-BTP"}
    assert dirt(run, goi) == {}


def test_a_correction_that_its_source_outdated_gives_way_to_the_new_one(run: Run, tmp_path: Path) -> None:
    goi, rest = tmp_path / "goi", procedure("1.000200")
    run("import", procedure_list(tmp_path / "a.xlsx", procedure("1.000100", name="Cấp  thẻ"), rest), "--into", goi)
    run("fix", goi, *MADE)
    run("import", procedure_list(tmp_path / "a.xlsx", procedure("1.000100", name="Đổi  thẻ"), rest), "--into", goi)
    again = run("fix", goi, *MADE)
    assert [(row["old"], row["new"]) for row in rows(goi, "corrections")] == [("Đổi  thẻ", "Đổi thẻ")]
    assert again.out.endswith(f"dvcdata validate {goi}\n")
    assert dirt(run, goi) == {}


def test_what_is_no_package_is_one_sentence(run: Run, package: Write, tmp_path: Path) -> None:
    goi = package(procedures=DIRTY)
    (tmp_path / "trong").mkdir()
    for given, part in ((goi / "procedures.csv", "là một tệp lẻ"), (tmp_path / "khong-co", "khong-co"), ("trong", "")):
        result = run("fix", given, "--yes")
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
        assert part in result.err


def test_a_table_that_is_no_csv_is_left_alone_and_named(run: Run, package: Write) -> None:
    resources = [{"name": "procedures", "path": "procedures.csv"}, {"name": "usage", "path": "usage.json"}]
    goi = package(resources, procedures=DIRTY)
    (goi / "usage.json").write_text('[{"period": "2026-08 "}]', encoding="utf-8")
    result = run("fix", goi, "--yes")
    assert result.code == 0
    assert "bảng usage không phải tệp CSV UTF-8" in result.out and "Đã sửa 1 ô" in result.out


def test_english_is_spoken_and_written(run: Run, package: Write) -> None:
    goi = package(procedures=DIRTY)
    result = run("fix", goi, "--yes", "--lang", "en")
    assert "Stray or special blanks (␣ ⍽ ⇥): 1" in result.out
    assert rows(goi, "corrections")[0]["reason"] == "stray or special blanks mended"


@pytest.mark.parametrize("locked", ["procedures.csv", "corrections.csv", "datapackage.json"])
def test_a_file_that_another_program_holds_leaves_all_as_it_was(
    package: Write, monkeypatch: pytest.MonkeyPatch, locked: str
) -> None:
    goi = package(procedures=DIRTY)
    before, replace = files(goi), Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == locked:
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UserError) as caught:
        fix(goi, yes=True)
    assert caught.value.key == "write.failed"
    assert files(goi) == before


@pytest.mark.parametrize("moment", range(4))
def test_an_interruption_while_files_are_written_leaves_all_as_it_was(
    package: Write, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    goi = package(procedures=DIRTY)
    before, replace, seen = files(goi), Path.replace, list[Path]()

    def stop(self: Path, target: Path) -> Path:
        done = replace(self, target) if len(seen) != moment else self
        seen.append(target)
        if len(seen) > moment:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(Path, "replace", stop)
    if moment < 3:  # corrections, the table, the descriptor
        with pytest.raises(KeyboardInterrupt):
            fix(goi, yes=True)
        assert files(goi) == before
    else:
        assert fix(goi, yes=True) == 1


@UNIX
def test_ctrl_c_at_the_question_is_one_sentence_and_writes_nothing(package: Write, tmp_path: Path) -> None:
    import pty

    goi = package(procedures=DIRTY)
    before = files(goi)
    ours, theirs = pty.openpty()
    started = process("fix", goi, folder=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    printed = b""
    while "Sửa 1 ô này?".encode() not in printed:
        assert select.select([ours], [], [], PATIENCE)[0], printed.decode()
        printed += os.read(ours, 1 << 16)
    code, deadline = None, time.monotonic() + PATIENCE
    while code is None and time.monotonic() < deadline:
        started.send_signal(signal.SIGINT)  # one that comes just before it waits for a key is not heard
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = started.wait(timeout=3)
    assert code == 130
    assert os.read(ours, 1 << 16).decode().split() == "Đã dừng theo yêu cầu.".split()
    os.close(ours)
    assert files(goi) == before


def test_without_a_login_name_somebody_has_to_be_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise OSError("no user")

    monkeypatch.setattr("getpass.getuser", nobody)
    run("import", procedure_list(tmp_path / "a.xlsx", procedure("1.000100", name="A  b")), "--into", tmp_path / "goi")
    result = run("fix", tmp_path / "goi", "--yes")
    assert (result.code, result.err) == (
        2,
        "Không biết ai sửa: máy này không có tên đăng nhập. Hãy ghi --by. Chưa ghi gì.\n",
    )
    assert run("fix", tmp_path / "goi", *MADE).code == 0
