"""The three headline numbers can't be gamed: what is split, recoded or created again is neither cut nor new."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from plain_measures import SAMPLE

from dvcdata import measure
from dvcdata.measure import Asked, Evidence

Tables = dict[str, list[dict[str, str]]]
NAMES = ("procedures", "services", "open_datasets", "agencies", "sources")
DAY = "2026-05-01"


def tables() -> Tables:
    found = {}
    for name in NAMES:
        with (SAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found[name] = list(csv.DictReader(file))
    return found


def package(folder: Path, tables: Tables) -> Path:
    folder.mkdir()
    resources = [{"name": name, "path": f"{name}.csv"} for name in tables]
    (folder / "datapackage.json").write_text(json.dumps({"name": "goi", "resources": resources}))
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def headline(folder: Path) -> dict[str, int]:
    measured = measure.run([folder], names=["headline"])
    return {item.indicator.id: int(item.total.shown or 0) for item in measured.entries if item.total}


def old(tables: Tables) -> list[dict[str, str]]:
    """Procedures long in force, of fields in which nothing began this year."""
    busy = {row["field_code"] for row in tables["procedures"] if row["effective_date"] >= "2026"}
    in_force = (row for row in tables["procedures"] if row["status"] == "in_force" and row["effective_date"] < "2024")
    return [row for row in in_force if row["field_code"] not in busy]


def abolish(row: dict[str, str], day: str = DAY) -> None:
    row.update(status="abolished", abolished_date=day, replaced_by="", effective_date="")


def create(tables: Tables, like: dict[str, str], code: str, name: str, day: str = DAY) -> None:
    """A procedure said to be new, with a service opened for it on the same day."""
    new = like | {"procedure_code": code, "name": name, "status": "in_force", "abolished_date": "", "replaced_by": ""}
    tables["procedures"].append(new | {"effective_date": day, "change_kind": "new"})
    service = tables["services"][1] | {"service_code": f"{code}.01", "owner_code": "H99", "procedure_code": code}
    tables["services"].append(service | {"launched_date": day, "withdrawn_date": ""})


def split(tables: Tables) -> None:
    for n, row in enumerate(old(tables)[:10]):
        for m, tail in enumerate(("đối với cá nhân", "đối với tổ chức, doanh nghiệp")):
            create(tables, row, f"9.{n:03}{m:03}", f"{row['name']} {tail}")
        abolish(row)


def recode(tables: Tables) -> None:
    for n, row in enumerate(old(tables)[10:20]):
        create(tables, row, f"9.1{n:05}", row["name"].upper())
        abolish(row)


def recreate(tables: Tables) -> None:
    for n, row in enumerate(old(tables)[20:30]):
        create(tables, row, f"9.2{n:05}", f"Thủ tục {row['name']}", "2026-05-20")
        abolish(row, "2026-03-01")


def slice_datasets(tables: Tables) -> None:
    first = next(row for row in tables["open_datasets"] if "CSV" in row["formats"])
    for year in range(2015, 2025):
        title = f"{first['title']} {year}"
        tables["open_datasets"].append(first | {"dataset_id": f"{first['dataset_id']}-{year}", "title": title})
    scan = first | {"dataset_id": "anh-chup", "title": "Bản chụp quyết định", "formats": "PDF"}
    tables["open_datasets"].append(scan)
    tables["open_datasets"].append(first | {"dataset_id": "khong-phep", "title": "Không giấy phép", "licence": ""})


def divide_services(tables: Tables) -> None:
    """A second service beside each one that opened this year."""
    for row in [row for row in tables["services"] if row["launched_date"].startswith("2026")]:
        tables["services"].append(row | {"service_code": f"{row['service_code'][:-2]}77"})


@pytest.mark.parametrize("attempt", [split, recode, recreate, slice_datasets, divide_services])
def test_an_attempt_to_raise_a_headline_number_changes_none(attempt: Callable[[Tables], None], tmp_path: Path) -> None:
    before, after = tables(), tables()
    attempt(after)
    assert before != after
    found = headline(package(tmp_path / "before", before))
    assert found == headline(package(tmp_path / "after", after))
    assert all(found.values())


def test_a_real_cut_and_a_really_new_service_do_count(tmp_path: Path) -> None:
    before, after = tables(), tables()
    first, second = old(after)[:2]
    abolish(first)
    create(after, second, "9.300000", "Khai thác băng cháy ngoài khơi bằng rô bốt tự hành")
    after["open_datasets"].append(after["open_datasets"][0] | {"dataset_id": "moi", "title": "Lượng mưa theo giờ"})
    old_, new = headline(package(tmp_path / "before", before)), headline(package(tmp_path / "after", after))
    assert {name: new[name] - old_[name] for name in new} == dict.fromkeys(new, 1)


def proof(folder: Path, name: str) -> Evidence:
    return measure.run([folder], names=[name], asked=Asked(), evidence=True).evidence[name]


def test_each_item_comes_with_its_decision(tmp_path: Path) -> None:
    after = tables()
    recode(after)
    shown = proof(package(tmp_path / "after", after), "procedures-cut")
    rows = [dict(zip(shown.columns, row, strict=True)) for row in shown.rows]
    recoded = [row for row in rows if str(row.get("other_code") or "").startswith("9.1")]
    assert {row["decision"] for row in recoded} == {"recreated"} and len(recoded) == 10
    assert {row["decision"] for row in rows} == {"cut", "replaced", "recreated"}
    assert all(row["numerator"] == (row["decision"] == "cut") and row["decision_no"] for row in rows)
