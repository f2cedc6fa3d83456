"""`dvcdata template`: a workbook to fill in."""

from pathlib import Path
from typing import Any

import click

from dvcdata import localized, texts
from dvcdata.commands.options import everywhere
from dvcdata.localized import option


@click.command("template", cls=localized.Command)
@click.argument("table", required=False, metavar="[TABLE]")
@option("--out", type=click.Path(path_type=Path), metavar="FILE")
@option("--agency", "body", metavar="CODE")
@option("--period", "of_period", metavar="PERIOD")
@option("--reference", "references", type=click.Path(path_type=Path), multiple=True, metavar="PACKAGE")
@everywhere
def command(table: str | None, **given: Any) -> None:
    from dvcdata import template

    lang = texts.language.get()
    lines = template.made(table, **given, lang=lang) if table else template.tables(lang)
    for line in lines:
        click.echo(line)
