"""Measures a year of every commune: 3,321 communes × 300 services × 12 months, all indicators by body.

    python bench/indicators.py --folder DIR [--communes 3321] [--services 300]

Prints rows, seconds, seconds of processor and the peak of memory of
`dvcdata measure DIR/usage --by agency --format csv`.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import duckdb

MONTHS = 12
SOURCES = "source_id,publisher,title,retrieved\ns1,Máy sinh,Số liệu giả định,2026-01-05\n"


def make(folder: Path, communes: int, services: int) -> None:
    """Writes the package, made up but the same every time."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    for name, sql in tables(communes, services).items():
        connection.execute(f"copy ({sql}) to '{folder / name}.csv' (header, delimiter ',')")
    (folder / "sources.csv").write_text(SOURCES, encoding="utf-8")
    resources = [{"name": name, "path": f"{name}.csv"} for name in (*tables(1, 1), "sources")]
    descriptor = json.dumps({"name": "usage-of-a-year", "resources": resources})
    (folder / "datapackage.json").write_text(descriptor, encoding="utf-8")


def tables(communes: int, services: int) -> dict[str, str]:
    """The SELECT that makes each table."""
    bodies = f"from range(1, {communes + 1}) as c(n)"
    items = f"from range(1, {services + 1}) as s(n)"
    code = "'1.' || lpad(cast(s.n as varchar), 6, '0')"
    return {
        "agencies": f"""select 'H' || lpad(cast(1 + n % 34 as varchar), 2, '0') || '.' || n as agency_code,
            'Xã ' || n as name, 'commune' as kind, 'commune' as tier,
            'H' || lpad(cast(1 + n % 34 as varchar), 2, '0') as parent_code {bodies}""",
        "procedures": f"""select {code} as procedure_code, 'Thủ tục số ' || s.n as name,
            'F' || (s.n % 40) as field_code,
            'in_force' as status, 'citizen' as audience, s.n % 3 * 1000 as fee_vnd, s.n % 5 > 0 as eligible_online
            {items}""",
        "services": f"""select {code} || '.01' as service_code, 'H01' as owner_code, {code} as procedure_code,
            '224/2026' as regime, case s.n % 3 when 0 then 'partial' else 'full' end as level {items}""",
        "usage": f"""select '2025-' || lpad(cast(m.n as varchar), 2, '0') as period,
            'H' || lpad(cast(1 + c.n % 34 as varchar), 2, '0') || '.' || c.n as agency_code,
            {code} || '.01' as item_code,
            'calendar' as period_basis, x + y as received_total, x as received_online, y as received_offline,
            x // 3 as received_assisted, x + y as resolved_total,
            x as resolved_online, (x + y) // 20 as resolved_overdue,
            case when s.n % 3 > 0 then x // 2 end as paid_online, 's1' as source_id
            from range(1, {MONTHS + 1}) as m(n), range(1, {communes + 1}) as c(n), range(1, {services + 1}) as s(n),
            lateral (select (c.n * 7 + s.n * 13 + m.n * 3) % 11 as x, (c.n * 5 + s.n * 3 + m.n) % 7 as y) as v""",
    }


def main() -> None:
    """Makes the package where it is not there, and measures it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--communes", type=int, default=3321)
    parser.add_argument("--services", type=int, default=300)
    given = parser.parse_args()
    folder = given.folder / "usage"
    rows = given.communes * given.services * MONTHS
    if not (folder / "datapackage.json").is_file():
        make(folder, given.communes, given.services)
    command = [sys.executable, "-m", "dvcdata", "measure", str(folder), "--by", "agency", "--format", "csv"]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=True)
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak, processor = used.ru_maxrss / 1024, used.ru_utime + used.ru_stime
    found = len(done.stdout.splitlines()) - 1
    print(f"{rows:,} rows: {seconds:.1f} s ({processor:.1f} s of processor), {peak:,.0f} MB, {found:,} results")


if __name__ == "__main__":
    main()
