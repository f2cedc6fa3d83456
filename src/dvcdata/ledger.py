"""Keeps findings, however many: the first in memory, the rest in a file, and true counts of all."""

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any, TextIO

from dvcdata.findings import SEVERITIES, Finding, Mender, Severity

IN_MEMORY = 20_000
FIRST = 3  # of each rule kept at hand for the screen


class Ledger:
    """Findings in the order they came; iterating reads the overflow back from its file."""

    def __init__(self) -> None:
        self._kept: list[Finding] = []
        self._overflow: TextIO | None = None
        self.severities: Counter[Severity] = Counter()
        self.menders: Counter[Mender] = Counter()
        self._rules: Counter[tuple[int, str]] = Counter()
        self._first: dict[tuple[int, str], list[Finding]] = {}

    def add(self, finding: Finding) -> None:
        """Keeps one more finding."""
        self.severities[finding.severity] += 1
        self.menders[finding.mender] += 1
        place = SEVERITIES.index(finding.severity), finding.rule
        self._rules[place] += 1
        first = self._first.setdefault(place, [])
        if len(first) < FIRST:
            first.append(finding)
        if len(self._kept) < IN_MEMORY:
            self._kept.append(finding)
            return
        if self._overflow is None:
            self._overflow = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115  # lives as long as this
        self._overflow.write(json.dumps(asdict(finding), ensure_ascii=False, default=_encode) + "\n")

    def extend(self, findings: Iterable[Finding]) -> None:
        """Keeps them all."""
        for finding in findings:
            self.add(finding)

    def __iter__(self) -> Iterator[Finding]:
        yield from self._kept
        if self._overflow is not None:
            self._overflow.seek(0)
            for line in self._overflow:
                yield Finding(**json.loads(line, object_hook=_decode))
            self._overflow.seek(0, 2)

    def __len__(self) -> int:
        return self.severities.total()

    def groups(self) -> Iterator[tuple[int, list[Finding]]]:
        """For each severity and rule, the gravest first: how many there are, and the first few."""
        for place in sorted(self._first):
            yield self._rules[place], self._first[place]


def _encode(value: Any) -> dict[str, str]:
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    return {"$text": str(value)}


def _decode(value: dict[str, Any]) -> Any:
    if len(value) != 1:
        return value
    ((name, content),) = value.items()
    kinds: dict[str, Callable[[str], Any]] = {"$decimal": Decimal, "$date": date.fromisoformat, "$text": str}
    return kinds[name](content) if name in kinds else value
