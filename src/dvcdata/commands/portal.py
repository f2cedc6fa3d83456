"""`dvcdata portal`: what an open-data portal really offers."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from dvcdata import localized, progress, texts
from dvcdata.commands.options import day, everywhere
from dvcdata.formats import files
from dvcdata.localized import option

CHOSEN = partial(files.chosen, kinds=files.OF_PORTAL)


@click.group("portal", cls=localized.Group)
@everywhere
def command() -> None:
    pass


@command.command("audit", cls=localized.Command)
@click.argument("url", metavar="URL")
@option("--limit", "portal_limit", type=click.IntRange(min=1), metavar="NUMBER")
@option("--metadata-only", is_flag=True)
@option("--into", "portal_into", type=click.Path(path_type=Path), metavar="DIR")
@option("--report", "portal_reports", type=click.Path(path_type=Path), multiple=True, callback=CHOSEN, metavar="FILE")
@option("--format", "portal_output", type=click.Choice(("text", "json", "markdown")), default="text")
@option("--as-of", callback=day, metavar="DATE")
@option("--cache", "portal_cache", type=click.Path(path_type=Path), metavar="DIR")
@option("--refresh", is_flag=True)
@option("--pause", "portal_pause", type=click.FloatRange(min=0), metavar="SECONDS")
@option("--timeout", "portal_timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS")
@option("--allow-host", multiple=True, metavar="HOST")
@option("--allow-private", is_flag=True)
@everywhere
@click.pass_context
def audit(ctx: click.Context, /, url: str, portal_output: str, **given: Any) -> None:
    from dvcdata.portal import audit as audits
    from dvcdata.portal import writing

    found = audits.run(url, _asked(given), given["as_of"])
    click.echo(writing.render(found, portal_output, texts.language.get(), progress.quiet.get()))
    _write(found, given["portal_into"], given["portal_reports"])
    ctx.exit(0 if found.complete else 2)


def _asked(given: dict[str, Any]) -> Any:
    from dvcdata.portal.audit import Asked
    from dvcdata.portal.fetching import Caps

    caps = {"pause": given["portal_pause"], "seconds": given["portal_timeout"]}
    return Asked(
        limit=given["portal_limit"],
        files=not given["metadata_only"],
        private=given["allow_private"],
        hosts=tuple(given["allow_host"]),
        cache=given["portal_cache"],
        fresh=given["refresh"],
        caps=Caps(**{name: value for name, value in caps.items() if value is not None}),
    )


def _write(found: Any, into: Path | None, reports: Sequence[Path]) -> None:
    from dvcdata.portal import writing

    writing.reports(found, reports, texts.language.get())
    if into:
        writing.package(found, into)
        click.echo(texts.text("portal.written", path=str(into)), err=True)
