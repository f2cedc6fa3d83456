"""Keys of large tables: few values are looked at one by one, and what is found is what every row tells."""

import itertools
import random
from typing import Any

import pytest
from running import Write

from dvcdata.engine import keys
from dvcdata.package import open_package
from dvcdata.rules import catalogue
from dvcdata.validate import today, validate

SCHEMA = {
    "fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}, {"name": "c", "type": "boolean"}],
    "primaryKey": ["a", "b", "c"],
    "foreignKeys": [{"fields": ["a"], "reference": {"resource": "s", "fields": ["a"]}}],
}
KNOWN = {"fields": [{"name": "a", "type": "string"}], "primaryKey": ["a"]}
RULES = [rule for rule in catalogue.load() if rule.id == "text-not-nfc"]
WHOLE = [f"{a},{b},{c}" for a, b, c in itertools.product("xyz", range(-3, 4), ("true", "false"))]


def found(package: Write, rows: list[str]) -> list[tuple[Any, ...]]:
    resources = [
        {"name": name, "path": f"{name}.csv", "schema": schema} for name, schema in (("t", SCHEMA), ("s", KNOWN))
    ]
    folder = package(resources, t="\n".join(["a,b,c", *rows, ""]), s="a\nx\ny\nz\n")
    report = validate([open_package(folder)], RULES, today())
    return [(item.rule, item.row, item.field, item.key, item.params["note"]) for item in report.findings]


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ([], 0),
        (["x,0,true"], 1),
        (["w,0,true"], 1),  # is nowhere in the other table
        ([",0,true", "x,,false"], 0),
        ([",0,true", ",0,true"], 1),
        ([",,"], 2),
        (["w,9,true", "w,9,true"], 3),
    ],
)
def test_a_large_table_has_the_findings_of_a_small_one(
    package: Write, monkeypatch: pytest.MonkeyPatch, more: list[str], wrong: int
) -> None:
    rows = [*WHOLE, *more]
    random.Random(0).shuffle(rows)
    small = found(package, rows)
    monkeypatch.setattr(keys, "LARGE", 1)
    assert found(package, rows) == small and len(small) == wrong


@pytest.mark.parametrize(("limit", "value"), [("MOST", 41), ("FEW", 6), ("MOST", 1 << 27)])
def test_where_values_are_too_many_every_row_is_looked_at(
    package: Write, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(keys, "LARGE", 1)
    monkeypatch.setattr(keys, limit, value)
    assert found(package, WHOLE) == []
    assert [row for _, row, *_ in found(package, [*WHOLE, WHOLE[0]])] == [len(WHOLE) + 2]


def test_a_key_proven_by_bits_is_not_grouped(package: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "LARGE", 1)
    proven: list[bool] = []
    unique = keys._unique

    def noted(*given: Any) -> bool:
        proven.append(unique(*given))
        return proven[-1]

    monkeypatch.setattr(keys, "_unique", noted)
    assert found(package, WHOLE) == []
    assert sorted(proven) == [False, True]  # of one column it is not asked
    assert len(found(package, [*WHOLE, WHOLE[-1]])) == 1 and not any(proven[2:])
