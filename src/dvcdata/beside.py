"""Published numbers set beside each other: what follows from them, and what their bases, days and levels forbid."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

from dvcdata import texts
from dvcdata.indicators.header import Indicator
from dvcdata.indicators.run import Runner
from dvcdata.rules import catalogue

NEAR = 31  # days between two cut-offs of what reads as one status
LISTED = 6  # figures named in one sentence
WORDS = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9, "nghìn tỷ": 10**12}
WITH_COMMA = re.compile(r"\b([0-9]{1,3}),([0-9]{3}) (nghìn tỷ|nghìn|triệu|tỷ)\b")  # a decimal comma, or thousands?
NAMES = """select agency_code, name, short_name from main.agencies
union all select agency_code, name, short_name from reference.agencies"""
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Note:
    """A sentence about a published number beside others; its kind is the key of its words."""

    figure: str
    kind: str
    text: str


@dataclass(frozen=True)
class Known:
    """The published numbers, and what is known of the periods, bodies and indicators that they name."""

    rows: Sequence[Row]
    ends: Mapping[str, date]
    bodies: Mapping[str, str]  # a name of each body, by which a statement may name it, and its code
    indicators: Mapping[str, Indicator]
    separate: re.Pattern[str]  # says that a level does not hold the next one
    cumulative: re.Pattern[str]

    def day(self, row: Row) -> date | None:
        """The day up to which a number runs."""
        return row["as_of"] or self.ends.get(row["period"] or "")


def known(runner: Runner, rows: Sequence[Row], indicators: Sequence[Indicator]) -> Known:
    """What the sentences are made of; it needs the database no longer."""
    bodies: dict[str, str] = {}
    for code, *names in runner.connection.execute(NAMES).fetchall():
        for name in filter(None, names):
            bodies.setdefault(name, code)
            bodies.setdefault(name.removeprefix("Bộ "), code)
    said = catalogue.find(catalogue.load(), "levels-overlap").parameters
    return Known(
        rows=[row for row in rows if row["value"] is not None],
        ends={name: span.ends for name, span in runner.calendar.spans.items()},
        bodies=bodies,
        indicators={item.id: item for item in indicators},
        separate=re.compile(said["exclusive"]),
        cumulative=re.compile(said["cumulative"]),
    )


def notes(given: Known, lang: str) -> Iterator[Note]:
    """All that is to be said, check by check."""
    for check in (ratios, levels, bases, cut_offs, names, same_body, counts_of_shares, no_parts, commas, ranks):
        for figure, params in check(given, lang):
            kind = params.pop("kind", check.__name__)
            yield Note(figure, kind, texts.text(f"beside.{kind}", lang, **params))


Said = Iterator[tuple[str, dict[str, Any]]]


def ratios(given: Known, lang: str) -> Said:
    """The ratio of a numerator and a denominator that the source leaves to the reader."""
    printed = {(row["source_id"], row["numerator"], row["denominator"]) for row in _shares(given)}
    for row in given.rows:
        above, below = row["numerator"], row["denominator"]
        silent = row["relation"] == "count" and (row["source_id"], above, below) not in printed
        if silent and above and below and above != below:
            yield row["figure_id"], {"above": above, "below": below, "share": 100 * above / below}


def levels(given: Known, lang: str) -> Said:
    """Levels counted one by one add up; those counted cumulatively do not, nor do they go beside the others."""
    columns = ("source_id", "scope", "unit", "period", "as_of", "regime", "denominator")
    families: dict[str, list[list[Row]]] = {"separate": [], "cumulative": []}
    for rows in _grouped([row for row in given.rows if row["relation"] == "count" and row["level"]], columns):
        if len({row["level"] for row in rows}) < len(rows) or len(rows) == 1:
            continue
        said = " ".join(f"{row['population'] or ''} {row['statement'] or ''}" for row in rows).lower()
        total, whole = sum(row["value"] for row in rows), rows[0]["denominator"]
        if given.separate.search(said):
            families["separate"].append(rows)
        elif given.cumulative.search(said) or (whole and total > whole):
            families["cumulative"].append(rows)
    for kind, other in (("separate", "cumulative"), ("cumulative", "separate")):
        for rows in families[kind]:
            total, whole = sum(row["value"] for row in rows), rows[0]["denominator"]
            like = [item for found in families[other] if found[0]["unit"] == rows[0]["unit"] for item in found]
            params = {"kind": f"levels_{kind}", "names": _ids(rows), "others": _ids(like) or None}
            share = 100 * total / whole if whole else None
            yield rows[0]["figure_id"], params | {"total": total, "whole": whole, "share": share}


def bases(given: Known, lang: str) -> Said:
    """Shares of the same kind of thing, in one source and of one body, on different denominators."""
    of_one_kind = defaultdict(list)
    for row in _shares(given):
        if row["population"] and (indicator := given.indicators.get(row["indicator"])):
            of_one_kind[row["source_id"], row["scope"], indicator.counts].append(row)
    for rows in of_one_kind.values():
        populations = list(_grouped(rows, ("population",)))
        if len(populations) > 1:
            listed = [f"{_ids(found)} (“{found[0]['population']}”)" for found in populations]
            yield rows[0]["figure_id"], {"n": len(populations), "list": "; ".join(listed)}


def cut_offs(given: Known, lang: str) -> Said:
    """What a source says of one level at one time, with two cut-off days near each other."""
    states = [r for r in given.rows if r["relation"] in ("share", "count") and r["level"] and given.day(r)]
    states = [row for row in states if row["period_basis"] != "cumulative"]
    for rows in _grouped(states, ("source_id", "scope", "regime", "level")):
        of_one = list(_grouped(rows, ("indicator",)))
        for some, others in combinations(of_one, 2):
            days = [{given.day(row) for row in found} for found in (some, others)]
            gaps = [abs((a - b).days) for a in days[0] for b in days[1] if a and b]
            if 0 < min(gaps) <= NEAR:
                same = [row for row in rows if row in some or row in others]
                listed = [f"{_ids(found)} ({_when(found[0], lang)})" for found in _grouped(same, ("as_of", "period"))]
                yield rows[0]["figure_id"], {"n": len(listed), "list": "; ".join(listed)}
                break


def names(given: Known, lang: str) -> Said:
    """Whether a source that counts bodies names as many."""
    for row, codes in _naming(given):
        if len(codes) > 1:
            kind = "names" if len(codes) == row["value"] else "names_unlike"
            yield row["figure_id"], {"kind": kind, "n": len(codes), "value": row["value"]}


def same_body(given: Known, lang: str) -> Said:
    """A body counted as done by one base, of which a share of that level was published on another base."""
    for row, codes in _naming(given):
        shares = [
            item
            for item in _shares(given)
            if item["scope"] in codes and item["indicator"] != row["indicator"]
            if (item["regime"], item["level"]) == (row["regime"], row["level"])
        ]
        for rows in _grouped(shares, ("indicator", "population", "period", "as_of", "value")):
            called = ", ".join(dict.fromkeys(codes[item["scope"]] for item in rows))
            indicator = given.indicators.get(row["indicator"])
            yield (
                row["figure_id"],
                {"bodies": called, "others": _ids(rows), "value": _printed(rows[0], lang)}
                | {"when": _when(rows[0], lang), "population": rows[0]["population"] or rows[0]["indicator"]}
                | {"this_when": _when(row, lang), "this": indicator.title[lang] if indicator else row["indicator"]},
            )


def counts_of_shares(given: Known, lang: str) -> Said:
    """How many a share stands for, where its source gives the total and no number."""
    for row in _shares(given):
        indicator = given.indicators.get(row["indicator"])
        if row["denominator"] or not indicator or not row["period"]:
            continue
        unit = texts.text(f"measure.unit_{indicator.counts}", lang)
        for total in given.rows:
            whole = total["relation"] == "count" and total["level"] is None
            named = total["indicator"] in (indicator.counts, f"online-{indicator.counts}")
            if whole and named and all(total[name] == row[name] for name in ("source_id", "scope", "period")):
                about = round(row["value"] * total["value"] / 100)
                params = {"about": about, "total": total["value"], "unit": unit, "other": total["figure_id"]}
                yield row["figure_id"], params | {"share": _printed(row, lang)}


def no_parts(given: Known, lang: str) -> Said:
    """Two counts of the same things of which nothing says that one is a part of the other."""
    columns = ("source_id", "scope", "unit", "period", "as_of", "period_basis")
    counts = [row for row in given.rows if row["relation"] == "count" and row["period_basis"] == "cumulative"]
    for rows in _grouped(counts, columns):
        apart = [row for row in rows if row["denominator"] is None and row["value"]]
        apart = [row for row in apart if not any(row["value"] == item["denominator"] for item in given.rows)]
        for one, other in combinations(apart, 2):
            if one["indicator"] != other["indicator"]:
                small, large = sorted((one, other), key=lambda row: Decimal(row["value"]))
                share = 100 * small["value"] / large["value"]
                params = {"small": small["value"], "other": large["figure_id"], "large": large["value"], "share": share}
                yield small["figure_id"], params


def commas(given: Known, lang: str) -> Said:
    """A comma before three digits and “nghìn tỷ”: which reading the value has, and what each gives per payment."""
    for row in given.rows:
        match = WITH_COMMA.search(row["statement"] or "")
        if not match or row["relation"] != "count":
            continue
        whole, decimals, word = match.groups()
        value = Decimal(f"{whole}.{decimals}") * WORDS[word]
        kind = {value: "commas", 1000 * value: "commas_as_thousands"}.get(Decimal(row["value"]))
        columns = ("source_id", "scope", "period", "as_of", "period_basis")
        like = [item for item in given.rows if all(item[name] == row[name] for name in columns)]
        paid = [item for item in like if item["unit"] == "transactions" and row["unit"] == "vnd" and item["value"]]
        each = round(value / paid[0]["value"], -1) if paid else None
        if kind:
            params = {"kind": kind, "printed": match[0], "value": value, "each": each}
            params |= {"thousand": each and 1000 * each, "other": paid[0]["figure_id"] if paid else None}
            yield row["figure_id"], params


def ranks(given: Known, lang: str) -> Said:
    """The rank from which a body must have come, where a source says only by how many places."""
    columns = ("indicator", "scope", "period", "population")
    for row in given.rows:
        if row["relation"] == "difference" and row["unit"] == "rank" and not row["base_figure_id"]:
            for now in given.rows:
                if now["relation"] == "rank" and all(now[name] == row[name] for name in columns):
                    base = {"base": now["value"] + row["value"], "now": now["value"], "other": now["figure_id"]}
                    yield row["figure_id"], base | {"period": row["base_period"], "places": row["value"]}


def _shares(given: Known) -> list[Row]:
    return [row for row in given.rows if row["relation"] == "share" and row["unit"] == "percent"]


def _grouped(rows: Sequence[Row], columns: Sequence[str]) -> Iterator[list[Row]]:
    """The rows that are alike in these columns, in the order in which they come first."""
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in columns)].append(row)
    yield from found.values()


def _naming(given: Known) -> Iterator[tuple[Row, Mapping[str, str]]]:
    """Each count whose statement lists bodies by name, with their codes and names."""
    counts = [row for row in given.rows if row["relation"] == "count"]
    said = "\n".join(row["statement"] or "" for row in counts)
    some = sorted((name for name in given.bodies if name in said), key=len, reverse=True)  # a pattern of all takes long
    every = "|".join(map(re.escape, some))
    listed = re.compile(rf"(?:^|[,;:(] ?| và | and )({every})(?=[,;:.)]|$| và | and )") if every else None
    for row in counts:
        if listed:
            found = {given.bodies[name]: name for name in listed.findall(row["statement"] or "")}
            found.pop(row["scope"], None)
            if found:
                yield row, found


def _ids(rows: Sequence[Row]) -> str:
    listed = [row["figure_id"] for row in rows]
    return ", ".join(listed[:LISTED]) + (" …" if len(listed) > LISTED else "")


def _when(row: Row, lang: str) -> str:
    return texts.formatted(row["as_of"], "", lang) if row["as_of"] else texts.period(row["period"] or "", lang)


def _printed(row: Row, lang: str) -> str:
    return texts.number(row["value"], f"pct{int(row['decimals'] or 0)}", lang)
