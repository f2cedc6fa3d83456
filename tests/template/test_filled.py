"""A template that was filled in is read back without loss by `validate` and `import`, or refused with one sentence."""

import datetime
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from checking import as_json
from official_files import columns, rows
from running import Result, Run
from template_files import ABOUT, USAGE, Made, change, fill

from dvcdata import profiles
from dvcdata.template import version

SERVICE: dict[str, Any] = {"service_code": "1.000100.01", "owner_code": "H44"}


def one_sentence(result: Result) -> str:
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1
    return result.err


def brought(run: Run, path: Path, into: Path, *more: str) -> str:
    result = run("import", path, "--into", into, *more)
    assert (result.code, result.err) == (0, "")
    return result.out


def test_what_was_filled_in_comes_back_as_data_writes_it(run: Run, tmp_path: Path, made: Made) -> None:
    day = datetime.date(2026, 8, 31)
    several = [
        {**SERVICE, "online_payment": "có", "result_online": "na – không áp dụng", "regime": "Nghị định 42/2022/NĐ-CP"},
        {**SERVICE, "service_code": "1.000200", "online_payment": "KHÔNG", "launched_date": day},
        {
            **SERVICE,
            "service_code": "1.000300",
            "online_payment": True,
            "launched_date": "31/08/2026",
            "intake": "both",
        },
        {**SERVICE, "service_code": "1.000400", "online_payment": "nc", "launched_date": "ny", "level": " toàn trình"},
    ]
    path = fill(made("services"), tmp_path / "a.xlsx", *several)
    brought(run, path, tmp_path / "goi")
    names = ("service_code", "online_payment", "result_online", "regime", "launched_date", "intake", "level")
    assert columns(tmp_path / "goi", "services", *names) == [
        ("1.000100.01", "true", "na", "42/2022", "", "", ""),
        ("1.000200", "false", "", "", "2026-08-31", "", ""),
        ("1.000300", "true", "", "", "2026-08-31", "both", ""),
        ("1.000400", "nc", "", "", "ny", "", " toàn trình"),
    ]
    for target in (path, tmp_path / "goi"):
        report = as_json(run, target)
        assert not {"type-error", "constraint-error", "blank-row"} & {item["rule"] for item in report["findings"]}
        assert report["checked"]["rows"] >= len(several)


def test_a_template_in_english_is_read_back_the_same(run: Run, tmp_path: Path, made: Made) -> None:
    row = {**SERVICE, "online_payment": "yes", "intake": "online only", "regime": "Decree 224/2026/NĐ-CP"}
    path = fill(made("services", "en"), tmp_path / "a.xlsx", row, about=ABOUT, sheets=("Data", "Description"))
    brought(run, path, tmp_path / "goi")
    assert columns(tmp_path / "goi", "services", "online_payment", "intake", "regime") == [
        ("true", "online_only", "224/2026")
    ]


def test_the_description_speaks_for_the_rows_that_leave_it_open(run: Run, tmp_path: Path, made: Made) -> None:
    template = made("usage", agency="H44.19", period="2026-08")
    mine = {name: value for name, value in USAGE.items() if name not in ("period", "agency_code")}
    other = {**USAGE, "period": "Tháng 9/2026", "agency_code": "H44.20", "period_basis": "lũy kế"}
    path = fill(template, tmp_path / "a.xlsx", mine, {}, other, about={"period_basis": "theo tháng dương lịch"})
    brought(run, path, tmp_path / "goi")
    assert columns(tmp_path / "goi", "usage", "period", "agency_code", "period_basis") == [
        ("2026-08", "H44.19", "calendar"),
        ("2026-09", "H44.20", "cumulative"),
    ]
    assert columns(tmp_path / "goi", "provenance", "table", "sheet", "line")[1:] == [
        ("usage", "Số liệu", "6"),
        ("usage", "Số liệu", "8"),
    ]
    assert as_json(run, path)["checked"]["rows"] == 2


def test_merged_cells_speak_for_the_rows_that_they_cover_with_codes_and_never_with_figures(
    run: Run, tmp_path: Path, made: Made
) -> None:
    second = {"item_code": "1.000200.01", "received_online": 1}
    path = fill(made("usage"), tmp_path / "a.xlsx", USAGE, second, {**USAGE, "agency_code": "H44.20"})
    book = openpyxl.load_workbook(path)
    for cells in ("A6:A7", "B6:B7", "E6:E8", "A40:A90"):
        book["Số liệu"].merge_cells(cells)
    book.save(path)
    brought(run, path, tmp_path / "goi")
    assert columns(tmp_path / "goi", "usage", "period", "agency_code", "item_code", "received_total") == [
        ("2026-08", "H44.19", "1.000100.01", "100"),
        ("2026-08", "H44.19", "1.000200.01", ""),
        ("2026-08", "H44.20", "1.000100.01", ""),
    ]
    report = as_json(run, path)
    assert report["checked"]["rows"] == 3 and report["counts"]["error"] == 0


def test_what_nobody_says_is_asked_for_as_with_every_file(run: Run, tmp_path: Path, made: Made) -> None:
    mine = {name: value for name, value in USAGE.items() if name not in ("period", "agency_code")}
    path = fill(made("usage"), tmp_path / "a.xlsx", mine)
    assert "--period" in one_sentence(run("import", path, "--into", "goi"))
    brought(run, path, tmp_path / "goi", "--period", "2026-08", "--agency", "H44.19")
    assert columns(tmp_path / "goi", "usage", "period", "agency_code") == [("2026-08", "H44.19")]


def test_a_code_that_was_chosen_with_its_name_is_the_code(run: Run, tmp_path: Path, made: Made) -> None:
    template = made("usage", references=(Path(__file__).parents[2] / "datasets" / "sample",))
    lists = openpyxl.load_workbook(template)["Danh mục"]
    place = next(cell.column for cell in lists[3] if cell.value == "agency_code")
    word, code = (lists.cell(5, place + more).value for more in (0, 1))
    path = fill(template, tmp_path / "a.xlsx", {**USAGE, "agency_code": word})
    brought(run, path, tmp_path / "goi")
    assert columns(tmp_path / "goi", "usage", "agency_code") == [(code,)]
    assert word != code


def test_a_finding_names_the_cell_of_the_template(run: Run, tmp_path: Path, made: Made) -> None:
    path = fill(made("usage"), tmp_path / "a.xlsx", USAGE, {}, {**USAGE, "item_code": "x", "received_total": "1.250"})
    report = as_json(run, path)
    cells = {item["rule"]: item["cell"] for item in report["findings"]}
    assert cells["type-error"] == "a.xlsx › Số liệu › E8"
    assert "primary-key" not in cells
    assert not [item for item in report["not_checked"] if "Danh mục" in item["why"] or "Mô tả" in item["why"]]


def test_a_code_that_lost_its_format_is_not_mended(run: Run, tmp_path: Path, made: Made) -> None:
    path = fill(made("usage"), tmp_path / "a.xlsx", {**USAGE, "item_code": 1.0001})
    brought(run, path, tmp_path / "goi")
    assert columns(tmp_path / "goi", "usage", "item_code") == [("1.0001",)]


def test_the_description_becomes_that_of_the_package(run: Run, tmp_path: Path, made: Made) -> None:
    path = fill(made("usage"), tmp_path / "a.xlsx", USAGE, about=ABOUT)
    brought(run, path, tmp_path / "goi")
    said = json.loads((tmp_path / "goi" / "datapackage.json").read_text(encoding="utf-8"))
    assert (said["title"], said["description"]) == (ABOUT["title"], ABOUT["description"])
    assert [item["name"] for item in said["licenses"]] == ["CC-BY-4.0"]
    assert said["contributors"] == [{"title": "Văn phòng", "email": "vp@example.vn", "roles": ["contact"]}]
    assert (said["keywords"], said["frequency"]) == (["hồ sơ", "dịch vụ công"], "monthly")
    (source,) = rows(tmp_path / "goi", "sources")
    assert (source["title"], source["url"]) == ("Phần mềm một cửa, H44.19, tháng 8/2026", ABOUT["source_url"])
    for target in (path, tmp_path / "goi"):
        rules = {item["rule"] for item in as_json(run, target)["findings"]}
        assert not {"licence-missing", "metadata-incomplete"} & rules


def test_what_the_description_sheet_lacks_is_found_in_the_template_itself(run: Run, tmp_path: Path, made: Made) -> None:
    path = fill(made("usage"), tmp_path / "a.xlsx", USAGE)
    files = {item["rule"]: item["file"] for item in as_json(run, path)["findings"]}
    assert files["licence-missing"] == files["metadata-incomplete"] == "a.xlsx › Mô tả"


def test_what_the_package_says_of_itself_stays_and_the_difference_is_named(
    run: Run, tmp_path: Path, made: Made
) -> None:
    brought(run, fill(made("usage"), tmp_path / "a.xlsx", USAGE, about=ABOUT), tmp_path / "goi")
    changed = fill(made("usage"), tmp_path / "b.xlsx", USAGE, about={**ABOUT, "title": "Tiêu đề khác"})
    said = brought(run, changed, tmp_path / "goi")
    assert "tiêu đề là “Tiêu đề khác”, gói đang ghi “Hồ sơ theo dịch vụ, tháng 8/2026”" in said
    assert ABOUT["title"] in (tmp_path / "goi" / "datapackage.json").read_text(encoding="utf-8")


def test_templates_of_many_bodies_give_the_package_only_what_they_all_say(run: Run, tmp_path: Path, made: Made) -> None:
    for code in ("H44.19", "H44.20"):
        row = {**USAGE, "agency_code": code}
        fill(made("usage"), tmp_path / f"{code}.xlsx", row, about={**ABOUT, "title": f"Hồ sơ của {code}"})
    result = run("import", tmp_path / "H44.19.xlsx", tmp_path / "H44.20.xlsx", "--into", "goi")
    assert result.code == 0
    said = json.loads((tmp_path / "goi" / "datapackage.json").read_text(encoding="utf-8"))
    assert (said["title"], said["licenses"][0]["name"]) == ("goi", "CC-BY-4.0")
    assert len(rows(tmp_path / "goi", "usage")) == 2


def test_the_same_template_again_changes_nothing_and_a_newer_one_replaces_it(
    run: Run, tmp_path: Path, made: Made
) -> None:
    path = fill(made("usage"), tmp_path / "a.xlsx", USAGE, about=ABOUT)
    brought(run, path, tmp_path / "goi")
    assert "không có gì thay đổi" in brought(run, path, tmp_path / "goi")
    newer = fill(made("usage"), tmp_path / "b.xlsx", {**USAGE, "received_total": 101}, about=ABOUT)
    assert "Thay 2 dòng" in brought(run, newer, tmp_path / "goi")
    assert columns(tmp_path / "goi", "usage", "received_total") == [("101",)]


def test_a_column_that_somebody_added_is_named_and_left_out(run: Run, tmp_path: Path, made: Made) -> None:
    filled = fill(made("usage"), tmp_path / "a.xlsx", USAGE)
    path = change(filled, tmp_path / "b.xlsx", "Số liệu", N4="Ghi chú", N6="đã hỏi lại")
    assert "1 cột thêm vào mẫu không được nhập: Ghi chú." in brought(run, path, tmp_path / "goi")


def test_a_template_without_its_other_sheets_is_still_read(run: Run, tmp_path: Path, made: Made) -> None:
    row = {**USAGE, "period_basis": "theo tháng dương lịch"}
    book = openpyxl.load_workbook(fill(made("usage"), tmp_path / "a.xlsx", row))
    for name in ("Mô tả", "Giải thích cột", "Danh mục"):
        del book[name]
    book.save(tmp_path / "b.xlsx")
    brought(run, tmp_path / "b.xlsx", tmp_path / "goi")
    assert columns(tmp_path / "goi", "usage", "period_basis") == [("calendar",)]
    assert as_json(run, tmp_path / "b.xlsx")["checked"]["rows"] == 1


@pytest.mark.parametrize("command", ["validate", "import"])
class TestRefused:
    """What is wrong with a template is said alike by both commands."""

    def of(self, run: Run, command: str, path: Path) -> str:
        words = one_sentence(run(command, path, *(("--into", "goi") if command == "import" else ())))
        assert not (path.parent / "goi").exists()
        return words

    def test_one_that_nobody_filled_in(self, run: Run, tmp_path: Path, made: Made, command: str) -> None:
        path = fill(made("usage"), tmp_path / "a.xlsx", about=ABOUT)
        words = self.of(run, command, path)
        assert "mẫu chưa điền dòng nào. Hãy điền trang “Số liệu” từ hàng 6" in words

    def test_one_with_formulas_that_were_never_calculated(
        self, run: Run, tmp_path: Path, made: Made, command: str
    ) -> None:
        filled = fill(made("usage"), tmp_path / "a.xlsx", USAGE, USAGE)
        path = change(filled, tmp_path / "b.xlsx", "Số liệu", E7="=F7+G7", F7="=1+1")
        assert "có 2 ô công thức chưa có kết quả (ô đầu tiên: E7)" in self.of(run, command, path)

    def test_one_of_an_older_version(self, run: Run, tmp_path: Path, made: Made, command: str) -> None:
        filled = fill(made("usage"), tmp_path / "a.xlsx", USAGE)
        mark = "dvcdata:usage@0.0.9#00000000"
        path = change(filled, tmp_path / "b.xlsx", "Số liệu", A2=mark, C5="service_code", L5="paid")
        words = self.of(run, command, path)
        assert "mẫu cũ (dvcdata 0.0.9)" in words and "không còn cột service_code, paid" in words
        assert "có thêm cột item_code, paid_online" in words and "dvcdata template usage" in words

    def test_one_of_a_newer_version(self, run: Run, tmp_path: Path, made: Made, command: str) -> None:
        filled = fill(made("usage"), tmp_path / "a.xlsx", USAGE)
        path = change(filled, tmp_path / "b.xlsx", "Số liệu", A2="dvcdata:usage@9.0#00000000", L5="paid")
        assert "mẫu của bản dvcdata mới hơn (9.0" in self.of(run, command, path)
        path = change(filled, tmp_path / "b.xlsx", "Số liệu", A2="dvcdata:waiting@9.0#00000000")
        assert "bản này không có bảng đó" in self.of(run, command, path)

    def test_one_whose_names_of_columns_were_lost(self, run: Run, tmp_path: Path, made: Made, command: str) -> None:
        filled = fill(made("usage"), tmp_path / "a.xlsx", USAGE)
        path = change(filled, tmp_path / "b.xlsx", "Số liệu", C5=None)
        assert "hàng tên máy của các cột đã bị sửa hoặc xóa (thiếu item_code)" in self.of(run, command, path)

    @pytest.mark.parametrize(
        ("line", "text", "words"),
        [
            ("licence", "CC-BY-NC", "không phải giấy phép mở"),
            ("email", "vp", "không phải địa chỉ thư"),
            ("homepage", "www.tinh.gov.vn", "không phải địa chỉ mạng"),
            ("frequency", "khi nào có", "không phải tần suất"),
        ],
    )
    def test_one_whose_description_cannot_be_so(
        self, run: Run, tmp_path: Path, made: Made, command: str, line: str, text: str, words: str
    ) -> None:
        path = fill(made("usage"), tmp_path / "a.xlsx", USAGE, about={line: text})
        said = self.of(run, command, path)
        assert "a.xlsx, trang “Mô tả”: “" in said or "a.xlsx, trang “Mô tả”: --homepage: “" in said
        assert words in said


def test_a_template_of_another_table_than_table_says(run: Run, tmp_path: Path, made: Made) -> None:
    path = fill(made("usage"), tmp_path / "a.xlsx", USAGE)
    assert "là mẫu của bảng usage, không phải dossiers" in one_sentence(run("validate", path, "--table", "dossiers"))


def test_an_older_template_that_only_lacks_optional_columns_is_read_with_a_note(
    run: Run, tmp_path: Path, made: Made
) -> None:
    filled = fill(made("usage"), tmp_path / "a.xlsx", USAGE)
    path = change(filled, tmp_path / "b.xlsx", "Số liệu", A2="dvcdata:usage@0.0.9#00000000", L5=None, L4=None)
    assert "mẫu này chưa có cột paid_online" in brought(run, path, tmp_path / "goi")


def test_a_fingerprint_changes_with_columns_and_not_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    before = version.fingerprint("usage")
    schema = json.loads(json.dumps(profiles.schema("usage")))
    monkeypatch.setattr(profiles, "schema", lambda table: schema)
    schema["fields"][0]["title"] = "Kỳ"
    assert version.fingerprint("usage") == before
    schema["fields"][0]["name"] = "ky"
    assert version.fingerprint("usage") != before
