"""Releases of the site: what each froze lies in the workspace's releases/, and every build publishes all of them."""

import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from dvcdata import diff_words, profiles
from dvcdata.diff import Change
from dvcdata.errors import UserError
from dvcdata.package import DESCRIPTOR
from dvcdata.write import json_bytes, write_files

if TYPE_CHECKING:
    from dvcdata.website.gather import Gathered
    from dvcdata.website.render import Page

FOLDER = "releases"
FACTS = "release.json"
NAME = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:\.[0-9]+)?")
FROZEN = ("datasets/", "indicators/")  # what a release keeps of the site, but for what freezes() leaves out


@dataclass(frozen=True)
class Release:
    """One release: its name, the day its findings stand for, and what changed since the one before."""

    name: str
    as_of: date
    before: str  # the release that the changes are counted from, or nothing
    changes: tuple[Change, ...]
    paths: tuple[str, ...]  # of the whole site on that day: none of them may ever disappear
    frozen: frozenset[str]

    @property
    def top(self) -> str:
        """The folder of its files in the site."""
        return f"{FOLDER}/{self.name}/"

    @property
    def indexes(self) -> list[str]:
        """The pages of what it keeps that lead to all others: datasets and indicators, then each package."""
        found = (path for path in self.frozen if path.endswith("index.html"))
        return sorted(found, key=lambda path: (path.count("/"), path))

    def groups(self) -> Iterator[tuple[str, list[Change]]]:
        """The changes by kind, in the order in which they are told."""
        return diff_words.of_kinds(self.changes)


def load(home: Path | None) -> list[Release]:
    """The releases of a workspace, the latest first."""
    folders = (home / FOLDER).glob(f"*/{FACTS}") if home else ()
    return sorted((_read(path) for path in folders), key=lambda item: order(item.name), reverse=True)


def history(releases: Sequence[Release], table: str) -> dict[str, list[tuple[str, Change]]]:
    """What changed in each row of a table from release to release, by its key; the latest first."""
    found: dict[str, list[tuple[str, Change]]] = {}
    for release in releases:
        for change in release.changes:
            if change.table == table:
                found.setdefault(change.key, []).append((release.name, change))
    return found


def line(site: "Gathered", change: Change, lang: str) -> str:
    """One change in words; a service that its table gives no name bears its procedure's."""
    code, _, owner = change.key.partition("|")
    if change.table == "services":
        change = replace(change, name=change.name or site.service_names.get((code, owner), ""), key=f"{code}, {owner}")
    return diff_words.line(change, lang)


def order(name: str) -> tuple[str, int]:
    """What releases are sorted by: the day, then the number of those of one day."""
    day, _, number = name.partition(".")
    return day, int(number or 1)


def _read(path: Path) -> Release:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        changes = tuple(Change(**item | {"day": _day(item["day"])}) for item in said["changes"])
        paths = tuple(said["paths"])
        as_of = date.fromisoformat(said["as_of"])
        return Release(path.parent.name, as_of, said["before"], changes, paths, frozenset(said["frozen"]))
    except (OSError, ValueError, TypeError, KeyError) as problem:
        raise UserError("site.release_broken", path=str(path), why=str(problem)) from None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def check(home: Path | None, name: str) -> None:
    """Refuses a name that is no day, one that is taken or older than the last, and a place without a workspace."""
    if home is None:
        raise UserError("site.release_home")
    if not NAME.fullmatch(name):
        raise UserError("site.release_name", name=name)
    last = next(iter(load(home)), None)
    if last and order(name) <= order(last.name):
        raise UserError("site.release_taken", name=name, last=last.name)


def address(base_url: str, name: str) -> str:
    """Where a release lies, where the site's own address is known."""
    return f"{base_url}/{FOLDER}/{name}" if base_url else ""


def freezes(path: str) -> bool:
    """Whether a release keeps a file: no JSON of tables, which is their CSV, and no feed, which goes on."""
    bulky = path.startswith("datasets/") and path.endswith(".json") and not path.endswith(DESCRIPTOR)
    return path.removeprefix("en/").startswith(FROZEN) and not bulky and not path.endswith(".atom")


def freeze(
    site: "Gathered",
    name: str,
    listed: Sequence["Page"],
    made: Mapping[str, bytes],
    paths: Set[str],
    shared: Mapping[str, Any],
) -> None:
    """Writes a release into the workspace: datasets and indicators with their pages, and what changed.

    `paths` are those of the whole site on that day.
    """
    assert site.home
    frozen = [path for path in made if freezes(path)]
    kept = [page for page in listed if page.path.startswith(FROZEN)]
    top = site.home / FOLDER / name
    files = {path: made[path] for path in frozen}
    addresses = frozenset((*frozen, *(page.path for page in kept)))
    files |= _pages(site, name, kept, addresses, shared)
    before = site.releases[0].name if site.releases else ""
    said = {
        "as_of": site.as_of.isoformat(),
        "before": before,
        "changes": _changes(site.home / FOLDER / before, made) if before else [],
        "frozen": sorted(addresses),
        "paths": sorted(paths),
    }
    write_files([*((top / path, content) for path, content in sorted(files.items())), (top / FACTS, json_bytes(said))])


def _pages(
    site: "Gathered", name: str, kept: Sequence["Page"], frozen: frozenset[str], shared: Mapping[str, Any]
) -> dict[str, bytes]:
    from dvcdata.website import making, places

    made = making.renderers(site, shared, (f"{FOLDER}/{name}/", frozen))
    return {places.in_language(page.path, item.lang): item.page(page) for page in kept for item in made}


def _changes(before: Path, made: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """What `dvcdata diff` says between the release before and the tables of this one."""
    from dvcdata import diff

    then = {path.relative_to(before).as_posix(): path.read_bytes() for path in before.glob("datasets/*/*.csv")}
    with tempfile.TemporaryDirectory(prefix="dvcdata-") as folder:
        old, new = (_package(Path(folder) / name, files) for name, files in (("old", then), ("new", made)))
        try:
            found = diff.run(str(old), str(new)).changes
        except UserError as problem:
            if problem.key not in ("diff.nothing", "diff.no_package", "package.none"):  # no table that is compared
                raise
            found = ()
    return [vars(item) | {"day": item.day.isoformat() if item.day else None} for item in found]


def _package(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Packages of the tables among these files that the profile knows, for `dvcdata diff` to open."""
    tables = [PurePosixPath(path) for path in files if path.startswith("datasets/") and path.endswith(".csv")]
    written = [(folder / path, files[path.as_posix()]) for path in tables]
    for package in sorted({path.parent for path in tables}):
        own = [{"name": path.stem, "path": path.name} for path in tables if path.parent == package]
        known = [item for item in own if item["name"] in profiles.tables()]
        if known:
            written.append((folder / package / DESCRIPTOR, json_bytes({"name": package.name, "resources": known})))
    write_files(written)
    return folder


def files(site: "Gathered") -> Iterator[tuple[str, bytes]]:
    """The files of all releases, as they were frozen."""
    for release in site.releases:
        assert site.home
        folder = site.home / FOLDER / release.name
        for path in sorted(item for item in folder.rglob("*") if item.is_file()):
            yield f"{release.top}{path.relative_to(folder).as_posix()}", path.read_bytes()
