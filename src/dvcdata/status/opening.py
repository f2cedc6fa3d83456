"""Opens packages one by one, so that one that cannot be read is named, with the reason, and the rest are shown."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from dvcdata import validate
from dvcdata.errors import UserError
from dvcdata.package import DESCRIPTOR, Package, folders, open_all
from dvcdata.report import Report

EMPTY = "nothing.rows"  # of one package alone; others may have rows
Unread = list[tuple[str, UserError]]


def readable(path: Path) -> tuple[list[Package], Unread]:
    """The packages that the path leads to, and why others cannot be opened; where none can, that is an error."""
    places = [] if (path / DESCRIPTOR).exists() else folders(path)
    unread: Unread = []
    sound = [place for place in places if _bears(lambda place=place: open_all([place]), place.name, unread)]  # type: ignore[misc]
    if unread and not sound:
        raise unread[0][1]
    return open_all(sound or [path]), unread


def checked(
    packages: Sequence[Package], unread: Unread, check: Callable[[Sequence[Package]], Report], as_of: date
) -> Report:
    """The report on those of the packages that can be read; the others are added to the unread ones."""
    try:
        return check(packages)
    except UserError:
        before = len(unread)
        alone = [(item, lambda item=item: validate.validate([item], [], as_of)) for item in packages]
        sound = [item for item, read in alone if _bears(read, item.name, unread)]
        if not sound or len(unread) == before:
            raise
    return check(sound)


def _bears(read: Callable[[], object], name: str, unread: Unread) -> bool:
    try:
        read()
    except UserError as problem:
        if problem.key != EMPTY:
            unread.append((name, problem))
            return False
    return True
