"""The mark of a template: which table it is for, by which version of the profile, and what has changed since."""

import hashlib
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dvcdata import __version__, profiles
from dvcdata.errors import UserError

MARK = re.compile(r"dvcdata:([a-z_]+)(?:@([0-9][^#\s]*)#([0-9a-f]{8}))?")
ABOUT, LISTS, GUIDE = "about", "lists", "columns"  # what the other sheets are marked with


@dataclass(frozen=True)
class Mark:
    """What a sheet of a template says it is: a table of the profile, or one of the other sheets."""

    what: str
    version: str = ""
    fingerprint: str = ""


def mark(table: str) -> str:
    """The mark of a template of that table as it is now."""
    return f"dvcdata:{table}@{__version__}#{fingerprint(table)}"


def found(rows: Sequence[Sequence[str]]) -> Mark | None:
    """The mark in the first column of these rows, None where they are no sheet of a template."""
    for row in rows:
        if row and (match := MARK.search(row[0])):
            return Mark(match[1], match[2] or "", match[3] or "")
    return None


def fingerprint(table: str) -> str:
    """Eight digits that change with the columns of a table, their types and what they allow; not with their words."""
    schema = profiles.schema(table) or {}
    said = [schema.get("primaryKey"), schema.get("missingValues")]
    said += [[item["name"], item["type"], item.get("constraints")] for item in schema.get("fields", [])]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:8]


def check(
    file: str, there: Mark, labels: Sequence[str], every: Sequence[str], wanted: Sequence[str], needed: Collection[str]
) -> None:
    """Refuses a template of another version whose columns are no longer those of the table, with what to do.

    `labels` are its columns, `every` those of the table, `wanted` those of a template by now, `needed` those among
    them that must not be absent.
    """
    if profiles.schema(there.what) is None:
        raise UserError("template.no_table", file=file, table=there.what, version=there.version)
    if there.fingerprint == fingerprint(there.what):
        return
    gone = [name for name in labels if name not in every]
    new = [name for name in wanted if name not in labels]
    if gone or any(name in needed for name in new):
        key = "template.newer" if _numbers(there.version) > _numbers(__version__) else "template.older"
        values = {"table": there.what, "version": there.version, "ours": __version__}
        raise UserError(key, file=file, gone=_list(gone), new=_list(new), **values)


def _list(names: Sequence[str]) -> str | None:
    return ", ".join(names) or None


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]
