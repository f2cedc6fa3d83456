"""Measures dvcdata beside its peers: whole processes, one after the other in turn, medians.

python bench/run.py [--folder DIR] [--case NAME]… [--peer NAME]… [--repeat N] [--quick] [--markdown]
"""

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import layout
import machine
import measuring
from cases import CASES, PEERS, Case

HERE = Path(__file__).parent
ROOT = HERE.parent
TRIAL = "try"  # a small case that every peer runs first: what does not work is known in a minute, not in an hour
QUICK = ("2m-clean", "2m-key", "2m-keys", "2m-dirty", "10m-clean", "10m-keys", "10m-dirty", "sample", "help")
QUICK_RUNS, QUICK_BUDGET = 3, 12.0
QUICK_ONCE = {"frictionless": "2m-clean", "great-expectations": "2m-clean"}  # the slow ones, and where they run


@dataclass(frozen=True)
class Plan:
    """What to run, and how often."""

    folder: Path
    pythons: Mapping[bool, str]  # by Peer.own
    peers: Sequence[str]
    repeat: int
    budget: float
    quick: bool

    def command(self, peer: str, folder: Path) -> list[str]:
        """The command line of a peer on an input."""
        one = PEERS[peer]
        return [self.pythons[one.own], str(HERE / "peers" / one.script), str(folder), *one.options]

    def runs(self, peer: str, case: str) -> bool:
        """Whether a peer is given that table."""
        only = QUICK_ONCE.get(peer, case) if self.quick else case
        return CASES[case].rows <= PEERS[peer].most_rows and case == only

    def once(self, peer: str, folder: Path) -> measuring.Run:
        """One run of a peer."""
        return measuring.run(self.command(peer, folder), self.folder / f"{peer}.log")


def main() -> None:
    """Makes what is missing, measures, and shows it."""
    given = _options()
    given.folder.mkdir(parents=True, exist_ok=True)
    kept = given.folder / "results.json"
    results = json.loads(kept.read_text(encoding="utf-8")) if given.show else _measure(given, kept)
    print(layout.text(results))
    print(f"\n{kept}")
    if given.markdown:
        layout.put("figures", layout.markdown(results))
        layout.put("checks", layout.checks())
        print(layout.PAGE)
    sys.exit(1 if results["complaints"] else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures dvcdata beside its peers.")
    default = Path(tempfile.gettempdir()) / f"dvcdata-bench-{os.getuid()}"
    parser.add_argument("--folder", type=Path, default=default, help="where inputs and results are kept (%(default)s)")
    names = [name for name in CASES if name != TRIAL]
    parser.add_argument("--case", action="append", choices=CASES, help="only this one; may be repeated", default=[])
    parser.add_argument("--peer", action="append", choices=PEERS, help="only this one; may be repeated", default=[])
    parser.add_argument("--repeat", type=int, help="runs of each peer (5, or 3 with --quick)")
    parser.add_argument(
        "--budget", type=float, help="seconds after which a peer is not run again on a case (60, or 12 with --quick)"
    )
    parser.add_argument(
        "--quick", action="store_true", help="only what a bound is set on, each three times, the slow peers once"
    )
    parser.add_argument("--show", action="store_true", help="measure nothing, show the last results")
    parser.add_argument("--markdown", action="store_true", help="put the results into docs/benchmarks.md")
    given = parser.parse_args()
    given.case = given.case or (list(QUICK) if given.quick else names)
    given.repeat = given.repeat or (QUICK_RUNS if given.quick else 5)
    given.budget = given.budget or (QUICK_BUDGET if given.quick else 60.0)
    return given


def _measure(given: argparse.Namespace, kept: Path) -> dict[str, Any]:
    where = machine.described()  # now, while the load is that of others
    wanted = {peer for name in given.case for peer in CASES[name].peers}
    peers = [name for name in PEERS if name in wanted and name in (given.peer or wanted)]
    own = machine.environment(given.folder) if any(PEERS[name].own for name in peers) else ""
    plan = Plan(given.folder, {False: sys.executable, True: own}, peers, given.repeat, given.budget, given.quick)
    _make([TRIAL, *given.case], plan)
    results: dict[str, Any] = {
        "schema_version": 1,
        "began": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": where,
        "versions": _versions(plan),
        "repeat": plan.repeat,
        "complaints": [],
        "cases": {},
    }
    broken = _try(plan)
    for name in sorted(given.case, key=list(CASES).index):
        results["cases"][name] = _case(name, plan, broken, results["cases"])
        results["complaints"] = list(_complaints(results["cases"]))
        kept.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for complaint in results["complaints"]:
        print(complaint, file=sys.stderr)
    return results


def _make(names: Iterable[str], plan: Plan) -> None:
    """In a process of its own: the memory of this one would be counted to its children."""
    print("making what is missing", file=sys.stderr)
    subprocess.run([sys.executable, HERE / "make.py", "--folder", plan.folder, *dict.fromkeys(names)], check=True)


def _versions(plan: Plan) -> dict[str, str]:
    found: dict[str, str] = {}
    for own in {PEERS[name].own for name in plan.peers}:
        packages = [item for name in plan.peers if PEERS[name].own == own for item in PEERS[name].packages]
        found |= machine.versions(plan.pythons[own], packages)
    return dict(sorted(found.items()))


def _try(plan: Plan) -> dict[str, str]:
    """Runs every peer once on the small case; those that fail, and why."""
    broken: dict[str, str] = {}
    for name in plan.peers:
        print(f"trying {name}", file=sys.stderr)
        if failed := plan.once(name, plan.folder / TRIAL).failed:
            broken[name] = failed
    return broken


def _case(name: str, plan: Plan, broken: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    case = CASES[name]
    folder = plan.folder / name if case.make else ROOT / case.folder
    size = _read_all(folder)
    peers = [peer for peer in case.peers if peer in plan.peers]
    fit = [peer for peer in peers if plan.runs(peer, name) and peer not in broken]
    runs: dict[str, list[measuring.Run]] = {peer: [] for peer in fit}
    for turn in range(plan.repeat):
        for peer in fit:
            if sum(run.wall for run in runs[peer]) < plan.budget and not any(run.failed for run in runs[peer]):
                print(f"{name}, turn {turn + 1} of {plan.repeat}: {peer}", file=sys.stderr)
                runs[peer].append(plan.once(peer, folder))
    shares: dict[str, Any] = {}
    for peer in peers:
        if failed := broken.get(peer) or next((run.failed for run in runs.get(peer, []) if run.failed), ""):
            shares[peer] = {"failed": failed}
        elif peer in runs:
            shares[peer] = measuring.summary(runs[peer])
        elif estimate := _scaled(case, peer, before):
            shares[peer] = estimate
    return {"title": case.title, "rows": case.rows, "bytes": size, "peers": shares}


def _read_all(folder: Path) -> int:
    """Reads the input once, so that no peer has to wait for the disk; its size in bytes."""
    size = 0
    for path in folder.iterdir():
        if path.is_file():
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    size += len(block)
    return size


def _scaled(case: Case, peer: str, before: Mapping[str, Any]) -> dict[str, Any] | None:
    """An estimate from the largest case of the same kind that the peer was measured on."""
    alike = [
        name
        for name, done in before.items()
        if (CASES[name].make, CASES[name].options) == (case.make, case.options)
        and done["peers"].get(peer, {}).get("runs")
    ]
    if not alike:
        return None
    largest = max(alike, key=lambda name: CASES[name].rows)
    return measuring.scaled(before[largest]["peers"][peer], case.rows / CASES[largest].rows, largest)


def _complaints(cases: Mapping[str, Any]) -> Iterable[str]:
    """What makes a figure worthless: a peer that failed, or that found what is not there, or nothing at all."""
    for name, case in cases.items():
        for peer, one in case["peers"].items():
            if one.get("failed"):
                yield f"{name}: {peer} failed: {one['failed']}"
            elif peer != "bare-scan" and CASES[name].clean is not None:
                found = {run["found"] for run in one["runs"]}
                if found - {not CASES[name].clean}:
                    yield f"{name}: {peer} found {'problems in clean data' if CASES[name].clean else 'no problem'}"


if __name__ == "__main__":
    main()
