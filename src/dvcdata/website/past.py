"""What was: the releases with what changed between them, the corrections of the data, and the door to the latest."""

from collections.abc import Iterator
from functools import partial

from dvcdata.corrections import records
from dvcdata.website import places, releases
from dvcdata.website.gather import Gathered
from dvcdata.website.render import Page


def pages(site: Gathered) -> Iterator[Page]:
    """The releases, what each changed, what was corrected, and a page that leads to the latest."""
    yield Page("releases/index.html", "releases")
    titles = {places.package(package.name): package.descriptor for package in site.packages}
    for release in site.releases:
        values = {"release": release, "line": partial(releases.line, site), "titles": titles}
        yield Page(f"{release.top}index.html", "release", values, search=("release", release.name))
    corrected = [(package, item) for package in site.packages for item in records.read(package.folder)]
    accepted = [item for item in site.report.waived if item.waiver]
    yield Page("corrections.html", "corrections", {"corrected": corrected, "accepted": accepted})
    yield Page("latest/index.html", "latest")
