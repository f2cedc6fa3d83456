"""`dvcdata waive`: findings accepted for a time, with who, why and until when."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from dvcdata import localized
from dvcdata.commands.options import day, everywhere, key
from dvcdata.localized import option


@click.command("waive", cls=localized.Command)
@click.argument("rule", metavar="RULE")
@click.argument("path", type=click.Path(path_type=Path), required=False, metavar="[PATH]")
@option("--table", "of_table", metavar="NAME")
@option("--key", "keys", multiple=True, callback=key, metavar="COLUMN=VALUE")
@option("--field", metavar="NAME")
@option("--reason", required=True, metavar="TEXT")
@option("--by", required=True, metavar="NAME")
@option("--until", required=True, callback=day, metavar="DATE")
@option("--not-personal", is_flag=True)
@option("--as-of", callback=day, metavar="DATE")
@everywhere
def command(rule: str, path: Path | None, keys: dict[str, str], until: date, as_of: date | None, **given: Any) -> None:
    from dvcdata.waive import Choice, waive
    from dvcdata.waivers import Terms

    choice = Choice(given["of_table"], keys, given["field"])
    terms = Terms(given["reason"], given["by"], until, not_personal=given["not_personal"])
    click.echo(waive(rule, path, choice, terms, as_of))
