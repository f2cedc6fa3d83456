"""The kinds of file that can be imported: one module each, in one table."""

from collections.abc import Sequence
from typing import Protocol

from dvcdata.errors import UserError
from dvcdata.importers import form_06, portal_online, portal_progress, procedure_list
from dvcdata.importers.harvest import Harvest, Request
from dvcdata.importers.opening import Document, Response
from dvcdata.importers.said import Part


class Kind(Protocol):
    """What the module of a kind must have."""

    ID: str
    """Names the kind, and its words in texts/importing.toml."""

    def recognise(self, document: Document) -> bool:
        """Whether the document is of this kind, by what it holds."""
        ...

    def parts(self, document: Document) -> Sequence[Part]:
        """The document by periods and bodies, with what it says of each and what it must be told."""
        ...

    def read(self, document: Document, request: Request) -> Harvest:
        """The rows that a part of the document yields."""
        ...


KINDS: tuple[Kind, ...] = (procedure_list, portal_progress, portal_online, form_06)


def recognise(document: Document) -> Kind:
    """The kind of the document; a document of no kind is refused."""
    for kind in KINDS:
        if kind.recognise(document):
            return kind
    what = "import.kind_of_response" if isinstance(document.content, Response) else "import.kind_of_workbook"
    raise UserError(what, file=document.file, rows=procedure_list.HEADER_WITHIN)
