"""The shipped sample: what the generator writes, consistent but for the defects that its list names."""

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest

from dvcdata import builtin, profiles
from dvcdata.sample import PLANTED, generate
from dvcdata.sample.defects import Defect, Planting, put
from dvcdata.sample.sheet import Sheet

Rows = list[dict[str, str]]

COMMITTED = builtin.folder("datasets") / "sample"
FORM = (
    "to_handle_total received_online received_offline carried_over resolved_total resolved_early resolved_on_time"
    " resolved_overdue pending_total pending_on_time pending_overdue resolved_online"
).split()
IDENTITIES = {
    "R1": ("to_handle_total", ("received_online", "received_offline", "carried_over")),
    "R2": ("resolved_total", ("resolved_early", "resolved_on_time", "resolved_overdue")),
    "R3": ("pending_total", ("pending_on_time", "pending_overdue")),
    "R4": ("to_handle_total", ("resolved_total", "pending_total")),
}
Key = tuple[str, str, str, str]
Form = dict[Key, dict[str, int]]


def read(folder: Path, table: str) -> Rows:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def form(folder: Path) -> Form:
    """Form 06 by key; rows whose cells are empty are left out."""
    return {
        (row["period"], row["agency_code"], row["row_kind"], row["field_code"]): {name: int(row[name]) for name in FORM}
        for row in read(folder, "dossiers")
        if row["to_handle_total"]
    }


def added(rows: Iterable[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = dict.fromkeys(FORM, 0)
    for row in rows:
        total = {name: total[name] + row[name] for name in FORM}
    return total


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    (folder / PLANTED).write_text("of an earlier run", encoding="utf-8")
    generate(folder, clean=True)
    return folder


@pytest.fixture(scope="module")
def double(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("double")
    generate(folder, scale=2, clean=True)
    return folder


def test_the_committed_sample_is_what_the_generator_writes(tmp_path: Path) -> None:
    generate(tmp_path)
    assert sorted(path.name for path in COMMITTED.iterdir()) == sorted(path.name for path in tmp_path.iterdir())
    assert [path.name for path in tmp_path.iterdir() if path.read_bytes() != (COMMITTED / path.name).read_bytes()] == []


def test_the_sample_stays_under_four_megabytes() -> None:
    assert sum(path.stat().st_size for path in COMMITTED.iterdir()) < 4_000_000


def test_the_sample_says_first_that_it_is_made_up() -> None:
    words = "Dữ liệu giả định do máy sinh, không phải số liệu của địa phương nào"
    descriptor = json.loads((COMMITTED / "datapackage.json").read_text(encoding="utf-8"))
    assert (COMMITTED / "README.md").read_text(encoding="utf-8").startswith(f"# {words}\n")
    assert descriptor["title"].startswith(words)
    assert descriptor["description"].startswith(words)
    assert all("giả định" in row["publisher"] for row in read(COMMITTED, "sources"))


def test_the_province_is_no_real_one_and_its_units_are_not_either() -> None:
    reference = builtin.folder("datasets") / "reference"
    own = {row["agency_code"].split(".")[0] for row in read(COMMITTED, "agencies")}
    assert own == {"H99"}
    assert not own & {row["agency_code"] for row in read(reference, "agencies")}
    assert not {row["unit_code"] for row in read(COMMITTED, "units")} & {
        r["unit_code"] for r in read(reference, "units")
    }


def test_another_seed_makes_another_province_the_same_whatever_the_hash_order(tmp_path: Path) -> None:
    sums = set()
    for order in ("1", "2"):
        command = [sys.executable, "-m", "dvcdata.sample", str(tmp_path / order), "--seed", "5"]
        path = os.pathsep.join(filter(None, [str(Path(__file__).parents[2] / "src"), os.environ.get("PYTHONPATH")]))
        environment = os.environ | {"PYTHONHASHSEED": order, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
        subprocess.run(command, check=True, capture_output=True, env=environment)
        files = sorted((tmp_path / order).iterdir())
        sums.add(hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest())
    assert len(sums) == 1
    assert (tmp_path / "1" / "usage.csv").read_bytes() != (COMMITTED / "usage.csv").read_bytes()
    rules = [row["rule"] for row in read(tmp_path / "1", "planted-defects")]
    assert rules == [row["rule"] for row in read(COMMITTED, "planted-defects")]


def test_a_clean_sample_has_no_list_of_defects_and_no_defect(clean: Path) -> None:
    assert not (clean / PLANTED).exists()
    texts = [path.read_text(encoding="utf-8") for path in clean.iterdir()]
    assert all(unicodedata.normalize("NFC", text) == text for text in texts)


@pytest.mark.parametrize("made", ["clean", "double"])
@pytest.mark.parametrize("identity", IDENTITIES)
def test_every_row_of_form_06_adds_up(made: str, identity: str, request: pytest.FixtureRequest) -> None:
    whole, parts = IDENTITIES[identity]
    rows = form(request.getfixturevalue(made))
    assert [key for key, row in rows.items() if row[whole] != sum(row[part] for part in parts)] == []


@pytest.mark.parametrize("made", ["clean", "double"])
def test_what_is_left_is_carried_over_where_body_and_fields_stay(made: str, request: pytest.FixtureRequest) -> None:
    rows = form(request.getfixturevalue(made))
    fields: dict[tuple[str, str], set[str]] = defaultdict(set)
    for period, code, kind, field in rows:
        if kind == "field":
            fields[period, code].add(field)
    periods = sorted({key[0] for key in rows})
    wrong = []
    for before, period in pairwise(periods):
        for key, row in rows.items():
            old = rows.get((before, *key[1:])) if key[0] == period else None
            # since July 2025 communes report by field as well, and four departments have more fields than before
            same_fields = fields[before, key[1]] == fields[period, key[1]] or key[2] == "field"
            if old and same_fields and key[1] not in ("SO", "XA") and old["pending_total"] != row["carried_over"]:
                wrong.append(key)
            if old and row["pending_overdue"] < old["pending_overdue"] - row["resolved_overdue"]:
                wrong.append(key)  # what was late and is not resolved is late still
    assert wrong == []
    june, july = rows["2025-06", "H99", "agency", "ALL"], rows["2025-07", "H99", "agency", "ALL"]
    assert june["pending_total"] == july["carried_over"]  # the reorganisation lost no dossier


@pytest.mark.parametrize("made", ["clean", "double"])
def test_fields_units_and_tiers_add_up(made: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(made)
    rows = form(folder)
    tiers = {row["agency_code"]: row["tier"] for row in read(folder, "agencies")}
    groups = {row["tier"]: row["group_code"] for row in read(folder, "agency_groups") if row["parent_code"] == "H99"}
    parts: dict[Key, list[dict[str, int]]] = defaultdict(list)
    for (period, code, kind, _), row in rows.items():
        if kind == "field":
            parts[period, code, "agency", "ALL"].append(row)
        elif kind == "agency" and code != "H99":
            parts[period, groups[tiers[code]], "tier_total", "ALL"].append(row)
        elif kind == "tier_total":
            parts[period, "H99", "agency", "ALL"].append(row)
    silent = [("2024-11", "XA", "tier_total", "ALL")]
    assert [key for key, below in parts.items() if added(below) != rows[key]] == silent
    assert {key for key in rows if key[1] in ("H99", "XA", "SO", "HUYEN")} <= set(parts)


@pytest.mark.parametrize("made", ["clean", "double"])
def test_usage_adds_up_to_form_06(made: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(made)
    names = ("received_online", "received_offline", "resolved_total", "resolved_online", "resolved_overdue")
    fields = {row["procedure_code"]: row["field_code"] for row in read(folder, "procedures")}
    tiers = {row["agency_code"]: row["tier"] for row in read(folder, "agencies")}
    used: Counter[tuple[str, ...]] = Counter()
    for row in read(folder, "usage"):
        assert int(row["received_total"]) == int(row["received_online"]) + int(row["received_offline"])
        for name in names:
            used[row["period"], row["agency_code"], fields[row["item_code"][:8]], name] += int(row[name])
    reported: Counter[tuple[str, ...]] = Counter()
    for (period, code, kind, field), counts in form(folder).items():
        group = {"commune": "XA", "district": "HUYEN"}.get(tiers.get(code, ""), code)
        for name in names if kind == "field" else ():
            reported[period, group, field, name] += counts[name]
    assert len(reported) > 4000
    assert {key: (count, used[key]) for key, count in reported.items() if used[key] != count} == {}


def test_codes_and_names_of_procedures_are_distinct_and_in_form(clean: Path) -> None:
    rows = read(clean, "procedures")
    codes = [row["procedure_code"] for row in rows]
    assert all(re.fullmatch(r"[0-9]\.[0-9]{6}", code) for code in codes)
    assert len(set(codes)) == len(codes)
    assert "1.000100" in codes
    digits = Counter(code[0] for code in codes)
    assert digits["1"] > digits["2"] > digits["3"] > digits["6"]
    in_force = [row["name"] for row in rows if row["status"] == "in_force"]
    assert len(set(in_force)) == len(in_force)
    assert {row["replaced_by"] for row in rows} - {""} <= set(codes)


def test_the_catalogue_has_every_fate_of_a_procedure(clean: Path) -> None:
    rows = read(clean, "procedures")
    assert {row["change_kind"] for row in rows} == {"", "new", "split", "merged", "recoded", "replaced"}
    assert {row["status"] for row in rows} == {"in_force", "abolished", "replaced"}
    assert all(bool(row["abolished_date"]) == (row["status"] != "in_force") for row in rows)
    assert all(bool(row["replaced_by"]) == (row["status"] == "replaced") for row in rows)


def test_some_services_are_never_used_and_of_some_nothing_is_known(clean: Path) -> None:
    numbers: dict[str, list[int]] = defaultdict(list)
    for row in read(clean, "usage"):
        if row["period"] >= "2025-09":
            numbers[row["item_code"]].append(int(row["received_total"]))
    services = [
        row for row in read(clean, "services") if not row["withdrawn_date"] and row["launched_date"] <= "2025-09-01"
    ]
    zero = [row for row in services if numbers[row["service_code"]] and not sum(numbers[row["service_code"]])]
    unknown = [row for row in services if not numbers[row["service_code"]]]
    assert 150 <= len(zero) <= 250
    assert 100 <= len(unknown) <= 250
    counts = sorted((sum(counts) for counts in numbers.values()), reverse=True)
    assert sum(counts[: len(counts) // 10]) > 0.7 * sum(counts)  # a tenth of them takes most dossiers


def test_services_have_the_regime_of_their_last_day(clean: Path) -> None:
    rows = read(clean, "services")
    for row in rows:
        old = row["withdrawn_date"] != "" and row["withdrawn_date"] < "2026-07-01"
        assert row["regime"] == ("42/2022" if old else "224/2026")
        assert bool(row["partial_reason"]) == (row["level"] == "partial" and not old)
    assert {row["regime"] for row in rows} == {"42/2022", "224/2026"}


def test_usage_lies_within_the_life_of_the_service_and_its_offers(clean: Path) -> None:
    services = {row["service_code"]: row for row in read(clean, "services")}
    offers = {(row["service_code"], row["offered_by"]): row for row in read(clean, "service_offers")}
    for row in read(clean, "usage"):
        if (service := services.get(row["item_code"])) is None:
            assert row["received_online"] == "0"  # a procedure without a service
            continue
        offer = offers[row["item_code"], row["agency_code"]]
        assert max(service["launched_date"], offer["from_date"])[:7] <= row["period"]
        assert row["period"] <= min(service["withdrawn_date"] or "9999", offer["to_date"] or "9999")[:7]
        assert service["level"] != "information" or row["received_online"] == "0"
        assert service["intake"] != "online_only" or row["received_offline"] == "0"


def test_twice_the_scale_is_twice_the_province(clean: Path, double: Path) -> None:
    for table in ("agencies", "procedures", "services", "usage"):
        assert 1.9 < len(read(double, table)) / len(read(clean, table)) < 2.1
    assert {row["period"] for row in read(double, "usage")} == {row["period"] for row in read(clean, "usage")}


def key_of(table: str, row: dict[str, str]) -> str:
    names = (profiles.schema(table) or {"primaryKey": ["agency_code", "desk"]})["primaryKey"]
    return "|".join(row[name] for name in names)


def test_every_planted_defect_is_in_its_cell(clean: Path) -> None:
    for defect in read(COMMITTED, "planted-defects"):
        table = defect["changed_table"]
        found = [row for row in read(COMMITTED, table) if key_of(table, row) == defect["changed_key"]]
        before = [row for row in read(clean, table) if key_of(table, row) == defect["changed_key"]]
        if not defect["changed_field"]:
            assert len(found) in (0, 2)  # a row lost, or sent twice
            assert len(before) == 1
            continue
        (row,) = found
        value = row[defect["changed_field"]]
        assert unicodedata.normalize("NFC", value) == defect["to"].removesuffix(" (NFD)")
        assert value != defect["from"]
        assert not before or before[0][defect["changed_field"]] == defect["from"]


def test_nothing_but_the_planted_rows_differs_from_the_clean_sample(clean: Path) -> None:
    planted = {(row["changed_table"], row["changed_key"]) for row in read(COMMITTED, "planted-defects")}
    for path in sorted(clean.glob("*.csv")):
        table = path.stem
        mine = Counter(tuple(row.items()) for row in read(COMMITTED, table))
        theirs = Counter(tuple(row.items()) for row in read(clean, table))
        assert {key_of(table, dict(row)) for row in mine - theirs} <= {key for name, key in planted if name == table}
        assert sum((theirs - mine).values()) <= len({key for name, key in planted if name == table})


def test_the_readme_names_every_planted_defect() -> None:
    text = (COMMITTED / "README.md").read_text(encoding="utf-8")
    for defect in read(COMMITTED, "planted-defects"):
        assert f"| `{defect['rule']}` | `{defect['table']}` | `{defect['key'].replace('|', ' · ').strip()}` |" in text
        assert defect["why"] in text
        assert defect["why_en"] in text


def test_a_defect_whose_row_is_missing_is_refused() -> None:
    defect = Defect("targets", ("x", "VN", "2026"), (("value", put(1)),), (), "", "")
    sheet = Sheet("targets", ["indicator", "scope", "due", "value"], [("y", "VN", "2026", 2)])
    with pytest.raises(LookupError):
        list(Planting([defect]).apply(sheet))


def test_a_defect_that_changes_nothing_is_refused() -> None:
    defect = Defect("targets", ("y", "VN", "2026"), (("value", put("2")),), (), "", "")
    sheet = Sheet("targets", ["indicator", "scope", "due", "value"], [("y", "VN", "2026", 2)])
    with pytest.raises(ValueError):
        list(Planting([defect]).apply(sheet))
