"""What a document says of itself before it is read: the parts it has, and the period and the body of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from dvcdata.importers.opening import Document
from dvcdata.importers.periods import Stated
from dvcdata.spreadsheets.workbook import Sheet, Workbook

Need = Literal["period", "agency"]


@dataclass(frozen=True)
class Part:
    """A part of a document that is of one period and one body, and what its rows need to be told beside."""

    document: Document
    needs: frozenset[Need] = frozenset()
    stated: Stated = field(default_factory=Stated)
    reporter: str = ""
    """The name of the body as the document gives it, "" where it does not."""
    lines: tuple[str, ...] = ()
    """Lines one of which may be that name, where the document does not say which."""
    others: tuple[str, ...] = ()
    """The sheets that no part is read from, said with the first."""
    hidden: tuple[str, ...] = ()
    """The sheets hidden from view, said with the first."""

    def of(self, sheets: Sequence[Sheet], others: tuple[str, ...], hidden: tuple[str, ...]) -> "Part":
        """The part with these sheets of the document only."""
        names = {sheet.name for sheet in sheets}
        unvalued = {name: n for name, n in self.document.unvalued.items() if name in names}
        document = replace(self.document, content=Workbook(tuple(sheets)), unvalued=unvalued)
        return replace(self, document=document, others=others, hidden=hidden)
