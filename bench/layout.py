"""What was measured, as a table for a terminal and as the parts of docs/benchmarks.md.

python bench/layout.py    brings the table of what each peer checks up to date
"""

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cases import CHECKS, PEERS, TABULAR, TARGETS, Target
from machine import busy

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
HEAD = ("", "s", "from – to", "after imports, s", "peak MB", "× dvcdata", "× bare scan", "runs", "problems")
LONG = (
    "",
    "s",
    "from – to · từ – đến",
    "after imports · sau khi nạp, s",
    "peak · bộ nhớ, MB",
    "× dvcdata",
    "× bare scan",
    "runs · số lần",
    "problems · số lỗi",
)
Results = Mapping[str, Any]


def text(results: Results) -> str:
    """Everything measured, for a terminal."""
    parts = [machine_line(results)]
    for case in results["cases"].values():
        rows = [HEAD, *lines(case)]
        widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
        shown = [
            "  ".join(_aligned(cell, width, n) for n, (cell, width) in enumerate(zip(row, widths, strict=True)))
            for row in rows
        ]
        parts.append("\n".join([case_line(case), *shown, *failures(case)]))
    verdicts = [f"{'yes' if met else 'NO '}  {words}" for words, met in targets(results)]
    return "\n\n".join([*parts, *(["\n".join(["It must show:", *verdicts])] if verdicts else [])])


def _aligned(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column == 0 else cell.rjust(width)


def markdown(results: Results) -> str:
    """Everything measured, for docs/benchmarks.md."""
    parts = [machine_line(results)]
    for case in results["cases"].values():
        rule = ["---", *["---:"] * (len(HEAD) - 1)]
        table = "\n".join(f"| {' | '.join(row)} |" for row in (LONG, rule, *lines(case)))
        parts.append("\n\n".join([f"### {case_line(case)}", table, *failures(case)]))
    verdicts = [f"| {words} | {'✓' if met else '**✗**'} |" for words, met in targets(results)]
    if verdicts:
        parts.append(
            "\n".join(["### Phải đạt / It must show", "", "| mức · bound | đạt · met |", "|---|---|", *verdicts])
        )
    return "\n\n".join(parts)


def machine_line(results: Results) -> str:
    """The machine and the versions, and a warning where others were using it."""
    machine, versions = results["machine"], results["versions"]
    named = ", ".join(f"{name} {version}" for name, version in versions.items())
    line = (
        f"{results['began']}, commit {machine['commit']}; {machine['cores']} cores ({machine['processor']}), "
        f"{machine['memory_gb']} GB, "
        f"{machine['system']}, Python {machine['python']}; {named}."
    )
    if busy(machine):
        line += (
            f" Cores busy when it began: {machine['load']}. Others were using the machine, these figures mean little."
        )
    return line


def case_line(case: Mapping[str, Any]) -> str:
    """What was read."""
    size = f" ({case['bytes'] / 1e6:,.1f} MB)" if case["rows"] else ""
    return f"{case['title']}{size}"


def lines(case: Mapping[str, Any]) -> list[Sequence[str]]:
    """A line for each peer: medians and ratios of whole processes."""
    return [_line(name, one, case["peers"]) for name, one in case["peers"].items() if not one.get("failed")]


def failures(case: Mapping[str, Any]) -> list[str]:
    """A sentence for each peer that could not be measured."""
    return [f"{PEERS[name].title} failed: {one['failed']}" for name, one in case["peers"].items() if one.get("failed")]


def _line(name: str, one: Mapping[str, Any], peers: Mapping[str, Any]) -> Sequence[str]:
    title = PEERS[name].title
    estimate = "≈ " if one.get("scaled_from") else ""
    return (
        title + (f", scaled from {one['scaled_from']}" if estimate else ""),
        estimate + _number(one["wall"], 2),
        "" if estimate else f"{one['low']:.2f} – {one['high']:.2f}",
        estimate + _number(one["inside"], 2) if one["inside"] is not None else "",
        _number(one["peak"], 0),
        estimate + _ratio(one, peers.get("dvcdata")),
        estimate + _ratio(one, peers.get("bare-scan")),
        str(len(one["runs"]) or ""),
        _number(one["problems"], 0),
    )


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


def _ratio(one: Mapping[str, Any], base: Mapping[str, Any] | None) -> str:
    return f"{one['wall'] / base['wall']:.2f}" if base and not base.get("failed") else ""


def targets(results: Results) -> list[tuple[str, bool]]:
    """The bounds that the figures at hand can be held to, in words, and whether they are met."""
    return [judged for target in TARGETS if (judged := _judged(target, results["cases"]))]


def _judged(target: Target, cases: Mapping[str, Any]) -> tuple[str, bool] | None:
    value = _measured(cases, target.case, target.peer, target.measure)
    than_case = target.than_case or target.case
    base = _measured(cases, than_case, target.than, target.measure) if target.than else 1.0
    if not value or not base:
        return None
    met = value <= base * target.times
    words = f"{target.case}: {PEERS[target.peer].title}"
    if not target.than:
        unit = "MB" if target.measure == "peak" else "s"
        return f"{words}: {value:.2f} {unit}, at most {target.times:g}", met
    than = PEERS[target.than].title + (f" in {target.than_case}" if target.than_case else "")
    if scaled := cases[than_case]["peers"][target.than].get("scaled_from"):
        than += f" (scaled from {scaled})"
    if target.times < 1:
        return f"{words}: {base / value:.1f} × as fast as {than}, at least {1 / target.times:g}", met
    return f"{words}: {value / base:.2f} × the time of {than}, at most {target.times:g}", met


def _measured(cases: Mapping[str, Any], case: str, peer: str, measure: str) -> float | None:
    one = cases.get(case, {}).get("peers", {}).get(peer, {})
    value = one.get(measure)
    return float(value) if value else None


def checks() -> str:
    """What each peer checks and what not, as its script says, for docs/benchmarks.md."""
    peers = [name for name in TABULAR if name != "dvcdata-inside"]
    said = {name: stated(HERE / "peers" / PEERS[name].script) for name in peers}
    rows: list[Iterable[str]] = [["", *(PEERS[name].title for name in peers)], ["---"] * (len(peers) + 1)]
    rows += [[label, *(said[name].get(check, "no") for name in peers)] for check, label in CHECKS.items()]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def stated(script: Path) -> dict[str, str]:
    """The CHECKS of a peer's script, read without running it."""
    for node in ast.parse(script.read_text(encoding="utf-8")).body:
        names = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(name, ast.Name) and name.id == "CHECKS" for name in names):
            return dict(ast.literal_eval(node.value))
    raise ValueError(f"{script.name} does not say what it checks")


def put(part: str, content: str, page: Path = PAGE) -> None:
    """Replaces what stands between the marks of that part of the page."""
    pattern = re.compile(rf"(<!-- begin {part} -->\n).*?(<!-- end {part} -->)", re.DOTALL)
    whole, count = pattern.subn(lambda match: f"{match[1]}\n{content}\n\n{match[2]}", page.read_text(encoding="utf-8"))
    if count != 1:
        raise ValueError(f"{page} has no part named {part}")
    page.write_text(whole, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    put("checks", checks())
