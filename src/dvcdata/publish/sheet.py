"""The rows of a workbook's data sheet, written by the database: a cell at a time in Python takes six times as long."""

import io
import re
import zipfile
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from dvcdata.engine.load import literal
from dvcdata.engine.room import with_room
from dvcdata.publish.tables import Typed

MOST_TEXT = 32_767  # characters of a cell
EXACT = "1000000000000000"  # a spreadsheet keeps 15 digits
FIRST_DAY = "1900-03-01"  # before it the calendar of spreadsheets has a day too many
NUMBERS = ("BIGINT", "DECIMAL", "DOUBLE", "HUGEINT", "INTEGER")
STYLES = re.compile(rb'<col min="(\d+)" max="(\d+)"[^>]*?style="(\d+)"')
DIMENSION = re.compile(rb'<dimension ref="[^"]*"')
NOT_XML = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]"
NUMBERED = "x[0-9A-Fa-f]{4}_"
ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
SPECIAL = f"[&<>]|{NOT_XML}|_{NUMBERED}"
Lines = Callable[[Sequence[int]], Iterable[bytes]]  # the XML of all rows, where each column has one of these styles


def fill(book: bytes, path: Path, member: str, rows: Typed, lines: Lines | None = None) -> None:
    """Writes the workbook `book` to `path` with these rows below the header of the sheet `member`.

    Each column has the style that the sheet sets for it; a workbook without such rows is complete as well. `lines` are
    the same rows where they are at hand.
    """
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            info.compress_type = zipfile.ZIP_DEFLATED
            if info.filename != member:
                new.writestr(info, content)
                continue
            head, end, tail = content.partition(b"</sheetData>")
            last = f"{_letters(len(rows.columns) - 1)}{rows.count() + 1}"
            head = DIMENSION.sub(f'<dimension ref="A1:{last}"'.encode(), head)
            with new.open(info, "w") as file:
                file.write(head)
                styles = _styles(content, len(rows.columns))
                for some in lines(styles) if lines else _lines(rows, styles):
                    file.write(some)
                file.write(end + tail)


def _styles(sheet: bytes, count: int) -> list[int]:
    """The style of each column."""
    found = [0] * count
    for match in STYLES.finditer(sheet):
        first, last, style = map(int, match.groups())
        found[first - 1 : last] = [style] * (last - first + 1)
    return found


def _lines(rows: Typed, styles: Sequence[int]) -> Iterator[bytes]:
    described = rows.connection.execute(f"describe {rows.select}").fetchall()
    kinds = {f"c{n}": kind for n, (_, kind, *_) in enumerate(described)}
    names = ", ".join(kinds)
    plain = plain_columns(rows.connection, f"({rows.select}) as q({names})", kinds)
    sql = f"select {line(kinds, styles, plain)} "
    sql += f"from (select row_number() over () + 1, q.* from ({rows.select}) as q) as numbered(_row, {names})"
    cursor = with_room(rows.connection, lambda: rows.connection.execute(sql))
    while found := cursor.fetchmany(5_000):
        yield "".join(line for (line,) in found).encode()


def line(kinds: Mapping[str, str], styles: Sequence[int], plain: Container[str]) -> str:
    """The expression that makes the XML of a row out of `_row`, its number in the sheet, and of columns of these kinds.

    What is `plain` needs no escaping.
    """
    cells = ", ".join(
        _cell(name, kind, n, styles[n], _text(name, kind, name in plain))
        for n, (name, kind) in enumerate(kinds.items())
    )
    return f"concat('<row r=\"', _row, '\">', {cells}, '</row>')"


def plain_columns(connection: duckdb.DuckDBPyConnection, relation: str, kinds: Mapping[str, str]) -> set[str]:
    """The columns of text that stand in XML as they are, which most do: to escape the others takes twice the time."""
    texts = [name for name, kind in kinds.items() if kind == "VARCHAR"]
    if not texts:
        return set()
    asked = ", ".join(f"bool_or(regexp_matches({name}, '{SPECIAL}') or length({name}) > {MOST_TEXT})" for name in texts)
    found = with_room(connection, lambda: connection.execute(f"select {asked} from {relation}").fetchone())
    return {name for name, special in zip(texts, found or (), strict=True) if not special}


def _cell(name: str, kind: str, place: int, style: int, text: str) -> str:
    """The expression that makes the XML of one cell, null for a missing value; `text` makes that of the value."""
    place_of = f"'<c r=\"{_letters(place)}' || _row || '\""
    inline = f'{place_of} s="{style}" t="inlineStr"><is><t xml:space="preserve">\' || {text} || \'</t></is></c>\''
    if kind == "BOOLEAN":
        return f"{place_of} t=\"b\"><v>' || cast({name} as integer) || '</v></c>'"
    if kind == "DATE":
        day = f"{place_of} s=\"{style}\"><v>' || datediff('day', date '1899-12-30', {name}) || '</v></c>'"
        return f"case when {name} >= date '{FIRST_DAY}' then {day} else {inline} end"
    if kind.startswith(NUMBERS):
        number = f"{place_of}><v>' || {_shortest(name, kind)} || '</v></c>'"
        return f"case when abs({name}) < {EXACT} then {number} else {inline} end"
    return inline


def _shortest(name: str, kind: str) -> str:
    text = f"cast({name} as varchar)"
    return f"rtrim(rtrim({text}, '0'), '.')" if kind.startswith("DECIMAL") else text


def _text(name: str, kind: str, plain: bool) -> str:
    """A value as text: what XML can't hold becomes a mark, and nothing in it is markup."""
    if kind != "VARCHAR" or plain:
        return _shortest(name, kind)
    made = f"regexp_replace(left({name}, {MOST_TEXT}), '{NOT_XML}', '\ufffd', 'g')"
    made = f"regexp_replace({made}, '_({NUMBERED})', '_x005F_\\1', 'g')"  # else read as the number of a letter
    for letter, escape in ESCAPES.items():
        made = f"replace({made}, {literal(letter)}, {literal(escape)})"
    return made


def _letters(place: int) -> str:
    """The letters of a column: A, Z, AA."""
    head, last = divmod(place, 26)
    return (_letters(head - 1) if head else "") + chr(ord("A") + last)
