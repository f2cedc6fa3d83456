"""Corrections are replayed by every import, tell when their source has changed, and no edit by hand is lost."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from checking import as_json
from official_files import HEADER, Cells, Import, Rows, files, procedure, procedure_list, progress, rows, unit
from running import Run, Write

from dvcdata import write
from dvcdata.corrections.records import COLUMNS
from dvcdata.errors import UserError

CODES = ("1.000001", "1.000002", "1.000003", "1.000004")
RULE = ("--rule", "correction-obsolete")


def catalogue(path: Path, *more: Cells, **cells: str) -> Path:
    return procedure_list(path, *(procedure(code, **cells) for code in CODES), *more)


def correct(into: Path, *lines: tuple[str, str, str, str, str]) -> None:
    """Writes corrections.csv: table, key, field, old, new."""
    into.mkdir(exist_ok=True)
    said = ("đúng theo quyết định", "Sở Tư pháp", "2026-11-02")
    write.write_files([(into / "corrections.csv", write.table_bytes(COLUMNS, [(*line, *said) for line in lines]))])


def change(into: Path, table: str, key: str, encoding: str = "utf-8", **cells: str) -> None:
    """Writes cells of a row as somebody does who opens the table in Excel."""
    found = rows(into, table)
    for row in found:
        if next(iter(row.values())) == key:
            row.update(cells)
    with (into / f"{table}.csv").open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(found[0]))
        writer.writeheader()
        writer.writerows(found)


def name_of(into: Path, code: str) -> str:
    return next(row["name"] for row in rows(into, "procedures") if row["procedure_code"] == code)


def test_a_correction_is_replayed_published_and_told_from_what_the_file_says(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    path = catalogue(tmp_path / "a.xlsx")
    correct(into, ("procedures", "1.000002", "name", "Cấp thẻ", "Cấp lại thẻ"))
    for _ in range(2):
        bring(path)
        assert [row["name"] for row in rows(into, "procedures")] == ["Cấp thẻ", "Cấp lại thẻ", "Cấp thẻ", "Cấp thẻ"]
    assert bring(path).written == ()
    assert "1 bản ghi sửa dữ liệu, 1 đang có hiệu lực." in said[-2]
    (line,) = (row for row in rows(into, "provenance") if row["corrected"])
    assert (line["key"], line["corrected"]) == ("1.000002", "name")
    resources = json.loads((into / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert [(item["path"], len(item["schema"]["fields"])) for item in resources if item["name"] == "corrections"] == [
        ("corrections.csv", len(COLUMNS))
    ]


def test_a_corrected_key_is_followed_by_rows_provenance_and_other_corrections(
    tmp_path: Path, into: Path, bring: Import, run: Run
) -> None:
    path = procedure_list(tmp_path / "a.xlsx", procedure("1.0001", name="Khai  sinh"), procedure("1.000002"))
    correct(
        into,
        ("procedures", "1.0001", "procedure_code", "1.0001", "1.000100"),
        ("procedures", "1.0001", "name", "Khai  sinh", "Khai sinh"),
    )
    bring(path)
    before = files(into)
    bring(path)
    assert files(into) == before
    assert next((row["procedure_code"], row["name"]) for row in rows(into, "procedures")) == ("1.000100", "Khai sinh")
    (line,) = (row for row in rows(into, "provenance") if row["corrected"])
    assert (line["key"], line["line"], set(line["corrected"].split())) == ("1.000100", "3", {"procedure_code", "name"})
    assert as_json(run, into, *RULE)["findings"] == []


def test_a_list_whose_codes_are_all_corrected_is_still_the_same_list(tmp_path: Path, into: Path, bring: Import) -> None:
    damaged = ["1.0001", "1.0002", "1.0003"]
    correct(into, *(("procedures", code, "procedure_code", code, f"{code}00") for code in damaged))
    path = procedure_list(tmp_path / "a.xlsx", *(procedure(code) for code in damaged))
    bring(path)
    bring(path)
    assert len(rows(into, "procedures")) == len(damaged)
    assert len(rows(into, "sources")) == 1


def test_a_correction_says_what_became_of_it_when_the_source_changed(
    tmp_path: Path, into: Path, bring: Import, run: Run, said: list[str]
) -> None:
    correct(into, *(("procedures", code, "name", "Cấp thẻ", "Cấp lại thẻ") for code in CODES))
    bring(catalogue(tmp_path / "a.xlsx"))
    assert as_json(run, into, *RULE)["findings"] == []
    newer = [procedure(CODES[0]), procedure(CODES[1], name="Cấp lại thẻ"), procedure(CODES[2], name="Đổi thẻ")]
    bring(procedure_list(tmp_path / "b.xlsx", *newer))
    assert [row["name"] for row in rows(into, "procedures")] == ["Cấp lại thẻ", "Cấp lại thẻ", "Đổi thẻ"]
    sentence = next(line for line in said[::-1] if "bản ghi sửa" in line)
    for part in ("4 bản ghi", "1 đang có hiệu lực", "1 không còn cần", "1 cần xem lại", "1 không còn dòng nào"):
        assert part in sentence
    found = {item["key"]["key"]: item for item in as_json(run, into, *RULE)["findings"]}
    assert {key: (item["severity"], item["row"]) for key, item in found.items()} == {
        CODES[1]: ("info", 3),
        CODES[2]: ("warning", 4),
        CODES[3]: ("warning", 5),
    }
    assert "“Đổi thẻ”, không còn là “Cấp thẻ”" in found[CODES[2]]["message"]


def test_what_two_sources_say_is_corrected_for_both(tmp_path: Path, into: Path, bring: Import) -> None:
    dirty = procedure("1.000001", name="Cấp  thẻ")
    correct(into, ("procedures", "1.000001", "name", "Cấp  thẻ", "Cấp thẻ"))
    others = [procedure(f"1.00001{n}", issuing="Bộ Tư pháp") for n in range(3)]
    bring(procedure_list(tmp_path / "a.xlsx", dirty, procedure("1.000002")))
    bring(procedure_list(tmp_path / "b.xlsx", dirty, *others))
    found = [row for row in rows(into, "procedures") if row["procedure_code"] == "1.000001"]
    assert [row["name"] for row in found] == ["Cấp thẻ"]
    assert [row["corrected"] for row in rows(into, "provenance") if row["key"] == "1.000001"] == ["name", "name"]


def test_a_number_that_somebody_corrected_stays_corrected(tmp_path: Path, into: Path, bring: Import) -> None:
    key = "2026-08|H44.100|portal-on-time|dvcqg-progress-h44-2026-08"
    correct(into, ("observations", key, "value", "1", "2"))
    bring(progress(tmp_path / "a.json", unit("H44.100", "UBND Phường Việt Trì", 1, 2)))
    values = {row["measure"]: row["value"] for row in rows(into, "observations") if row["agency_code"] == "H44.100"}
    assert values["portal-on-time"] == "2"


def test_an_edit_by_hand_stops_the_import_that_would_overwrite_it(tmp_path: Path, into: Path, bring: Import) -> None:
    path = catalogue(tmp_path / "a.xlsx")
    bring(path)
    change(into, "procedures", "1.000002", name="Cấp lại thẻ")
    before = files(into)
    for given in (path, catalogue(tmp_path / "newer.xlsx", field="Căn cước")):
        with pytest.raises(UserError) as caught:
            bring(given)
        assert caught.value.key == "import.edited_cells"
        assert {"n": 1, "field": "name", "old": "Cấp thẻ", "new": "Cấp lại thẻ"}.items() <= caught.value.params.items()
        assert files(into) == before
    bring(path, discard_edits=True)
    assert name_of(into, "1.000002") == "Cấp thẻ"
    assert bring(path).written == ()


def test_an_import_of_something_else_neither_loses_nor_forgets_an_edit(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    path = catalogue(tmp_path / "a.xlsx")
    bring(path)
    change(into, "procedures", "1.000002", name="Cấp lại thẻ")
    bring(progress(tmp_path / "b.json", unit("H44.100", "UBND Phường Việt Trì", 1, 2)))
    assert name_of(into, "1.000002") == "Cấp lại thẻ"
    with pytest.raises(UserError) as caught:
        bring(path)
    assert caught.value.key == "import.edited_cells"


def test_an_edit_that_the_newer_source_agrees_with_is_no_obstacle(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(catalogue(tmp_path / "a.xlsx"))
    change(into, "procedures", "1.000002", name="Cấp lại thẻ")
    newer = [procedure(code, name="Cấp lại thẻ" if code == "1.000002" else "Cấp thẻ") for code in CODES]
    bring(procedure_list(tmp_path / "b.xlsx", *newer))
    assert name_of(into, "1.000002") == "Cấp lại thẻ"


def take_out(found: Rows) -> Rows:
    return found[1:]


def add(found: Rows) -> Rows:
    return [*found, {**found[0], "procedure_code": "1.000009"}]


def recode(found: Rows) -> Rows:
    return [{**found[0], "procedure_code": "1.000009", "name": "Tên riêng"}, *found[1:]]


@pytest.mark.parametrize(
    ("edit", "key"),
    [(take_out, "import.removed_rows"), (add, "import.added_rows"), (recode, "import.removed_rows")],
)
def test_rows_taken_out_or_put_in_by_hand_stop_the_import_too(
    tmp_path: Path, into: Path, bring: Import, edit: Any, key: str
) -> None:
    path = catalogue(tmp_path / "a.xlsx")
    bring(path)
    original = rows(into, "procedures")
    write.write_files([(into / "procedures.csv", write.table_bytes(list(original[0]), edit(original)))])
    before = files(into)
    with pytest.raises(UserError) as caught:
        bring(path)
    assert (caught.value.key, caught.value.params["n"]) == (key, 1)
    assert files(into) == before
    bring(path, discard_edits=True)
    assert sorted(row["procedure_code"] for row in rows(into, "procedures")) == list(CODES)


def test_a_key_changed_by_hand_is_an_edit_of_its_cell(tmp_path: Path, into: Path, bring: Import) -> None:
    path = procedure_list(tmp_path / "a.xlsx", procedure("1.000001", name="A"), procedure("1.000002", name="B"))
    bring(path)
    change(into, "procedures", "1.000002", procedure_code="1.000022")
    with pytest.raises(UserError) as caught:
        bring(path)
    expected = {"field": "procedure_code", "old": "1.000002", "new": "1.000022", "row_key": "1.000002"}
    assert expected.items() <= caught.value.params.items()


def test_a_gap_filled_in_stays_until_the_source_speaks_and_then_that_is_said(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    plain = [cells[:4] for cells in (procedure("1.000001"), procedure("1.000002"))]
    bring(procedure_list(tmp_path / "a.xlsx", *plain, header=HEADER[:4]))
    found = [{**row, "field_name": "Cư trú mới"} for row in rows(into, "procedures")]
    write.write_files([(into / "procedures.csv", write.table_bytes(list(found[0]), found))])
    bring(procedure_list(tmp_path / "a.xlsx", *plain, header=HEADER[:4]))
    assert {row["field_name"] for row in rows(into, "procedures")} == {"Cư trú mới"}
    bring(procedure_list(tmp_path / "b.xlsx", procedure("1.000001"), procedure("1.000002")))
    assert {row["field_name"] for row in rows(into, "procedures")} == {"Cư trú"}
    assert any("2 ô đã điền tay" in line and "“Cư trú mới” → “Cư trú”" in line for line in said)


def test_a_table_saved_by_excel_without_a_change_is_no_edit(tmp_path: Path, into: Path, bring: Import) -> None:
    path = catalogue(tmp_path / "a.xlsx")
    bring(path)
    change(into, "procedures", "none", encoding="utf-8-sig")
    assert b"\r\n" in (into / "procedures.csv").read_bytes()
    bring(path)


GOOD = ",".join(COLUMNS) + "\nprocedures,1.000001,name,Cấp thẻ,Cấp lại thẻ,lý do,ai,2026-11-02\n"
BROKEN = {
    "corrections.table": GOOD.replace("procedures,", "procedure,"),
    "corrections.column": GOOD.replace(",name,", ",ten,"),
    "corrections.key": GOOD.replace("procedures,1.000001,name", "procedure_agencies,1.000001,executing_text"),
    "corrections.twice": GOOD + "procedures,1.000001,name,Cấp thẻ,Đổi thẻ,lý do,ai,2026-11-02\n",
    "corrections.header": GOOD.replace("reason", "lý do"),
    "corrections.ragged": GOOD.replace(",lý do,", ",lý do, mới,"),
    "corrections.no_change": GOOD.replace("Cấp lại thẻ", "Cấp thẻ"),
    "corrections.unreadable": GOOD.encode("utf-16"),
}
CHAINED = GOOD + "procedures,1.000001,name,Cấp lại thẻ,Đổi thẻ,lý do,ai,2026-11-02\n"


@pytest.mark.parametrize(
    ("key", "content"),
    [
        *BROKEN.items(),
        ("corrections.twice", CHAINED),
        ("corrections.unreadable", ""),
        ("corrections.unreadable", GOOD + '"'),
    ],
)
def test_a_broken_file_of_corrections_is_one_sentence_for_every_command(
    tmp_path: Path, into: Path, bring: Import, run: Run, key: str, content: str | bytes
) -> None:
    path = catalogue(tmp_path / "a.xlsx")
    bring(path)
    (into / "corrections.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    before = files(into)
    with pytest.raises(UserError) as caught:
        bring(path)
    assert caught.value.key == key
    for command in (("import", path, "--into", into), ("fix", into, "--yes"), ("validate", into)):
        result = run(*command)
        assert (result.code, result.out) == (2, "")
        assert result.err == f"{caught.value.format_message()}\n"
    assert files(into) == before


def test_the_file_of_corrections_must_lie_in_the_package(tmp_path: Path, into: Path, bring: Import) -> None:
    path = catalogue(tmp_path / "a.xlsx")
    bring(path)
    (tmp_path / "elsewhere.csv").write_text(GOOD, encoding="utf-8")
    (into / "corrections.csv").symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(UserError) as caught:
        bring(path)
    assert caught.value.key == "path.link"


def test_a_copy_of_the_last_import_that_is_broken_is_refused(tmp_path: Path, into: Path, bring: Import) -> None:
    path = catalogue(tmp_path / "a.xlsx")
    bring(path)
    (into / "imported.zip").write_bytes((into / "imported.zip").read_bytes()[:-30])
    with pytest.raises(UserError) as caught:
        bring(path)
    assert caught.value.key == "import.imported_broken"


def test_a_file_of_corrections_that_no_import_has_seen_yet_is_judged_too(run: Run, package: Write) -> None:
    goi = package(procedures="procedure_code,name\n1.000001,Cấp thẻ\n")
    (goi / "corrections.csv").write_text(GOOD, encoding="utf-8")
    (found,) = as_json(run, goi, *RULE)["findings"]
    assert (found["file"], found["row"]) == ("corrections.csv", 2)
    assert "chưa được áp dụng" in found["message"]


def test_what_was_mended_is_looked_at_for_personal_data_and_not_for_dirt(
    tmp_path: Path, into: Path, bring: Import, run: Run
) -> None:
    persons = [f"Hồ sơ của  ông A, số định danh 00120100000{n}" for n in range(4)]
    correct(into, *(("procedures", code, "name", name, "Cấp thẻ") for code, name in zip(CODES, persons, strict=True)))
    bring(procedure_list(tmp_path / "a.xlsx", *map(procedure, CODES)))
    found = as_json(run, into, "--rule", "personal-data", "--rule", "text-untidy")["findings"]
    assert {(item["rule"], item["table"], item["field"]) for item in found} == {("personal-data", "corrections", "old")}
    assert not any("00120100000" in json.dumps(item) for item in found)
