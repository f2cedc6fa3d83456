"""Writes reports of many findings: how long each kind takes, how much memory, how large the file becomes.

    python bench/reports.py --folder DIR [--findings 20000 200000] [--kind xlsx --kind html …]

Every row of form 06 has one problem: a total that does not hold or, in one row of five, a word where a number belongs.
Prints, for each number of findings and each kind of report, the seconds, the seconds of processor and the peak of
memory of `dvcdata validate DIR/… --quiet --report FILE`, and the size of the file; `none` is the same without a report.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb

KINDS = ("none", "xlsx", "html", "csv", "json", "sarif", "xml", "md")
SELECT = """select printf('20%02d-%02d', 10 + n // 120000 % 15, 1 + n // 10000 % 12) as period,
    printf('H44.%d', 100 + n % 148) as agency_code, 'field' as row_kind,
    printf('F%05d', n // 148 % 10000) as field_code, 'calendar' as period_basis,
    case when n % 5 = 0 then 'không rõ' else cast(n % 90 + 7 as varchar) end as to_handle_total,
    n % 50 as received_online, n % 40 as received_offline, 2000 as carried_over, 's1' as source_id
    from range({findings}) as r(n)"""


def make(folder: Path, findings: int) -> None:
    """Writes the package, made up but the same every time."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = duckdb.connect().sql(SELECT.format(findings=findings))
    rows.write_csv(str(folder / "dossiers.csv"))
    (folder / "sources.csv").write_text("source_id,publisher,title\ns1,Máy sinh,Số liệu giả định\n", encoding="utf-8")
    resources = [{"name": name, "path": f"{name}.csv"} for name in ("dossiers", "sources")]
    descriptor = json.dumps({"name": f"findings-{findings}", "resources": resources})
    (folder / "datapackage.json").write_text(descriptor, encoding="utf-8")


def measured(folder: Path, kind: str) -> str:
    """One run in a process of its own, as a line of the table."""
    report = folder / f"report.{kind}"
    command = [sys.executable, "-m", "dvcdata", "validate", str(folder), "--quiet"]
    command += ["--rule", "to-handle-total-inconsistent"] + (["--report", str(report)] if kind != "none" else [])
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)  # what this process alone used
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 1:
        sys.exit(f"{' '.join(command)}: exit code {process.returncode}")
    size = report.stat().st_size / 1e6 if kind != "none" else 0
    processor = used.ru_utime + used.ru_stime
    return f"{seconds:8.1f} s {processor:8.1f} s {used.ru_maxrss / 1024:8,.0f} MB {size:8.1f} MB"


def main() -> None:
    """Makes the packages where they are not there, and measures them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--findings", type=int, nargs="+", default=[20_000, 200_000])
    parser.add_argument("--kind", choices=KINDS, action="append")
    given = parser.parse_args()
    print("findings  report    seconds  processor    memory       file")
    for findings in given.findings:
        folder = given.folder / str(findings)
        if not (folder / "datapackage.json").is_file():
            make(folder, findings)
        for kind in given.kind or KINDS:
            print(f"{findings:>8,}  {kind:<6} {measured(folder, kind)}", flush=True)


if __name__ == "__main__":
    main()
