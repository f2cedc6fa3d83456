"""Looks at a table file's bytes before anything parses them: empty, binary or wrongly encoded files stop here."""

import codecs
import csv
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from dvcdata.errors import UserError, why

BLOCK = 1 << 20
MAGIC = {
    b"PK\x03\x04": "ZIP, XLSX, DOCX, ODS",
    b"\xd0\xcf\x11\xe0": "XLS, DOC",
    b"%PDF": "PDF",
    b"\x1f\x8b": "GZIP",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"PAR1": "Parquet",
    b"{\\rtf": "RTF",
}
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Census:
    """What the bytes of a file are: the encoding to read it by, and why its lines can't be told by newlines, if so."""

    encoding: str
    read: Callable[[], str]

    @property
    def obstacle(self) -> str:
        """Why lines can't be told by newlines, or nothing; what is no text is refused here where that is later."""
        return self.read()


def examine(path: Path, encoding: str | None, later: bool = False) -> Census:
    """The census of a text table, by the declared encoding, else UTF-8; refuses what is no text in it.

    With `later` only its head is looked at now, while the file is read through in a thread.
    """
    try:
        with path.open("rb") as file:
            head = file.read(BLOCK)
    except OSError as problem:
        raise UserError("file.unreadable", path=str(path), why=why(problem)) from None
    if not head.strip():
        raise UserError("file.empty", path=str(path))
    for magic, kind in MAGIC.items():
        if head.startswith(magic):
            raise UserError("file.binary_kind", path=str(path), kind=kind)
    if encoding:
        return Census(encoding, _reading(later, path, encoding, "file.declared_encoding"))
    if head.startswith(WIDE_MARKS) or _looks_wide(head):
        raise UserError("file.encoding", path=str(path), likely="UTF-16")
    if b"\0" in head:
        raise UserError("file.binary", path=str(path))
    reading = _reading(later, path, "utf-8", "file.encoding")
    return Census("utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8", reading)


def _reading(later: bool, path: Path, encoding: str, refusal: str) -> Callable[[], str]:
    """What `_read_through` yields, once it has."""
    if later:
        with_thread = ThreadPoolExecutor(1)
        reading = with_thread.submit(_read_through, path, encoding, refusal)
        with_thread.shutdown(wait=False)
        return reading.result
    obstacle = _read_through(path, encoding, refusal)
    return lambda: obstacle


def _looks_wide(head: bytes) -> bool:
    """UTF-16 without a mark: nearly every other byte of plain text is zero."""
    sample = head[:2000]
    return len(sample) >= 8 and max(sample[0::2].count(0), sample[1::2].count(0)) * 2 > len(sample) * 0.6


def _read_through(path: Path, encoding: str, refusal: str) -> str:
    """Reads the file once from end to end: every byte must decode; the obstacle to telling lines by newlines."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        if not isinstance(decoder.decode(b""), str):
            raise LookupError(encoding)  # such as hex: no encoding of text
    except (LookupError, TypeError, ValueError, AssertionError):
        raise UserError("file.unknown_encoding", path=str(path), encoding=encoding) from None
    returns = strange = False
    plain = encoding.lower().replace("_", "-") in ("utf-8", "utf-8-sig", "ascii")
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if not (plain and block.isascii() and not decoder.getstate()[0]):  # what is ASCII need not be decoded
                try:
                    decoder.decode(block)
                except UnicodeError as problem:
                    if not isinstance(problem, UnicodeDecodeError):  # a UTF-16 without its mark
                        raise UserError(refusal, path=str(path), line=1, encoding=encoding, likely="?") from None
                    line = 1 + _count(path, file.tell() - len(block) + problem.start)
                    likely = _likely(problem.object)
                    raise UserError(refusal, path=str(path), line=line, encoding=encoding, likely=likely) from None
            returns = returns or b"\r" in block
            strange = strange or b"\0" in block or b"\x1f" in block
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as problem:
        likely = _likely(problem.object)
        raise UserError(refusal, path=str(path), line=1 + _count(path, -1), encoding=encoding, likely=likely) from None
    if strange:
        return "control_characters"
    return "line_ends" if returns and not _ends_are_pairs(path) else ""


def _count(path: Path, end: int) -> int:
    """The newlines before a place in the file, or in all of it for -1."""
    with path.open("rb") as file:
        return file.read(end).count(b"\n")


def _ends_are_pairs(path: Path) -> bool:
    """Whether every line ends in a return and a newline, and neither stands alone."""
    returns = newlines = pairs = 0
    last = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            returns += block.count(b"\r")
            newlines += block.count(b"\n")
            pairs += block.count(b"\r\n") + (last == b"\r" and block[:1] == b"\n")
            last = block[-1:]
    return returns == newlines == pairs


def _likely(block: bytes) -> str:
    """The encoding a Vietnamese file that is not UTF-8 most likely has."""
    controls = sum(byte < 32 and byte not in b"\t\r\n\f" for byte in block[:4000])
    if controls > 8:
        return "?"
    return "Windows-1258 (CP1258)"


def delimiter(path: Path, kind: str, encoding: str) -> str:
    """The delimiter of a file that declares none: the commonest candidate in its first line, else the comma."""
    if kind == "tsv":
        return "\t"
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        line = file.readline(BLOCK)
    bare = "".join(line.split('"')[::2])
    best = max(DELIMITERS, key=lambda mark: (bare.count(mark), -DELIMITERS.index(mark)))
    return best if bare.count(best) else ","


def labels(path: Path, kind: str) -> list[str]:
    """The header of a text table, read by its own delimiter."""
    encoding = examine(path, None).encoding
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        return next(csv.reader(file, delimiter=delimiter(path, kind, encoding)), [])
