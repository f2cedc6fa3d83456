"""An unknown table is told by its labels: proposed where they are alike, sure only where they are the columns' own."""

import pytest

from dvcdata.importers import maps
from dvcdata.importers.map_proposal import Proposal, propose
from dvcdata.spreadsheets.workbook import Sheet


def proposed(*rows: list[str]) -> Proposal | None:
    width = max(map(len, rows))
    return propose([Sheet("S", [row + [""] * (width - len(row)) for row in rows])])


def test_an_export_of_dossiers_by_service_and_month_is_told_by_its_labels() -> None:
    labels = ["STT", "Mã TTHC", "Tên thủ tục", "Đơn vị", "Tháng", "Năm", "Tổng tiếp nhận", "Trực tuyến", "Trực tiếp"]
    found = proposed(["BÁO CÁO"], [], [*labels, "Đã giải quyết", "Quá hạn", "Ghi chú"], ["1", "1.000100"])
    assert found is not None and found.missing == () and not found.sure
    assert found.map.name == "usage"
    assert found.map.used == {
        "Mã TTHC": "item_code",
        "Đơn vị": "agency_code",
        "Tháng": "month",
        "Năm": "year",
        "Tổng tiếp nhận": "received_total",
        "Trực tuyến": "received_online",
        "Trực tiếp": "received_offline",
        "Đã giải quyết": "resolved_total",
        "Quá hạn": "resolved_overdue",
    }


def test_labels_in_two_rows_speak_together() -> None:
    upper = ["Mã DVC", "Tiếp nhận", "", "Giải quyết", ""]
    found = proposed(upper, ["", "Tổng số", "Trực tuyến", "Tổng số", "Quá hạn"], ["1.000100.01", "1", "1", "1", "0"])
    assert found is not None
    assert found.map.used == {
        "Mã DVC": "item_code",
        "Tiếp nhận › Tổng số": "received_total",
        "Tiếp nhận › Trực tuyến": "received_online",
        "Giải quyết › Tổng số": "resolved_total",
        "Giải quyết › Quá hạn": "resolved_overdue",
    }


@pytest.mark.parametrize(
    "labels",
    [
        ["period", "agency_code", "item_code", "received_total"],
        ["Kỳ báo cáo", "MÃ CƠ QUAN, ĐƠN VỊ", "Ma dich vu cong hoac thu tuc", "Tiếp nhận  trực tuyến"],
        ["Period", "Agency code", "Service or procedure code", "Received online"],
    ],
)
def test_names_and_titles_of_columns_are_sure(labels: list[str]) -> None:
    found = proposed(labels, ["2026-08", "H44", "1.000100", "1"])
    assert found is not None and found.sure and found.map.name == "usage" and len(found.map.used) == 4


def test_other_tables_are_told_as_well() -> None:
    for labels, table in (
        (["Mã dịch vụ công", "Tên dịch vụ", "Mức độ", "Thanh toán trực tuyến"], "services"),
        (["STT", "Lĩnh vực", "Đơn vị", "Trực tuyến", "Trực tiếp", "Từ kỳ trước chuyển sang"], "dossiers"),
        (["Mã thủ tục", "Tên thủ tục", "Lĩnh vực", "Thời hạn giải quyết"], "procedures"),
        (["Mã TTHC", "Tên thủ tục hành chính", "Lĩnh vực"], "procedures"),
    ):
        found = proposed(labels, ["x"] * len(labels))
        assert found is not None and (found.map.name, found.missing) == (table, ())
        assert {label for label, column in found.map.columns.items() if column == "-"} <= {"STT"}


@pytest.mark.parametrize("labels", [["Họ tên", "Số điện thoại", "Ghi chú"], ["a", "b"], ["STT", ""]])
def test_what_is_alike_to_nothing_is_not_proposed(labels: list[str]) -> None:
    assert proposed(labels, ["x"] * len(labels)) is None


def test_a_key_that_no_label_gives_is_named() -> None:
    found = proposed(["Tiếp nhận trực tuyến", "Thanh toán trực tuyến", "Đã giải quyết"], ["1", "2", "3"])
    assert found is not None and "item_code" in found.missing


def test_marks_and_dates_are_told_by_the_cells() -> None:
    labels = ["Mã thủ tục", "Tên thủ tục", "Thời hạn giải quyết", "Ngày có hiệu lực"]
    found = proposed(labels, ["1.000100", "x", "12.5", "11/21/2026"])
    assert found is not None
    assert (found.map.decimal, found.map.thousands, found.map.dates) == (".", ",", "mm/dd/yyyy")


def test_words_that_tell_columns_apart_forbid_a_proposal_and_what_is_only_alike_is_marked() -> None:
    parts = ["Đã giải quyết › Trước hạn", "Đã giải quyết › Đúng hạn"]
    found = proposed(["Mã TTHC", "Đơn vị", "Kỳ", *parts, "Số HS đã giải quyết xong"], ["1.000100", "H44", "2026-08"])
    assert found is not None
    assert [found.map.columns[label] for label in parts] == ["-", "-"]
    assert found.map.columns["Số HS đã giải quyết xong"] == "resolved_total"
    assert found.doubts == {"Số HS đã giải quyết xong"}
    text = maps.dump(found.map, found.doubts)
    assert '"Số HS đã giải quyết xong" = "resolved_total"  # chưa chắc / not sure' in text
    assert '"Mã TTHC" = "item_code"\n' in text
