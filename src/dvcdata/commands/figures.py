"""`dvcdata figures`: published numbers against the data and against each other."""

from collections.abc import Sequence
from pathlib import Path

import click

from dvcdata import localized, progress, texts
from dvcdata.commands.options import everywhere
from dvcdata.localized import option


@click.command("figures", cls=localized.Command)
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, metavar="[PATH…]")
@option("--format", "figures_format", type=click.Choice(("text", "json")), default="text")
@everywhere
@click.pass_context
def command(ctx: click.Context, /, paths: Sequence[Path], figures_format: str) -> None:
    from dvcdata import figures, figures_words, write

    report, lang = figures.run(paths), texts.language.get()
    if figures_format == "json":
        click.echo(write.json_bytes(figures_words.as_json(report, lang)), nl=False)
    else:
        click.echo("\n".join(figures_words.lines(report, lang, progress.quiet.get())))
    ctx.exit(1 if report.doubtful else 0)
