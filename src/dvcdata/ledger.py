"""Keeps findings, however many: the first in memory, the rest in a file, and true counts of all."""

import itertools
import pickle
import tempfile
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from operator import attrgetter
from typing import IO

from dvcdata.findings import SEVERITIES, Finding, Mender, Severity

IN_MEMORY = 20_000
BATCH = 1_000  # findings that are written to the file, and read back, at once
FIRST = 3  # of each rule kept at hand for the screen
VALUES = attrgetter(*(item.name for item in fields(Finding)))  # written as they are: pickle would name each anew


class Ledger:
    """Findings in the order they came; iterating reads the overflow back from its file."""

    def __init__(self) -> None:
        self._kept: list[Finding] = []
        self._batch: list[Finding] = []
        self._file: IO[bytes] | None = None
        self._starts: list[tuple[int, set[Severity]]] = []  # of the batches in the file, and what is in them
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
        self._batch.append(finding)
        if len(self._batch) >= BATCH:
            self._spill()

    def _spill(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="dvcdata-")  # noqa: SIM115  # lives as long as this ledger
            weakref.finalize(self, self._file.close)
        self._starts.append((self._file.seek(0, 2), {finding.severity for finding in self._batch}))
        values = [VALUES(finding) for finding in self._batch]
        pickle.dump(values, self._file, pickle.HIGHEST_PROTOCOL)  # nobody else can reach this file
        self._batch = []

    def extend(self, findings: Iterable[Finding]) -> None:
        """Keeps them all."""
        for finding in findings:
            self.add(finding)

    def __iter__(self) -> Iterator[Finding]:
        yield from self._all(set(SEVERITIES))

    def _all(self, wanted: set[Severity]) -> Iterator[Finding]:
        """All findings but for batches that have none of these severities."""
        yield from self._kept
        for start, severities in self._starts:
            if severities & wanted:
                assert self._file is not None
                self._file.seek(start)
                yield from itertools.starmap(Finding, pickle.load(self._file))
        yield from self._batch

    def __len__(self) -> int:
        return self.severities.total()

    def gravest_first(self) -> Iterator[Finding]:
        """All of them by severity, and in the order they came where that is the same."""
        for severity in SEVERITIES:
            if self.severities[severity]:
                yield from (finding for finding in self._all({severity}) if finding.severity == severity)

    def groups(self) -> Iterator[tuple[int, list[Finding]]]:
        """For each severity and rule, the gravest first: how many there are, and the first few."""
        for place in sorted(self._first):
            yield self._rules[place], self._first[place]
