"""Brings the pages up to date: rule reference, data dictionary, and what every command in a `console` block prints.

    .venv/bin/python tools/pages.py

Lines between two `…` are replaced by those of the real output that are most like them; look at the difference.
"""

import contextlib
import difflib
import io
import os
import sys
import tempfile
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

import shown  # noqa: E402  # found by the line above
from running import Result  # noqa: E402

from dvcdata import cli, dictionary  # noqa: E402
from dvcdata.indicators import pages as indicators  # noqa: E402
from dvcdata.rules import pages  # noqa: E402

STARTS = 3
SLACK = 4  # how many lines longer or shorter than before a shown part may have become


def run(*arguments: object) -> Result:
    """Runs `dvcdata` in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli._run([str(item) for item in arguments])
    return Result(code, out.getvalue(), err.getvalue())


def refreshed(name: str) -> str:
    """The text of a page with the output of its commands as it is now."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        shown.furnish(Path(folder))
        steps = list(shown.play(shown.session(name), run, os.chdir))
        os.chdir(ROOT)
    text = shown.read(name)
    for step, printed in steps:
        lines = part(step.printed, printed)
        if not shown.exactly_as_shown(lines, printed):
            print(f"{name}: look at “{step.command}” yourself; it prints:", *printed, sep="\n    ")
            continue
        before, after = ("\n".join([f"$ {step.command}", *some]) + "\n" for some in (step.printed, lines))
        assert before in text
        text = text.replace(before, after, 1)
    return text


def part(before: list[str], printed: list[str]) -> list[str]:
    """The part of the output that a page shows: its pieces between `…` found again, by likeness."""
    if shown.exactly_as_shown(before, printed):
        return before
    if "…" not in [line.strip() for line in before]:
        return printed
    found: list[str] = []
    piece: list[str] = []
    for line in [*before, "…"]:
        if line.strip() != "…":
            piece.append(line)
            continue
        found += [*(nearest(piece, printed) if any(piece) else piece), line]
        piece = []
    return found[:-1]


def nearest(piece: list[str], printed: list[str]) -> list[str]:
    """The lines of the output that are most like these; looked for where a line is like the first of them."""
    first = next(place for place, line in enumerate(piece) if line)
    starts = sorted(range(len(printed)), key=lambda start: likeness(printed[start], piece[first]))[-STARTS:]
    sizes = range(max(1, len(piece) - SLACK), len(piece) + SLACK + 1)
    windows = (printed[max(0, start - first) :][:size] for start in starts for size in sizes)
    whole = [lines for lines in windows if piece[-1] or not lines[-1]]
    return max(whole, key=lambda lines: likeness("\n".join(lines), "\n".join(piece)))


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1."""
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > 0.6 and matcher.quick_ratio() > 0.6 else 0.0


def main() -> None:
    """Writes every page that is not up to date, and names it."""
    os.environ["COLUMNS"] = shown.WIDTH
    pages.write(ROOT)
    dictionary.write(ROOT)
    indicators.write(ROOT)
    with mock.patch("dvcdata.validate.date", shown.Today):
        for page in shown.pages():
            name = shown.name_of(page)
            if shown.session(name) and (text := refreshed(name)) != shown.read(name):
                page.write_text(text, encoding="utf-8", newline="\n")
                print(name)


if __name__ == "__main__":
    main()
