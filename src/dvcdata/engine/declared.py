"""Compares a file with what its resource declares of it: hash, bytes, fields, rows."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from dvcdata.engine.sources import BLOCK
from dvcdata.engine.staged import Staged, error
from dvcdata.findings import Finding

ALGORITHMS = {"md5", "sha256"}  # frictionless passes over others too


def differences(staged: Staged) -> Iterator[Finding]:
    """A finding for each declared number that the file does not have."""
    table = staged.table
    declared = table.resource
    algorithm, _, expected = str(declared.get("hash") or "").rpartition(":")
    algorithm = algorithm or "md5"
    pairs: list[tuple[str, object, object]] = [
        ("byte-count", declared.get("bytes"), sum(path.stat().st_size for path in table.paths)),
        ("field-count", declared.get("fields"), len(table.columns)),
        ("row-count", declared.get("rows"), staged.rows),
    ]
    if expected and algorithm in ALGORITHMS:
        pairs.insert(0, ("hash-count", expected, _digest(table.paths, algorithm)))
    for kind, expected_value, actual in pairs:
        if expected_value and expected_value != actual:
            yield error(table, kind, None, note=f'expected is "{expected_value}" and actual is "{actual}"')


def _digest(paths: tuple[Path, ...], algorithm: str) -> str:
    digest = hashlib.new(algorithm)
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
    return digest.hexdigest()
