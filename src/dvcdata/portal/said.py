"""The sentences of an audit, which every output says the same."""

from collections.abc import Iterator

from dvcdata import texts
from dvcdata.portal import mqa
from dvcdata.portal.audit import STEPS, Audit, Part
from dvcdata.portal.guarded import host
from dvcdata.portal.judging import OF_FILES, File, Judged

NAMED = 12  # organisations without datasets that a sentence names


def title(audit: Audit, lang: str) -> str:
    """What was audited, and as of when."""
    return texts.text("portal.title", lang, url=audit.catalogue.url, as_of=audit.as_of)


def limits(audit: Audit, lang: str) -> Iterator[str]:
    """What was read, and what was not."""
    n, whole = len(audit.catalogue.datasets), audit.whole
    yield texts.text("portal.read", lang, n=n, organizations=len(audit.organizations), files=whole.files)
    if silent := audit.catalogue.silent:
        names = "; ".join(silent[:NAMED]) + (" …" if len(silent) > NAMED else "")
        yield texts.text("portal.silent", lang, n=len(silent), names=names)
    if audit.catalogue.limited and (audit.catalogue.declared or n + 1) > n:
        yield texts.text("portal.limited", lang, n=n, declared=audit.catalogue.declared)
    if missing := audit.catalogue.missing:
        yield texts.text("portal.missing", lang, n=n, declared=audit.catalogue.declared, missing=missing)
    if not whole.checked:
        yield texts.text("portal.no_files_looked_at", lang)
    if whole.untried:
        yield texts.text("portal.untried", lang, n=whole.untried)
    if hosts := sorted({host(file.seen.fetched.other) for file in whole.every_file if file.seen} - {""}):
        yield texts.text("portal.elsewhere", lang, hosts=", ".join(hosts))
    if whole.unopened:
        yield texts.text("portal.unopened", lang, n=whole.unopened)


def headline(part: Part, lang: str) -> str:
    """How many datasets can really be used; nothing where that is not known."""
    usable, n = part.count("usable"), len(part.datasets)
    return "" if usable is None else texts.text("portal.headline", lang, usable=usable, n=n, share=100 * usable / n)


def steps(part: Part, lang: str) -> list[tuple[int, str]]:
    """How many datasets come how far."""
    counts = [("all", len(part.datasets)), *((step, part.count(step)) for step in STEPS)]
    return [(n, texts.text(f"portal.step.{step}", lang)) for step, n in counts if n is not None]


def points(part: Part, lang: str) -> str:
    """The points of a part, and of how many."""
    return texts.text("portal.points", lang, points=part.scores.points, most=part.scores.most)


def band(part: Part, lang: str) -> str:
    """The band of a part."""
    name = part.scores.band
    return texts.text(f"portal.band.{name}", lang) if name else texts.text("portal.no_band", lang)


def dimensions(part: Part, lang: str) -> list[tuple[str, str]]:
    """The points of each dimension, and of how many."""
    found = []
    for name in mqa.DIMENSIONS:
        most = sum(metric.points for metric in mqa.METRICS if metric.dimension == name)
        got = part.scores.dimension(name)
        shown = (
            texts.text("portal.points", lang, points=got, most=most)
            if got is not None
            else texts.text("value.none", lang)
        )
        found.append((texts.text(f"portal.dimension.{name}", lang), shown))
    return found


def fixes(part: Part, lang: str) -> list[str]:
    """What would buy this part most points, and how many."""
    return [
        texts.text("portal.fix_line", lang, fix=texts.text(f"portal.fix.{fix.name}", lang), points=fix.points, n=fix.n)
        for fix in part.scores.fixes()
    ]


def ranking(audit: Audit, lang: str) -> str:
    """The heading of the ranking, which says by what."""
    return texts.text("portal.ranking" if audit.whole.checked else "portal.ranking_points", lang)


def faults(part: Part, lang: str) -> list[tuple[str, str, str]]:
    """The name of each fault, how many files or datasets have it, and what it is."""
    return [
        (
            name,
            texts.text(f"portal.fault_of_{'files' if name in OF_FILES else 'datasets'}", lang, n=n),
            fault(name, lang),
        )
        for name, n in part.faults.items()
    ]


def fault(name: str, lang: str) -> str:
    """What a fault is."""
    return texts.text(f"portal.fault.{name}", lang)


def stars(part: Part, lang: str) -> str:
    """How many datasets have how many stars; nothing where files were not looked at."""
    if not part.checked:
        return ""
    counts = [texts.text("portal.stars_count", lang, stars=n, n=part.stars[n]) for n in range(6) if part.stars[n]]
    return texts.text("portal.stars_line", lang, counts="; ".join(counts))


def to_mend(part: Part, lang: str) -> list[tuple[Judged, str, str, str]]:
    """Each thing to mend, or not checked: the dataset, its file, the fault, and what shows it."""
    found = []
    for item in part.datasets:
        found += [(item, "", fault(name, lang), _of_dataset(item, name, lang)) for name in item.faults]
        for file in item.files:
            label = file.resource.title or file.resource.url
            found += [(item, label, fault(name, lang), _of_file(file, name, lang)) for name in file.faults]
            if file.seen and not file.seen.tried:
                found.append((item, label, texts.text(f"portal.state.{file.state}", lang), file.seen.fetched.other))
    return found


def _of_dataset(item: Judged, name: str, lang: str) -> str:
    if name in ("late", "past_legal"):
        return texts.text("portal.updated", lang, day=item.dataset.updated)
    return item.dataset.licence if name == "licence_not_open" else ""


def _of_file(file: File, name: str, lang: str) -> str:
    assert file.seen or name in ("no_address", "format_missing")
    if name in ("format_differs", "page"):
        return texts.text("portal.declared_real", lang, declared=file.declared or "?", real=file.real)
    if name == "duplicate":
        return texts.text("portal.same_as", lang, title=file.twin)
    if name == "personal" and file.seen:
        return texts.text("portal.in_columns", lang, columns=", ".join(file.seen.inspected.personal))
    if name == "structure" and file.seen:
        found = file.seen.inspected.structure
        return "; ".join(f"{texts.text(structure(kind), lang)}: {n}" for kind, n in found.items())
    if name in ("broken", "server_error", "forbidden") and file.seen:
        return str(file.seen.fetched.status)
    return file.resource.url if name in ("not_web",) else ""


def structure(kind: str) -> str:
    """The text that names a kind of error of structure."""
    key = f"structure.{kind}.title"
    return key if key in texts.catalogue() else f"portal.structure.{kind}"


def method(audit: Audit, lang: str) -> list[str]:
    """How it was counted."""
    parts = ("usable", "sample", "fresh", "points", "stars") if audit.whole.checked else ("fresh", "points")
    return [texts.text(f"portal.method_{part}", lang) for part in parts]
