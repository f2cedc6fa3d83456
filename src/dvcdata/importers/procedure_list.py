"""The national portal's list of procedures (danh sách thủ tục hành chính): one workbook, five columns."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dvcdata.importers.harvest import Harvest, Place, Request, columns
from dvcdata.importers.ids import slug
from dvcdata.importers.known import bodies
from dvcdata.importers.opening import Document
from dvcdata.importers.said import Part
from dvcdata.spreadsheets.workbook import Sheet, Workbook, letter

ID = "procedure-list"
PUBLISHER = "Cổng Dịch vụ công quốc gia"
FAMILY = "dvcqg-tthc"
HEADER_WITHIN = 10  # rows
LABELS = {
    "mã số": "procedure_code",
    "tên": "name",
    "cơ quan ban hành": "issuing_text",
    "cơ quan thực hiện": "executing_text",
    "lĩnh vực": "field_name",
}
NEEDED = {"procedure_code", "name", "executing_text"}
LETTERHEAD = {
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập – Tự do – Hạnh phúc",
    "DANH SÁCH THỦ TỤC HÀNH CHÍNH",
}
LINE_BREAK = re.compile("\r\n|\n|\r")


@dataclass(frozen=True)
class Page:
    """A sheet that holds a list: the row of its header, and the columns by what they hold."""

    sheet: Sheet
    header: int
    known: dict[str, int]
    others: dict[int, str]

    def rows(self) -> Iterator[tuple[str, list[str]]]:
        """The rows of the list with their number in the sheet; a row without any text is none."""
        for index, row in enumerate(self.sheet.rows[self.header + 1 :], self.header + 2):
            if any(cell.strip() for cell in row):
                yield str(index), row

    def cell(self, row: list[str], column: str) -> str | None:
        """The text of a known column, or None where the sheet has no such column."""
        return row[self.known[column]] if column in self.known else None

    def place(self, line: str, *names: str) -> Place:
        """The place of those columns in a row."""
        letters = {name: letter(self.known[name]) for name in names if name in self.known}
        return Place(self.sheet.name, line, columns(letters))


def recognise(document: Document) -> bool:
    """Whether a visible sheet has the header of a list of procedures in its first rows."""
    return isinstance(document.content, Workbook) and any(map(_page, document.content.sheets))


def parts(document: Document) -> list[Part]:
    """The workbook as a whole; a list of procedures has no period."""
    return [Part(document)]


def read(document: Document, request: Request) -> Harvest:
    """The procedures and who executes them, each text as it stood."""
    assert isinstance(document.content, Workbook)
    harvest = Harvest(PUBLISHER, FAMILY, compared=("procedures", ("procedure_code",)))
    counts: Counter[str] = Counter()
    issuers: Counter[str] = Counter()
    for sheet in document.content.sheets:
        if page := _page(sheet):
            _read_page(page, request, harvest, counts)
            issuers.update((page.cell(row, "issuing_text") or "").strip() for _, row in page.rows())
        elif any(any(row) for row in sheet.rows):
            harvest.note("import.sheet_left_out", sheet=sheet.name)
    for name in document.content.hidden:
        harvest.note("import.sheet_hidden", sheet=name)
    for what in ("blank_cells", "empty_items"):
        if counts[what]:
            harvest.note(f"import.{what}", n=counts[what])
    _identify(harvest, issuers, request)
    return harvest


def items(cell: str) -> list[tuple[int, str]]:
    """The items of a list in a cell with their place from 1; empty ones are left out, and leave a gap in the places.

    Only line breaks separate: commas and semicolons stand inside the names of agencies.
    """
    return [(n, item) for n, item in enumerate(LINE_BREAK.split(cell), 1) if item.strip()]


def _page(sheet: Sheet) -> Page | None:
    for index, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        labels = [_tidy(cell) for cell in row]
        known = {LABELS[label]: n for n, label in reversed(list(enumerate(labels))) if label in LABELS}
        if known.keys() >= NEEDED:
            others = {n: row[n].strip() or letter(n) for n in range(len(row)) if n not in known.values()}
            return Page(sheet, index, known, others)
    return None


def _tidy(label: str) -> str:
    return " ".join(unicodedata.normalize("NFC", label).casefold().split())


def _read_page(page: Page, request: Request, harvest: Harvest, counts: Counter[str]) -> None:
    for index, row in enumerate(page.sheet.rows[: page.header], 1):
        _read_above(page, str(index), row, harvest)
    for line, row in page.rows():
        issuing = page.cell(row, "issuing_text")
        harvest.add(
            "procedures",
            {
                "procedure_code": page.cell(row, "procedure_code"),
                "name": page.cell(row, "name"),
                "field_name": page.cell(row, "field_name"),
                "issuing_text": issuing,
                "issuing_agency": request.known.code(issuing or ""),
            },
            page.place(line, *LABELS.values()),
        )
        _read_executing(page, line, row, request, harvest, counts)
        for n, label in page.others.items():
            _read_text(harvest, row[page.known["procedure_code"]], label, row[n], page, line, n)


def _read_executing(
    page: Page, line: str, row: list[str], request: Request, harvest: Harvest, counts: Counter[str]
) -> None:
    cell = row[page.known["executing_text"]]
    found = items(cell)
    for n, item in found:
        if group := request.known.group(item):
            _read_group(page, line, item, group, harvest)
        harvest.add(
            "procedure_agencies",
            {
                "procedure_code": row[page.known["procedure_code"]],
                "n": str(n),
                "executing_text": item,
                "executing": request.known.code(item),
            },
            page.place(line, "procedure_code", "executing_text"),
        )
    if found:
        counts["empty_items"] += len(LINE_BREAK.split(cell)) - len(found)
    elif cell:
        counts["blank_cells"] += 1


def _read_group(page: Page, line: str, text: str, group: tuple[str, str], harvest: Harvest) -> None:
    code, tier = group
    if all(row.values["group_code"] != code for row in harvest.tables.get("agency_groups", [])):
        place = Place(page.sheet.name, line, columns({"name": letter(page.known["executing_text"])}))
        harvest.add("agency_groups", {"group_code": code, "name": text, "tier": tier or None}, place)


def _read_above(page: Page, line: str, row: list[str], harvest: Harvest) -> None:
    """Keeps what a list says above its header beyond the usual letterhead."""
    for n, cell in enumerate(row):
        said = [part for part in LINE_BREAK.split(cell) if part.strip(" -") and part.strip() not in LETTERHEAD]
        _read_text(harvest, page.sheet.name, f"{letter(n)}{line}", "\n".join(said), page, line, n)


def _read_text(harvest: Harvest, about: str, label: str, text: str, page: Page, line: str, column: int) -> None:
    if text.strip():
        place = Place(page.sheet.name, line, columns({"text": letter(column)}))
        harvest.add_text(about, label, text, place)


def _identify(harvest: Harvest, issuers: Counter[str], request: Request) -> None:
    """Names the source by whose list it is: the agency given, else the one that issued most of its procedures."""
    most = next((name for name, _ in issuers.most_common() if name), "")
    name = bodies().get(request.agency, {}).get("name", request.agency) if request.agency else most
    harvest.identity = "-".join(part for part in (FAMILY, slug(request.agency or most)) if part)
    harvest.title = ": ".join(part for part in ("Danh sách thủ tục hành chính", name) if part)
    harvest.covers = ", ".join(f"{name} ({n})" for name, n in issuers.most_common() if name)
