"""`dvcdata fix`: mechanical corrections, shown and then made."""

from pathlib import Path
from typing import Any

import click

from dvcdata import localized, texts
from dvcdata.commands.options import agrees, day, everywhere, is_terminal
from dvcdata.localized import option


@click.command("fix", cls=localized.Command)
@click.argument("path", type=click.Path(path_type=Path), required=False, metavar="[PATH]")
@option("--yes", is_flag=True)
@option("--all", "everything", is_flag=True)
@option("--reason", "edit_reason", metavar="TEXT")
@option("--by", "mended_by", metavar="NAME")
@option("--as-of", callback=day, metavar="DATE")
@everywhere
def command(path: Path | None, edit_reason: str | None, mended_by: str | None, **given: Any) -> None:
    from dvcdata.fix import fix

    ask = agrees if is_terminal() else None
    fix(path, reason=edit_reason, by=mended_by, **given, ask=ask, say=click.echo, lang=texts.language.get())
