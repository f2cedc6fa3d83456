"""Where the measuring is done: the machine, the versions, and the environment of the peers."""

import hashlib
import json
import os
import platform
import subprocess
import sys
import time
import venv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

STAT = Path("/proc/stat")
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
TELL = (
    "import importlib.metadata as m, json, sys\n"
    "found = {d.metadata['Name'].lower().replace('-', '_'): d.version for d in m.distributions()}\n"
    "print(json.dumps({n: found[n] for n in sys.argv[1:] if n in found}))"
)


def environment(folder: Path) -> str:
    """The Python of the peers' own environment, made and filled when it is not there or out of date."""
    home = folder / "peers"
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    stamp, wanted = home / "requirements.sha256", hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"installing {REQUIREMENTS.name} into {home}", file=sys.stderr)
        venv.create(home, with_pip=True, clear=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", REQUIREMENTS]
        subprocess.run(install, check=True)
        stamp.write_text(wanted)
    return str(python)


def versions(python: str, packages: Iterable[str]) -> dict[str, str]:
    """The versions of those packages that this Python has."""
    told = subprocess.run([python, "-c", TELL, *packages], check=True, capture_output=True, encoding="utf-8")
    return dict(json.loads(told.stdout))


def described() -> dict[str, Any]:
    """The machine as far as it bears on speed, and how busy it is now."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "processor": _processor(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "commit": _commit(),
        "load": round(_load(), 2),
    }


def _load(seconds: float = 3) -> float:
    """How many cores are busy just now: the load average would still speak of what was measured a minute ago."""
    if not STAT.exists():
        return os.getloadavg()[0]
    before = _ticks()
    time.sleep(seconds)
    spent = [now - then for now, then in zip(_ticks(), before, strict=True)]
    return (os.cpu_count() or 1) * (1 - sum(spent[3:5]) / sum(spent))


def _ticks() -> list[int]:
    """What all cores together did since they started: user, nice, system, idle, waiting for disks …"""
    return list(map(int, STAT.read_text(encoding="utf-8").partition("\n")[0].split()[1:9]))


def busy(machine: dict[str, Any]) -> bool:
    """Whether others took so much of the machine that the figures mean little."""
    return bool(machine["load"] > 0.3 * machine["cores"])


def _commit() -> str:
    """Which dvcdata was measured; `-dirty` when files differed from it."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=10"]
    try:
        told = subprocess.run(command, cwd=REQUIREMENTS.parent, capture_output=True, encoding="utf-8", check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return told.stdout.strip()


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
