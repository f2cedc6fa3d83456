"""The kinds of file that can be imported: one module each, in one table."""

from collections.abc import Sequence
from typing import Protocol

from dvcdata.importers import filled_in, form_06, portal_online, portal_progress, procedure_list
from dvcdata.importers.harvest import Harvest, Request
from dvcdata.importers.opening import Document
from dvcdata.importers.said import Part


class Kind(Protocol):
    """What the module of a kind must have."""

    @property
    def ID(self) -> str:  # noqa: N802, a constant where the kind is a module
        """Names the kind, and its words in texts/importing.toml."""
        ...

    def recognise(self, document: Document) -> bool:
        """Whether the document is of this kind, by what it holds."""
        ...

    def parts(self, document: Document) -> Sequence[Part]:
        """The document by periods and bodies, with what it says of each and what it must be told."""
        ...

    def read(self, document: Document, request: Request) -> Harvest:
        """The rows that a part of the document yields."""
        ...


KINDS: tuple[Kind, ...] = (filled_in, procedure_list, portal_progress, portal_online, form_06)


def recognise(document: Document) -> Kind | None:
    """The kind of the document, None where it is of no kind."""
    return next((kind for kind in KINDS if kind.recognise(document)), None)
