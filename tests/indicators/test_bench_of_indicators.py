"""The benchmark of indicators makes what it says and measures it."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_small_year_of_communes_is_made_and_measured(tmp_path: Path) -> None:
    command: list[str | Path] = [
        sys.executable,
        ROOT / "bench" / "indicators.py",
        "--folder",
        tmp_path,
        "--communes",
        "3",
        "--services",
        "6",
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(
        r"216 rows: [0-9.]+ s \([0-9.]+ s of processor\), [0-9,]+ MB, [1-9][0-9]* results\n", done.stdout
    )
    assert len((tmp_path / "usage" / "usage.csv").read_text("utf-8").splitlines()) == 217
