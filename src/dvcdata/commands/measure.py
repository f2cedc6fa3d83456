"""`dvcdata measure`: the indicators, with their evidence."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from dvcdata import localized, progress, texts
from dvcdata.commands.options import day, everywhere
from dvcdata.localized import option

BY = ("agency", "period", "tier", "field", "level", "audience")


@click.command("measure", cls=localized.Command)
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, metavar="[PATH…]")
@option("--indicator", multiple=True, metavar="INDICATOR")
@option("--by", "breakdown", type=click.Choice(BY))
@option("--agency", "in_agency", metavar="CODE")
@option("--period", "in_period", metavar="PERIOD")
@option("--as-of", callback=day, metavar="DATE")
@option("--before", type=click.Path(path_type=Path), metavar="PATH")
@option("--evidence", is_flag=True)
@option("--format", "output", type=click.Choice(("text", "json", "csv", "markdown")), default="text")
@option("--into", "results_into", type=click.Path(path_type=Path), metavar="DIR")
@everywhere
@click.pass_context
def command(ctx: click.Context, /, paths: Sequence[Path], output: str, results_into: Path | None, **given: Any) -> None:
    from dvcdata.indicators import formats
    from dvcdata.measure import Asked, run

    asked = Asked(*(given.pop(name) or "" for name in ("breakdown", "in_agency", "in_period")))
    measured = run(paths, names=given.pop("indicator"), asked=asked, **given)
    click.echo(formats.render(measured, output, texts.language.get(), progress.quiet.get()), nl=output != "csv")
    if results_into:
        formats.write_package(measured, results_into)
        click.echo(texts.text("measure.written", path=str(results_into)), err=True)
    ctx.exit(0 if measured.entries else 2)
