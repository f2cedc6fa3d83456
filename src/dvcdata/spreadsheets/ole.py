"""Opens the container of Office before 2007 (OLE compound file), which an XLS is, and every encrypted workbook."""

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST = 0xFFFFFFFA  # sectors from here on are marks, no places
ENTRY = 128
STREAM, ROOT = 2, 5
SMALL = 4096  # streams below it lie in the root's own stream, in small sectors


class Container:
    """The streams of a compound file that lie at its root; raises ValueError or struct.error where it is broken."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.size = 1 << struct.unpack_from("<H", content, 30)[0]
        self.small = 1 << struct.unpack_from("<H", content, 32)[0]
        if not 512 <= self.size <= 4096 or self.small != 64:
            raise ValueError("sector size")
        counts = struct.unpack_from("<I16xI", content, 44)  # of sectors with the tables of all, and of small sectors
        if max(counts) > len(content) // self.size:
            raise ValueError("more sectors than there are")
        self.table = self._sector_table()
        directory = self._chain(struct.unpack_from("<I", content, 48)[0])
        self.entries = [directory[at : at + ENTRY] for at in range(0, len(directory) - ENTRY + 1, ENTRY)]
        self.small_table = self._numbers(self._chain(struct.unpack_from("<I", content, 60)[0]))
        self.names = {self._name(entry): entry for entry in self._at_root()}

    def stream(self, name: str) -> bytes:
        """The bytes of the stream of that name at the root."""
        entry = self.names[name]
        first, size = struct.unpack_from("<II", entry, 116)
        if size >= SMALL:
            return self._chain(first)[:size]
        pool = self._chain(struct.unpack_from("<I", self.entries[0], 116)[0])
        return self._chain(first, pool, self.small, self.small_table)[:size]

    def _sector_table(self) -> list[int]:
        places = list(struct.unpack_from("<109I", self.content, 76))
        sector, _ = struct.unpack_from("<II", self.content, 68)
        seen: set[int] = set()
        while sector < LAST and sector not in seen:
            seen.add(sector)
            *more, sector = self._numbers(self._sector(sector))
            places += more
        return [number for place in places if place < LAST for number in self._numbers(self._sector(place))]

    def _sector(self, place: int) -> bytes:
        return self.content[(place + 1) * self.size : (place + 2) * self.size]

    def _numbers(self, data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _chain(
        self, place: int, pool: bytes | None = None, size: int | None = None, table: list[int] | None = None
    ) -> bytes:
        size, table = size or self.size, self.table if table is None else table
        parts: list[bytes] = []
        while place < LAST:
            if place >= len(table) or len(parts) > len(table):
                raise ValueError("sector out of bounds")
            parts.append(self._sector(place) if pool is None else pool[place * size : (place + 1) * size])
            place = table[place]
        return b"".join(parts)

    def _at_root(self) -> list[bytes]:
        """The entries below the root: a tree of siblings, reached from the root's child."""
        found: list[bytes] = []
        todo, seen = [struct.unpack_from("<I", self.entries[0], 76)[0]], set[int]()
        while todo:
            place = todo.pop()
            if place >= len(self.entries) or place in seen:
                continue
            seen.add(place)
            found.append(self.entries[place])
            todo += struct.unpack_from("<II", self.entries[place], 68)
        return found

    def _name(self, entry: bytes) -> str:
        length = struct.unpack_from("<H", entry, 64)[0]
        return entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
