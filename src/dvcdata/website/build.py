"""Builds the static site: gathers everything, checks that nothing published is lost, then writes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from dvcdata import texts, workspace
from dvcdata.errors import UserError
from dvcdata.package import open_all
from dvcdata.report import Report
from dvcdata.website import (
    checks,
    engine,
    files,
    frame,
    gather,
    making,
    metadata,
    numbers,
    pages,
    places,
    portal,
    search,
)
from dvcdata.website.gather import Gathered
from dvcdata.website.output import Output
from dvcdata.website.render import Page, assets
from dvcdata.website.tombstones import refuse_gone, tombstones

# What the site is made of: whoever adds to it adds a function here, which takes what was gathered.
PAGES: tuple[Callable[[Gathered], Iterable[Page]], ...] = (pages.all_pages, numbers.pages, checks.pages, portal.pages)
FILES: tuple[Callable[[Gathered], Iterable[tuple[str, bytes]]], ...] = (
    files.tables,
    files.packages,
    numbers.files,
    metadata.files,
    checks.files,
)
SHARED: tuple[Callable[[Gathered], Mapping[str, Any]], ...] = (frame.of_site, metadata.shared, numbers.shared)


@dataclass(frozen=True)
class Built:
    """What a build came to."""

    folder: Path
    pages: int
    written: int
    same: int
    without: str = ""  # why the pages that run SQL in the browser are not there


def run(paths: Sequence[Path], *, out: Path | None = None, base_url: str = "", as_of: date | None = None) -> Built:
    """`dvcdata site build`: the site of what the paths name (else of the workspace), in its folder."""
    home = workspace.find(paths[0] if paths else Path())
    packages = open_all(paths or [home or Path()])
    output = Output(out or (home or Path()) / "public")
    output.remember()
    site = gather.gather(packages, home, as_of or date.today(), base_url.rstrip("/"), output.standing)
    _refuse_blocked(site.report)
    output = Output(out or (home or Path()) / "public")
    site = replace(site, engine=engine.brought(output.folder))
    listed = [page for part in PAGES for page in part(site)]
    gone = tombstones(home)
    planned = _planned(listed)
    refuse_gone(output.published(), planned, [*gone, *(f"en/{path}" for path in gone)])
    buried = [Page(item.path, "tombstone", vars(item)) for item in gone.values()]
    made = {path: content for part in FILES for path, content in part(site)}
    made |= search.files(listed) | metadata.lists(site, sorted(path for path in planned))
    made |= {f"assets/{name}": path.read_bytes() for name, path in assets(home).items()}
    # everything is gathered; from here on files are written, and take their places together at the end
    with output:
        for path, content in made.items():
            output.put(path, content)
        making.pages(output, site, [*listed, *buried], {k: v for part in SHARED for k, v in part(site).items()})
    return Built(output.folder, len(listed) * len(texts.LANGUAGES), output.written, output.same, site.engine.why)


def _refuse_blocked(report: Report) -> None:
    if blocking := report.counts["block"]:
        found = next(item for item in report.findings if item.severity == "block")
        raise UserError("site.blocked", n=blocking, rule=found.rule, package=found.package, table=found.table)


def _planned(listed: Sequence[Page]) -> set[str]:
    found: set[str] = set()
    for page in listed:
        if page.path in found:
            raise UserError("site.same_path", path=page.path)
        found |= {places.in_language(page.path, lang) for lang in texts.LANGUAGES}
    return found
