"""`dvcdata rules`: the catalogue of rules, one rule explained, or the list that a rule gives of some data."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from dvcdata import localized, texts, workspace
from dvcdata.commands.options import day, everywhere
from dvcdata.errors import UserError
from dvcdata.localized import option


@click.command("rules", cls=localized.Command)
@click.argument("rule", required=False, metavar="[RULE]")
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, metavar="[PATH…]")
@option("--export", type=click.Path(path_type=Path), metavar="FILE")
@option("--as-of", callback=day, metavar="DATE")
@option("--to", "suites_to", type=click.Choice(("gx",)))
@option("--dialect", type=click.Choice(("postgresql", "spark")), default="postgresql")
@option("--out", "suites_in", type=click.Path(path_type=Path, file_okay=False), default="gx", metavar="DIR")
@everywhere
def command(
    rule: str | None,
    paths: Sequence[Path],
    export: Path | None,
    as_of: date | None,
    suites_to: str | None,
    dialect: str,
    suites_in: Path,
) -> None:
    if rule == "export":
        if not suites_to:
            raise UserError("usage.missing", name="--to gx", command="dvcdata rules")
        from dvcdata.engines import opening

        click.echo(opening.export(dialect, as_of or date.today(), suites_in))
        return
    if export and rule:
        from dvcdata.rules.export import export as write

        click.echo(write(rule, paths, export, as_of, texts.language.get()))
        return
    path, one = texts.text("placeholder.PATH"), texts.text("placeholder.RULE")
    for name, given in ((path, paths), ("--as-of", as_of), ("--export", export), ("--to", suites_to)):
        if given:
            other = "rules export" if name == "--to" else one if export else "--export"
            raise UserError("usage.alone", name=name, other=other)
    from dvcdata.rules import reference

    click.echo(reference.show(rule, workspace.find(Path()), texts.language.get()))
