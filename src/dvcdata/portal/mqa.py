"""The 405 points of the Metadata Quality Assessment (MQA) of data.europa.eu, and which fixes would buy most."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dvcdata.portal import sampling, terms
from dvcdata.portal.catalogue import Dataset, Resource
from dvcdata.portal.gathering import Seen
from dvcdata.portal.kinds import BY_NAME, named

DIMENSIONS = ("findability", "accessibility", "interoperability", "reusability", "contextuality")
BANDS = ((351, "excellent"), (221, "good"), (121, "sufficient"), (0, "bad"))
FIXES = 3  # named of each organisation
RIGHTS = ("public", "restricted", "non_public", "non-public")


@dataclass(frozen=True)
class Metric:
    """What is counted, of how many points, and which fix would mend it."""

    name: str
    dimension: str
    points: int
    fix: str


METRICS = (
    Metric("keyword", "findability", 30, "keywords"),
    Metric("theme", "findability", 30, "themes"),
    Metric("spatial", "findability", 20, "spatial"),
    Metric("temporal", "findability", 20, "temporal"),
    Metric("access_url_ok", "accessibility", 50, "links"),
    Metric("download_url", "accessibility", 20, "download_urls"),
    Metric("download_url_ok", "accessibility", 30, "links"),
    Metric("format", "interoperability", 20, "formats"),
    Metric("media_type", "interoperability", 10, "formats"),
    Metric("format_known", "interoperability", 10, "formats"),
    Metric("non_proprietary", "interoperability", 20, "open_formats"),
    Metric("machine_readable", "interoperability", 20, "open_formats"),
    Metric("dcat_ap", "interoperability", 30, "descriptions"),
    Metric("licence", "reusability", 20, "licences"),
    Metric("licence_known", "reusability", 10, "licences"),
    Metric("access_rights", "reusability", 10, "access_rights"),
    Metric("access_rights_known", "reusability", 5, "access_rights"),
    Metric("contact", "reusability", 20, "contacts"),
    Metric("publisher", "reusability", 10, "publishers"),
    Metric("rights", "contextuality", 5, "rights"),
    Metric("byte_size", "contextuality", 5, "sizes"),
    Metric("issued", "contextuality", 5, "dates"),
    Metric("modified", "contextuality", 5, "dates"),
)
MOST = sum(metric.points for metric in METRICS)
Counts = Mapping[str, tuple[int, int]]  # by metric: how many have it, and of how many


@dataclass(frozen=True)
class Fix:
    """Something to mend, the points it would buy, and how many descriptions or files it is about."""

    name: str
    points: Decimal
    n: int


@dataclass(frozen=True)
class Scores:
    """What metrics come to: points of those that could be measured."""

    counts: Counts

    def of(self, metric: Metric) -> Fraction | None:
        """The points of one metric: its share of what has it; None where nothing could be measured."""
        n, population = self.counts[metric.name]
        return Fraction(metric.points * n, population) if population else None

    def dimension(self, name: str) -> Decimal | None:
        """The points of a dimension; None where a metric of it could not be measured."""
        found = [self.of(metric) for metric in METRICS if metric.dimension == name]
        return None if None in found else _decimal(sum((item for item in found if item is not None), Fraction()))

    @property
    def points(self) -> Decimal:
        """All points of what was measured."""
        return _decimal(sum((item for metric in METRICS if (item := self.of(metric)) is not None), Fraction()))

    @property
    def most(self) -> int:
        """The points there are for what was measured: 405 for everything."""
        return sum(metric.points for metric in METRICS if self.of(metric) is not None)

    @property
    def band(self) -> str:
        """The name of the band; empty where not everything was measured."""
        return next(name for least, name in BANDS if self.points >= least) if self.most == MOST else ""

    def fixes(self, most: int = FIXES) -> list[Fix]:
        """What would buy most points if it were done for every dataset or file, the most first."""
        found = []
        for name in dict.fromkeys(metric.fix for metric in METRICS):
            mine = [(metric, self.of(metric)) for metric in METRICS if metric.fix == name]
            points = _decimal(sum((metric.points - got for metric, got in mine if got is not None), Fraction()))
            n = max((self.counts[metric.name][1] - self.counts[metric.name][0] for metric, _ in mine), default=0)
            if points > 0:
                found.append(Fix(name, points, n))
        return sorted(found, key=lambda fix: (-fix.points, fix.name))[:most]


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator


def counted(datasets: Sequence[Dataset], seen: Mapping[str, Seen] | None) -> Scores:
    """The metrics of these datasets; those about links need what became of them."""
    files = [file for item in datasets for file in item.resources]
    counts = {name: (sum(map(bool, found)), len(found)) for name, found in _found(datasets, files)}
    counts["access_url_ok"] = _answered([file.access_url for file in files], seen)
    counts["download_url_ok"] = _answered([file.download_url for file in files], seen)
    kinds = [named(file.format) is not None for file in files]
    media = [named(file.media_type) is not None and "/" in file.media_type for file in files]
    counts["format_known"] = sum(kinds) + sum(media), 2 * len(files)
    return Scores(counts)


def _answered(urls: Sequence[str], seen: Mapping[str, Seen] | None) -> tuple[int, int]:
    """How many of these addresses answer with success; those that nobody tried are not counted, a missing one is."""
    if seen is None:
        return 0, 0
    tried = [seen[url].fetched.status if url else 0 for url in urls if not url or seen[url].tried]
    return sum(200 <= status < 300 for status in tried), len(tried)


def _found(datasets: Sequence[Dataset], files: Sequence[Resource]) -> Iterator[tuple[str, list[object]]]:
    for name, one in (
        ("keyword", lambda item: item.keywords),
        ("theme", lambda item: item.themes),
        ("spatial", lambda item: item.spatial),
        ("temporal", lambda item: item.temporal),
        ("dcat_ap", _complies),
        ("access_rights", lambda item: item.access_rights),
        ("access_rights_known", lambda item: item.access_rights.rstrip("/").rpartition("/")[2].lower() in RIGHTS),
        ("contact", lambda item: item.contact),
        ("publisher", lambda item: item.publisher),
        ("issued", lambda item: item.issued),
        ("modified", lambda item: item.modified),
    ):
        yield name, [one(item) for item in datasets]
    kinds = [BY_NAME.get(sampling.declared_kind(file.format, file.media_type, "")) for file in files]
    yield "non_proprietary", [kind and kind.open for kind in kinds]
    yield "machine_readable", [kind and kind.machine for kind in kinds]
    for name, two in (
        ("download_url", lambda file: file.download_url),
        ("format", lambda file: file.format),
        ("media_type", lambda file: file.media_type),
        ("licence", lambda file: terms.licence_state(file.licence) != "none"),
        ("licence_known", lambda file: terms.licence_known(file.licence)),
        ("rights", lambda file: file.rights),
        ("byte_size", lambda file: file.size is not None),
    ):
        yield name, [two(file) for file in files]


def _complies(item: Dataset) -> bool:
    """What DCAT-AP makes mandatory: a title and a description, and an address for every file."""
    return bool(item.title and item.description) and all(file.access_url for file in item.resources)
