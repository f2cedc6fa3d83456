"""What every kind of destination must be able to do, and the table of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dvcdata import progress
from dvcdata.publish.destination import Destination
from dvcdata.publish.state import Dataset, Found
from dvcdata.publish.store import Journal, Store


@dataclass
class Work:
    """What a destination needs to bring a dataset about: where files are, what is written down, how far it is."""

    plan: str
    store: Store
    journal: Journal
    place: str
    total: int  # bytes to be sent
    done: int = 0

    def sent(self, n: int) -> None:
        """Says that so many bytes more are there."""
        self.done += n
        progress.at("sending", self.done // 1000, self.total // 1000, f"kB → {self.place}")


class Place(Protocol):
    """A destination at work."""

    def check(self, organizations: Sequence[str]) -> None:
        """Refuses, before anything is done, what is sure not to work."""

    def find(self, name: str) -> Found | None:
        """The dataset of that name as it is there."""

    def licences(self) -> frozenset[str]:
        """The licences that the place itself knows; empty where it knows of none."""

    def ready(self, wanted: Dataset, before: Found | None, work: Work) -> None:
        """Refuses a dataset that somebody else changed since the plan was made, or since this run left it."""

    def bring(self, wanted: Dataset, before: Found | None, work: Work) -> Found:
        """Makes the dataset what is wanted, from what the plan found; again changes nothing."""


def open_place(there: Destination) -> Place:
    """The destination, ready to be asked."""
    if there.kind == "folder":
        from dvcdata.publish.folder import Folder

        return Folder(there)
    from dvcdata.publish.ckan import Ckan

    return Ckan(there)
