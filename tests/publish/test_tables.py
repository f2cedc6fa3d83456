"""Tables on their way out: what typed forms say of cells that are empty in them."""

from pathlib import Path

from dvcdata.publish import tables

SCHEMA = {
    "missingValues": [{"value": "", "label": "not given"}, {"value": "nc", "label": "not collected"}],
    "fields": [
        {"name": "code", "type": "string"},
        {"name": "n", "type": "integer"},
        {"name": "day", "type": "date"},
        {"name": "sure", "type": "boolean"},
        {"name": "m", "type": "integer", "missingValues": ["-"]},
    ],
}


def test_a_cell_of_the_wrong_type_is_empty_and_said_to_be_such_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = ("a,1,2026-01-02,true,-", "b,nc,02/01/2026,,1", "c,1.024,,maybe,2", "d,,2026-01-03,false,3")
    path.write_text("\n".join(["code,n,day,sure,m", *rows, ""]), encoding="utf-8")
    with tables.typed(path, "t", SCHEMA) as found:
        names = [column.name for column in found.columns]
        assert names == ["code", "n", "n_status", "day", "day_status", "sure", "sure_status", "m"]
        cells = [dict(zip(names, row, strict=True)) for batch in found.batches() for row in batch]
    assert [row["n"] for row in cells] == [1, None, None, None]
    assert [row["n_status"] for row in cells] == [None, "nc", "invalid", None]
    assert [row["day_status"] for row in cells] == [None, "invalid", None, None]
    assert [row["sure_status"] for row in cells] == [None, None, "invalid", None]


def test_a_table_without_such_cells_has_no_column_for_them(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("code,n,day,sure,m\na,1,2026-01-02,true,1\nb,,,,-\n", encoding="utf-8")
    with tables.typed(path, "t", SCHEMA) as found:
        assert [column.name for column in found.columns] == ["code", "n", "day", "sure", "m"]
