"""Judges datasets and files: what each lacks, what can be used, and which file is offered under several titles."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dvcdata.portal import sampling, terms
from dvcdata.portal.catalogue import Catalogue, Dataset, Resource
from dvcdata.portal.fetching import OK
from dvcdata.portal.gathering import Seen
from dvcdata.portal.kinds import BY_NAME, Kind, agree

OF_FILES = (  # faults in the order in which they are told, worst first
    *("broken", "server_error", "no_connection", "tls", "timeout", "slow", "endless", "redirects", "forbidden"),
    *("not_web", "no_address", "empty", "page", "personal", "format_differs", "not_machine_readable", "structure"),
    *("duplicate", "format_missing"),
)
OF_DATASETS = (
    *("no_files", "no_licence", "licence_not_open", "late", "past_legal", "no_date", "no_description", "no_contact"),
)
FAULTS = (*OF_FILES, *OF_DATASETS)
Twins = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class File:
    """A file and what was found: its faults by name, and the format that it really has."""

    resource: Resource
    dataset: Dataset
    state: str  # what became of asking for it; `unchecked` where nobody asked
    declared: str
    real: str
    faults: tuple[str, ...]
    stars: int = 0
    twin: str = ""  # the dataset that offers the same file
    seen: Seen | None = None

    @property
    def downloadable(self) -> bool:
        """Whether it comes down, and is a file rather than a web page."""
        return self.state == OK and "page" not in self.faults

    @property
    def kind(self) -> Kind | None:
        """The format that it has, as far as that is known."""
        return BY_NAME.get(self.real or self.declared)

    @property
    def machine_readable(self) -> bool:
        """Whether machines can read what comes down."""
        return self.downloadable and self.kind is not None and self.kind.machine


@dataclass(frozen=True)
class Judged:
    """A dataset with its files and faults; `licence` is open, closed or none."""

    dataset: Dataset
    files: tuple[File, ...]
    licence: str
    frequency: str
    faults: tuple[str, ...]
    twin: str = ""  # the dataset that offers the very same files, and is counted instead

    @property
    def downloadable(self) -> bool:
        """Whether at least one of its files comes down."""
        return any(file.downloadable for file in self.files)

    @property
    def machine_readable(self) -> bool:
        """Whether machines can read one of the files that come down."""
        return any(file.machine_readable for file in self.files)

    @property
    def open(self) -> bool:
        """Whether machines can read it and its licence is open."""
        return self.machine_readable and self.licence == "open"

    @property
    def usable(self) -> bool:
        """Whether it is open, counted under no other title, and one file that machines read holds nothing personal."""
        return (
            self.open and not self.twin and any(f.machine_readable and "personal" not in f.faults for f in self.files)
        )

    @property
    def countable(self) -> bool:
        """Whether it stands in the table that is measured: it comes down, is no other one, and no licence closes it."""
        return self.downloadable and not self.twin and self.licence != "closed"

    @property
    def stars(self) -> int:
        """The most stars that one of its files earns."""
        return max((file.stars for file in self.files), default=0)


def judge(catalogue: Catalogue, seen: Mapping[str, Seen] | None, as_of: date) -> list[Judged]:
    """Every dataset of the catalogue, judged; without what became of its files only the description is."""
    twins = _twins(catalogue.datasets, seen or {})
    found = []
    for item in catalogue.datasets:
        licence = terms.licence_state(item.licence, item.says_open)
        files = tuple(_file(file, item, seen, twins, licence) for file in item.resources)
        promised = terms.frequency(item.frequency)
        faults = tuple(_of_dataset(item, licence, promised, as_of))
        found.append(Judged(item, files, licence, promised, faults, _twin(files)))
    return found


def _twins(datasets: Sequence[Dataset], seen: Mapping[str, Seen]) -> Twins:
    """By dataset and file: the dataset that offers the same bytes first, for files that are offered under several."""
    places: dict[tuple[str, int | None], list[tuple[str, str]]] = defaultdict(list)
    for item in datasets:
        for file in item.resources:
            it = seen.get(file.url)
            if it and it.fetched.state == OK and it.inspected.kind != "HTML" and it.fetched.size is not None:
                places[it.fetched.sha256, it.fetched.size].append((item.id, file.id))
    return {
        (dataset, file): every[0][0] for every in places.values() for dataset, file in every if dataset != every[0][0]
    }


def _twin(files: Sequence[File]) -> str:
    """The dataset that offers all that comes down of these files."""
    down = [file for file in files if file.downloadable]
    return down[0].twin if down and all(file.twin for file in down) else ""


def _file(file: Resource, item: Dataset, seen: Mapping[str, Seen] | None, twins: Twins, licence: str) -> File:
    declared = sampling.declared_kind(file.format, file.media_type, file.url)
    it = seen.get(file.url) if seen is not None and file.url else None
    if not file.url:
        return File(file, item, "no_address", declared, "", ("no_address",))
    if it is None or not it.tried:
        state = it.fetched.state if it else "unchecked"
        return File(file, item, state, declared, "", () if file.format else ("format_missing",), seen=it)
    twin = twins.get((item.id, file.id), "")
    faults = tuple(_of_file(file, declared, it, twin))
    made = File(file, item, it.fetched.state, declared, it.inspected.kind, faults, twin=twin, seen=it)
    return replace(made, stars=_stars(made, licence))


def _of_file(file: Resource, declared: str, it: Seen, twin: str) -> Iterator[str]:
    real = it.inspected.kind
    if it.fetched.state != OK:
        yield it.fetched.state
    elif real == "HTML":
        yield "page"
    else:
        if it.inspected.personal:
            yield "personal"
        if declared and real and not agree(declared, real) and not (it.inspected.packed or declared == "TXT"):
            yield "format_differs"
        kind = BY_NAME.get(real or declared)
        if kind and not kind.machine:
            yield "not_machine_readable"
        if it.inspected.structure:
            yield "structure"
        if twin:
            yield "duplicate"
    if not file.format:
        yield "format_missing"


def _stars(file: File, licence: str) -> int:
    """The stars of open data: open licence and there at all, structured, no maker's own format, linked data, linked."""
    if licence != "open" or not file.downloadable:
        return 0
    kind = file.kind
    stars = kind.stars if kind else 1
    return 5 if stars == 4 and file.seen and file.seen.inspected.foreign else stars


def _of_dataset(item: Dataset, licence: str, promised: str, as_of: date) -> Iterator[str]:
    if not item.resources:
        yield "no_files"
    if licence != "open":
        yield "no_licence" if licence == "none" else "licence_not_open"
    if item.updated is None:
        yield "no_date"
    elif terms.late(promised, item.updated, as_of):
        yield "late"
    if terms.past_legal(item.updated, as_of):
        yield "past_legal"
    if not item.description:
        yield "no_description"
    if not item.contact:
        yield "no_contact"
