"""Builds the static site: gathers everything, checks that nothing published is lost, then writes."""

import gc
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from dvcdata import texts, workspace
from dvcdata.errors import UserError
from dvcdata.package import open_all
from dvcdata.report import Report
from dvcdata.website import (
    aside,
    bodies,
    changes,
    charts,
    checks,
    drawing,
    engine,
    files,
    frame,
    gather,
    inputs,
    lists,
    making,
    metadata,
    numbers,
    pages,
    past,
    places,
    releases,
    results,
    search,
)
from dvcdata.website.gather import Gathered
from dvcdata.website.output import Output
from dvcdata.website.render import Page, assets
from dvcdata.website.tasks import Job, Task, waiting
from dvcdata.website.tombstones import Tombstone, refuse_gone, tombstones


def _audits(site: Gathered) -> Iterable[Page]:
    """The pages of audits of portals; to import what makes them, and knows how to ask portals, takes its time."""
    if not frame.audited(site):
        return ()
    from dvcdata.website import portal

    return portal.pages(site)


# What the site is made of: whoever adds to it adds a function here, which takes what was gathered.
PAGES: tuple[Callable[[Gathered], Iterable[Page]], ...] = (
    pages.all_pages,
    bodies.pages,
    numbers.pages,
    checks.pages,
    _audits,
    past.pages,
)
FILES: tuple[Callable[[Gathered], Iterable[tuple[str, bytes]]], ...] = (
    files.tables,
    files.deliveries,
    files.findings,
    changes.files,
    past.files,
    files.packages,
    metadata.files,
    checks.files,
    releases.files,
)
TASKS: tuple[Callable[[Gathered], Iterable[Task]], ...] = (results.tasks, metadata.tasks)
SLOW: tuple[Callable[[Gathered], Iterable[Task]], ...] = (charts.tasks,)  # by a library that starts slowly
SHARED: tuple[Callable[[Gathered], Mapping[str, Any]], ...] = (frame.of_site, metadata.shared, numbers.shared)


OBJECTS = 100_000  # that come to be before Python looks for garbage among them


@dataclass(frozen=True)
class Built:
    """What a build came to."""

    folder: Path
    pages: int
    written: int
    same: int
    without: str = ""  # why the pages that run SQL in the browser are not there


def run(
    paths: Sequence[Path],
    *,
    out: Path | None = None,
    base_url: str = "",
    as_of: date | None = None,
    release: str | None = None,
) -> Built:
    """`dvcdata site build`: the site of what the paths name (else of the workspace), in its folder.

    A release keeps datasets and indicators as they are on that day.
    """
    home = workspace.find(paths[0] if paths else Path())
    if release:
        releases.check(home, release)
    packages = open_all(paths or [home or Path()])
    output = Output(out or (home or Path()) / "public")
    output.remember()
    day, base_url = as_of or date.today(), base_url.rstrip("/")
    output.whole = inputs.digest(home, packages, output.folder, (day, date.today(), base_url))
    if output.stands() and not release:
        return Built(output.folder, output.pages, 0, len(output.published()))
    begin = drawing.begin if not output.before else lambda: None  # else there is little to draw, or nothing
    # files are written aside, and take their places together at the end, where nothing was refused
    with _seldom_tidied(), output, aside.started(output, begin) as slow:
        site = gather.gather(packages, home, day, base_url, output.standing, partial(_draw, output, slow))
        _refuse_blocked(site.report)
        site = replace(site, engine=engine.brought(output.folder), releases=releases.load(home))
        known = {*output.published(), *(path for item in site.releases for path in item.paths)}
        plan = _planned(site, known)
        refuse_gone(known, plan.paths, plan.gone)
        if release:
            site = _freeze(site, release)
            plan = _planned(site, known)
        _make(output, site, plan)
        slow.finish()
        if site.engine.why or release:  # the next build may have more to work with
            output.whole = ""
    return Built(output.folder, output.pages, output.written, output.same, site.engine.why)


@contextmanager
def _seldom_tidied() -> Iterator[None]:
    """Python looks for garbage less often: what was gathered stays to the end, and to look through it takes long."""
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _draw(output: Output, slow: aside.Aside, found: Iterable[charts.Placed]) -> None:
    slow.give(waiting(output, list(charts.drawings(found))))


def _make(output: Output, site: Gathered, plan: "Plan") -> None:
    files = [Job(path, partial(Output.put, path=path, content=content)) for path, content in plan.files.items()]
    long, rendered = waiting(output, plan.tasks), making.pages(site, plan.pages, _shared(site))
    making.run(output, [*long, *files, *rendered])
    output.pages = len(plan.pages) * len(texts.LANGUAGES)


def _freeze(site: Gathered, name: str) -> Gathered:
    """The site with a release of what it is today: made anew, since it cites its own addresses, which never change."""
    kept = replace(site, base_url=releases.address(site.base_url, name))
    kept = replace(kept, charts=list(charts.all_of(kept)))  # which say where their data are
    plan = _planned(kept)
    slow, others = ([task for task in tasks if releases.freezes(task.paths[0])] for tasks in (plan.slow, plan.tasks))
    with tempfile.TemporaryDirectory(prefix="dvcdata-") as folder:
        with Output(Path(folder)) as out, aside.started(out, drawing.begin) as process:
            process.give(waiting(out, slow))
            making.run(out, waiting(out, others))
            process.finish()
        made = {path: out.content(path) for path in out.paths}
    releases.freeze(kept, name, plan.pages, {**plan.files, **made}, plan.paths, _shared(kept))
    return replace(site, releases=releases.load(site.home))


def _refuse_blocked(report: Report) -> None:
    if blocking := report.counts["block"]:
        found = next(item for item in report.findings if item.severity == "block")
        raise UserError("site.blocked", n=blocking, rule=found.rule, package=found.package, table=found.table)


@dataclass(frozen=True)
class Plan:
    """What the site will be: its pages, its other files by path, and what is there no more."""

    pages: Sequence[Page]
    files: Mapping[str, bytes]
    gone: Mapping[str, Tombstone]
    tasks: Sequence[Task]  # files that take long to make
    slow: Sequence[Task]  # those whose making starts slowly besides

    @property
    def paths(self) -> set[str]:
        """Every path of the site."""
        made = (path for task in (*self.tasks, *self.slow) for path in task.paths)
        return {*self.files, *made, *(path for page in self.pages for path in page.paths)}


def _planned(site: Gathered, known: Set[str] = frozenset()) -> Plan:
    listed = [page for part in PAGES for page in part(site)]
    seen: set[str] = set()
    for page in listed:
        if page.path in seen:
            raise UserError("site.same_path", path=page.path)
        seen.add(page.path)
    gone = {path: item for path, item in tombstones(site.home).items() if path not in seen}
    made = {path: content for part in FILES for path, content in part(site)}
    made |= search.files(listed) | metadata.lists(site, sorted(_pages(listed)))
    made |= {f"assets/{name}": path.read_bytes() for name, path in assets(site.home).items()}
    for item in gone.values():
        made |= item.files()
    titles = {page.path: page.search[1] for page in listed if page.search}
    buried = [
        Page(path, "tombstone", {**vars(item), "titles": titles})
        for path, item in gone.items()
        if path.endswith(".html")
    ]
    buried += [page for page in lists.shorter(known, seen) if page.path not in gone]
    slow = _tasks(site, SLOW)
    made |= charts.undrawn(known, {path for task in slow for path in task.paths}, seen, site.base_url)
    return Plan([*listed, *buried], made, gone, _tasks(site, TASKS), slow)


def _tasks(site: Gathered, parts: Iterable[Callable[[Gathered], Iterable[Task]]]) -> list[Task]:
    return [task for part in parts for task in part(site)]


def _pages(listed: Sequence[Page]) -> set[str]:
    return {places.in_language(page.path, lang) for page in listed for lang in texts.LANGUAGES}


def _shared(site: Gathered) -> dict[str, Any]:
    return {name: value for part in SHARED for name, value in part(site).items()}
