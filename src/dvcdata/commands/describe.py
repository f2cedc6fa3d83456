"""`dvcdata describe`: what a package says of itself."""

from pathlib import Path
from typing import Any

import click

from dvcdata import localized, texts
from dvcdata.commands.options import everywhere
from dvcdata.localized import option


@click.command("describe", cls=localized.Command)
@click.argument("path", type=click.Path(path_type=Path), default=Path(), metavar="[PATH]")
@option("--title", metavar="TEXT")
@option("--title-en", metavar="TEXT")
@option("--description", metavar="TEXT")
@option("--description-en", metavar="TEXT")
@option("--licence", metavar="ID")
@option("--contact", metavar="TEXT")
@option("--email", metavar="ADDRESS")
@option("--keyword", multiple=True, metavar="TEXT")
@option("--frequency", metavar="WORD")
@option("--homepage", metavar="URL")
@option("--source", multiple=True, metavar="TEXT")
@everywhere
def command(path: Path, **given: Any) -> None:
    from dvcdata import describe

    said = {name: value for name, value in given.items() if value not in (None, ())}
    for line in describe.lines(describe.describe(path, said), texts.language.get()):
        click.echo(line)
