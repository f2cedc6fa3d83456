"""`dvcdata init`: a workspace with a sample that validates."""

from pathlib import Path

import click

from dvcdata import localized, texts
from dvcdata.commands.options import everywhere


@click.command("init", cls=localized.Command)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@everywhere
def command(folder: Path) -> None:
    from dvcdata.init import init

    init(folder)
    click.echo(texts.text("init.done", path=str(folder)))
