"""corrections.csv as everybody may see it: what was personal in a source is masked, though no rule looks there."""

from dataclasses import replace
from pathlib import Path

from dvcdata.corrections import records
from dvcdata.corrections.records import Correction
from dvcdata.masking import masked_cell


def corrections(folder: Path) -> list[Correction]:
    """The package's corrections as they may be shown."""
    return [_masked(item) for item in records.read(folder)]


def content(folder: Path) -> bytes | None:
    """The bytes to publish of the package's corrections; None where its own file is fit for that."""
    shown = corrections(folder)
    return records.content(shown) if shown != records.read(folder) else None


def _masked(item: Correction) -> Correction:
    old, new = (masked_cell(text, item.field) for text in (item.old, item.new))
    return replace(item, key=masked_cell(item.key, ""), old=old, new=new, reason=masked_cell(item.reason, ""))
