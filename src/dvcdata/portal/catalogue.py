"""What a portal says it offers: organisations, datasets and files, whatever its interface."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Resource:
    """A file as the catalogue describes it; texts are empty and dates None where it says nothing."""

    id: str
    title: str = ""
    access_url: str = ""
    download_url: str = ""
    format: str = ""
    media_type: str = ""
    rights: str = ""
    licence: str = ""
    size: int | None = None
    stamp: str = ""  # changes when the catalogue says that the file did

    @property
    def url(self) -> str:
        """Where the file itself should be."""
        return self.download_url or self.access_url


@dataclass(frozen=True)
class Dataset:
    """A dataset as the catalogue describes it."""

    id: str
    title: str
    organization: str
    page: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    spatial: str = ""
    temporal: str = ""
    licence: str = ""
    says_open: bool = False  # the portal's own word for it
    access_rights: str = ""
    contact: str = ""
    publisher: str = ""
    frequency: str = ""
    issued: date | None = None
    modified: date | None = None  # of the description
    updated: date | None = None  # of the data
    resources: tuple[Resource, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """All that was read of a portal; `declared` is the number of datasets that it says it has."""

    url: str
    kind: str
    datasets: tuple[Dataset, ...]
    organizations: Mapping[str, str] = field(default_factory=dict)
    declared: int | None = None
    limited: bool = False  # by --limit
    silent: tuple[str, ...] = ()  # titles of organisations that offer nothing, where the catalogue lists organisations

    @property
    def missing(self) -> int:
        """How many datasets the portal counts and does not hand out."""
        return 0 if self.declared is None or self.limited else max(0, self.declared - len(self.datasets))


def day(text: object) -> date | None:
    """The day that a text begins with, as catalogues write times; None where there is none."""
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
