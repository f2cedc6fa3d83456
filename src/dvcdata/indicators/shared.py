"""Common tables that several statements of one run have alike, worked out once and kept as tables."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import lru_cache

import duckdb

from dvcdata.rules.clauses import Common, taken_apart

WORD = re.compile(r"\w+")
SCHEMA = "shared"
Key = tuple[Common, ...]  # a common table behind all that it looks at
Execute = Callable[[str], object]


class Shared:
    """Lets statements look at a table where they would each work out the same common table.

    Those that look at large tables are left alone, since they would take memory, and those that look at what changes
    while the statements are run.
    """

    def __init__(
        self, selects: Iterable[str] = (), large: Set[str] = frozenset(), changing: re.Pattern[str] | None = None
    ) -> None:
        self.large = large
        self.changing = changing
        apart = [taken_apart(select) for select in selects]
        counts = Counter(key for commons, _ in apart for key in set(self._keys(commons).values()))
        often = {key for key, n in counts.items() if n > 1}
        first = [key for commons, rest in apart for key in self._looked_at(commons, rest, often)]
        self._names = {key: f"{SCHEMA}.{key[-1].name}_{n}" for n, key in enumerate(dict.fromkeys(first))}
        self._made: dict[Key, bool] = {}

    def of(self, select: str, execute: Execute) -> str:
        """The statement with tables in the place of what it shares with others; `execute` makes them."""
        if any(key[-1].body in select for key in self._names):
            return self._short(*taken_apart(select), execute)
        return select

    def _short(self, commons: Sequence[Common], rest: str, execute: Execute) -> str:
        keys, used, kept = self._keys(commons), _words(rest), []
        for common in reversed(commons):
            if common.name not in used:
                continue
            key = keys.get(common.name, ())
            if key in self._names and self._is_made(key, execute):
                kept.append(f"{common.name} as (select * from {self._names[key]})")
            else:
                kept.append(f"{common.name} as ({common.body})")
                used |= _words(common.body)
        clause = ",\n".join(reversed(kept))
        return f"with {clause}\n{rest}" if clause else rest

    def _is_made(self, key: Key, execute: Execute) -> bool:
        if key not in self._made:
            try:
                execute(f"create table {self._names[key]} as {self._short(key[:-1], key[-1].body, execute)}")
                self._made[key] = True
            except duckdb.Error:  # what is wrong will be said of the statement itself
                self._made[key] = False
        return self._made[key]

    def _keys(self, commons: Sequence[Common]) -> dict[str, Key]:
        """What each common table is made of, where that stays as it is."""
        keys: dict[str, Key] = {}
        avoided = set(self.large)
        for common in commons:
            words = _words(common.body)
            if words & avoided or (self.changing and self.changing.search(common.body)):
                avoided.add(common.name)
            else:
                looked_at = (one for name in keys if name in words for one in keys[name])
                keys[common.name] = (*dict.fromkeys(looked_at), common)
        return keys

    def _looked_at(self, commons: Sequence[Common], rest: str, often: Set[Key]) -> Iterator[Key]:
        """The common tables of many statements that this one names outside of others of the kind."""
        keys, used = self._keys(commons), _words(rest)
        for common in reversed(commons):
            if common.name in used and (key := keys.get(common.name, ())) in often:
                yield key
            elif common.name in used:
                used |= _words(common.body)


@lru_cache(2_000)
def _words(sql: str) -> frozenset[str]:
    return frozenset(word.lower() for word in WORD.findall(sql))
