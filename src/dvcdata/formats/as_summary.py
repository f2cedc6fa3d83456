"""The report as one line for a mail or a chat."""

from collections.abc import Iterator

from dvcdata.formats import sentences
from dvcdata.report import Report


def pieces(report: Report, lang: str) -> Iterator[str]:
    """The line."""
    title = sentences.title(report, lang)
    said = (sentences.verdict(report, lang), *sentences.menders(report, lang), sentences.checked(report, lang))
    more = (sentences.not_checked(report, lang), *sentences.waived(report, lang), sentences.made(report, lang))
    yield f"{title}: {' '.join(sentence for sentence in (*said, *more) if sentence)}\n"
