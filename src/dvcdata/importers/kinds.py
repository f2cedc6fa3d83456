"""The kinds of file that can be imported: one module each, in one table."""

from typing import Protocol

from dvcdata.errors import UserError
from dvcdata.importers import portal_online, portal_progress, procedure_list
from dvcdata.importers.harvest import Harvest, Request
from dvcdata.importers.opening import Document, Response


class Kind(Protocol):
    """What the module of a kind must have."""

    ID: str
    """Names the kind, and its words in texts/importing.toml."""
    PERIOD: bool
    """Whether the file names no period of its own, so that one must be given."""

    def recognise(self, document: Document) -> bool:
        """Whether the document is of this kind, by what it holds."""
        ...

    def read(self, document: Document, request: Request) -> Harvest:
        """The rows that the document yields."""
        ...


KINDS: tuple[Kind, ...] = (procedure_list, portal_progress, portal_online)


def recognise(document: Document) -> Kind:
    """The kind of the document; a document of no kind is refused."""
    for kind in KINDS:
        if kind.recognise(document):
            return kind
    what = "import.kind_of_response" if isinstance(document.content, Response) else "import.kind_of_workbook"
    raise UserError(what, file=document.file, rows=procedure_list.HEADER_WITHIN)
