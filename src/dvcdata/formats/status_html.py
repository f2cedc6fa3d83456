"""`dvcdata status` as one page that needs nothing else: deliveries by period and body, then what was found."""

from collections.abc import Iterator

from dvcdata.formats import page, sentences
from dvcdata.formats import status_said as said
from dvcdata.status.deliveries import Status

LISTED = 300  # bodies and packages named of each list
PERIODS = 12  # of a table of bodies by period
ROWS = 36  # periods of a table of numbers


def pieces(status: Status, lang: str) -> Iterator[str]:
    """The page piece by piece."""
    sizes = {"listed": LISTED, "last": PERIODS, "rows": ROWS}
    return page.pieces("status.html", lang, status=status, said=said, sentences=sentences, **sizes)
