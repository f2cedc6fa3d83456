"""What every rendering of `dvcdata status` says in the same words."""

from dvcdata import profiles, texts
from dvcdata.findings import SEVERITIES
from dvcdata.formats import sentences
from dvcdata.status.deliveries import Body, Series, Status, Trouble


def title(status: Status, lang: str) -> str:
    """Whose deliveries, as of which day."""
    return texts.text(
        "status.title", lang, names=sentences.packages(status.report.packages, lang), as_of=status.report.as_of
    )


def series(item: Series, lang: str) -> str:
    """Which table, and from which period to which."""
    schema = profiles.schema(item.table) or {}
    title = schema.get("title" if lang == "vi" else "title_en", item.table)
    first, last = item.periods[0], item.periods[-1]
    key = "status.series" if len(item.periods) > 1 else "status.only"
    return texts.text(key, lang, title=title, table=item.table, first=first, last=last, n=len(item.periods))


def latest(item: Series, lang: str) -> str:
    """How many gave figures for the last period, and by when they are due."""
    last = item.periods[-1]
    said = texts.text("status.latest", lang, period=last, given=item.given(last), expected=item.expected(last))
    return f"{said} {texts.text('status.due', lang, day=item.due[last])}" if last in item.due else said


def behind(item: Series, lang: str) -> list[str]:
    """How many bodies lack nothing, how many need not have delivered yet, and how many lack something."""
    lacking = {body.code for body in (*item.waiting, *item.behind)}
    complete = [body for body in item.bodies if body.code not in lacking]
    past = sum(item.periods[-1] not in body.gave for body in complete)
    numbers = {"complete_past" if past else "complete": len(complete), "waiting_for": len(item.waiting)}
    numbers["late" if item.due else "behind"] = len(item.behind)
    return [texts.text(f"status.{name}", lang, n=n, past=past) for name, n in numbers.items() if n]


def unread(status: Status, lang: str) -> list[str]:
    """A line for each package that could not be opened, with the reason."""
    return [
        texts.text("status.unread", lang, name=name, why=problem.format_message()) for name, problem in status.unread
    ]


def named(body: Body) -> str:
    """A body by its name and code."""
    return sentences.short(f"{body.name} ({body.code})" if body.name else body.code)


def trouble(item: Trouble, lang: str) -> str:
    """What was found: how much of each severity, who can mend how much of it, and what keeps it from publication."""
    counts = [sentences.counted(severity, n, lang) for severity in SEVERITIES if (n := item.severities[severity])]
    if not counts:
        return texts.text("status.nothing", lang)
    said = [", ".join(counts)]
    if item.blocking:
        said.append(texts.text("status.blocked", lang, rules=rules(item)))
    return "; ".join(said)


def rules(item: Trouble) -> str:
    """The rules that keep it from publication, with how often."""
    return ", ".join(f"{texts.visible(rule)} ({n})" for rule, n in item.blocking.items())
