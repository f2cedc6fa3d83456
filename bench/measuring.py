"""Runs one process and says how long it took, how much memory it held and what it reported."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

KILO = 1 if sys.platform == "darwin" else 1024  # what ru_maxrss counts in
SETTINGS = {
    "GX_ANALYTICS_ENABLED": "false",  # nothing calls home
    "PYTHONDONTWRITEBYTECODE": "",  # what is compiled once stays compiled
    "PYTHONIOENCODING": "utf-8",
}


@dataclass(frozen=True)
class Run:
    """One process: seconds in all, seconds after its imports, MB at its peak, and how many problems it found."""

    wall: float
    peak: float
    inside: float | None = None
    problems: int | None = None
    found: bool = False
    failed: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


def run(command: Sequence[str], log: Path) -> Run:
    """Runs a peer to its end; exit code 1 says that it found problems, any other but 0 that it failed.

    The peak is that of the largest process among it and its children.
    """
    with log.open("w+", encoding="utf-8", errors="replace") as output:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **SETTINGS})
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = code = os.waitstatus_to_exitcode(status)
        output.seek(0)
        lines = [line for line in output.read().splitlines() if line.strip()] or [""]
    peak = used.ru_maxrss * KILO / 1e6
    if code not in (0, 1) or (code == 1 and "Traceback (most recent call last):" in lines):
        return Run(wall, peak, failed=f"exit code {code}: {lines[-1][:300]}")
    said = _said(lines[-1])
    return Run(wall, peak, said.pop("inside", None), said.pop("problems", None), code == 1, more=said)


def _said(line: str) -> dict[str, Any]:
    """The report of a script that makes one; a command line for people makes none."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def summary(runs: Sequence[Run]) -> dict[str, Any]:
    """The medians of several runs, and the runs themselves."""
    inside = [run.inside for run in runs if run.inside is not None]
    walls = [run.wall for run in runs]
    return {
        "wall": statistics.median(walls),
        "low": min(walls),
        "high": max(walls),
        "inside": statistics.median(inside) if inside else None,
        "peak": statistics.median(run.peak for run in runs),
        "problems": runs[-1].problems,
        "runs": [asdict(run) for run in runs],
    }


def scaled(small: Mapping[str, Any], times: float, case: str) -> dict[str, Any]:
    """What a peer would take for so many times the rows: its start-up once, all else in proportion."""
    inside = small["inside"] if small["inside"] is not None else small["wall"]
    start = small["wall"] - inside
    wall = start + inside * times
    return {"wall": wall, "inside": inside * times, "peak": None, "problems": None, "runs": [], "scaled_from": case}
