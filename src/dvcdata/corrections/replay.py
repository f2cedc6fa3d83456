"""Puts recorded corrections into the rows of a source again."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from dvcdata.corrections.records import Correction

Values = Mapping[str, str]


class Replay:
    """The corrections of a package by the rows of the source that they are about."""

    def __init__(self, corrections: Iterable[Correction], keys: Callable[[str], Sequence[str]]) -> None:
        """`keys` gives the columns of a table's primary key."""
        self._keys = keys
        self.rows: dict[str, dict[str, list[Correction]]] = defaultdict(lambda: defaultdict(list))
        for item in corrections:
            self.rows[item.table][item.key].append(item)
        self._before = {
            table: {self.key_after(table, key): key for key in rows if self.key_after(table, key) != key}
            for table, rows in self.rows.items()
        }

    def changes(self, table: str, values: Values) -> dict[str, str]:
        """The cells of a row of the source that are mended, with what they are mended to."""
        if table not in self.rows:
            return {}
        found = self.of_row(table, "|".join([values.get(name, "") for name in self._keys(table)]))
        return {item.field: item.new for item in found if values.get(item.field, "") == item.old}

    def of_row(self, table: str, key: str) -> list[Correction]:
        """The corrections of the row that has this key in its source."""
        return self.rows[table].get(key, []) if table in self.rows else []

    def key_after(self, table: str, key: str) -> str:
        """The key in the package of a row that has this key in its source."""
        parts, names = key.split("|"), list(self._keys(table))
        found = self.of_row(table, key)
        new = {(item.field, item.old): item.new for item in found if item.field in names}
        if not new or len(parts) != len(names):
            return key
        return "|".join(new.get(pair, pair[1]) for pair in zip(names, parts, strict=True))

    def key_before(self, table: str, key: str) -> str:
        """The key in its source of a row that has this key in the package."""
        return self._before.get(table, {}).get(key, key)
