"""Makes the inputs of the benchmark: seeded, the same bytes for everybody, everything in them invented.

    python bench/make.py --folder DIR [CASE…]

Chance is whole-number arithmetic in SQL, so that it comes out alike in every version of DuckDB.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
from cases import CASES

SEED = 766
RECIPE = 1  # one more whenever the rows come out otherwise, so that what was made before is made again
FIELDS = 200  # rows of one agency and month: its total, and 199 fields
MOST_AGENCIES = 500
START = 2018  # the first year
DESCRIPTOR = "datapackage.json"
TEXTS = ("period", "agency_code", "row_kind", "field_code")
COUNTS = (
    "to_handle_total",
    "received_online",
    "received_offline",
    "carried_over",
    "resolved_total",
    "resolved_early",
    "resolved_on_time",
    "resolved_overdue",
    "pending_total",
)
PERIOD = "[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12]|-9M)?"
ROW_KINDS = ("field", "agency", "tier_total")
BAD = {  # what stands in a dirty cell, as SQL over the good value; codes can be wrong by the keys alone
    "period": ("''", "'2026-13'", "'08/2026'", "{v} || '-32'", "'tháng ' || {v}"),
    "agency_code": ("''", "'H99.9999'"),
    "row_kind": ("''", "'fields'", "upper({v})"),
    "field_code": ("''", "'LV-001'"),
    "count": ("{v} || '.5'", "'-' || ({v} + 1)", "{v} || ' hồ sơ'", "'x'", "'1e' || {v} % 10", "{v} + 1"),
}
MIX = (  # a number below 2^32 for every whole x and salt, alike everywhere
    "create macro scramble(x) as xor(x, x >> 16) * 73244475 % 4294967296",
    "create macro mix(x, salt) as scramble(scramble((x + salt * 100000007::bigint + {seed} * 1000003) % 4294967296))",
)
MONTH = """
with places as (
    select {month} * 100000::bigint + a.n * {fields} + f.n as i, a.n as a, f.n as f
    from range({agencies}) as a(n), range({fields}) as f(n)
), stocks as (
    select *, mix(i, 1) % 40 as online, mix(i, 2) % 30 as offline,
        (online + offline) * (mix(i, 3) % 100) // 200 as pending,
        (mix(i - 100000, 1) % 40 + mix(i - 100000, 2) % 30) * (mix(i - 100000, 3) % 100) // 200 as carried
    from places where f > 0
), flows as (
    select *, online + offline + carried as total, total - pending as resolved,
        resolved * (mix(i, 5) % 100) // 100 as early, (resolved - early) * (70 + mix(i, 6) % 31) // 100 as on_time
    from stocks
), fields as (
    select i, a, 'field' as row_kind, 'LV-' || lpad(f::varchar, 3, '0') as field_code, total, online, offline, carried,
        resolved, early, on_time, resolved - early - on_time as overdue, pending
    from flows
), every as (
    select * from fields union all
    select min(i) - 1, a, 'agency', 'ALL', {sums} from fields group by a
), good as (
    select i, '{period}' as period, 'H99.' || lpad((a + 1)::varchar, 3, '0') as agency_code, row_kind, field_code,
        total as to_handle_total, online as received_online, offline as received_offline, carried as carried_over,
        resolved as resolved_total, early as resolved_early, on_time as resolved_on_time,
        overdue as resolved_overdue, pending as pending_total
    from every order by i limit {limit}
)
select {columns} from good order by i
"""


def dossiers(folder: Path, rows: int, dirty: float = 0.0, key: bool = False, foreign: bool = False) -> None:
    """Form 06 by month, agency and field: identities hold, what is pending is carried over, totals are sums.

    `dirty` is the share of cells that are bad; `key` and `foreign` say which keys the schema declares.
    """
    agencies = min(MOST_AGENCIES, max(1, rows // (2 * FIELDS)))
    data = folder.parent / "data" / f"dossiers-{RECIPE}-{SEED}-{rows}-{round(dirty * 1e6)}.csv"
    resources = [_resource("dossiers", _schema(key, foreign)), *([_resource("agencies", AGENCIES)] if foreign else [])]
    described = _described(folder.name, data.stem, resources)
    if (folder / DESCRIPTOR).exists() and (folder / DESCRIPTOR).read_text(encoding="utf-8") == described:
        return
    if not data.exists():
        data.parent.mkdir(parents=True, exist_ok=True)
        _write_table(data, rows, agencies, dirty)
    folder.mkdir(parents=True, exist_ok=True)
    _share(data, folder / "dossiers.csv")
    if foreign:
        (folder / "agencies.csv").write_text(_agencies(agencies), encoding="utf-8", newline="\n")
    # the descriptor comes last: a folder that has it is complete
    (folder / DESCRIPTOR).write_text(described, encoding="utf-8", newline="\n")


def _write_table(path: Path, rows: int, agencies: int, dirty: float) -> None:
    connection = duckdb.connect()
    for macro in MIX:
        connection.execute(macro.format(seed=SEED))
    part, whole = path.with_suffix(".part"), path.with_suffix(".making")
    columns = ", ".join(_cell(name, number, dirty) for number, name in enumerate((*TEXTS, *COUNTS)))
    sums = ", ".join(
        f"sum({name})" for name in "total online offline carried resolved early on_time overdue pending".split()
    )
    with whole.open("wb") as out:
        out.write((",".join((*TEXTS, *COUNTS)) + "\n").encode())
        for month, first in enumerate(range(0, rows, agencies * FIELDS)):
            period = f"{START + month // 12}-{month % 12 + 1:02}"
            values = {
                "month": month + 1,
                "fields": FIELDS,
                "agencies": agencies,
                "limit": rows - first,
                "period": period,
            }
            select = MONTH.format(columns=columns, sums=sums, **values)
            connection.execute(f"copy ({select}) to '{_escaped(part)}' (format csv, header false, nullstr 'NULL')")
            with part.open("rb") as made:
                shutil.copyfileobj(made, out, 1 << 20)
    part.unlink()
    whole.rename(path)


def _cell(name: str, number: int, dirty: float) -> str:
    """A column as SQL: its value, in place of which one cell of so many holds something bad."""
    if not dirty:
        return name
    bad = BAD.get(name, BAD["count"])
    cases = " ".join(f"when {n} then cast({text.format(v=name)} as varchar)" for n, text in enumerate(bad))
    choice = f"case mix(i, {200 + number}) % {len(bad)} {cases} end"
    return f"case when mix(i, {100 + number}) % {round(1 / dirty)} = 0 then {choice} else cast({name} as varchar) end"


def _schema(key: bool, foreign: bool) -> dict[str, Any]:
    texts: dict[str, dict[str, Any]] = {name: {"required": True} for name in TEXTS}
    texts["period"]["pattern"] = PERIOD
    texts["row_kind"]["enum"] = list(ROW_KINDS)
    schema: dict[str, Any] = {
        "fields": [
            *({"name": name, "type": "string", "constraints": limits} for name, limits in texts.items()),
            *({"name": name, "type": "integer", "constraints": {"minimum": 0}} for name in COUNTS),
        ]
    }
    if key:
        schema["primaryKey"] = list(TEXTS)
    if foreign:
        reference = {"resource": "agencies", "fields": ["agency_code"]}
        schema["foreignKeys"] = [{"fields": ["agency_code"], "reference": reference}]
    return schema


AGENCIES: dict[str, Any] = {
    "fields": [{"name": name, "type": "string", "constraints": {"required": True}} for name in ("agency_code", "name")],
    "primaryKey": ["agency_code"],
}


def _agencies(count: int) -> str:
    return "agency_code,name\n" + "".join(f"H99.{n:03},Đơn vị giả định {n}\n" for n in range(1, count + 1))


def _resource(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "path": f"{name}.csv", "schema": schema}


def _described(name: str, rows_from: str, resources: list[dict[str, Any]]) -> str:
    title = "Số liệu giả định để đo tốc độ, do máy sinh / Made-up figures for measuring speed, from a generator"
    package = {"name": name, "title": title, "id": rows_from, "resources": resources}
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _share(data: Path, path: Path) -> None:
    """The same file under another name: packages that differ in their schema alone share their rows."""
    path.unlink(missing_ok=True)
    try:
        os.link(data, path)
    except OSError:
        shutil.copyfile(data, path)


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")


MAKERS: dict[str, Callable[..., None]] = {"dossiers": dossiers}


def make(name: str, folder: Path) -> None:
    """The input of a case, in a folder of its name; what is there already is left alone."""
    case = CASES[name]
    if case.make:
        MAKERS[case.make](folder / name, case.rows, **case.options)


def main() -> None:
    """Makes the cases named, or all of them."""
    parser = argparse.ArgumentParser(description="Makes the inputs of the benchmark.")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"one of {', '.join(CASES)}; all without one")
    given = parser.parse_args()
    if unknown := set(given.cases) - set(CASES):
        sys.exit(f"no such case: {', '.join(sorted(unknown))}; there are {', '.join(CASES)}")
    for name in given.cases or CASES:
        make(name, given.folder)


if __name__ == "__main__":
    main()
