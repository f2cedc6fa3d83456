"""Looks into a zip before a spreadsheet reader does: is it a workbook, and will it fit into memory?"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from dvcdata.errors import UserError

MOST_BYTES = 512 * 2**20  # unpacked
MOST_PACKED = 200  # times smaller packed than unpacked, once it is larger than …
SMALL = 32 * 2**20
MOST_CELLS = 20_000_000  # in the rectangle from A1 to the last cell: the reader makes room for all of it
CHUNK = 2**20
LONGEST_TAG = 2**16

CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']([A-Z]{1,3})[0-9]{1,7}["'][^<>]*>""")
ROW = re.compile(rb"""<(?:\w+:)?(?:row\s(?:[^<>]*?\s)?r|c\s(?:[^<>]*?\s)?r)\s*=\s*["'][A-Z]*([0-9]{1,7})["'][^<>]*>""")


def check(content: bytes, file: str) -> None:
    """Refuses a zip that is no workbook, is damaged or encrypted, or would unpack to more than a machine holds."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_kind(archive, file)
            _check_size(archive, file)
            for member in archive.infolist():
                _check_member(archive, member, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise UserError("import.damaged", file=file) from None


def _check_kind(archive: zipfile.ZipFile, file: str) -> None:
    members = archive.infolist()
    names = {member.filename for member in members}
    if any(member.flag_bits & 1 for member in members):
        raise UserError("import.encrypted", file=file)
    if "xl/workbook.xml" in names:
        return
    if any(name.startswith("word/") for name in names):
        raise UserError("import.word", file=file)
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise UserError("import.old_excel", file=file)
    raise UserError("import.zip", file=file)


def _check_size(archive: zipfile.ZipFile, file: str) -> None:
    unpacked = sum(member.file_size for member in archive.infolist())
    packed = sum(member.compress_size for member in archive.infolist())
    if unpacked > MOST_BYTES or (unpacked > SMALL and unpacked > MOST_PACKED * packed):
        raise UserError("import.bomb", file=file, megabytes=unpacked // 2**20)


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> None:
    """Reads a member to its end, so that a false size or checksum is seen, and measures the sheet if it is one."""
    last_row = last_column = 1
    for part in _parts(archive, member):
        if member.filename.endswith(".xml"):
            last_row = max([last_row, *(int(row) for row in _filled(ROW, part))])
            last_column = max([last_column, *(_number(column) for column in _filled(CELL, part))])
    if last_row * last_column > MOST_CELLS:
        raise UserError("import.far_cell", file=file, cells=last_row * last_column)


def _parts(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a member in pieces that end where a tag ends."""
    rest = b""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            data = rest + chunk
            cut = max(data.rfind(b"<"), 0)
            yield data[:cut]
            rest = data[cut:] if len(data) - cut < LONGEST_TAG else b""
    yield rest


def _filled(tag: re.Pattern[bytes], part: bytes) -> Iterator[bytes]:
    """What the tag's group holds, where the tag is not closed at once: an empty cell takes no room."""
    return (found[1] for found in tag.finditer(part) if not found[0].endswith(b"/>"))


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
