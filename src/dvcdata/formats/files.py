"""Writes a report to files, each in the format that its ending names: whole, or not at all."""

import os
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from dvcdata import progress
from dvcdata.errors import UserError, why

if TYPE_CHECKING:
    import click

    from dvcdata.report import Report

KINDS = {
    ".html": "as_html",
    ".csv": "as_csv",
    ".gx.json": "as_gx",
    ".json": "as_json",
    ".md": "as_markdown",
    ".sarif": "as_sarif",
    ".xlsx": "as_xlsx",
    ".xml": "as_junit",
    ".zip": "as_zip",
}
OF_STATUS = {".html": "status_html", ".xlsx": "status_xlsx"}
OF_PORTAL = {".html": "portal_html", ".json": "json", ".md": "markdown"}
WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
# what a package holds beside its tables
OURS = ("datapackage.json", "provenance.csv", "corrections.csv", "waivers.csv")


def chosen(
    ctx: "click.Context", param: "click.Parameter", paths: Sequence[Path], kinds: Mapping[str, str] = KINDS
) -> Sequence[Path]:
    """The files that `--report` names: each must have an ending that is known, and be named once."""
    for number, path in enumerate(paths):
        module(path, kinds)
        if path.absolute() in [other.absolute() for other in paths[:number]]:
            raise UserError("report.twice", path=str(path))
    return paths


def module(path: Path, kinds: Mapping[str, str] = KINDS) -> str:
    """The module that writes files of this ending."""
    for ending in sorted(kinds, key=len, reverse=True):
        if path.name.lower().endswith(ending) and len(path.name) > len(ending):
            return kinds[ending]
    raise UserError("report.ending", path=str(path), known=", ".join(kinds))


def write(
    report: "Report", lang: str, kinds: Mapping[str, str] = KINDS, what: object = None
) -> tuple["Report", list[UserError]]:
    """Writes the report to its files; the report with those that were written, and why others were not.

    `what` is written instead where it was made from the report.
    """
    failed: dict[Path, UserError] = {}
    for path in progress.each("reports", report.files, lambda path: path.name):
        try:
            format_ = import_module(f"dvcdata.formats.{module(path, kinds)}")
            _check(report, path, format_)
            _write(_writer(format_), what or report, path, lang)
        except UserError as problem:
            failed[path] = problem
        except OSError as problem:
            failed[path] = UserError("report.unwritable", path=str(path), why=why(problem))
    return replace(report, files=tuple(path for path in report.files if path not in failed)), list(failed.values())


def _check(report: "Report", path: Path, format_: Any) -> None:
    from dvcdata.formats import places

    if path.name in OURS or places.is_input(report, path):
        raise UserError("report.over_data", path=str(path))
    if path.is_file() and not path.stat().st_mode & WRITABLE:  # putting another in its place would not be stopped
        raise UserError("report.read_only", path=str(path))
    if hasattr(format_, "check"):
        format_.check(path)


def _write(writer: Callable[[Any, Path, str], None], what: object, path: Path, lang: str) -> None:
    """Writes beside the place and then puts the file there, so that an interruption leaves no half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = beside(path)
    try:
        writer(what, temporary, lang)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def beside(path: Path) -> Path:
    """Where a file is written before it is whole; its ending is that of the file."""
    return path.with_name(f".{os.getpid()}.{path.name}")


def _writer(format_: Any) -> Callable[[Any, Path, str], None]:
    if not hasattr(format_, "pieces"):
        return cast("Callable[[Any, Path, str], None]", format_.write)

    def write_pieces(what: Any, path: Path, lang: str) -> None:
        with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.writelines(format_.pieces(what, lang))

    return write_pieces
