"""`dvcdata validate`: structure and quality of packages, folders of packages, or one table file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from dvcdata import formats, localized, progress, texts
from dvcdata.commands.options import day, everywhere
from dvcdata.errors import UserError
from dvcdata.findings import SEVERITIES
from dvcdata.formats import files
from dvcdata.localized import option
from dvcdata.waivers import Terms


@click.command("validate", cls=localized.Command)
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, metavar="[PATH…]")
@option("--format", type=click.Choice(tuple(formats.STYLES)), default="text")
@option("--report", "reports", type=click.Path(path_type=Path), multiple=True, callback=files.chosen, metavar="FILE")
@option("--fail-on", type=click.Choice(SEVERITIES), default="error")
@option("--as-of", callback=day, metavar="DATE")
@option("--rule", "only", multiple=True, metavar="RULE")
@option("--skip", multiple=True, metavar="RULE")
@option("--table", metavar="TABLE")
@option("--baseline", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@option("--accept", is_flag=True)
@option("--reason", metavar="TEXT")
@option("--by", metavar="NAME")
@option("--until", callback=day, metavar="DATE")
@option("--engine", metavar="URL")
@option("--verbose", is_flag=True)
@everywhere
@click.pass_context
def command(ctx: click.Context, /, paths: Sequence[Path], fail_on: Any, **given: Any) -> None:
    from dvcdata.validate import run

    style, verbose = given.pop("format"), given.pop("verbose")
    report, failed = files.write(run(paths, accept=_terms(given), **given), texts.language.get())
    for piece in formats.pieces(report, style, texts.language.get(), progress.quiet.get(), verbose):
        click.echo(piece, nl=False)
    for problem in failed:
        problem.show()
    ctx.exit(2 if failed else int(report.fails(fail_on)))


def _terms(given: dict[str, Any]) -> Terms | None:
    """On what terms new findings join the list of known ones, or None; takes their options out of those given."""
    accept, reason, by, until = (given.pop(name) for name in ("accept", "reason", "by", "until"))
    if not accept:
        for name, value in (("--reason", reason), ("--by", by), ("--until", until)):
            if value is not None:
                raise UserError("usage.alone", name=name, other="--accept")
        return None
    if given["baseline"] is None:
        raise UserError("usage.alone", name="--accept", other="--baseline")
    if until is None:
        raise UserError("waive.empty", name="--until")
    return Terms(reason or "", by or "", until)
