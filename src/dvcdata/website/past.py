"""What was: the releases with what changed between them, the corrections of the data, and the door to the latest."""

from collections.abc import Iterator
from dataclasses import astuple
from functools import partial

from dvcdata.corrections import public, records
from dvcdata.corrections.mechanical import marked
from dvcdata.formats import as_csv
from dvcdata.package import Package
from dvcdata.website import releases
from dvcdata.website.gather import Gathered
from dvcdata.website.render import Page
from dvcdata.write import table_bytes

MOST = 60  # changes of a kind, and corrections, on a page


def pages(site: Gathered) -> Iterator[Page]:
    """The releases, what each changed, what was corrected, and a page that leads to the latest."""
    yield Page("releases/index.html", "releases")
    for release in site.releases:
        values = {"release": release, "line": partial(releases.line, site), "most": MOST}
        yield Page(f"{release.top}index.html", "release", values, search=("release", release.name))
    corrected = _corrected(site)
    accepted = [item for item in site.report.waived if item.waiver]
    values = {"corrected": corrected, "marked": marked, "accepted": accepted, "most": MOST}
    yield Page("corrections.html", "corrections", values)
    yield Page("latest/index.html", "latest")


def files(site: Gathered) -> Iterator[tuple[str, bytes]]:
    """All corrections of all packages as a table."""
    rows = ((package.name, *map(as_csv.harmless, astuple(item))) for package, item in _corrected(site))
    yield "corrections.csv", table_bytes(("package", *records.COLUMNS), rows)


def _corrected(site: Gathered) -> list[tuple[Package, records.Correction]]:
    return [(package, item) for package in site.packages for item in public.corrections(package.folder)]
