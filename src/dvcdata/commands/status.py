"""`dvcdata status`: who delivered which period, who has not, and what blocks whom."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from dvcdata import localized, progress, texts
from dvcdata.commands.options import day, everywhere
from dvcdata.formats import files
from dvcdata.localized import option

CHOSEN = partial(files.chosen, kinds=files.OF_STATUS)


@click.command("status", cls=localized.Command)
@click.argument("path", type=click.Path(path_type=Path), required=False, metavar="[PATH]")
@option("--period", "awaited", multiple=True, metavar="PERIOD")
@option("--as-of", callback=day, metavar="DATE")
@option("--report", "status_reports", type=click.Path(path_type=Path), multiple=True, callback=CHOSEN, metavar="FILE")
@everywhere
@click.pass_context
def command(ctx: click.Context, /, path: Path | None, **given: Any) -> None:
    from dvcdata import status
    from dvcdata.formats import status_text

    found = status.run(path, given["as_of"], given["awaited"], given["status_reports"])
    report, failed = files.write(found.report, texts.language.get(), files.OF_STATUS, found)
    click.echo(status_text.render(found, report.files, texts.language.get(), progress.quiet.get()))
    for problem in failed:
        problem.show()
    ctx.exit(2 if failed else 0)
