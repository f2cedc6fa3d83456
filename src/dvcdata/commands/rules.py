"""`dvcdata rules`: the catalogue of rules, or one rule explained."""

from pathlib import Path

import click

from dvcdata import localized, texts, workspace
from dvcdata.commands.options import everywhere


@click.command("rules", cls=localized.Command)
@click.argument("rule", required=False, metavar="[ID]")
@everywhere
def command(rule: str | None) -> None:
    from dvcdata.rules import reference

    click.echo(reference.show(rule, workspace.find(Path()), texts.language.get()))
