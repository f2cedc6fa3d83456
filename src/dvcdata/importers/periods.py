"""The period of a file that names none: proposed from the file's name, and asked for."""

import re
from collections.abc import Callable
from pathlib import Path

from dvcdata import texts
from dvcdata.errors import UserError

Ask = Callable[[str, str], str]
PERIOD = re.compile("[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12]|-9M)?")
YEAR_MONTH = re.compile(r"(?<![0-9])(20[0-9]{2})[-_. ]?(0[1-9]|1[0-2])(?![0-9])(?![-_. ][0-3]?[0-9](?![0-9]))")
MONTH_YEAR = re.compile(r"(?<![0-9])(?<![0-9][-_. ])(0?[1-9]|1[0-2])[-_. ]?(20[0-9]{2})(?![0-9])")
QUARTER = re.compile(r"(?:q|quy|quý)[-_. ]?([1-4])[-_. /]*(20[0-9]{2})(?![0-9])|(20[0-9]{2})[-_. ]?q([1-4])(?![0-9])")


def choose(path: Path, file: str, given: str | None, ask: Ask | None, into: Path, lang: str) -> str:
    """The period given, else the one answered; without anybody to ask, the command to run instead."""
    proposal = propose(file)
    if given is None and ask is None:
        key = "import.no_period" if proposal else "import.no_period_known"
        raise UserError(key, file=file, command=_command(path, into, proposal or "2026-08"))
    period = (
        given
        if given is not None or ask is None
        else ask(texts.text("import.ask_period", lang, file=file), proposal or "")
    )
    if not PERIOD.fullmatch((period or "").strip()):
        raise UserError("import.bad_period", value=period or "")
    return (period or "").strip()


def propose(file: str) -> str | None:
    """The one period that a file's name holds, or None; a full date is the day of something else."""
    name = file.rpartition("/")[2].casefold()
    found = {f"{y1 or y2}-Q{q1 or q2}" for q1, y1, y2, q2 in QUARTER.findall(name)}
    name = QUARTER.sub(" ", name)
    found |= {f"{year}-{month}" for year, month in YEAR_MONTH.findall(name)}
    found |= {f"{year}-{int(month):02}" for month, year in MONTH_YEAR.findall(name)}
    return found.pop() if len(found) == 1 else None


def _command(path: Path, into: Path, period: str) -> str:
    shown = [f'"{part}"' if " " in str(part) else str(part) for part in (path, into)]
    return f"dvcdata import {shown[0]} --into {shown[1]} --period {period}"
