"""What a cell of a spreadsheet says: the text it shows, or its own value where a column asks for that type."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from dvcdata import write

Cell = str | bool | int | float | Decimal | date | time | timedelta
TYPES: dict[str, tuple[type, ...]] = {  # of a Table Schema, and the cells that are taken as such without their text
    "integer": (int, Decimal),
    "number": (int, Decimal),
    "year": (int,),
    "boolean": (bool,),
    "date": (date,),  # and a moment, which frictionless takes for a date at midnight
    "datetime": (datetime,),
    "time": (time,),
    "duration": (timedelta,),
}


def exact(cell: Cell) -> Cell:
    """A number by its shortest digits: 12.0 is 12, and what a spreadsheet shows as 0.1 is 0.1."""
    if not isinstance(cell, float):
        return cell
    return int(cell) if cell.is_integer() else Decimal(repr(cell))


def shown(cell: Cell) -> str:
    """The text a cell shows: a code that was typed as a number is seen to be 1.0001; dates are ISO."""
    cell = exact(cell)
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, Decimal):
        return write.text(cell)
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def fitted(cells: Sequence[Cell], kinds: Sequence[str]) -> list[Cell]:
    """The cells of a row for columns of these types: a value where it is of the column's type, else the text shown.

    So a date is a date whatever format the column's texts have, and a number in a column of texts is a text.
    """
    row = list(cells)
    for place, cell in enumerate(row):
        if type(cell) is str:
            continue
        kind = kinds[place] if place < len(kinds) else "string"
        if kind == "datetime" and type(cell) is date:  # a moment at midnight is read as its day
            cell = datetime.combine(cell, time())
        fits = isinstance(cell, TYPES.get(kind, ())) and (kind == "boolean" or not isinstance(cell, bool))
        row[place] = cell if fits else shown(cell)
    return row


def letter(index: int) -> str:
    """The letter of a column counted from 0: A, B … Z, AA."""
    index, rest = divmod(index, 26)
    return (letter(index - 1) if index else "") + chr(ord("A") + rest)


def index(letters: str) -> int:
    """The place of a column counted from 0 by its letters."""
    place = 0
    for sign in letters:
        place = place * 26 + ord(sign) - ord("A") + 1
    return place - 1
