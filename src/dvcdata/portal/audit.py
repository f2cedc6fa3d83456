"""`dvcdata portal audit URL`: reads a portal's catalogue, samples its files, and counts what can really be used."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from dvcdata import texts
from dvcdata.portal import cache, gathering, judging, mqa, reading
from dvcdata.portal.catalogue import Catalogue
from dvcdata.portal.fetching import Caps
from dvcdata.portal.guarded import Session
from dvcdata.portal.judging import FAULTS, File, Judged
from dvcdata.portal.mqa import Scores

STEPS = ("downloadable", "machine_readable", "open", "usable")  # each counts what is left of the one before


@dataclass(frozen=True)
class Asked:
    """What the person at the keyboard asked for."""

    limit: int | None = None
    files: bool = True  # whether files are looked at too
    private: bool = False
    hosts: tuple[str, ...] = ()  # named beside those of the catalogue
    cache: Path | None = None
    fresh: bool = False  # asks for every file again
    caps: Caps = field(default_factory=Caps)


@dataclass(frozen=True)
class Part:
    """Some datasets and what they come to: those of an organisation, or all."""

    id: str
    title: str
    datasets: tuple[Judged, ...]
    scores: Scores
    checked: bool  # whether files were looked at

    def count(self, step: str) -> int | None:
        """How many datasets come as far as a step; None where files were not looked at."""
        return sum(getattr(item, step) for item in self.datasets) if self.checked else None

    @property
    def every_file(self) -> Iterator[File]:
        """Each file of its datasets."""
        return (file for item in self.datasets for file in item.files)

    @property
    def files(self) -> int:
        """How many files there are."""
        return sum(len(item.files) for item in self.datasets)

    @property
    def untried(self) -> int:
        """How many files nothing is known of though files were looked at."""
        return sum(file.seen is not None and not file.seen.tried for file in self.every_file)

    @property
    def unopened(self) -> int:
        """How many files came down and were too large to be opened."""
        return sum(file.seen is not None and file.seen.inspected.unopened for file in self.every_file)

    @cached_property
    def faults(self) -> dict[str, int]:
        """How many files and datasets have each fault, in the order of FAULTS."""
        found = Counter(fault for item in self.datasets for fault in item.faults)
        found.update(fault for file in self.every_file for fault in file.faults)
        return {name: found[name] for name in FAULTS if found[name]}

    @cached_property
    def stars(self) -> Counter[int]:
        """How many datasets have how many stars."""
        return Counter(item.stars for item in self.datasets)


@dataclass(frozen=True)
class Audit:
    """What a portal really offers."""

    catalogue: Catalogue
    as_of: date
    whole: Part
    organizations: tuple[Part, ...]

    @property
    def complete(self) -> bool:
        """Whether the portal handed out all the datasets that it counts."""
        return not self.catalogue.missing


def run(url: str, asked: Asked, as_of: date | None = None) -> Audit:
    """The audit of a portal; what is read of it is kept in a cache on the way."""
    asks = asked.files or not Path(url).is_file()
    with cache.opened(cache.place(url, asked.cache) if asks else None) as kept:
        catalogue = reading.read(url, Session(asked.private), kept, asked.limit, asked.caps.pause)
        seen = None
        if asked.files:
            allowed = gathering.allowed(catalogue, asked.hosts)
            fresh = 0 if asked.fresh else gathering.FRESH
            seen = gathering.gather(catalogue, kept, asked.caps, lambda: Session(asked.private, allowed), fresh)
    return audit(catalogue, seen, as_of or date.today())


def audit(catalogue: Catalogue, seen: dict[str, gathering.Seen] | None, as_of: date) -> Audit:
    """What a catalogue comes to once its files were looked at."""
    judged = judging.judge(catalogue, seen, as_of)
    groups: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        groups[item.dataset.organization].append(item)

    def part(name: str, title: str, items: Sequence[Judged]) -> Part:
        return Part(name, title, tuple(items), mqa.counted([item.dataset for item in items], seen), seen is not None)

    parts = [part(name, catalogue.organizations.get(name) or name, items) for name, items in groups.items()]
    return Audit(catalogue, as_of, part("", catalogue.url, judged), tuple(ranked(parts)))


def ranked(parts: Iterable[Part]) -> list[Part]:
    """Organisations by what can be used of theirs, then by points; names decide between equals."""
    return sorted(parts, key=lambda it: (-(it.count("usable") or 0), -it.scores.points, it.title))


def titled(part: Part, lang: str) -> str:
    """The name of an organisation, as far as the catalogue gives one."""
    return part.title or texts.text("portal.no_organization", lang)
