"""What a value is compared with in another period, and why it is not where the two are not alike."""

from collections.abc import Callable, Sequence

from dvcdata.indicators.results import Comparison, Result
from dvcdata.indicators.windows import Window

FEW = 20  # shares and means are compared where less than one in so many lacks a figure in one of two periods


def compared(
    now: Sequence[Result], then: Sequence[Result], window: Window, breaks: Callable[[str, Window, Window], bool]
) -> dict[tuple[str, str | None], Comparison]:
    """What each result is compared with in another period."""
    old = {(item.agency, item.group): item for item in then}
    found: dict[tuple[str, str | None], Comparison] = {}
    for item in now:
        other = old.get((item.agency, item.group))
        if other is None or other.value is None or item.value is None:
            continue
        why = _why_not(item, other, breaks)
        found[item.agency, item.group] = Comparison(window, other.value, None if why else item.value - other.value, why)
    return found


def _why_not(item: Result, other: Result, breaks: Callable[[str, Window, Window], bool]) -> str:
    if item.indicator.level_at == "as_recorded":
        return "register" if item.indicator.table == "open_datasets" else "level"
    if item.indicator.before:
        return "releases"
    if breaks(item.agency, other.window, item.window):
        return "break"
    if item.parts != other.parts or _differ(item, other):
        return "coverage"
    if item.indicator.kind == "count" and (item.known < item.of or other.known < other.of):
        return "unknown"
    return ""


def _differ(item: Result, other: Result) -> bool:
    """Whether so much of two values has a figure in one of them only that it may be all that changed."""
    if item.indicator.flow == "as_of":
        return False
    if item.indicator.kind in ("mean", "median") or item.indicator.counts == "agencies":
        return FEW * abs(item.known - other.known) > max(item.known, other.known)
    now, then = dict(item.given), dict(other.given)
    if not item.parts or now.keys() == then.keys():
        return False
    if item.indicator.kind == "count":
        return True
    alone = (sum(one[code] for code in one.keys() - two.keys()) for one, two in ((now, then), (then, now)))
    return not (now and then) or any(FEW * n > sum(one.values()) for n, one in zip(alone, (now, then), strict=True))
