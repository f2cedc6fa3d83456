"""Looks into a file before a reader does: is it a workbook, of which kind, and will it fit into memory?"""

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from dvcdata.errors import UserError, why
from dvcdata.spreadsheets import ole, xls

Kind = Literal["xlsx", "xls", "ods"]

MOST_BYTES = 512 << 20  # unpacked
MOST_PACKED = 200  # times smaller packed than unpacked, once it is larger than …
SMALL = 32 << 20
CHUNK = 1 << 20
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
SHARED_TEXTS = re.compile(rb"<(?:\w+:)?sst\s[^<>]*\buniqueCount\s*=\s*[\"']\s*\+?([0-9]+)")
WEB = (b"<", b"MIME-Version:")
RTF = b"{\\rtf"  # what Word saves besides its own format
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ExpatError,
    ParseError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    LookupError,
    ValueError,
    OSError,
)


@contextmanager
def whole(file: str) -> Iterator[None]:
    """Whatever breaks in here means that the file is damaged."""
    try:
        yield
    except BROKEN:
        raise UserError("spreadsheet.damaged", file=file) from None


def is_lock(path: Path) -> bool:
    """Whether this is the file that Excel keeps beside a workbook while it is open."""
    return path.name.startswith(("~$", ".~lock."))


def content(path: Path, file: str = "") -> bytes:
    """The bytes of a workbook; Excel's lock file is refused, which has the workbook's name and ending."""
    file = file or unicodedata.normalize("NFC", str(path))
    if is_lock(path):
        raise UserError("spreadsheet.lock", file=file)
    try:
        return path.read_bytes()
    except OSError as problem:
        raise UserError("file.unreadable", path=file, why=why(problem)) from None


def check(content: bytes, file: str) -> Kind:
    """The kind of workbook these bytes are, whatever the file is called; what is none, or does harm, is refused."""
    if not content.strip():
        raise UserError("spreadsheet.empty", file=file)
    with whole(file):
        if content.startswith(ZIP):
            with zipfile.ZipFile(BytesIO(content)) as archive:
                return _check_zip(archive, file)
        if content.startswith(ole.MAGIC):
            return _check_ole(ole.Container(content), file)
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(RTF):
        raise UserError("spreadsheet.word", file=file)
    raise UserError("spreadsheet.html" if start.startswith(WEB) else "spreadsheet.not_known", file=file)


def _check_ole(container: ole.Container, file: str) -> Kind:
    if "EncryptedPackage" in container.names or (xls.is_book(container) and xls.is_encrypted(container)):
        raise UserError("spreadsheet.encrypted", file=file)
    if not xls.is_book(container):
        raise UserError("spreadsheet.word" if "WordDocument" in container.names else "spreadsheet.not_known", file=file)
    return "xls"


def _check_zip(archive: zipfile.ZipFile, file: str) -> Kind:
    kind = _kind(archive, file)
    unpacked = sum(member.file_size for member in archive.infolist())
    packed = sum(member.compress_size for member in archive.infolist())
    if unpacked > MOST_BYTES or (unpacked > SMALL and unpacked > MOST_PACKED * packed):
        raise UserError("spreadsheet.bomb", file=file, megabytes=unpacked >> 20)
    for member in archive.infolist():
        _check_member(archive, member)
    return kind


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Reads a member to its end, so that a false size or checksum is seen, or a false number of shared texts."""
    with archive.open(member) as stream:
        start = stream.read(CHUNK)
        if (shared := SHARED_TEXTS.search(start)) and int(shared[1]) > member.file_size:
            raise ValueError("more texts than there are")
        while stream.read(CHUNK):
            pass


def _kind(archive: zipfile.ZipFile, file: str) -> Kind:
    members = {member.filename: member for member in archive.infolist()}
    if any(member.flag_bits & 1 for member in members.values()):
        raise UserError("spreadsheet.encrypted", file=file)
    if "xl/workbook.xml" in members:
        return "xlsx"
    if "content.xml" in members:
        return _kind_of_open_document(archive, file)
    if "xl/workbook.bin" in members:
        raise UserError("spreadsheet.xlsb", file=file)
    word = any(name.startswith("word/") for name in members)
    raise UserError("spreadsheet.word" if word else "spreadsheet.zip", file=file)


def _kind_of_open_document(archive: zipfile.ZipFile, file: str) -> Kind:
    names = archive.namelist()
    kind = archive.read("mimetype") if "mimetype" in names else b"spreadsheet"
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise UserError("spreadsheet.encrypted", file=file)
    if b"spreadsheet" not in kind:
        raise UserError("spreadsheet.word" if b"text" in kind else "spreadsheet.zip", file=file)
    return "ods"
