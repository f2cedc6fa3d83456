"""Puts the rows of long pages into a finished workbook: as the XML of its sheets, several times as fast as by cells.

A sheet that waits for its rows has one row with a blank cell of each style, which tells the numbers of the styles.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from dvcdata.formats.workbook.page import HYPERLINKS, Cell, Line, Page, harmless, height
from dvcdata.spreadsheets.cells import letter

ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # what spreadsheet programs would take for a sign
STYLE = re.compile(r'<c r="[A-Z]+1" s="([0-9]+)"/>')
ROWS = re.compile(r"<sheetData>.*</sheetData>", re.DOTALL)
DIMENSION = re.compile(r"<dimension [^>]*/>")
AFTER = re.compile(r"<(?:printOptions|pageMargins)\b")  # what comes after the links
BATCH = 1_000  # rows


def fill(waiting: Path, path: Path, pages: Mapping[str, Page], styles: Sequence[str]) -> None:
    """Copies the workbook to `path`, with the rows of pages in the files of their sheets."""
    with (
        zipfile.ZipFile(waiting) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as target,
    ):
        for member in source.infolist():
            if member.filename not in pages:
                target.writestr(member, source.read(member))
                continue
            xml = source.read(member).decode("utf-8")
            info = zipfile.ZipInfo(member.filename, member.date_time)
            info.compress_type = zipfile.ZIP_DEFLATED
            with target.open(info, "w", force_zip64=True) as file:
                for text in _sheet(xml, pages[member.filename], styles):
                    file.write(text.encode("utf-8"))


def _sheet(xml: str, page: Page, styles: Sequence[str]) -> Iterator[str]:
    rows = ROWS.search(xml)
    assert rows
    numbers = dict(zip(styles, STYLE.findall(rows[0]), strict=True))
    links: list[str] = []
    yield DIMENSION.sub("", xml[: rows.start()]) + "<sheetData>"
    batch: list[str] = []
    for number, line in enumerate(page.lines, 1):
        batch.append(_row(number, line, page, numbers, links))
        if len(batch) >= BATCH:
            yield "".join(batch)
            batch = []
    yield "".join(batch) + "</sheetData>"
    rest = xml[rows.end() :]
    after = AFTER.search(rest)
    assert after
    yield (
        rest[: after.start()] + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "") + rest[after.start() :]
    )


def _row(number: int, line: Line, page: Page, styles: Mapping[str, str], links: list[str]) -> str:
    high = None if page.natural else height(line, page.widths)
    said = f' ht="{high}" customHeight="1"' if high else ""
    cells = [
        _cell(f"{letter(place)}{number}", cell, styles[cell.style], links) for place, cell in enumerate(line.cells)
    ]
    return f'<row r="{number}"{said}>{"".join(cells)}</row>'


def _cell(place: str, cell: Cell, style: str, links: list[str]) -> str:
    value = cell.value
    if cell.link and len(links) < HYPERLINKS:
        links.append(f'<hyperlink ref="{place}" location={quoteattr(cell.link)}/>')
    if value is None or value == "":
        return f'<c r="{place}" s="{style}"/>'
    if not isinstance(value, str):
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    text = harmless(value)
    if "_x" in text:
        text = ESCAPED.sub("_x005F_", text)
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
