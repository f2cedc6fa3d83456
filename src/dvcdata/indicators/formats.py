"""Measured values as text, JSON, CSV, Markdown, and as a data package; every format says the same numbers."""

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from dvcdata import __version__, profiles, texts, write
from dvcdata.formats.sentences import packages
from dvcdata.indicators import words
from dvcdata.indicators.header import Indicator
from dvcdata.indicators.results import Comparison, Goal, Result, rounded
from dvcdata.measure import Entry, Evidence, Measured

DIGITS = 6  # decimals of a numerator that is a sum of ratios
COLUMNS = {
    "indicator": ("string", "Chỉ số", "Indicator"),
    "version": ("string", "Bản định nghĩa", "Version of the definition"),
    "period": ("string", "Kỳ", "Period"),
    "until": ("date", "Số liệu đến ngày", "Figures to"),
    "agency_code": (
        "string",
        "Mã cơ quan; VN nếu là nhiều cơ quan cộng lại",
        "Agency code; VN for several bodies together",
    ),
    "breakdown": ("string", "Tính riêng theo", "Broken down by"),
    "part": ("string", "Phần", "Part"),
    "numerator": ("number", "Tử số", "Numerator"),
    "denominator": ("number", "Mẫu số", "Denominator"),
    "value": ("number", "Giá trị", "Value"),
    "unit": ("string", "Đơn vị của giá trị", "Unit of the value"),
    "counts": ("string", "Đơn vị đếm", "Unit of count"),
    "known": ("integer", "Dòng có số liệu", "Rows with figures"),
    "of": ("integer", "Dòng thuộc phạm vi tính", "Rows of the population"),
    "units_known": ("integer", "Đơn vị trực thuộc có số liệu", "Units below with figures"),
    "units_of": ("integer", "Đơn vị trực thuộc", "Units below"),
    "periods_known": ("integer", "Kỳ có số liệu", "Periods with figures"),
    "periods_of": ("integer", "Số kỳ", "Periods"),
    "rank": ("integer", "Hạng", "Rank"),
    "ranked": ("integer", "Số được xếp hạng", "How many were ranked"),
    "small": ("boolean", "Mẫu số nhỏ", "Small denominator"),
    "change": ("number", "Thay đổi so với kỳ trước", "Change against the period before"),
    "change_from": ("string", "Kỳ trước", "The period before"),
    "reported": ("boolean", "Theo báo cáo của nguồn", "As the source reports it"),
}
KEY = ("indicator", "period", "agency_code", "breakdown", "part")


def render(measured: Measured, style: str, lang: str, quiet: bool = False) -> str:
    """The values in that format; as text, the summary only when quiet."""
    if style == "json":
        return write.json_bytes(as_json(measured, lang)).decode().rstrip("\n")
    if style == "csv":
        return as_csv(measured)
    if style == "markdown":
        return "\n".join(_markdown(measured, lang))
    from dvcdata.indicators import as_text

    return as_text.render(measured, lang, quiet=quiet)


def as_csv(measured: Measured) -> str:
    """One row for each value, with every number that stands beside it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows(measured):
        writer.writerow([write.text(row[name]) for name in COLUMNS])
    return file.getvalue()


def rows(measured: Measured) -> Iterator[dict[str, Any]]:
    """All values, the totals first of each indicator, as rows of the table `results`."""
    for entry in measured.entries:
        seen = set()
        for item in ([entry.total] if entry.total else []) + list(entry.rows):
            row = _row(item, "" if item is entry.total else measured.asked.by)
            key = tuple(row[name] for name in KEY)
            if key not in seen:
                seen.add(key)
                yield row


def _row(item: Result, by: str) -> dict[str, Any]:
    indicator, change = item.indicator, item.before
    column = by if item.group is not None else "agency" if by == "agency" else ""
    return {
        "indicator": indicator.id,
        "version": indicator.version,
        "period": item.window.period,
        "until": item.window.ends,
        "agency_code": item.agency or "VN",
        "breakdown": column or "all",
        "part": item.group or "-",
        "numerator": plain(item.numerator),
        "denominator": plain(item.denominator),
        "value": item.shown,
        "unit": unit_of_value(indicator),
        "counts": indicator.counts,
        "known": item.known,
        "of": item.of,
        "units_known": item.units if item.units_of else None,
        "units_of": item.units_of or None,
        "periods_known": item.parts or None,
        "periods_of": item.parts_of or None,
        "rank": item.rank,
        "ranked": item.ranked or None,
        "small": item.small,
        "change": rounded(change.difference, indicator.decimals) if change else None,
        "change_from": change.window.period if change else None,
        "reported": indicator.reported,
    }


def unit_of_value(indicator: Indicator) -> str:
    """percent, times, points, or what is counted."""
    if indicator.is_share:
        return "percent"
    return indicator.kind if indicator.kind in ("times", "points") else indicator.counts


def plain(value: Fraction | None) -> int | Decimal | None:
    """A numerator or denominator as a number of a table."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else rounded(value, DIGITS)


def as_json(measured: Measured, lang: str) -> dict[str, Any]:
    """Everything, schema version 1."""
    return {
        "schema_version": 1,
        "tool": {"name": "dvcdata", "version": __version__},
        "packages": list(measured.packages),
        "figures_to": measured.until.isoformat(),
        "indicators": [_entry(measured, entry, lang) for entry in measured.entries],
        "not_computed": [{"indicator": item.indicator.id, "why": words.why(item, lang)} for item in measured.missing],
        "flaws": [vars(item) for item in measured.flaws],
    }


def _entry(measured: Measured, entry: Entry, lang: str) -> dict[str, Any]:
    indicator = entry.indicator
    value: dict[str, Any] = {
        "id": indicator.id,
        "version": indicator.version,
        "code": indicator.code or None,
        "title": indicator.title[lang],
        "total": _result(measured, entry.total, "", lang) if entry.total else None,
        "rows": [_result(measured, item, measured.asked.by, lang) for item in entry.rows],
        "warning": indicator.warning[lang] if indicator.warning else None,
    }
    if proof := measured.evidence.get(indicator.id):
        value["evidence"] = _evidence(measured, entry, proof)
    return value


def _result(measured: Measured, item: Result, by: str, lang: str) -> dict[str, Any]:
    row = {name: _json(value) for name, value in _row(item, by).items() if name not in ("indicator", "version")}
    return row | {
        "scope": words.scope(item, measured.bodies, lang),
        "year_ago": _comparison(item, item.year_ago),
        "before": _comparison(item, item.before),
        "targets": [_goal(goal) for goal in item.goals],
    }


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _comparison(item: Result, comparison: Comparison | None) -> dict[str, Any] | None:
    if comparison is None:
        return None
    decimals = item.indicator.decimals
    return {
        "period": comparison.window.period,
        "until": comparison.window.ends.isoformat(),
        "value": _json(rounded(comparison.value, decimals)),
        "difference": _json(rounded(comparison.difference, decimals)),
        "not_compared": comparison.why or None,
    }


def _goal(goal: Goal) -> dict[str, Any]:
    return {name: _json(value) for name, value in vars(goal).items()}


def _evidence(measured: Measured, entry: Entry, proof: Evidence) -> dict[str, Any]:
    quotes = {
        said: words.quote(entry.total, measured.bodies, proof.sources, said) if entry.total else None
        for said in texts.LANGUAGES
    }
    return {
        "quote": quotes,
        "it_does_not_mean": dict(entry.indicator.is_not),
        "definition": {said: list(words.definition(entry.indicator, said)) for said in texts.LANGUAGES},
        "sources": [{name: _json(value) for name, value in row.items()} for row in proof.sources],
        "sql": proof.select,
        "rows": [dict(zip(proof.columns, map(_json, row), strict=True)) for row in proof.rows],
        "rows_in_all": proof.count,
    }


def _markdown(measured: Measured, lang: str) -> Iterator[str]:
    named = packages(measured.packages, lang)
    yield f"# {texts.text('measure.title', lang, names=named, until=measured.until)}"
    totals = {item.indicator.id: item.total for item in measured.entries if item.total}
    if sentence := words.headline(totals, lang):
        yield from ("", f"**{sentence}**")
    head = texts.text("measure.head", lang)
    yield from ("", head, "|---" * (head.count("|") - 1) + "|")
    for entry in measured.entries:
        for item in ([entry.total] if entry.total else []) + list(entry.rows):
            yield _line(measured, item, lang)
    if measured.missing:
        yield from ("", texts.text("measure.missing_title", lang), "")
        for lacking in measured.missing:
            why = words.why(lacking, lang)
            yield "- " + texts.text("measure.missing", lang, name=lacking.indicator.id, why=why)


def _line(measured: Measured, item: Result, lang: str) -> str:
    label = item.indicator.title[lang] + (f" ({item.indicator.code})" if item.indicator.code else "")
    cells = (
        label if item.group is None else f"{label}: {words.part(item.group, measured.asked.by, lang)}",
        words.value(item, lang),
        words.parts(item, lang),
        words.scope(item, measured.bodies, lang),
        words.when(item, lang),
        words.change(item, item.before, lang),
        "; ".join(words.goal(goal, lang) for goal in item.goals),
        "; ".join(words.coverage(item, lang)),
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def write_package(measured: Measured, folder: Path) -> None:
    """The results as a data package: the values, what each indicator means, and where the figures come from."""
    columns = [name for name in profiles.columns("sources") if any(row.get(name) for row in measured.sources)]
    tables: dict[str, tuple[list[str], list[Any]]] = {
        "results": (list(COLUMNS), list(rows(measured))),
        "indicators": (list(DEFINED), [_defined(entry.indicator) for entry in measured.entries]),
    }
    if measured.sources:
        tables["sources"] = (columns, [{name: row.get(name) for name in columns} for row in measured.sources])
    files = [(folder / f"{name}.csv", write.table_bytes(head, body)) for name, (head, body) in tables.items()]
    write.write_files([*files, (folder / "datapackage.json", write.json_bytes(_descriptor(measured, tables)))])


DEFINED = {
    "indicator": ("Chỉ số", "Indicator"),
    "version": ("Bản định nghĩa", "Version"),
    "title": ("Tên", "Title in Vietnamese"),
    "title_en": ("Tên tiếng Anh", "Title in English"),
    "definition": ("Cách tính", "Definition in Vietnamese"),
    "definition_en": ("Cách tính bằng tiếng Anh", "Definition in English"),
    "is_not": ("Đừng hiểu nhầm", "What it is not, in Vietnamese"),
    "is_not_en": ("Đừng hiểu nhầm, bằng tiếng Anh", "What it is not, in English"),
    "basis": ("Căn cứ", "Basis"),
}


def _defined(indicator: Indicator) -> Mapping[str, str]:
    two = {name: getattr(indicator, name) for name in ("title", "definition", "is_not")}
    return {
        "indicator": indicator.id,
        "version": indicator.version,
        "basis": indicator.basis["vi"],
        **{name: said["vi"] for name, said in two.items()},
        **{f"{name}_en": said["en"] for name, said in two.items()},
    }


def _descriptor(measured: Measured, tables: Mapping[str, Any]) -> dict[str, Any]:
    fields = [{"name": n, "type": kind, "title": vi, "title_en": en} for n, (kind, vi, en) in COLUMNS.items()]
    words_of = [{"name": name, "type": "string", "title": vi, "title_en": en} for name, (vi, en) in DEFINED.items()]
    schemas = {
        "results": {"fields": fields, "primaryKey": list(KEY)},
        "indicators": {"fields": words_of, "primaryKey": ["indicator"]},
    }
    names = ", ".join(measured.packages)
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "results",
        "title": texts.text("measure.results_package", "vi", names=names),
        "title_en": texts.text("measure.results_package", "en", names=names),
        "description": texts.text("measure.title", "vi", names=names, until=measured.until),
        "resources": [
            {"name": name, "path": f"{name}.csv", "format": "csv", "encoding": "utf-8"}
            | ({"schema": schemas[name]} if name in schemas else {})
            for name in tables
        ],
    }
