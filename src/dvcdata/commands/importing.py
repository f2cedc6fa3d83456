"""`dvcdata import`: official files into a data package."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from dvcdata import localized, texts
from dvcdata.commands.options import day, everywhere, is_terminal
from dvcdata.localized import option


@click.command("import", cls=localized.Command)
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE…")
@option("--into", type=click.Path(path_type=Path), required=True, metavar="DIR")
@option("--period", metavar="PERIOD")
@option("--agency", metavar="CODE")
@option("--retrieved", callback=day, metavar="DATE")
@option("--map", "map_file", type=click.Path(path_type=Path), metavar="FILE")
@option("--discard-edits", is_flag=True)
@everywhere
def command(files: Sequence[Path], into: Path, **given: Any) -> None:
    from dvcdata.importers import importing

    ask = (lambda question, proposal: str(click.prompt(question, default=proposal))) if is_terminal() else None
    importing.run(files, into, **given, ask=ask, say=click.echo, lang=texts.language.get())
