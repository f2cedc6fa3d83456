"""`dvcdata outstanding`: the yearly shortlist of the best services."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from dvcdata import localized, texts
from dvcdata.commands.options import day, everywhere
from dvcdata.localized import option

FILE = click.Path(path_type=Path)


@click.command("outstanding", cls=localized.Command)
@click.argument("paths", type=FILE, nargs=-1, metavar="[PATH…]")
@option("--owner", metavar="CODE", default="")
@option("--number", type=click.IntRange(1), default=5, metavar="NUMBER")
@option("--years", type=click.IntRange(1, 10), default=2, metavar="NUMBER")
@option("--most", type=click.IntRange(1), default=10, metavar="NUMBER")
@option("--satisfaction", type=click.IntRange(0, 100), default=90, metavar="NUMBER")
@option("--ratings", type=click.IntRange(1), default=30, metavar="NUMBER")
@option("--saved", type=FILE, metavar="FILE")
@option("--check", "check_list", type=FILE, metavar="FILE")
@option("--as-of", callback=day, metavar="DATE")
@option("--format", "outstanding_format", type=click.Choice(("text", "json")), default="text")
@everywhere
@click.pass_context
def command(
    ctx: click.Context, /, paths: Sequence[Path], owner: str, saved: Path | None, check_list: Path | None,
    as_of: date | None, outstanding_format: str, **criteria: int,
) -> None:  # fmt: skip
    from dvcdata import outstanding, outstanding_words, write

    found = outstanding.run(paths, outstanding.Criteria(**criteria), owner, as_of, saved)
    verdicts = outstanding.check(found, check_list) if check_list else None
    if outstanding_format == "json":
        click.echo(write.json_bytes(outstanding_words.as_json(found, verdicts)), nl=False)
    else:
        click.echo("\n".join(outstanding_words.lines(found, verdicts, texts.language.get())))
    ctx.exit(1 if verdicts and not all(item.candidate and item.candidate.good for item in verdicts) else 0)
