"""Makes a workspace: the four content folders, settings, and the sample package to try things on."""

import shutil
import tempfile
from pathlib import Path

from dvcdata import builtin, texts, workspace
from dvcdata.errors import UserError, why


def init(folder: Path) -> None:
    """A new workspace in that folder, whole or not at all; a folder that holds anything is left alone."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError("workspace.not_empty", path=str(folder))
    try:
        made = not folder.exists()
        around = folder.parent if made else folder  # an empty folder stays the one that somebody may stand in
        around.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".dvcdata-", dir=around) as staging:
            filled = Path(staging) / "workspace"
            _fill(filled)
            # border: nothing has been put into its place so far
            if made:
                filled.rename(folder)
            else:
                _move(filled, folder)
    except OSError as problem:
        raise UserError("workspace.unwritable", path=str(folder), why=why(problem)) from None


def _move(filled: Path, folder: Path) -> None:
    moved: list[Path] = []
    try:
        for item in filled.iterdir():
            moved.append(item.rename(folder / item.name))
    except OSError:
        for item in moved:
            item.rename(filled / item.name)
        raise


def _fill(folder: Path) -> None:
    folder.mkdir()
    (folder / workspace.FILE).write_text(texts.text("init.settings"), encoding="utf-8", newline="\n")
    for name in builtin.CONTENT:
        (folder / name).mkdir()
        (folder / name / "README.md").write_text(texts.text(f"init.{name}"), encoding="utf-8", newline="\n")
    shutil.copytree(builtin.folder("datasets") / "sample", folder / "datasets" / "sample")
