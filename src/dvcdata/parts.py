"""SQL that several rules or indicators share: a line `-- part: name` takes in the file parts/name.sql."""

import re
from pathlib import Path

from dvcdata.errors import UserError

PART = re.compile(r"^-- part: (?P<name>[\w-]+)", re.MULTILINE)


def whole(select: str, path: Path, shipped: Path, missing: str) -> str:
    """The SELECT of a file with the parts it names: of the folder parts beside it, else of the shipped one's.

    `missing` is the sentence where there is no such part.
    """

    def part(named: re.Match[str]) -> str:
        for folder in (path.parent, shipped):
            if (found := folder / "parts" / f"{named['name']}.sql").is_file():
                return found.read_text(encoding="utf-8").rstrip()
        raise UserError(missing, path=str(path), name=named["name"])

    return PART.sub(part, select)
