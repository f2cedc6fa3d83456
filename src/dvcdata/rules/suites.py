"""Reads suites of Great Expectations, `validators/<table>.suite.json`, as rules: one for each expectation."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from dvcdata import texts
from dvcdata.errors import UserError
from dvcdata.findings import MENDERS, SEVERITIES, Mender, Severity
from dvcdata.rules.header import CERTAINTIES, Rule, Words

ENDING = ".suite.json"
SEVERITY = {"critical": "error", "warning": "warning", "info": "info"}  # as Great Expectations calls them, and we
COLUMNS = ("column", "column_A", "column_B")  # what an expectation calls the columns it is about
ABSENT = "expect_column_to_exist"  # of the column that it asks for it needs none
CHOICES = {"severity": SEVERITIES, "mender": MENDERS, "certainty": CERTAINTIES}
SAID = ("title", "fix", "basis", "not_when")  # words that `meta` may have, in one language or in both
BRACES = str.maketrans("{}", "()")  # which mean something in words


def read(path: Path) -> list[Rule]:
    """The rules of a suite; one that is no suite, or holds what is none of its own, is refused with one sentence."""
    try:
        given = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as problem:
        raise UserError("suite.unreadable", path=str(path), why=str(problem)) from None
    items = given.get("expectations") if isinstance(given, dict) else None
    if not isinstance(items, list):
        raise UserError("suite.form", path=str(path), what="expectations")
    table = _meta(path, given).get("table", path.name.removesuffix(ENDING))
    if not isinstance(table, str):
        raise UserError("suite.form", path=str(path), what="meta.table")
    rules: dict[str, Rule] = {}
    for place, item in enumerate(items, 1):
        rule = _rule(path, table, _sound(path, place, item), rules)
        if rule.id in rules:
            raise UserError("suite.twice", path=str(path), rule=rule.id)
        rules[rule.id] = rule
    return list(rules.values())


def _sound(path: Path, place: int, item: Any) -> Mapping[str, Any]:
    """An expectation that has all of which a rule is made."""
    kwargs = item.get("kwargs", {}) if isinstance(item, dict) else None
    if not isinstance(kwargs, dict) or not isinstance(item.get("type"), str):
        raise UserError("suite.form", path=str(path), what=f"expectations[{place}].type")
    meta = _meta(path, item)
    for name, known in CHOICES.items():
        if meta.get(name, known[0]) not in known:
            raise UserError("rule.bad_value", path=str(path), name=f"meta.{name}", known=", ".join(known))
    if item.get("severity") not in (None, *SEVERITY):
        raise UserError("rule.bad_value", path=str(path), name="severity", known=", ".join(SEVERITY))
    for name in ("rule", *SAID):
        values = meta[name].values() if isinstance(meta.get(name), dict) and name != "rule" else [meta.get(name, "")]
        if not all(isinstance(value, str) for value in values):
            raise UserError("suite.form", path=str(path), what=f"expectations[{place}].meta.{name}")
    return {**item, "kwargs": kwargs, "meta": meta}


def _meta(path: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    meta = given.get("meta") or {}
    if not isinstance(meta, dict):
        raise UserError("suite.form", path=str(path), what="meta")
    return meta


def _rule(path: Path, table: str, item: Mapping[str, Any], taken: Mapping[str, Rule]) -> Rule:
    meta, kind = item["meta"], item["type"]
    asked = columns(kind, item["kwargs"])
    known = texts.catalogue()
    values = {"type": kind, "table": table, "conditions": conditions(item["kwargs"])}
    titles = {lang: texts.text("suite.title", lang, **values) for lang in texts.LANGUAGES}
    title = _words(meta.get("title") or item.get("description") or titles, {})
    row = {lang: texts.text("suite.row", lang, about=title[lang]) for lang in texts.LANGUAGES}
    said: dict[str, Any] = {name: _words(meta.get(name), known[f"suite.{name}"]) for name in SAID if name != "title"}
    return Rule(
        id=meta.get("rule") or _name(f"{path.name.removesuffix(ENDING)}.{'.'.join([kind, *asked])}", taken),
        path=path,
        select="",
        severity=cast(Severity, meta.get("severity") or SEVERITY[item.get("severity") or "critical"]),
        mender=cast(Mender, meta.get("mender", "you")),
        certainty=meta.get("certainty", "medium"),
        needs={table: [] if kind == ABSENT else asked},
        title=title,
        message=known["suite.message"],
        cases={"whole": {"message": known["suite.whole"]}, "row": {"message": row}},
        expectation={"type": kind, "kwargs": item["kwargs"]},
        **said,
    )


def _name(wanted: str, taken: Mapping[str, Rule]) -> str:
    """A name that no other expectation of the suite has."""
    names = (wanted if n == 1 else f"{wanted}.{n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def columns(kind: str, kwargs: Mapping[str, Any]) -> list[str]:
    """The columns that an expectation is about; one about a table as a whole may name some, but is about none."""
    if kind.startswith("expect_table_"):
        return []
    listed = kwargs.get("column_list")
    found = [kwargs.get(name) for name in COLUMNS] + (listed if isinstance(listed, list) else [])
    return [name for name in found if isinstance(name, str)]


def conditions(kwargs: Mapping[str, Any]) -> str:
    """What an expectation is given, as its file has it."""
    texts_ = (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in kwargs.values())
    return "; ".join(f"{name} = {value}" for name, value in zip(kwargs, texts_, strict=True))


def _words(given: Any, default: Mapping[str, str]) -> Words:
    """Words in both languages; those given in one only stand for the other too."""
    if not given:
        return default
    both = given if isinstance(given, dict) else {}
    return {
        lang: (both.get(lang) or next(iter(both.values()), None) or str(given)).translate(BRACES)
        for lang in texts.LANGUAGES
    }
