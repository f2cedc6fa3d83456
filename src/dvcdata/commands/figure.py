"""`dvcdata figure`: one published number, checked."""

from collections.abc import Sequence
from datetime import date

import click

from dvcdata import localized, texts
from dvcdata.commands.options import day, everywhere
from dvcdata.localized import option


@click.command("figure", cls=localized.Command)
@click.argument("fraction", metavar="NUMERATOR/DENOMINATOR")
@click.argument("value", nargs=-1, metavar="[VALUE]")
@option("--of", "of_what", metavar="TEXT")
@option("--as-of", "cut_off", callback=day, metavar="DATE")
@everywhere
@click.pass_context
def command(
    ctx: click.Context, /, fraction: str, value: Sequence[str], of_what: str | None, cut_off: date | None
) -> None:
    from dvcdata.figure import figure, lines

    checked = figure(fraction, " ".join(value), of_what, cut_off)
    click.echo("\n".join(lines(checked, texts.language.get())))
    ctx.exit(0 if checked.verdict in ("holds", None) else 1)
