"""Finds the table of form 06 in a sheet, by the numbers (1)…(13) of its columns or by their labels."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dvcdata.errors import UserError
from dvcdata.importers.ids import fold
from dvcdata.spreadsheets.workbook import Sheet, letter

FIRST = 3
# The columns (3) to (13) in their order, and how their labels are written.
COLUMNS = {
    "to_handle_total": r"tong\b.*|tiep nhan|so (luong )?ho so\b.*",
    "received_online": r".*truc tuyen|.*qua mang",
    "received_offline": r".*truc tiep.*|.*buu chinh.*",
    "carried_over": r".*ky truoc.*",
    "resolved_total": r"tong\b.*|.*da (giai quyet|xu ly)",
    "resolved_early": r".*truoc han|.*som han",
    "resolved_on_time": r".*dung han",
    "resolved_overdue": r".*(qua|tre) han",
    "pending_total": r"tong\b.*|.*dang (giai quyet|xu ly)",
    "pending_on_time": r".*(trong|chua den|dung|con) han",
    "pending_overdue": r".*(qua|tre) han",
}
NUMBER = re.compile(r"\(?\s*([0-9]{1,2})\s*\)?(?:\s*=[\s()0-9+]*)?")
NUMBERED = re.compile(r"^(.*?)\s*\(\s*([0-9]{1,2})\s*\)(?:\s*=[\s()0-9+]*)?$", re.DOTALL)
MARK = re.compile(r"\(?([0-9]{1,2}|[A-Z])\)?")
ASIDE = re.compile(r"\([^()]*\)")
TITLE = re.compile(r"\b06 ?[a-z]? ?/ ?vpcp ?/ ?kstt|\bbieu( mau)?( so)?:? (ii\.? ?)?06\b")
NAME = re.compile("linh vuc|don vi|co quan|noi dung|cong viec|thu tuc")
ORDER = re.compile("(s?tt|so tt|so thu tu)")
HEADER_WITHIN = 60  # rows
LABEL_ROWS = 6


@dataclass(frozen=True)
class Page:
    """The table of form 06 in a sheet: the rows of its header, counted from 0, and its columns by what they hold."""

    sheet: Sheet
    top: int
    end: int
    name: int
    columns: dict[str, int]
    label: str = ""
    order: int | None = None
    others: dict[int, str] = field(default_factory=dict)

    def above(self) -> list[list[str]]:
        """The rows above the table."""
        return self.sheet.rows[: self.top]


def is_titled(sheet: Sheet) -> bool:
    """Whether a sheet calls itself form 06."""
    texts = (fold(cell) for row in sheet.rows[:HEADER_WITHIN] for cell in row if cell)
    return any(TITLE.search(text) for text in texts)


def find(sheet: Sheet) -> Page | None:
    """The table in a sheet, or None; labels alone are enough, numbers alone only where the sheet is titled so.

    Where both are there they must agree: a number that is copied wrongly is worse than a file that is refused.
    """
    for end, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        labels = _labels(sheet.rows, end)
        labelled = _by_label([NUMBERED.sub(r"\1", label) for label in labels])
        below = sheet.rows[end + 1 : end + 3] if labelled else [row]
        numbers = [
            (n, found) for n, cells in enumerate(below, end + 1 if labelled else end) if (found := _by_number(cells))
        ]
        numbered = numbers[0][1] if numbers else _by_number([_last_number(label) for label in labels])
        if labelled and numbered and labelled != numbered:
            return None
        if labelled or (numbered and is_titled(sheet)):
            last = numbers[0][0] if numbers else end
            return _page(sheet, last, labelled or numbered or {}, labels if labelled else _labels(sheet.rows, end - 1))
    return None


def check(sheet: Sheet, file: str) -> Page:
    """The table of a sheet that calls itself form 06; a header that can't be understood is refused."""
    page = find(sheet)
    if page is None:
        raise UserError("import.form_06_header", file=file, sheet=sheet.name)
    return page


def is_header(page: Page, row: Sequence[str]) -> bool:
    """Whether a row repeats the header, as on the next page of a print, or numbers the columns in another way."""
    numbers = [NUMBER.fullmatch(row[n].strip()) for n in page.columns.values()]
    found = [int(match[1]) for match in numbers if match]
    if len(found) == len(COLUMNS) and found == list(range(found[0], found[0] + len(COLUMNS))):
        return MARK.fullmatch(row[page.name].strip()) is not None
    said = any(cell.strip() for cell in row)
    return said and any(row == other for other in page.sheet.rows[page.top : page.end + 1])


def _by_number(row: Sequence[str]) -> dict[str, int] | None:
    """The columns (3) to (13) by a row that numbers them, each once and in order."""
    found = {int(match[1]): n for n, cell in enumerate(row) if (match := NUMBER.fullmatch(cell.strip()))}
    said = sum(1 for cell in row if cell.strip())
    places = [found[number] for number in range(FIRST, FIRST + len(COLUMNS)) if number in found]
    if len(places) < len(COLUMNS) or sorted(places) != places or said != len(found):
        return None
    return dict(zip(COLUMNS, places, strict=True))


def _last_number(label: str) -> str:
    match = NUMBERED.match(label.strip())
    return match[2] if match else ""


def _labels(rows: Sequence[Sequence[str]], end: int) -> list[str]:
    """The lowest label of each column in the rows up to that one."""
    if end < 0:
        return []
    block = [rows[n] for n in range(end, max(end - LABEL_ROWS, -1), -1)]
    return [next((row[n] for row in block if row[n].strip()), "") for n in range(len(rows[end]))]


def _by_label(labels: Sequence[str]) -> dict[str, int] | None:
    """The columns (3) to (13) by their labels, which stand in this order and without another between them."""
    said = [(n, fold(ASIDE.sub("", label))) for n, label in enumerate(labels) if label.strip()]
    patterns = list(COLUMNS.values())
    for start in range(len(said) - len(patterns) + 1):
        part = said[start : start + len(patterns)]
        if all(re.fullmatch(pattern, label) for pattern, (_, label) in zip(patterns, part, strict=True)):
            return dict(zip(COLUMNS, (n for n, _ in part), strict=True))
    return None


def _page(sheet: Sheet, end: int, columns: dict[str, int], labels: Sequence[str]) -> Page:
    first = columns["to_handle_total"]
    left = [(n, fold(label)) for n, label in enumerate(labels[:first]) if label.strip()]
    order = next((n for n, label in left if ORDER.fullmatch(label)), None)
    names = [n for n, label in left if NAME.search(label)] or [n for n, _ in left if n != order] or [first - 1]
    name = names[-1]
    if order is None and name > 0:
        order = name - 1
    top = _top(sheet.rows, end, [name, *columns.values()], labels)
    block = sheet.rows[top : end + 1]
    lowest = {n: next((row[n].strip() for row in reversed(block) if row[n].strip()), "") for n in range(len(block[0]))}
    others = {n: label for n, label in lowest.items() if label and n not in {name, order, *columns.values()}}
    return Page(sheet, top, end, name, columns, fold(labels[name]) if labels else "", order, others)


def _top(rows: Sequence[Sequence[str]], end: int, columns: Sequence[int], labels: Sequence[str]) -> int:
    """The first row of the header: the highest one that the label of a column stands in."""
    places = [
        (n, column)
        for column in columns
        for n in range(end, -1, -1)
        if labels and rows[n][column] == labels[column] != ""
    ]
    nearest = {column: max(n for n, other in places if other == column) for _, column in places}
    return min([end, *nearest.values()])


def letters(page: Page) -> dict[str, str]:
    """The letters of the columns by what they hold."""
    return {name: letter(n) for name, n in page.columns.items()}


def pages(sheets: Sequence[Sheet]) -> Iterator[Page]:
    """The tables of form 06 in these sheets."""
    yield from filter(None, map(find, sheets))
