"""The shortlist of outstanding services as text and JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from dvcdata import texts
from dvcdata.indicators.results import rounded
from dvcdata.outstanding import AUDIENCES, Candidate, Shortlist, Verdict


def lines(found: Shortlist, verdicts: Sequence[Verdict] | None, lang: str) -> Iterator[str]:
    """The list with the evidence of each service, and why the next ones missed; or what is said of somebody's list."""
    criteria = vars(found.criteria)
    yield texts.text("outstanding.title", lang, owner=found.owner, starts=found.starts, ends=found.ends)
    yield texts.text("outstanding.criteria", lang, **criteria)
    if verdicts is not None:
        yield from _checked(found, verdicts, lang)
        return
    for name in AUDIENCES:
        yield ""
        yield texts.text(f"outstanding.{name}", lang, n=len(found.chosen[name]))
        for place, item in enumerate(found.chosen[name], 1):
            yield f"  {place}. {_said(found, item, lang)}"
        yield "  " + texts.text("outstanding.next", lang)
        for item in found.next[name]:
            yield f"    {_said(found, item, lang, why=True)}"


def _said(found: Shortlist, item: Candidate, lang: str, why: bool = False) -> str:
    row = item.row
    satisfied = rounded(item.satisfied, 2)
    met = ", ".join(texts.text(f"outstanding.met_{name}", lang, place=item.place) for name in item.met)
    missed = ", ".join(texts.text(f"outstanding.missed_{name}", lang, place=item.place) for name in item.missed)
    key = "outstanding.behind" if item.good else "outstanding.because"
    return texts.text(
        "outstanding.line",
        lang,
        code=row["service_code"],
        name=row["name"],
        online=row["online"],
        total=row["total"],
        months=row["months"],
        of=found.months,
        satisfied=None if satisfied is None else texts.formatted(satisfied, "pct2", lang),
        ratings=row["ratings"],
        met=met or None,
        missed=texts.text(key, lang, what=missed) if why else None,
    )


def _checked(found: Shortlist, verdicts: Sequence[Verdict], lang: str) -> Iterator[str]:
    for item in verdicts:
        if item.candidate is None:
            yield "  " + texts.text("outstanding.unknown", lang, code=item.code, near=item.near)
            continue
        key = "yes" if item.candidate.good else "no"
        said = _said(found, item.candidate, lang, why=not item.candidate.good)
        yield f"  {texts.text(f'outstanding.{key}', lang)} {said}"


def as_json(found: Shortlist, verdicts: Sequence[Verdict] | None) -> dict[str, Any]:
    """Everything, schema version 1."""
    value: dict[str, Any] = {
        "schema_version": 1,
        "owner": found.owner,
        "from": found.starts.isoformat(),
        "to": found.ends.isoformat(),
        "criteria": vars(found.criteria),
        "chosen": {name: [_row(item) for item in items] for name, items in found.chosen.items()},
        "next": {name: [_row(item) for item in items] for name, items in found.next.items()},
    }
    if verdicts is not None:
        value["checked"] = [_verdict(item) for item in verdicts]
    return value


def _verdict(item: Verdict) -> dict[str, Any]:
    said = {"service_code": item.code, "audience": item.audience}
    if item.candidate is None:
        return said | {"holds": False, "nearest": item.near}
    return said | {"holds": item.candidate.good, "evidence": _row(item.candidate)}


def _row(item: Candidate) -> dict[str, Any]:
    numbers = {
        name: None if item.row[name] is None else int(item.row[name])
        for name in ("online", "total", "months", "satisfied", "ratings")
    }
    said = {name: item.row[name] for name in ("service_code", "owner_code", "name", "level", "source_id")}
    return said | numbers | {"place": item.place, "met": list(item.met), "missed": list(item.missed)}
