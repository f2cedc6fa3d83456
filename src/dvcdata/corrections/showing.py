"""Says what `dvcdata fix` would do, before it is done."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dvcdata import texts
from dvcdata.corrections.mechanical import marked
from dvcdata.corrections.proposing import Mend, Proposal

FIRST = 3  # cells of a kind
KINDS = ("zeros", "break", "repeated", "nfc", "invisible", "blanks", "recorded", "restored")
BEFORE, AFTER = 24, 48  # characters shown around the first difference


def lines(proposal: Proposal, shown: Path, everything: bool, recording: bool, lang: str) -> Iterator[str]:
    """What would become of a package, with a few cells of each kind, or all of them."""
    counts = {"n": len(proposal.mends) or None, "by_hand": len(proposal.by_hand) or None}
    some = proposal.mends or proposal.by_hand
    yield texts.text("fix.package" if some else "fix.nothing", lang, folder=str(shown), **counts)
    yield from _groups(proposal.mends, everything, lang)
    yield from _group("fix.by_hand" if recording else "fix.by_hand_unrecorded", proposal.by_hand, everything, lang)
    left: dict[str, list[Mend]] = defaultdict(list)
    for mend in proposal.left:
        left["two_entries" if "two_entries" in mend.kinds else "same_key"].append(mend)
    for kind, mends in left.items():
        yield from _group(f"fix.left.{kind}", mends, everything, lang)


def _groups(mends: Iterable[Mend], everything: bool, lang: str) -> Iterator[str]:
    kinds: dict[str, list[Mend]] = {name: [] for name in KINDS}
    for mend in mends:
        kinds["restored" if mend.edit else mend.kinds[-1]].append(mend)
    for kind, found in kinds.items():
        yield from _group(f"fix.kind.{kind}", found, everything, lang)


def _group(key: str, mends: Sequence[Mend], everything: bool, lang: str) -> Iterator[str]:
    if not mends:
        return
    yield "  " + texts.text(key, lang, n=len(mends))
    for mend in mends if everything else mends[:FIRST]:
        old = mend.base if key.startswith("fix.by_hand") else mend.value
        before, after = excerpts(old, mend.new)
        same = unicodedata.normalize("NFC", before) == after  # which looks the same
        words = {"place": mend.place(lang), "old": before, "new": None if same else after}
        yield "    " + texts.text("fix.cell", lang, **words)
    if len(mends) > FIRST and not everything:
        yield "    " + texts.text("fix.more", lang, n=len(mends) - FIRST)


def excerpts(old: str, new: str) -> tuple[str, str]:
    """Both texts around their first difference, or else the first line break, with what cannot be seen made visible."""
    differing = next((n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(new))
    differing = differing if old != new else max(old.find("\n"), 0)
    start = differing - BEFORE if differing > BEFORE + 6 else 0
    return _cut(old, start, differing), _cut(new, start, differing)


def _cut(text: str, start: int, differing: int) -> str:
    end = differing + AFTER
    return ("…" if start else "") + marked(text)[start:end] + ("…" if len(text) > end else "")
