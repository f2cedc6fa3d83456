"""The open licences that dvcdata knows: open by the Open Definition, so that anyone may use the data for anything."""

import difflib
import re
from dataclasses import dataclass

from dvcdata import texts
from dvcdata.errors import UserError


@dataclass(frozen=True)
class Licence:
    """A licence by its SPDX id, with its own title, its address, and other ids for it: CKAN's own first."""

    name: str
    title: str
    path: str
    others: tuple[str, ...] = ()

    def words(self, lang: str) -> str:
        """What it allows and asks for, in a few words."""
        return texts.text(f"licence.{self.name}", lang)


OPEN = (
    Licence(
        "CC-BY-4.0",
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
        ("cc-by", "CC BY 4.0"),
    ),
    Licence(
        "CC0-1.0",
        "Creative Commons Zero v1.0 Universal",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        ("cc-zero", "CC0"),
    ),
    Licence(
        "CC-BY-SA-4.0",
        "Creative Commons Attribution Share Alike 4.0 International",
        "https://creativecommons.org/licenses/by-sa/4.0/",
        ("cc-by-sa", "CC BY-SA 4.0"),
    ),
    Licence(
        "ODC-By-1.0",
        "Open Data Commons Attribution License v1.0",
        "https://opendatacommons.org/licenses/by/1-0/",
        ("odc-by",),
    ),
    Licence(
        "ODbL-1.0",
        "Open Data Commons Open Database License v1.0",
        "https://opendatacommons.org/licenses/odbl/1-0/",
        ("odc-odbl", "ODbL"),
    ),
    Licence(
        "PDDL-1.0",
        "Open Data Commons Public Domain Dedication & License 1.0",
        "https://opendatacommons.org/licenses/pddl/1-0/",
        ("odc-pddl", "PDDL", "ODC-PDDL-1.0"),
    ),
)


def known(text: str) -> Licence | None:
    """The licence of that id, title or address, whatever its case and blanks, or None."""
    return _ids().get(_plain(text))


def find(text: str) -> Licence:
    """The same; one that is not known is refused with the nearest."""
    if found := known(text):
        return found
    ids = _ids()
    near = difflib.get_close_matches(_plain(text), ids, 1, 0)[0]
    raise UserError("licence.unknown", value=text, near=ids[near].name, known=", ".join(item.name for item in OPEN))


def _ids() -> dict[str, Licence]:
    return {_plain(name): item for item in OPEN for name in (item.name, item.title, item.path, *item.others)}


def _plain(text: str) -> str:
    return re.sub("[^a-z0-9.]+", "-", text.lower()).strip("-")
