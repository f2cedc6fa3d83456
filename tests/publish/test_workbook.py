"""A workbook's data sheet says what the table says: codes and hostile texts as texts, numbers as numbers."""

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl

from dvcdata.publish import workbook
from dvcdata.publish.tables import Column, Typed

TEXTS = ("=1+1", "<b>&amp;'\"", "_x0041_", "a\x01b", "1.000010", " hai  ô \n", "\u202exyz")


def written(folder: Path) -> tuple[Path, Path]:
    """The same table written twice."""
    connection = duckdb.connect()
    connection.execute(
        "create table t (_row bigint, code varchar, n bigint, amount decimal(28,8), yes boolean, day date, size double)"
    )
    rows: list[tuple[Any, ...]] = [
        (n + 2, text, n, f"{n}.5", n % 2 == 0, f"20{10 + n}-02-03", n / 4) for n, text in enumerate(TEXTS)
    ]
    rows.append((99, "old", 10**17, "0.00000001", None, "1899-12-31", float("inf")))
    connection.executemany("insert into t values (?, ?, ?, ?, ?, ?, ?)", rows)
    kinds = ("string", "integer", "number", "boolean", "date", "number")
    names = ("code", "n", "amount", "yes", "day", "size")
    columns = tuple(Column(name, {"name": name, "type": kind}) for name, kind in zip(names, kinds, strict=True))
    typed = Typed(connection, "t", columns, ())
    for name in ("a.xlsx", "b.xlsx"):
        workbook.write(
            folder / name, "bảng", typed, {"fields": [dict(column.field) for column in columns]}, [("a", "b")]
        )
    return folder / "a.xlsx", folder / "b.xlsx"


def test_every_cell_of_a_workbook_is_the_value_of_the_table(tmp_path: Path) -> None:
    first, second = written(tmp_path)
    assert first.read_bytes() == second.read_bytes()
    sheet = openpyxl.load_workbook(first)["bảng"]
    # Excel reads _x005F_ as the underscore that it stands for, openpyxl as it is
    kept = [text.replace("\x01", "\ufffd").replace("_x0041_", "_x005F_x0041_") for text in TEXTS]
    assert [cell.value for cell in sheet["A"][1:-1]] == kept
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    assert {cell.number_format for cell in sheet["A"][1:]} == {"@"}
    assert [cell.value for cell in sheet[3]][1:] == [1, 1.5, False, datetime(2011, 2, 3), 0.25]
    assert sheet["E3"].number_format == "yyyy-mm-dd"
    assert [cell.value for cell in sheet[9]] == ["old", str(10**17), 1e-8, None, "1899-12-31", "inf"]
    assert sheet.dimensions == "A1:F9"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F9")


def test_a_column_has_room_for_its_texts_and_for_its_name_beside_the_arrow_of_the_filter(tmp_path: Path) -> None:
    connection = duckdb.connect()
    connection.execute("create table t as select 2 as _row, 'H44' as a, repeat('tên ', 12) as b, repeat('x', 900) as c")
    columns = tuple(Column(name, {"name": name, "type": "string"}) for name in ("a", "b", "c"))
    fields = {"fields": [dict(column.field) for column in columns]}
    workbook.write(tmp_path / "a.xlsx", "t", Typed(connection, "t", columns, ()), fields, [("a", "b")])
    widths = openpyxl.load_workbook(tmp_path / "a.xlsx")["t"].column_dimensions
    assert [round(widths[letter].width) for letter in "ABC"] == [13, 50, 61]  # Excel adds a margin
