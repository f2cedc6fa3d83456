"""JSON and JSON lines are judged item by item, and nothing that an object holds is lost."""

import json
from pathlib import Path
from typing import Any

import pytest
from judging import GOOD, LABELS, findings, package, places, refused, values
from running import Run

from dvcdata.engine import json_texts
from dvcdata.errors import UserError

ITEM: dict[str, Any] = dict(zip(LABELS, [*GOOD[:3], "2026-08-01", True], strict=True))


def written(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def lines(path: Path, *items: Any) -> Path:
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    return path


def test_objects_and_rows_with_a_header_are_tables(tmp_path: Path) -> None:
    rows = [LABELS, list(ITEM.values()), ["1.000200", None, None, "2026-08-02"]]
    written(tmp_path / "a.json", [ITEM])
    written(tmp_path / "b.json", {"data": {"rows": [ITEM, ITEM]}})
    written(tmp_path / "c.json", rows)
    lines(tmp_path / "d.jsonl", ITEM)
    lines(tmp_path / "e.ndjson", *rows)
    expected = [("1.000100", 7, 98.93, "2026-08-01", True)]
    found = {}
    for name in ("a.json", "b.json", "c.json", "d.jsonl", "e.ndjson"):
        folder = package(tmp_path, name, {"json": {"property": "data.rows"}} if name[0] == "b" else None)
        found[name[0]] = [(code, n, float(share), str(day), flag) for code, n, share, day, flag in values(folder)]
        missing = [("missing-cell", 3, "open", "")] if name[0] in "ce" else []
        assert places(folder) == missing
    assert found == {"a": expected, "b": expected * 2, "c": expected, "d": expected, "e": expected}


def test_numbers_keep_their_text_and_are_no_texts(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text('[{"code": 1.000100, "n": 7.0, "day": "2026-08-01"}]', encoding="utf-8")
    folder = package(tmp_path, "t.json", fieldsMatch="partial")
    assert places(folder) == [("type-error", 2, "code", 'type is "string/default"')]
    assert findings(folder)[0].value == "1.000100"
    assert values(folder) == [(None, 7, *values(folder)[0][2:])]


@pytest.mark.parametrize("name", ["t.json", "t.jsonl"])
def test_a_property_that_only_later_objects_have_is_a_column_like_any_other(name: str, tmp_path: Path) -> None:
    items = [{"code": "1.000100", "day": "2026-08-01"}, {"n": "x", "day": "2026-08-01", "more": 1}]
    lines(tmp_path / "t.jsonl", *items)
    written(tmp_path / "t.json", items)
    folder = package(tmp_path, name, fieldsMatch="partial")
    assert places(folder) == [("type-error", 3, "n", 'type is "integer/default"')]
    folder = package(tmp_path, name, fieldsMatch="superset")
    assert [place[:3] for place in places(folder)] == [("extra-label", 1, "more"), ("type-error", 3, "n")]
    folder = package(tmp_path, name, {"json": {"keys": ["code", "day"]}}, fieldsMatch="partial")
    assert places(folder) == []
    folder = package(tmp_path, name, {"itemKeys": ["day", "code"]}, fieldsMatch="partial")
    assert [row[:1] for row in values(folder)] == [(row[0],) for row in values(folder)]


def test_files_of_one_table_share_their_columns_whatever_their_order(run: Run, tmp_path: Path) -> None:
    written(tmp_path / "a.json", [{"code": "1.000100", "n": 1}])
    written(tmp_path / "b.json", [{"n": 2, "code": "1.000200", "share": 1}])
    descriptor = json.loads((package(tmp_path, "a.json", fieldsMatch="partial") / "datapackage.json").read_bytes())
    del descriptor["resources"][0]["schema"]["fields"][3]
    descriptor["resources"][0]["path"] = ["a.json", "b.json"]
    written(tmp_path / "datapackage.json", descriptor)
    assert values(tmp_path) == [("1.000100", 1, None), ("1.000200", 2, 1)]
    written(tmp_path / "a.json", [["code", "n"], ["1.000100", 1]])
    written(tmp_path / "b.json", [["code", "n"], ["1.000200", 2]])
    assert values(tmp_path) == [("1.000100", 1), ("1.000200", 2)]
    written(tmp_path / "b.json", [["n", "code"], ["1.000200", 2]])
    assert refused(tmp_path, run) == "table.parts_differ"


REFUSED: dict[str, tuple[str, bytes]] = {
    "an object": ("json.no_table", b'{"a": [1]}'),
    "a list of numbers": ("json.no_table", b"[1, 2]"),
    "an empty list": ("json.no_row", b" [ ] "),
    "objects and rows": ("json.mixed", b'[{"code": "x"}, ["x"]]'),
    "rows and objects": ("json.mixed", b'[["code"], {"code": "x"}]'),
    "half a list": ("json.broken", b'[{"code": "x"}'),
    "half an object": ("json.broken", b'[{"code": "x"'),
    "no comma": ("json.broken", b'[{"code": "x"} {"code": "y"}]'),
    "a comma too many": ("json.broken", b'[{"code": "x"},]'),
    "a comma first": ("json.broken", b'[,{"code": "x"}]'),
    "more after the end": ("json.broken", b'[{"code": "x"}] x'),
    "no JSON": ("json.broken", b"code,n\n1,2\n"),
    "a name twice": ("json.twice", b'[{"code": "x", "code": "y"}]'),
    "not a number": ("json.constant", b'[{"share": NaN}]'),
    "UTF-16": ("json.wide", '[{"code": "x"}]'.encode("utf-16")),
    "UTF-16 without a mark": ("json.wide", '[{"code": "x"}]'.encode("utf-16-le")),
    "another encoding": ("json.unreadable", '[{"code": "Đ"}]'.encode("cp1258")),
    "half a surrogate pair": ("json.unreadable", b'[{"code": "\\ud800"}]'),
    "a bottomless list": ("json.unreadable", b"[" * 100_000),
    "a number of 5,000 digits": ("json.unreadable", b'[{"n": ' + b"1" * 5_000 + b"}]"),
    "too many names": ("json.too_wide", json.dumps([{f"c{n}": 1} for n in range(2_001)]).encode()),
    "nothing": ("file.empty", b""),
}


@pytest.mark.parametrize("case", REFUSED)
def test_json_that_is_no_table_gets_one_sentence(case: str, run: Run, tmp_path: Path) -> None:
    key, content = REFUSED[case]
    (tmp_path / "t.json").write_bytes(content)
    assert refused(package(tmp_path, "t.json"), run) == key


@pytest.mark.parametrize("chunk", [1, 2, 7, 1 << 20])
def test_a_list_is_read_item_by_item_wherever_a_chunk_ends(
    chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_texts, "CHUNK", chunk)
    items = [{"a": "đ\n,]", "b": [1.50, {"c": None}]}, {"a": "x" * 99}, ["x"], {}, []]
    for text in (
        json.dumps(items),
        json.dumps(items, indent=1, ensure_ascii=False),
        "\n " + json.dumps(items) + "\r\n",
    ):
        (tmp_path / "t.json").write_text(text, encoding="utf-8-sig")
        assert list(json_texts.Text(tmp_path / "t.json").items()) == items


def test_a_list_is_not_read_to_its_end_before_its_first_item(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_texts, "CHUNK", 20)
    (tmp_path / "t.json").write_text('[{"a": 1}, {"a": 2}, {"a": 3}, x', encoding="utf-8")
    items = json_texts.Text(tmp_path / "t.json").items()
    assert next(items) == {"a": 1}
    with pytest.raises(UserError):
        list(items)


@pytest.mark.parametrize("name", ["data", "data.rows", "data.rows.x", "x", "rows.x"])
def test_a_property_that_leads_to_no_list_is_refused(name: str, run: Run, tmp_path: Path) -> None:
    written(tmp_path / "t.json", {"data": {"rows": {"code": "x"}}, "rows": [1]})
    assert refused(package(tmp_path, "t.json", {"json": {"property": name}}), run) == "json.no_table"


@pytest.mark.parametrize("chunk", [1, 7, 1 << 20])
def test_a_mistake_is_named_by_its_line_and_column(chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_texts, "CHUNK", chunk)
    for text, place in {
        '[{"a": 1},\n {"a" 2}]': (2, 7),
        '[{"a": 1}, {"a" 2}]': (1, 17),
        '[{"a": 1}\n\n  {"a": 2}]': (3, 3),
        '[{"a": 1},\n  x]': (2, 3),
    }.items():
        (tmp_path / "t.json").write_text(text, encoding="utf-8")
        with pytest.raises(UserError) as caught:
            list(json_texts.Text(tmp_path / "t.json").items())
        assert (caught.value.params["line"], caught.value.params["column"]) == place, text
    (tmp_path / "t.jsonl").write_text('{"a": 1}\n\n{"a" 2}\n', encoding="utf-8")
    with pytest.raises(UserError) as caught:
        list(json_texts.Text(tmp_path / "t.jsonl").lines())
    assert (caught.value.params["line"], caught.value.params["column"]) == (3, 6)


def test_a_lone_json_is_recognised_by_the_names_of_its_properties(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path / "x.json", [{"procedure_code": "1.000100"}, {"name": "a", "field_name": "b"}])
    report = json.loads(run("validate", path, "--format", "json").out)
    assert (report["checked"]["rows"], report["checked"]["cells"]) == (2, 6)
    result = run("validate", written(tmp_path / "x.json", [{"a": 1, "b": 2}]))
    assert result.code == 2 and "a, b" in result.err


def test_what_frictionless_takes_for_a_year_or_cannot_divide_stops_nothing(tmp_path: Path) -> None:
    fields = [{"name": "y", "type": "year"}, {"name": "n", "type": "integer"}]
    (tmp_path / "t.json").write_text('[{"y": true, "n": 1}, {"y": 2026, "n": 1e300}]', encoding="utf-8")
    folder = package(tmp_path, "t.json", fields=fields)
    assert [place[:3] for place in places(folder)] == [("type-error", 3, "n")]
    assert values(folder) == [(1, 1), (2026, None)]
