"""Tells the lines of form 06 apart: fields, bodies, totals, sections, details, and what stands below the table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dvcdata.importers.form_06_table import Page, is_header
from dvcdata.importers.ids import fold

Kind = Literal["row", "total", "section", "detail"]

NUMBER = re.compile(r"[-+]?[0-9][0-9.,\s]*%?")
DASH = re.compile(r"[-–—]+")
ARABIC = re.compile(r"\(?([0-9]+(?:\.[0-9]+)*)[.)]*")
ROMAN = re.compile(r"[IVX]+[.)]*")
CAPITAL = re.compile("[A-H][.)]*")
TOTAL = re.compile(
    r"(?:tong(?: so| cong)?(?: ho so)?|cong|toan (?:tinh|thanh pho|xa|phuong|huyen|nganh|bo))(?: ?\(.*\))?[:.]*"
)
TIER_TOTAL = re.compile(r"(?:tong(?: so| cong)?|cong) (?:cac )?(?P<tier>.+)")
# The tiers that sections are named after; before 2025-07-01 there were districts.
BEFORE = (
    r"(?:(?:cac|khoi|nhom|so lieu|tthc|thu tuc hanh chinh|linh vuc|giai quyet|tai|cua|thuoc|ubnd|uy ban nhan dan) )*"
)
TIERS = {
    "province": rf"{BEFORE}(?:cap (?:so|tinh)\b.*|so(?:,? (?:ban|va|nganh)\b.*)?|co quan chuyen mon\b.*)",
    "district": rf"{BEFORE}(?:cap huyen\b.*|huyen(?:,? (?:quan|thi xa|thanh pho|tp)\b.*)?|quan,? (?:huyen|thi xa)\b.*)",
    "commune": rf"{BEFORE}(?:cap xa\b.*|xa(?:,? phuong\b.*)?|phuong,? xa\b.*)",
}
BODY = re.compile(
    r"(?:so|ban|ubnd|ub|uy ban|phuong|thi tran|thi xa|thanh pho|tp\.?|huyen|quan|dac khu|chi cuc|cuc|trung tam"
    r"|van phong|bo|bao hiem xa hoi|kho bac|cong an|vien|cong ty|dien luc|phong|thanh tra (?:so|tinh|huyen)) "
    r"|xa (?!hoi\b)"
)


@dataclass(frozen=True)
class Line:
    """A line of the table: its row in the sheet from 0, its order mark, its name, and its eleven texts."""

    row: int
    mark: str
    name: str
    values: tuple[str, ...]
    kind: Kind = "row"
    tier: str = ""
    """The tier of the section that the line is in, begins, or is the total of."""
    section: str = ""
    """The name of a section that is no tier."""

    @property
    def is_empty(self) -> bool:
        """Whether none of the eleven columns says anything."""
        return not any(value.strip() for value in self.values)


def read(page: Page) -> tuple[list[Line], int]:
    """The lines of the table with what each is, and how many rows below it were left out."""
    lines = [line for row in range(page.end + 1, len(page.sheet.rows)) if (line := _line(page, row))]
    last = max((n for n, line in enumerate(lines) if _is_table(line)), default=-1)
    return _placed(_kinds(lines[: last + 1])), len(lines) - last - 1


def are_bodies(page: Page, lines: Sequence[Line], known: int) -> bool:
    """Whether the lines are bodies and no fields: by the header, else by their names, of which so many are known."""
    if "linh vuc" not in page.label and re.search("don vi|co quan", page.label):
        return True
    names = [fold(line.name) for line in lines if line.kind == "row"]
    alike = sum(1 for name in names if BODY.match(name))
    return max(alike, known) * 2 > len(names)


def tier_of(name: str) -> str:
    """The tier whose name this is: "Xã, phường, thị trấn" is commune; "" where it is none."""
    plain = fold(name)
    return next((tier for tier, pattern in TIERS.items() if re.fullmatch(pattern, plain)), "")


def _line(page: Page, row: int) -> Line | None:
    cells = page.sheet.rows[row]
    if is_header(page, cells):
        return None
    values = tuple(cells[n] for n in page.columns.values())
    mark = cells[page.order].strip() if page.order is not None else ""
    name = cells[page.name]
    if not name.strip():
        between = cells[: min(page.columns.values())]
        name = mark if mark and not _is_mark(mark) else next((cell for cell in between if len(cell.strip()) > 5), "")
        mark = "" if name == mark else mark
    blank = not any(cell.strip() for cell in (*values, mark, name))
    return None if blank else Line(row, mark, name, values)


def _is_mark(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (ARABIC, ROMAN, CAPITAL))


def _is_table(line: Line) -> bool:
    """Whether a line certainly belongs to the table: it has a number, or is counted and named."""
    if any(NUMBER.fullmatch(value.strip()) or DASH.fullmatch(value.strip()) for value in line.values):
        return True
    return bool(ARABIC.fullmatch(line.mark) and line.name.strip())


def _level(line: Line) -> int | None:
    """How deep the order mark of a line is: A, I, 1, 1.1 …; None for a line without one."""
    if ROMAN.fullmatch(line.mark):
        return 1
    if CAPITAL.fullmatch(line.mark):
        return 0
    match = ARABIC.fullmatch(line.mark)
    return 2 + match[1].count(".") if match else None


def _kinds(lines: Sequence[Line]) -> list[Line]:
    found: list[Line] = []
    above = ""  # the number of a line whose parts may follow: 1 has 1.1
    for line, following in zip(lines, [*lines, None][1:], strict=True):
        level, below = _level(line), _level(following) if following else None
        deeper = level is not None and below is not None and below > level
        counted = level is not None and level >= 2
        if above and line.mark.startswith(above):
            found.append(replace(line, kind="detail"))
            continue
        above = ""
        if TOTAL.fullmatch(fold(line.name)) or _tier_of_total(line):
            found.append(replace(line, kind="total", tier=_tier_of_total(line)))
        elif tier_of(line.name) and counted and not deeper:
            found.append(replace(line, kind="total", tier=tier_of(line.name)))
        elif tier_of(line.name) or (deeper and (line.is_empty or not counted)) or (line.is_empty and not counted):
            found.append(replace(line, kind="section"))
        else:
            above = line.mark.rstrip(".)") + "." if counted else ""
            found.append(line)
    return found


def _tier_of_total(line: Line) -> str:
    name = fold(line.name)
    match = None if TOTAL.fullmatch(name) else TIER_TOTAL.fullmatch(name)
    return tier_of(match["tier"]) if match else ""


def _placed(lines: Sequence[Line]) -> list[Line]:
    """The lines with the tier or section they are in; a bare total at the end of a tier's lines is that tier's."""
    found: list[Line] = []
    tier = section = ""
    named: set[str] = set()  # how this form calls the total of a tier
    for n, line in enumerate(lines):
        if line.kind == "section":
            tier = tier_of(line.name)
            section = "" if tier else line.name.strip()
        elif line.kind == "total" and not line.tier:
            later = any(other.kind in ("section", "total") for other in lines[n + 1 :])
            if tier and (later or fold(line.name) in named):
                named.add(fold(line.name))
                line = replace(line, tier=tier)
                tier = ""
            elif section and later:
                line = replace(line, kind="detail")
            else:
                tier = section = ""
        found.append(replace(line, tier=line.tier or tier, section=section))
    return found
