"""An audit of a portal as one page that needs nothing else: what can be used, the ranking, and each list to mend."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dvcdata.formats import page

if TYPE_CHECKING:
    from dvcdata.portal.audit import Audit

ROWS = 3_000  # to mend, shown at most, shared among the organisations


def pieces(audit: "Audit", lang: str) -> Iterator[str]:
    """The page piece by piece."""
    from dvcdata.formats.as_html import shared
    from dvcdata.portal import mqa, said
    from dvcdata.portal.audit import titled

    lists = [said.to_mend(part, lang) for part in audit.organizations]
    shares = shared([len(rows) for rows in lists], ROWS)
    mended = list(zip(audit.organizations, lists, shares, strict=True))
    return page.pieces("portal.html", lang, audit=audit, said=said, mqa=mqa, titled=titled, mended=mended)
