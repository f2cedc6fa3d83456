"""The indicators of the sample once more, in plain Python over its CSV files: no SQL, no code of the tool."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from statistics import median
from typing import NamedTuple

SAMPLE = Path(__file__).parents[2] / "datasets" / "sample"
REFERENCE = SAMPLE.parent / "reference"
MONTH, YEAR_AGO, QUARTER, LAST, PROVINCE = "2026-08", "2025-08", "2026-Q2", "2026-08-31", "H99"
Row = dict[str, str]


class Expected(NamedTuple):
    """What an indicator must be: numerator, denominator and value, the parts None where there are none."""

    numerator: Fraction | int | None
    denominator: Fraction | int | None
    value: Fraction | float | None


@cache
def table(name: str, folder: Path = SAMPLE) -> list[Row]:
    """The rows of a CSV file."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> int | None:
    """A whole number; what is none is unknown."""
    return int(text) if re.fullmatch("[0-9]+", text) else None


def share(pairs: Iterable[tuple[int | None, int | None]]) -> Expected:
    """A ratio of sums over the pairs of which both are known."""
    known = [(a, b) for a, b in pairs if a is not None and b is not None]
    above, below = sum(a for a, _ in known), sum(b for _, b in known)
    return Expected(above, below, Fraction(100 * above, below) if below else None)


def count(number_: int) -> Expected:
    return Expected(number_, None, Fraction(number_))


def flags(items: Iterable[bool | None]) -> Expected:
    """The share of those that are, of those known."""
    return share((None if item is None else int(item), 1) for item in items)


def middle(pairs: Iterable[tuple[int, int]], how: Callable[[list[float]], float]) -> Expected:
    ratios = [100 * a / b for a, b in pairs if b]
    return Expected(None, len(ratios), how(ratios))


def mean(ratios: list[float]) -> float:
    return sum(ratios) / len(ratios)


# form 06


@cache
def forms(period: str = MONTH) -> dict[str, Row]:
    return {r["agency_code"]: r for r in table("dossiers") if r["period"] == period and r["row_kind"] == "agency"}


def of_form(*columns: str, code: str = PROVINCE, period: str = MONTH) -> int:
    return sum(int(forms(period)[code][column]) for column in columns)


def form_share(above: tuple[str, ...], below: tuple[str, ...]) -> Expected:
    return share([(of_form(*above), of_form(*below))])


def unit_pairs(above: tuple[str, ...], below: tuple[str, ...]) -> list[tuple[int, int]]:
    units = [code for code in forms() if code != PROVINCE]
    return [(of_form(*above, code=code), of_form(*below, code=code)) for code in units]


def communes() -> list[str]:
    return [r["agency_code"] for r in table("agencies") if r["tier"] == "commune" and r["agency_code"] in forms()]


RECEIVED = ("received_online", "received_offline")
TIMELY = ("resolved_early", "resolved_on_time")

# services, procedures, usage


def alive(row: Row, day: str = LAST) -> bool:
    return (row["launched_date"] or day) <= day and not (row["withdrawn_date"] and row["withdrawn_date"] <= day)


@cache
def offered() -> list[Row]:
    """The province's own services that can be filed online at the end of the month."""
    return [
        r for r in table("services") if r["owner_code"] == PROVINCE and alive(r) and r["level"] in ("full", "partial")
    ]


def own() -> list[Row]:
    return [r for r in table("services") if r["owner_code"] == PROVINCE]


@cache
def procedures() -> dict[str, Row]:
    return {r["procedure_code"]: r for r in table("procedures")}


def in_force() -> list[Row]:
    return [
        r
        for r in table("procedures")
        if (r["effective_date"] or LAST) <= LAST
        and (r["abolished_date"] > LAST if r["abolished_date"] else r["status"] == "in_force")
    ]


@cache
def uses() -> list[Row]:
    return [r for r in table("usage") if r["period"] == MONTH]


@cache
def served() -> dict[str, str]:
    """Services and their procedures; of two owners' entries the greater."""
    return {
        r["service_code"]: r["procedure_code"] for r in sorted(table("services"), key=lambda r: r["procedure_code"])
    }


@cache
def procedure_of(item: str) -> Row | None:
    return procedures().get(served().get(item, item))


def usage_share(
    above: Callable[[Row], int | None], below: str, which: Callable[[Row], bool] = lambda r: True
) -> Expected:
    return share((above(r), number(r[below])) for r in uses() if which(r))


def on_offer(service: Row) -> bool:
    """Whether a service was there on any day of the month."""
    return (service["launched_date"] or LAST) <= LAST and (service["withdrawn_date"] or LAST) >= f"{MONTH}-01"


@cache
def highest() -> frozenset[tuple[str, str]]:
    """Owners with their procedures that have a fully online service in the month."""
    full = [r for r in table("services") if r["level"] == "full" and on_offer(r)]
    return frozenset((r["owner_code"], r["procedure_code"]) for r in full)


@cache
def offering() -> dict[str, Row]:
    """Each service as the province offers it, or else another."""
    return {r["service_code"]: r for r in sorted(table("services"), key=lambda r: r["owner_code"] == PROVINCE)}


def of_highest(row: Row) -> bool:
    service = offering().get(row["item_code"])
    if service is None:
        return False
    return service["level"] == "full" or (service["owner_code"], service["procedure_code"]) in highest()


@cache
def tops() -> frozenset[str]:
    """Codes of services, and of procedures, with a fully online service."""
    full = [r for r in table("services") if r["level"] == "full"]
    return frozenset(r["service_code"] for r in full) | frozenset(r["procedure_code"] for r in full)


def eligible(item: str) -> bool:
    procedure = procedure_of(item)
    return procedure is not None and procedure["eligible_online"] == "true"


def self_submitted(row: Row) -> int | None:
    online, helped = number(row["received_online"]), number(row["received_assisted"])
    return None if online is None or helped is None else online - helped


def online_if_full(row: Row) -> int | None:
    return number(row["received_online"]) if row["item_code"] in tops() else 0


def costs(row: Row) -> bool:
    procedure = procedure_of(row["item_code"])
    fee = number(procedure["fee_vnd"]) if procedure else None
    return bool(fee) or (fee is None and number(row["paid_online"]) is not None)


def used(service: Row) -> bool | None:
    rows = [number(r["received_online"]) for r in uses() if r["item_code"] == service["service_code"]]
    known = [n for n in rows if n is not None]
    return any(known) if known else None


@cache
def never() -> dict[str, bool | None]:
    found: dict[str, bool | None] = {}
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in table("usage"):
        rows[row["item_code"]].append(row)
    for code, items in rows.items():
        some = any(number(r[c]) for r in items for c in ("received_total", *RECEIVED))
        zero = all(number(r[c]) == 0 for r in items for c in RECEIVED)
        found[code] = False if some else True if zero else None
    return found


def concentration() -> Expected:
    totals: dict[str, int] = defaultdict(int)
    for row in uses():
        totals[row["item_code"]] += number(row["received_total"]) or 0
    sizes = sorted((n for n in totals.values() if n), reverse=True)
    whole, so_far, few = sum(sizes), 0, 0
    for size in sizes:
        if 100 * so_far >= 80 * whole:
            break
        so_far, few = so_far + size, few + 1
    return share([(few, len(sizes))])


# what ended and what began


def tidy(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).lower().split())


def grams(name: str) -> set[str]:
    return {tidy(name)[n : n + 3] for n in range(len(tidy(name)) - 2)}


def alike(old: Row, new: Row) -> bool:
    a, b = grams(old["name"]), grams(new["name"])
    both = len(a & b)
    same_field = not (old["field_code"] and new["field_code"]) or old["field_code"] == new["field_code"]
    return 100 * both >= 85 * len(a | b) or (same_field and 100 * both >= 85 * min(len(a), len(b)))


def close(one: str, other: str) -> bool:
    return abs(date.fromisoformat(one) - date.fromisoformat(other)) <= timedelta(days=90)


def ended() -> list[Row]:
    return [r for r in table("procedures") if r["status"] in ("abolished", "replaced") and r["abolished_date"]]


def began() -> list[Row]:
    return [r for r in table("procedures") if r["effective_date"]]


def this_year(day: str) -> bool:
    return "2026-01-01" <= day <= LAST


def is_cut(row: Row) -> bool:
    if row["replaced_by"] or row["status"] == "replaced" or not this_year(row["abolished_date"]):
        return False
    near = (r for r in began() if close(r["effective_date"], row["abolished_date"]) and r is not row)
    return not any(alike(row, other) for other in near)


@cache
def successors() -> frozenset[str]:
    return frozenset(r["replaced_by"] for r in table("procedures"))


def is_new(row: Row) -> bool:
    if row["change_kind"] != "new" or row["procedure_code"] in successors() or not row["effective_date"]:
        return False
    near = (r for r in ended() if close(r["abolished_date"], row["effective_date"]) and r is not row)
    return not any(alike(other, row) for other in near)


def new_services() -> list[Row]:
    """The province's services launched this year for procedures that are new, and began within a year before."""
    found = []
    for row in own():
        procedure = procedures().get(row["procedure_code"])
        if this_year(row["launched_date"]) and procedure and is_new(procedure):
            age = date.fromisoformat(row["launched_date"]) - date.fromisoformat(procedure["effective_date"])
            found += [row] if age.days <= 366 else []
    return found


# open data and index 766


def is_open(row: Row) -> bool:
    machine = {"CSV", "XLSX", "XLS", "ODS", "JSON", "XML"}
    return bool(row["licence"]) and bool(machine & set(row["formats"].upper().split()))


def datasets() -> list[Row]:
    return [r for r in table("open_datasets") if (r["issued"] or LAST) <= LAST]


def fresh(row: Row) -> bool | None:
    days = {"monthly": 31, "quarterly": 92, "yearly": 366}.get(row["frequency"])
    if not days or not row["modified"] or row["modified"] > LAST:
        return None
    return (date.fromisoformat(LAST) - date.fromisoformat(row["modified"])).days <= days


def points(name: str, version: str = "implemented") -> Expected:
    """The sum of the parts of a group of index 766, each rounded half up to two decimals."""
    known = [r for r in table("measures", REFERENCE) if r["version"] == "implemented"]
    groups = {r["parent"] for r in known if float(r["max_score"] or 0)}
    parts = [r for r in known if float(r["max_score"] or 0) and r["measure"] not in groups]
    parts = [r for r in parts if name in ("766", r["parent"], r["measure"])]
    texts = {r["measure"]: r["full_at"] for r in table("measures", REFERENCE) if r["version"] == version}
    held = {r["measure"]: r for r in table("scores") if r["period"] == MONTH and r["agency_code"] == PROVINCE}
    total, most = Decimal(0), Decimal(0)
    for part in parts:
        got = points_of(held[part["measure"]], part, texts.get(part["measure"]) or part["full_at"] or "1")
        if got is not None:
            total, most = total + got, most + Decimal(part["max_score"])
    return Expected(Fraction(total), Fraction(most), Fraction(total))


def points_of(score: Row, part: Row, full_at: str) -> Decimal | None:
    largest = Decimal(part["max_score"])
    if score["denominator"] in ("", "0"):
        rules = {"full": largest, "zero": Decimal(0)}
        return rules.get(part["zero_rule"]) if score["denominator"] else largest
    reached = min(Fraction(1), Fraction(score["numerator"]) / Fraction(score["denominator"]) / Fraction(full_at))
    exact = Fraction(largest) * reached * 100
    return Decimal(int((2 * exact.numerator + exact.denominator) // (2 * exact.denominator))) / 100


def score_share(measure: str) -> Expected:
    return share(
        (number(r["numerator"]), number(r["denominator"]))
        for r in table("scores")
        if (r["period"], r["agency_code"], r["measure"]) == (MONTH, PROVINCE, measure)
    )


def score_pairs(measure: str) -> list[tuple[int, int]]:
    rows = [r for r in table("scores") if r["period"] == MONTH and r["measure"] == measure]
    return [(int(r["numerator"]), int(r["denominator"])) for r in rows if r["agency_code"] != PROVINCE]


def observed(measure: str) -> int:
    rows = [r for r in table("observations") if r["period"] == MONTH and r["measure"] == measure]
    return sum(int(r["value"]) for r in rows)


def ratings() -> list[Row]:
    return [r for r in table("satisfaction") if r["period"] == QUARTER and r["item_code"] == "ALL"]


def responses() -> Expected:
    months = ("2026-04", "2026-05", "2026-06")
    resolved = {
        code: sum(of_form("resolved_total", code=code, period=m) for m in months)
        for code in forms(months[0])
        if all(code in forms(m) for m in months)
    }
    return share((number(r["ratings"]), resolved.get(r["agency_code"])) for r in ratings())


def half_up(value: Fraction | float, decimals: int) -> Decimal:
    exact = value if isinstance(value, float) else Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(exact)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def list_2026() -> Expected:
    own_codes = {r["service_code"]: r for r in own()}
    others = {r["service_code"] for r in table("services")} - set(own_codes)
    rows = [r for r in uses() if r["item_code"] not in others and eligible(r["item_code"])]
    full = {code for code, r in own_codes.items() if r["level"] == "full"}
    above = sum(int(r["received_online"]) for r in rows if r["item_code"] in full)
    below = sum(int(r["received_total"]) for r in rows)
    return Expected(None, 12, half_up_fraction(Fraction(12 * above, below)))


def online_by_text() -> Expected:
    held = {
        r["measure"]: Fraction(r["numerator"]) / Fraction(r["denominator"])
        for r in table("scores")
        if r["period"] == MONTH and r["agency_code"] == PROVINCE and number(r["denominator"])
    }
    share_ = min(Fraction(1), held["766-online-share"] * held["766-synced"] * 2)
    parts = (2 * held["766-online-provision"], 4 * held["766-online-used"], 6 * share_)
    return Expected(None, 12, sum((half_up_fraction(part) for part in parts), Fraction(0)))


def half_up_fraction(value: Fraction) -> Fraction:
    return Fraction((200 * value.numerator + value.denominator) // (2 * value.denominator), 100)


def with_online_service() -> set[str]:
    return {r["procedure_code"] for r in table("services") if alive(r) and r["level"] in ("full", "partial")}


def eligible_services() -> list[Row]:
    chosen = [r for r in own() if alive(r) and r["regime"] != "43/2011"]
    return [r for r in chosen if procedures().get(r["procedure_code"], {}).get("eligible_online") == "true"]


def truth(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text)


def complete() -> Expected:
    levels: dict[str, list[str]] = defaultdict(list)
    for row in table("services"):
        if alive(row) and procedures().get(row["procedure_code"], {}).get("eligible_online") == "true":
            levels[row["owner_code"]].append(row["level"])
    return flags(all(level == "full" for level in found) for found in levels.values())


def fields_covered() -> Expected:
    pairs: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in table("coverage"):
        pairs[row["agency_code"], row["field_code"]].append(row)
    return flags(any(r["included"] == "true" and (r["since"] or LAST) <= LAST for r in rows) for rows in pairs.values())


def cheaper() -> Expected:
    fees = [(number(r["fee_vnd"]), number(r["fee_online_vnd"])) for r in in_force()]
    return flags(None if online is None else online < desk for desk, online in fees if desk)


ON_TIME = [*TIMELY, "pending_on_time"]
EXPECTED: dict[str, Callable[[], Expected]] = {
    "online-dossiers": lambda: form_share(("received_online",), RECEIVED),
    "online-dossiers-of-to-handle": lambda: form_share(("received_online",), ("to_handle_total",)),
    "online-dossiers-mean": lambda: middle(unit_pairs(("received_online",), RECEIVED), mean),
    "online-dossiers-median": lambda: middle(unit_pairs(("received_online",), RECEIVED), median),
    "online-dossiers-received": lambda: count(of_form("received_online")),
    "online-dossiers-growth": lambda: Expected(
        a := of_form("received_online"), b := of_form("received_online", period=YEAR_AGO), Fraction(a, b)
    ),
    "dossiers-received": lambda: count(of_form(*RECEIVED)),
    "dossiers-handled-online": lambda: form_share(("resolved_online",), ("resolved_total",)),
    "dossiers-on-time": lambda: form_share(TIMELY, ("resolved_total",)),
    "dossiers-on-time-mean": lambda: middle(unit_pairs(TIMELY, ("resolved_total",)), mean),
    "dossiers-on-time-median": lambda: middle(unit_pairs(TIMELY, ("resolved_total",)), median),
    "dossiers-within-limit": lambda: form_share(tuple(ON_TIME), ("to_handle_total",)),
    "pending-overdue": lambda: form_share(("pending_overdue",), ("pending_total",)),
    "communes-with-online-dossiers": lambda: flags(of_form("received_online", code=c) > 0 for c in communes()),
    "communes-online-90": lambda: flags(
        0 < 10 * of_form("received_online", code=c) >= 9 * of_form(*RECEIVED, code=c) for c in communes()
    ),
    "portal-online-dossiers": lambda: share([(observed("portal-channel-online"), observed("portal-channel-total"))]),
    "portal-services-with-dossiers": lambda: share(
        [(observed("portal-services-used"), observed("portal-services-online"))]
    ),
    "portal-on-time": lambda: score_share("766-on-time"),
    "portal-on-time-mean": lambda: middle(score_pairs("766-on-time"), mean),
    "portal-on-time-median": lambda: middle(score_pairs("766-on-time"), median),
    "portal-on-time-mean-empty-as-zero": lambda: middle([(a, b or 1) for a, b in score_pairs("766-on-time")], mean),
    "results-delivered-online": lambda: score_share("766-e-result"),
    "self-submitted": lambda: usage_share(self_submitted, "received_total"),
    "online-dossiers-level4": lambda: usage_share(lambda r: number(r["received_online"]), "received_total", of_highest),
    "full-dossiers": lambda: usage_share(online_if_full, "received_total"),
    "full-dossiers-of-eligible": lambda: usage_share(
        online_if_full, "received_total", lambda r: eligible(r["item_code"])
    ),
    "paid-online": lambda: usage_share(lambda r: number(r["paid_online"]), "received_total", costs),
    "dossiers-overdue-by-service": lambda: usage_share(lambda r: number(r["resolved_overdue"]), "resolved_total"),
    "services-with-dossiers": lambda: flags(used(r) for r in offered()),
    "services-with-dossiers-of-all": lambda: flags(bool(used(r)) for r in offered()),
    "services-never-used": lambda: flags(never().get(r["service_code"]) for r in offered()),
    "services-for-80-percent": concentration,
    "online-services": lambda: count(len(offered())),
    "full-services": lambda: flags(r["level"] == "full" for r in offered()),
    "full-services-of-eligible": lambda: flags(r["level"] == "full" for r in eligible_services()),
    "eligible-procedures-online": lambda: flags(
        r["procedure_code"] in with_online_service() for r in in_force() if r["eligible_online"] == "true"
    ),
    "eligible-procedures-online-own": lambda: flags(
        r["procedure_code"] in {s["procedure_code"] for s in offered()}
        for r in in_force()
        if r["eligible_online"] == "true"
    ),
    "online-only-services": lambda: flags({"online_only": True, "both": False}.get(r["intake"]) for r in offered()),
    "services-with-online-payment": lambda: flags(truth(r["online_payment"]) for r in offered()),
    "services-with-online-result": lambda: flags(truth(r["result_online"]) for r in offered()),
    "units-complete": complete,
    "plans-issued": lambda: flags(
        {"eligible_list_issued", "plan_issued"}
        <= {a["kind"] for a in table("actions") if a["agency_code"] == r["agency_code"] and a["date"] <= LAST}
        for r in table("agencies")
        if r["kind"] in ("ministry", "province")
    ),
    "fields-covered": fields_covered,
    "fee-lower-online": cheaper,
    "procedures": lambda: count(len(in_force())),
    "procedures-cut": lambda: count(sum(is_cut(r) for r in ended())),
    "procedures-new": lambda: count(sum(this_year(r["effective_date"]) and is_new(r) for r in began())),
    "services-new": lambda: count(len({r["procedure_code"] for r in new_services()})),
    "services-of-new-procedures": lambda: count(len(new_services())),
    "services-launched": lambda: count(sum(this_year(r["launched_date"]) for r in own())),
    "services-withdrawn": lambda: count(sum(this_year(r["withdrawn_date"]) for r in own())),
    "open-datasets": lambda: count(
        len({(r["agency_code"], re.sub("[0-9./-]+", "", tidy(r["title"]))) for r in datasets() if is_open(r)})
    ),
    "datasets-published": lambda: count(len(datasets())),
    "datasets-licensed": lambda: flags(bool(r["licence"]) for r in datasets()),
    "datasets-machine-readable": lambda: flags(is_open(r | {"licence": "x"}) for r in datasets()),
    "datasets-fresh": lambda: flags(fresh(r) for r in datasets()),
    "satisfaction-rate": lambda: share((number(r["ratings_satisfied"]), number(r["ratings"])) for r in ratings()),
    "response-rate": responses,
    "index-766": lambda: points("766"),
    **{
        f"index-766-{name}": (lambda name=name: points(f"766-{name}"))  # type: ignore[misc]
        for name in ("publicity", "on-time", "online", "payment", "digitisation", "satisfaction")
    },
    **{
        f"index-766-{name}-text": (lambda name=name: points(f"766-{name}", "text"))  # type: ignore[misc]
        for name in ("publicity", "payment", "digitisation")
    },
    "index-766-online-text": online_by_text,
    "index-766-online-list-2026": list_2026,
}
