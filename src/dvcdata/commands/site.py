"""`dvcdata site`: the static site of a workspace's packages."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from dvcdata import localized, texts
from dvcdata.commands.options import day, everywhere
from dvcdata.localized import option


@click.group("site", cls=localized.Group)
@everywhere
def command() -> None:
    pass


@command.command("build", cls=localized.Command)
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, metavar="[PATH…]")
@option("--out", "out_folder", type=click.Path(path_type=Path), metavar="DIR")
@option("--base-url", default="", metavar="URL")
@option("--as-of", callback=day, metavar="DATE")
@option("--release", metavar="DATE")
@everywhere
def build_command(paths: Sequence[Path], **given: Any) -> None:
    from dvcdata.website.build import run

    built = run(paths, out=given.pop("out_folder"), **given)
    counts = {"pages": built.pages, "written": built.written, "same": built.same}
    click.echo(texts.text("site.built", path=str(built.folder), **counts))
    if built.without:
        click.echo(texts.text("site.sql.left_out", why=built.without))


@command.command("serve", cls=localized.Command)
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, metavar="[PATH…]")
@option("--port", "serve_port", type=click.IntRange(0, 65535), default=8000, metavar="PORT")
@option("--as-of", callback=day, metavar="DATE")
@everywhere
def serve_command(paths: Sequence[Path], **given: Any) -> None:
    from dvcdata.website.serve import run

    run(paths, port=given.pop("serve_port"), say=click.echo, **given)
