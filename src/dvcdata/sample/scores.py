"""Scores of index 766 (QĐ 766/QĐ-TTg) as the shipped reference defines them, and the portal's counters beside them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from dvcdata import builtin
from dvcdata.sample.agencies import PROVINCE
from dvcdata.sample.dice import Dice
from dvcdata.sample.dossiers import BASIS
from dvcdata.sample.facts import Facts
from dvcdata.sample.months import BREAK, COUNT, month
from dvcdata.sample.sheet import Cells

SOURCE = "s7"
STAGE, VERSION = "published", "implemented"
COLUMNS = (
    "period agency_code measure stage period_basis numerator denominator ratio_pct score max_score rank source_id"
).split()
OBSERVATION_COLUMNS = "period agency_code measure source_id period_basis value".split()

ON_TIME, ONLINE_SHARE, RATED = "766-on-time", "766-online-share", "766-rated"

Part = tuple[int, int]  # numerator, denominator


@dataclass(frozen=True)
class Measure:
    """What the reference says of a measure of index 766."""

    name: str
    parent: str
    max_score: int
    full_at: Decimal | None
    zero_rule: str


@cache
def measures() -> dict[str, Measure]:
    """The measures of index 766 in the version in use, by name, parts after what they are part of."""
    path = builtin.folder("datasets") / "reference" / "measures.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["version"] == VERSION and int(row["max_score"] or 0)]
    return {
        row["measure"]: Measure(
            name=row["measure"],
            parent=row["parent"],
            max_score=int(row["max_score"]),
            full_at=Decimal(row["full_at"]) if row["full_at"] else None,
            zero_rule=row["zero_rule"],
        )
        for row in rows
    }


def half_up(above: int, below: int, places: int = 2) -> Decimal:
    """above / below, rounded half up, without the zeros at its end."""
    shown = Decimal((2 * above * 10**places + below) // (2 * below)).scaleb(-places)
    return shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown.normalize()


def score(measure: Measure, part: Part) -> Decimal | None:
    """The score of a part; without a denominator what the zero rule says, None where it says nothing."""
    numerator, denominator = part
    if not denominator:
        return {"full": Decimal(measure.max_score), "zero": Decimal(0)}.get(measure.zero_rule)
    full_at = int((measure.full_at or Decimal(1)) * 10)
    ten_at_full = measure.max_score * min(10 * numerator, full_at * denominator)
    return half_up(ten_at_full, full_at * denominator)


def rows(seed: int, facts: Facts) -> Iterator[Cells]:
    """The table scores: the province since its reorganisation, and every unit in the last month."""
    for n in range(BREAK, COUNT):
        dice = Dice(seed, "scores", n)
        units = _units(dice, facts, n)
        rated = [part for _, name, part in units if name == RATED]
        parts = _parts(dice, facts, n) | {RATED: (sum(part[0] for part in rated), sum(part[1] for part in rated))}
        shown = [*_province(n, parts), *(_of_units(n, units) if n == COUNT - 1 else [])]
        yield from sorted(shown, key=lambda row: (str(row[1]), str(row[2])))


def _province(n: int, parts: dict[str, Part]) -> Iterator[Cells]:
    points: dict[str, Decimal | None] = {}
    known = measures()
    for name in reversed(known):  # in the reference, parts stand after their group
        measure = known[name]
        own = [points[part.name] for part in known.values() if part.parent == name]
        if name in parts:
            points[name] = score(measure, parts[name])
        elif own:
            points[name] = half_up(sum(int((item or 0) * 100) for item in own), 100)
        else:
            points[name] = Decimal(measure.max_score)  # without numerator and denominator, as in all 34 provinces
        yield _row(n, PROVINCE, measure, parts.get(name), points[name], None if own or name in parts else Decimal(100))


def _parts(dice: Dice, facts: Facts, n: int) -> dict[str, Part]:
    """Numerator and denominator of the province's parts; what the tables do not hold is thrown."""
    form, usage = facts.form(PROVINCE, n), facts.usage
    in_force, offered, announced = facts.in_force(n), facts.on_offer(n), len(facts.announced(n))
    received, resolved = form["received_online"] + form["received_offline"], form["resolved_total"]
    online = {item.procedure.code for item in offered}
    charged = [item for item in in_force if item.fee]
    payable = {item.procedure.code for item in offered if item.payment}
    petitions = dice.between(0, 6) if n % 5 else 0
    late = dice.below(3) if announced > 9 else 0
    connected = dice.part(received, 90)
    return {
        "766-published-on-time": (announced - late, announced),
        "766-updated-on-time": (announced - late // 2, announced),
        "766-content-complete": (dice.part(len(in_force), 97), len(in_force)),
        "766-synced": (received, received),
        ON_TIME: (_on_time(form), form["to_handle_total"]),
        "766-online-provision": (len(online), len(in_force)),
        "766-online-used": (usage.used_online[n], len(offered)),
        ONLINE_SHARE: (form["received_online"], received),
        "766-payment-dossiers": (usage.paid[n], usage.payable[n]),
        "766-payment-procedures": (sum(item.code in payable for item in charged), len(charged)),
        "766-payment-third": (dice.part(usage.paid[n], 64), usage.paid[n]),
        "766-e-result": (form["resolved_online"], resolved),
        "766-digitised": (dice.part(resolved, 71), resolved),
        "766-reused": (dice.part(received, 58), received),
        "766-stored": (dice.part(resolved, 66), resolved),
        "766-population-dossiers": (dice.part(connected, 93), connected),
        "766-population-procedures": (dice.part(len(online), 41), len(online)),
        "766-petition-on-time": (petitions - (petitions > 4), petitions),
        "766-petition-satisfied": (petitions // 2, petitions // 2),
    }


def _units(dice: Dice, facts: Facts, n: int) -> list[tuple[str, str, Part]]:
    found: list[tuple[str, str, Part]] = []
    for body in facts.world.bodies():
        form = facts.form(body.code, n)
        if form["to_handle_total"]:
            received = form["received_online"] + form["received_offline"]
            ratings = dice.part(form["resolved_total"], 30)
            found.append((body.code, ON_TIME, (_on_time(form), form["to_handle_total"])))
            found.append((body.code, ONLINE_SHARE, (form["received_online"], received)))
            found.append((body.code, RATED, (dice.part(ratings, dice.between(80, 99)), ratings)))
    return found


def _of_units(n: int, units: list[tuple[str, str, Part]]) -> Iterator[Cells]:
    known = measures()
    points = {(code, name): score(known[name], part) for code, name, part in units}
    ranked = sorted((-(points[code, name] or 0) for code, name, _ in units if name == ON_TIME))
    for code, name, part in units:
        own = points[code, name]
        rank = ranked.index(-(own or Decimal(0))) + 1 if name == ON_TIME else None
        yield _row(n, code, known[name], part, own, None, rank)


def _on_time(form: dict[str, int]) -> int:
    return form["resolved_early"] + form["resolved_on_time"] + form["pending_on_time"]


def _row(
    n: int,
    code: str,
    measure: Measure,
    part: Part | None,
    points: Decimal | None,
    ratio: Decimal | None = None,
    rank: int | None = None,
) -> Cells:
    if part and part[1]:
        ratio = half_up(100 * part[0], part[1])
    numbers = part or (None, None)
    return (month(n), code, measure.name, STAGE, BASIS, *numbers, ratio, points, measure.max_score, rank, SOURCE)


def observation_rows(facts: Facts) -> Iterator[Cells]:
    """The table observations: the counters that the national portal shows beside the scores."""
    for n in range(BREAK, COUNT):
        form = facts.form(PROVINCE, n)
        postal = form["received_offline"] // 9
        counters = {
            "portal-channel-direct": form["received_offline"] - postal,
            "portal-channel-online": form["received_online"],
            "portal-channel-postal": postal,
            "portal-channel-total": form["received_online"] + form["received_offline"],
            "portal-on-time": _on_time(form),
            "portal-overdue": form["resolved_overdue"] + form["pending_overdue"],
            "portal-received": form["to_handle_total"],
            "portal-services-online": len(facts.on_offer(n)),
            "portal-services-used": facts.usage.used_online[n],
        }
        for measure, value in counters.items():
            yield month(n), PROVINCE, measure, SOURCE, BASIS, value
