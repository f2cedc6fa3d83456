"""The benchmark of reports makes as many findings as it says and measures each kind of report."""

import csv
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_so_many_findings_are_made_and_each_report_of_them_is_measured(tmp_path: Path) -> None:
    script = ROOT / "bench" / "reports.py"
    command = [sys.executable, str(script), "--folder", str(tmp_path), "--findings", "60"]
    command += ["--kind", "none", "--kind", "json", "--kind", "xlsx"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    _, *lines = done.stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [["60", "none"], ["60", "json"], ["60", "xlsx"]]
    counted = json.loads((tmp_path / "60" / "report.json").read_text("utf-8"))["counts"]
    assert counted == {"block": 0, "error": 60, "warning": 0, "info": 0}
    with (tmp_path / "60" / "dossiers.csv").open(encoding="utf-8") as file:
        assert len({tuple(row[:4]) for row in csv.reader(file)}) == 61
