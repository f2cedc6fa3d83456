"""`dvcdata publish`: plan, approve, apply, roll back, withdraw, log."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvcdata import localized, progress, texts, workspace
from dvcdata.commands.options import agrees, day, everywhere, is_terminal, said
from dvcdata.localized import option

if TYPE_CHECKING:
    from dvcdata.publish.destination import Destination
    from dvcdata.publish.plan import Plan


@click.group("publish", cls=localized.Group)
@everywhere
def command() -> None:
    pass


def _to(function: Callable[..., Any]) -> Callable[..., Any]:
    return option("--to", metavar="DESTINATION")(function)


@command.command("plan", cls=localized.Command)
@_to
@option("--out", "plan_out", type=click.Path(path_type=Path), metavar="FILE")
@option("--page", type=click.Path(path_type=Path), metavar="FILE")
@option("--restore", multiple=True, metavar="DATASET")
@option("--as-of", callback=day, metavar="DATE")
@everywhere
def plan(to: str | None, plan_out: Path | None, page: Path | None, restore: Sequence[str], as_of: date | None) -> None:
    from dvcdata.publish import plan as plans
    from dvcdata.publish.store import disk

    there = _there(to)
    with disk(there.state):
        made = plans.make(there, as_of or date.today(), restore)
    _keep(made, there, plan_out, page)


@command.command("approve", cls=localized.Command)
@click.argument("file", type=click.Path(path_type=Path), required=False, metavar="[PLAN]")
@_to
@option("--by", "approver", required=True, callback=said, metavar="NAME")
@option("--decision", required=True, callback=said, metavar="NUMBER")
@everywhere
def approve(file: Path | None, to: str | None, approver: str, decision: str) -> None:
    from dvcdata.publish import applying
    from dvcdata.publish import plan as plans

    path = file or _there(to).plan_file
    approved = applying.approve(plans.read(path), approver, decision)
    plans.write(approved, path)
    click.echo(
        texts.text("publish.approved", by=approver, decision=decision, digest=approved.digest[:12], path=str(path))
    )


@command.command("apply", cls=localized.Command)
@click.argument("file", type=click.Path(path_type=Path), required=False, metavar="[PLAN]")
@_to
@option("--yes", "go", is_flag=True)
@everywhere
def apply(file: Path | None, to: str | None, go: bool) -> None:
    from dvcdata.publish import plan as plans

    given = plans.read(file) if file else None
    there = _there(to or (given.destination if given else None))
    _do(given or plans.read(there.plan_file), there, go)


@command.command("rollback", cls=localized.Command)
@_to
@option("--yes", "go", is_flag=True)
@everywhere
def rollback(to: str | None, go: bool) -> None:
    from dvcdata.publish import plan as plans

    there = _there(to)
    _do(_keep(plans.rollback(there), there), there, go)


@command.command("withdraw", cls=localized.Command)
@click.argument("dataset", metavar="DATASET")
@option("--reason", "why", required=True, callback=said, metavar="TEXT")
@_to
@option("--yes", "go", is_flag=True)
@everywhere
def withdraw(dataset: str, why: str, to: str | None, go: bool) -> None:
    from dvcdata.publish import plan as plans

    there = _there(to)
    _do(_keep(plans.withdraw(there, dataset, why), there), there, go)


@command.command("log", cls=localized.Command)
@_to
@everywhere
def log(to: str | None) -> None:
    from dvcdata.publish import show
    from dvcdata.publish.store import Store

    there = _there(to)
    for line in show.log_lines(Store(there.state).history(), there.place):
        click.echo(line)


def _there(name: str | None) -> "Destination":
    from dvcdata.publish import destination

    return destination.load(workspace.find(Path()), name)


def _keep(made: "Plan", there: "Destination", out: Path | None = None, page: Path | None = None) -> "Plan":
    """Writes the plan, and shows it."""
    from dvcdata.publish import plan as plans
    from dvcdata.publish import show
    from dvcdata.publish.store import disk
    from dvcdata.write import write_files

    with disk(there.plan_file):
        plans.write(made, out or there.plan_file)
    if page:
        write_files([(page, show.printable(made).encode())])
    what = str(out) if out else f"--to {there.name}"
    for line in show.plan_lines(made, f"dvcdata publish apply {what}", progress.quiet.get()):
        click.echo(line)
    return made


def _do(made: "Plan", there: "Destination", go: bool) -> None:
    """Applies a plan, once somebody said so."""
    from dvcdata.publish import applying, show

    question = texts.text("publish.ask", n=len(made.todo), place=there.place)
    if not go and is_terminal() and not agrees(question):
        raise click.Abort
    with progress.shown():  # again: the question took the line away
        done = applying.apply(made, there)
    click.echo(show.outcome(made, len(done)))
