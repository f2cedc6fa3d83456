"""Workbooks as small as can be, written by hand where no library writes what a test is about."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
XlsCell = str | float | bool | date | None | bytes  # bytes: the code of an error


def xlsx(path: Path, sheet: str, settings: str = "", prefix: str = "", **more: str) -> Path:
    """A workbook of one sheet T whose rows are this XML; `settings` goes into workbook.xml."""
    p = f"{prefix}:" if prefix else ""
    spaces = f'xmlns{":" + prefix if prefix else ""}="{NS}"'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{NS}" xmlns:r="{LINKS}"><sheets><sheet name="T" sheetId="1" r:id="rId1"/>'
        f"</sheets>{settings}</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<{p}worksheet {spaces}><{p}sheetData>{sheet}</{p}sheetData></{p}worksheet>",
    }
    return zipped(path, {name: text.encode() for name, text in (parts | more).items()})


def ods(path: Path, rows: str, entries: str = "") -> Path:
    """An OpenDocument workbook of one sheet T whose rows are this XML; `entries` go into its manifest."""
    spaces = " ".join(f'xmlns:{name}="{OPEN}:{name}:1.0"' for name in ("office", "table", "text"))
    spaces += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    body = f'<table:table table:name="T">{rows}</table:table>'
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    entry = f'<m:file-entry m:full-path="/" m:media-type="{SPREADSHEET}"/>'
    manifest = f'<m:manifest xmlns:m="{OPEN}:manifest:1.0">{entry}{entries}</m:manifest>'
    parts = {"mimetype": SPREADSHEET, "META-INF/manifest.xml": manifest, "content.xml": content}
    return zipped(path, {name: text.encode() for name, text in parts.items()})


def ods_row(*cells: str, repeated: int = 1) -> str:
    """A row of an ODS."""
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def ods_cell(text: str = "", attributes: str = "", kind: str = "string", repeated: int = 1) -> str:
    """A cell of an ODS; without a text it is empty."""
    attributes += f' table:number-columns-repeated="{repeated}"'
    if not text:
        return f"<table:table-cell {attributes}/>"
    return f'<table:table-cell office:value-type="{kind}" {attributes}><text:p>{text}</text:p></table:table-cell>'


def zipped(path: Path, members: Mapping[str, bytes]) -> Path:
    """A zip of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def xls(
    path: Path,
    sheets: Mapping[str, Sequence[Sequence[XlsCell]]],
    hidden: Sequence[str] = (),
    merged: Sequence[tuple[int, int, int, int]] = (),
    password: bool = False,
    small: bool = False,
    more: bytes = b"",
) -> Path:
    """A workbook of Excel 97 (BIFF8); `merged` are first and last row, first and last column, `more` are records."""
    pages = [_page(rows, merged, more) for rows in sheets.values()]
    before = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    before += record(0x2F, bytes(54)) if password else b""
    before += record(0x42, struct.pack("<H", 1200)) + record(0x22, bytes(2))
    before += b"".join(record(0xE0, struct.pack("<HH16x", 0, form)) for form in (0, 14, 46))  # plain, date, span
    names = [struct.pack("<BB", len(name), 1) + name.encode("utf-16-le") for name in sheets]
    offset = len(before) + sum(4 + 6 + len(name) for name in names) + 4
    for name, title, page in zip(names, sheets, pages, strict=True):
        before += record(0x85, struct.pack("<IBB", offset, title in hidden, 0) + name)
        offset += len(page)
    path.write_bytes(ole({"Workbook": before + record(0x0A) + b"".join(pages)}, small))
    return path


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _page(rows: Sequence[Sequence[XlsCell]], merged: Sequence[tuple[int, int, int, int]], more: bytes) -> bytes:
    page = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    for row, cells in enumerate(rows):
        page += b"".join(_cell(row, column, cell) for column, cell in enumerate(cells) if cell is not None)
    if merged:
        page += record(0xE5, struct.pack("<H", len(merged)) + b"".join(struct.pack("<4H", *one) for one in merged))
    return page + more + record(0x0A)


def _cell(row: int, column: int, cell: XlsCell) -> bytes:
    place = struct.pack("<HHH", row, column, isinstance(cell, date))
    if isinstance(cell, str):
        return record(0x0204, place + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
    if isinstance(cell, bytes):
        return record(0x0205, place + cell + b"\1")
    if isinstance(cell, bool):
        return record(0x0205, place + bytes([cell, 0]))
    if isinstance(cell, date):
        cell = (cell - date(1899, 12, 30)).days
    return record(0x0203, place + struct.pack("<d", cell or 0))


def ole(streams: Mapping[str, bytes], small: bool = False) -> bytes:
    """A compound file with these streams at its root; `small` puts one short stream into small sectors."""
    table: list[int] = [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE]  # the table itself, the directory, the table of the small
    entries, body, pool, chain = [b""], b"", 0xFFFFFFFE, b""
    for number, (name, content) in enumerate(streams.items(), 1):
        size = len(content)
        content = content if small else content.ljust(4096, b"\0")
        sectors = -(-len(content) // 512)
        following = number + 1 if number < len(streams) else 0xFFFFFFFF
        start, size = (0, size) if small else (len(table), len(content))
        entries.append(_entry(name, 2, 0xFFFFFFFF, start, size, following))
        if small:
            pool, count = len(table), -(-size // 64)
            chain = struct.pack(f"<{count}I", *range(1, count), 0xFFFFFFFE)
        table += [*range(len(table) + 1, len(table) + sectors), 0xFFFFFFFE]
        body += content.ljust(sectors * 512, b"\0")
    entries[0] = _entry("Root Entry", 5, 1, pool, len(body))
    assert len(table) <= 128 and len(entries) <= 4, "more than one sector of each"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 2, 1, 0xFFFFFFFE, 0, 0) + b"\xff" * 432
    fat = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    return header + fat + b"".join(entries).ljust(512, b"\0") + chain.ljust(512, b"\xff") + body


def _entry(name: str, kind: int, child: int, start: int, size: int, following: int = 0xFFFFFFFF) -> bytes:
    title = name.encode("utf-16-le")
    entry = title.ljust(64, b"\0") + struct.pack("<HBBIII", len(title) + 2, kind, 1, 0xFFFFFFFF, following, child)
    return entry + bytes(36) + struct.pack("<III", start, size, 0)
