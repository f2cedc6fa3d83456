"""Reads JSON texts item by item: numbers as they are written, names once per object, memory for one item at a time."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from dvcdata.errors import UserError, why

CHUNK = 1 << 20
BLANK = re.compile(r"[ \t\r\n]*")
LONGEST_WORD = 16  # a word or an escape that is cut is a mistake no further from the end
SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")  # of a pair, which may be half


class Text:
    """The JSON, or the JSON lines, in a file; everything that is no JSON in UTF-8 is refused with its place."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.decoder = json.JSONDecoder(
            parse_float=Decimal, parse_constant=self._constant, object_pairs_hook=self._object
        )

    def lines(self) -> Iterator[Any]:
        """What each line holds; blank lines hold nothing."""
        with self._opened() as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield self._whole(line, number)

    def items(self, name: str = "") -> Iterator[Any]:
        """The items of the list that the text is, or that lies under that property of it, such as `data.rows`."""
        with self._opened() as file:
            start = file.read(CHUNK)
            place = _after_blanks(start, 0)
            if not name and start[place : place + 1] == "[":
                yield from self._listed(file, start, place + 1)
                return
            value = self._whole(start + file.read(), 1)
            for part in name.split(".") if name else ():
                value = value.get(part) if isinstance(value, dict) else None
            if not isinstance(value, list):
                raise UserError("json.no_table", path=str(self.path))
            yield from value

    def _listed(self, file: IO[str], text: str, place: int) -> Iterator[Any]:
        """The items of a list whose bracket has been read, one by one."""
        buffer = _Buffer(file, text, place)
        first = True
        while (sign := buffer.sign()) != "]":
            if not first:
                self._expect(sign == ",", buffer)
                buffer.place += 1
                buffer.sign()
            yield self._next(buffer)
            first = False
        buffer.place += 1
        self._expect(not buffer.sign(), buffer)

    def _next(self, buffer: "_Buffer") -> Any:
        while True:
            start = buffer.place
            try:
                value, buffer.place = self.decoder.raw_decode(buffer.text, start)
            except json.JSONDecodeError as problem:
                cut = problem.pos + LONGEST_WORD >= len(buffer.text) or problem.msg.startswith("Unterminated")
                if not cut or not buffer.more():
                    buffer.place += problem.pos - start
                    self._expect(False, buffer)
                continue
            return self._sound(value, buffer.text[start : buffer.place])

    def _expect(self, true: bool, buffer: "_Buffer") -> None:
        if not true:
            line, column = buffer.at(buffer.place)
            raise UserError("json.broken", path=str(self.path), line=line, column=column)

    def _whole(self, text: str, line: int) -> Any:
        try:
            return self._sound(self.decoder.decode(text), text)
        except json.JSONDecodeError as problem:
            place = {"line": line + problem.lineno - 1, "column": problem.colno}
            raise UserError("json.broken", path=str(self.path), **place) from None

    def _sound(self, value: Any, text: str) -> Any:
        if SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False, default=str).encode()  # half a surrogate pair is no text
        return value

    @contextmanager
    def _opened(self) -> Iterator[IO[str]]:
        try:
            with self.path.open("rb") as probe:
                start = probe.read(4)
            if b"\0" in start:
                raise UserError("json.wide", path=str(self.path))
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                yield file
        except OSError as problem:
            raise UserError("file.unreadable", path=str(self.path), why=why(problem)) from None
        except (ValueError, RecursionError):
            raise UserError("json.unreadable", path=str(self.path)) from None

    def _constant(self, name: str) -> None:
        raise UserError("json.constant", path=str(self.path), name=name)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) != len(pairs):
            names = [name for name, _ in pairs]
            raise UserError("json.twice", path=str(self.path), name=max(names, key=names.count))
        return value


class _Buffer:
    """The part of a text that is being read; what was read is dropped, and counted to say where a mistake is."""

    def __init__(self, file: IO[str], text: str, place: int) -> None:
        self.file = file
        self.text = text
        self.place = place
        self.line, self.column = 1, 1  # of the first sign of the text kept

    def more(self) -> bool:
        """Reads on, ever further for an item that does not end; whether there was any more."""
        kept = self.text[self.place :]
        more = self.file.read(max(CHUNK, len(kept)))
        self.line, self.column = self.at(self.place)
        self.text, self.place = kept + more, 0
        return bool(more)

    def sign(self) -> str:
        """The next sign that is no blank, which stays where it is; nothing at the end."""
        self.place = _after_blanks(self.text, self.place)
        while self.place == len(self.text) and self.more():
            self.place = _after_blanks(self.text, self.place)
        return self.text[self.place : self.place + 1]

    def at(self, place: int) -> tuple[int, int]:
        """The line and column of a place in the text."""
        lines = self.text.count("\n", 0, place)
        column = place - self.text.rfind("\n", 0, place) if lines else self.column + place
        return self.line + lines, column


def _after_blanks(text: str, place: int) -> int:
    match = BLANK.match(text, place)
    return match.end() if match else place
