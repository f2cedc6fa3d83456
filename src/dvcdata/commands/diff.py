"""`dvcdata diff`: what changed between two releases."""

import click

from dvcdata import localized, progress, texts
from dvcdata.commands.options import everywhere
from dvcdata.localized import option


@click.command("diff", cls=localized.Command)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@option("--format", "diff_format", type=click.Choice(("text", "json", "markdown", "csv")), default="text")
@everywhere
def command(old: str, new: str, diff_format: str) -> None:
    from dvcdata import diff, diff_words

    changes, quiet = diff.run(old, new), progress.quiet.get()
    click.echo(diff_words.render(changes, diff_format, texts.language.get(), quiet), nl=diff_format != "csv")
