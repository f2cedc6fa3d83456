"""The period and the body of a file: as it says them, as the command line does, or as somebody answers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dvcdata import texts
from dvcdata.errors import UserError
from dvcdata.importers import periods
from dvcdata.importers.directory import PROVISIONAL, Directory
from dvcdata.importers.periods import When
from dvcdata.importers.said import Part

Ask = Callable[[str, str], str]
CODE = re.compile("[A-Za-z0-9][A-Za-z0-9._-]*")
EXAMPLE = "2026-08"
NOBODY = "MÃ"


@dataclass(frozen=True)
class Asker:
    """Whom to ask, and what the command line says already."""

    into: Path
    period: str | None = None
    agency: str | None = None
    ask: Ask | None = None
    lang: str = "vi"

    def when(self, path: Path, part: Part, directory: Directory) -> When:
        """The period of a part; what contradicts its own words is refused."""
        file, stated = part.document.file, part.stated
        said = stated.when()
        if self.period is None and said:
            return said
        value = self.period if self.period is not None else self._ask_period(path, part, directory)
        when = periods.given(value)
        if not when:
            raise UserError("import.bad_period", value=value)
        counted = stated.counted(when.period)
        if not counted or (when.basis and counted.basis not in ("", when.basis)):
            raise UserError("import.other_period", file=file, said=_said(part), given=when.period)
        return When(when.period, when.basis or counted.basis)

    def _ask_period(self, path: Path, part: Part, directory: Directory) -> str:
        file, stated = part.document.file, part.stated
        proposal = stated.proposal() or periods.propose(file) or ""
        if self.ask:
            return self.ask(texts.text("import.ask_period", self.lang, file=file), proposal)
        command = self._command(path, part, directory, proposal or EXAMPLE)
        if stated.named or stated.spans:
            raise UserError("import.unclear_period", file=file, said=_said(part), command=command)
        raise UserError("import.no_period" if proposal else "import.no_period_known", file=file, command=command)

    def who(self, path: Path, part: Part, directory: Directory, period: str) -> str:
        """The code of the body that a part is of; what contradicts its own words is refused."""
        found = _found(part, directory, period)
        if self.agency is None and found:
            return found
        value = self.agency if self.agency is not None else self._ask_agency(path, part, directory, period)
        code = directory.find(value) or value.strip()
        if not CODE.fullmatch(code):
            raise UserError("import.bad_agency", value=value)
        if found and found != code:
            if directory.is_below(found, code):
                return found
            raise UserError("import.other_agency", file=part.document.file, found=found, given=code)
        return code

    def _ask_agency(self, path: Path, part: Part, directory: Directory, period: str) -> str:
        file, name = part.document.file, part.reporter
        proposal = directory.nearest(name) or "" if name else ""
        sure = directory.meant(name) or "" if name else ""
        if self.ask:
            key = "import.ask_named_agency" if name else "import.ask_agency"
            return self.ask(texts.text(key, self.lang, file=file, name=name), sure)
        key = "import.unknown_agency" if name else "import.no_agency"
        near = f"{directory.name(proposal)} ({proposal})" if proposal else None
        raise UserError(key, file=file, name=name, near=near, command=self._command(path, part, directory, period))

    def _command(self, path: Path, part: Part, directory: Directory, period: str) -> str:
        """The command that says what the file leaves open."""
        words = ["dvcdata", "import", _shown(path), "--into", _shown(self.into)]
        if "period" in part.needs and (self.period is not None or not part.stated.when()):
            words += ["--period", period]
        if self.agency is not None:
            words += ["--agency", self.agency]
        elif "agency" in part.needs and not _found(part, directory, period):
            words += ["--agency", (part.reporter and directory.meant(part.reporter)) or NOBODY]
        return " ".join(words)


def _found(part: Part, directory: Directory, period: str) -> str | None:
    """The body that a part names; a code made up for a name in a list is not enough for a report of its own."""
    code = directory.find(part.reporter, period=period) if part.reporter else directory.reporter(part.lines)
    return None if code and code.startswith(PROVISIONAL) else code


def _said(part: Part) -> str:
    """What a part says about its period, as a period is written in data."""
    stated = part.stated
    return ", ".join([*sorted(stated.named), *(f"{first}/{last}" for first, last in sorted(stated.spans))])


def _shown(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)
