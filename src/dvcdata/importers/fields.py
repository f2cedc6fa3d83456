"""The codes of fields for a source that only names them: those the package has, else made out of the name."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from dvcdata.importers.ids import same_name, slug

# "1. Lĩnh vực Hộ tịch" is the field Hộ tịch
BEFORE = re.compile(r"^\s*(?:[0-9IVX]+[.)]\s*)*(?:lĩnh vực:?\s+)?", re.IGNORECASE)


class Fields:
    """Gives a field the same code wherever it is named."""

    def __init__(self, *tables: Iterable[Mapping[str, str]]) -> None:
        self._known: dict[str, str] = {}
        for rows in tables:
            codes: dict[str, set[str]] = defaultdict(set)
            for row in rows:
                if row.get("field_name") and row.get("field_code"):
                    codes[_key(row["field_name"])].add(row["field_code"])
            sure = {name: found.pop() for name, found in codes.items() if len(found) == 1}
            self._known = sure | self._known

    def code(self, name: str, section: str = "") -> str:
        """The code of a field; one in a section of the form is another than the same field outside of it."""
        if section:
            return f"{slug(section)}.{slug(BEFORE.sub('', name))}"
        key = _key(name)
        if key not in self._known:
            code = slug(BEFORE.sub("", name))
            if code in self._known.values():  # Thuế and Thuê
                code += f"-{hashlib.sha256(key.encode()).hexdigest()[:6]}"
            self._known[key] = code
        return self._known[key]


def _key(name: str) -> str:
    return same_name(BEFORE.sub("", name))
