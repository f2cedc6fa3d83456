"""Writes a report to files, each in the format that its ending names: whole, or not at all."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from dvcdata import progress
from dvcdata.errors import UserError

if TYPE_CHECKING:
    import click

    from dvcdata.report import Report

KINDS = {
    ".html": "as_html",
    ".csv": "as_csv",
    ".json": "as_json",
    ".md": "as_markdown",
    ".sarif": "as_sarif",
    ".xlsx": "as_xlsx",
    ".xml": "as_junit",
}
# what a package holds beside its tables
OURS = ("datapackage.json", "provenance.csv", "corrections.csv", "waivers.csv")


def chosen(ctx: "click.Context", param: "click.Parameter", paths: Sequence[Path]) -> Sequence[Path]:
    """The files that `--report` names: each must have an ending that is known, and be named once."""
    for number, path in enumerate(paths):
        module(path)
        if path.absolute() in [other.absolute() for other in paths[:number]]:
            raise UserError("report.twice", path=str(path))
    return paths


def module(path: Path) -> str:
    """The module that writes files of this ending."""
    for ending in sorted(KINDS, key=len, reverse=True):
        if path.name.lower().endswith(ending) and len(path.name) > len(ending):
            return KINDS[ending]
    raise UserError("report.ending", path=str(path), known=", ".join(KINDS))


def write(report: "Report", lang: str) -> tuple["Report", list[UserError]]:
    """Writes the report to its files; the report with those that were written, and why others were not."""
    failed: dict[Path, UserError] = {}
    for path in progress.each("reports", report.files, lambda path: path.name):
        try:
            _write(report, path, lang)
        except UserError as problem:
            failed[path] = problem
        except OSError as problem:
            why = problem.strerror or str(problem)
            failed[path] = UserError("report.unwritable", path=str(path), why=why)
    return replace(report, files=tuple(path for path in report.files if path not in failed)), list(failed.values())


def _write(report: "Report", path: Path, lang: str) -> None:
    """Writes beside the place and then puts the file there, so that an interruption leaves no half of it."""
    from dvcdata.formats import places

    if path.name in OURS or places.is_input(report, path):
        raise UserError("report.over_data", path=str(path))
    format_: Any = import_module(f"dvcdata.formats.{module(path)}")
    if hasattr(format_, "check"):
        format_.check(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = beside(path)
    try:
        _writer(format_)(report, temporary, lang)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def beside(path: Path) -> Path:
    """Where a file is written before it is whole; its ending is that of the file."""
    return path.with_name(f".{os.getpid()}.{path.name}")


def _writer(format_: Any) -> Callable[["Report", Path, str], None]:
    if not hasattr(format_, "pieces"):
        return cast("Callable[[Report, Path, str], None]", format_.write)

    def write_pieces(report: "Report", path: Path, lang: str) -> None:
        with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.writelines(format_.pieces(report, lang))

    return write_pieces
