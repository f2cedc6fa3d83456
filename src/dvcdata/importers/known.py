"""What is known beside the files: the bodies and measures of the reference package, and the classes of bodies."""

import csv
import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from dvcdata import builtin, package
from dvcdata.importers.ids import slug

# How a source names a class of bodies instead of one body: the end of the text, and the tier if that says one.
# The longest end counts. A text that ends otherwise may be a body, and is left to the steward to map.
ENDINGS = {
    "cấp trung ương": "central",
    "cấp tỉnh": "province",
    "cấp huyện": "district",
    "cấp xã": "commune",
    "của ubnd cấp tỉnh": "",  # those to whom the province delegated may be of any tier
    "của ủy ban nhân dân cấp tỉnh": "",
    "các cấp": "",
    "tỉnh, thành phố": "province",
    "tỉnh, thành phố trực thuộc trung ương": "province",
    "tỉnh và thành phố trực thuộc trung ương": "province",
    "bảo hiểm xã hội tỉnh": "province",
    "hội đồng nhân dân tỉnh": "province",
    "huyện, thành phố": "district",
    "thành phố thuộc tỉnh và tương đương": "district",
    "công an huyện": "district",
    "thuế cơ sở": "",
    "hải quan khu vực": "",
    "kho bạc nhà nước khu vực": "",
    "tòa án nhân dân khu vực": "",
    "tòa án nhân dân cấp cao": "",
    "cấp quân khu": "",
    "cơ quan ngang bộ": "",
    "cơ quan thuộc chính phủ": "",
}


class Known:
    """Finds the code for a text: a body by its exact name, or a class of bodies, which gets a code when first met."""

    def __init__(self, groups: Iterable[dict[str, str]] = ()) -> None:
        self._groups = {row["name"]: row["group_code"] for row in groups if row.get("name")}

    def code(self, text: str) -> str | None:
        """The code of the body or class that is called exactly this, or None."""
        return names().get(text) or self._groups.get(text)

    def group(self, text: str) -> tuple[str, str] | None:
        """The code and the tier ("" where the text says none) of the class that this text names, or None."""
        tier = tier_of_class(text)
        if text not in self._groups and (tier is None or text in names()):
            return None
        if text not in self._groups:
            self._groups[text] = self._new_code(text)
        return self._groups[text], tier or ""

    def _new_code(self, text: str) -> str:
        """A code out of the text; where it was cut or is taken by another spelling, digits of a hash tell it apart."""
        code = f"nhom-{slug(text)}"
        if slug(text) != slug(text, longest=len(text)) or code in self._groups.values():
            code += f"-{hashlib.sha256(text.encode()).hexdigest()[:6]}"
        return code


@cache
def tier_of_class(text: str) -> str | None:
    """The tier of the class that a text names, "" where it says none, and None where the text is no class."""
    plain = unicodedata.normalize("NFC", text).casefold()
    ends = [ending for ending in ENDINGS if plain.endswith(ending)]
    return ENDINGS[max(ends, key=len)] if ends and text == text.strip() else None


@cache
def names() -> dict[str, str]:
    """The code of every body of the reference package by its names; a name of two bodies is left out."""
    codes: dict[str, set[str]] = defaultdict(set)
    for row in [*reference("agencies"), *reference("agency_names")]:
        codes[row["name"]].add(row["agency_code"])
    return {name: next(iter(found)) for name, found in codes.items() if len(found) == 1}


@cache
def bodies() -> dict[str, dict[str, str]]:
    """The bodies of the reference package by their code."""
    return {row["agency_code"]: row for row in reference("agencies")}


@cache
def measures() -> dict[str, dict[str, str]]:
    """The measures of the reference package as they are implemented, by their id."""
    return {row["measure"]: row for row in reference("measures") if row["version"] == "implemented"}


@cache
def sources() -> dict[str, dict[str, str]]:
    """The sources of the reference package by their id."""
    return {row["source_id"]: row for row in reference("sources")}


@cache
def reference(table: str) -> list[dict[str, str]]:
    """The rows of a table of the reference package."""
    opened = package.open_package(builtin.folder("datasets") / "reference")
    rows: list[dict[str, str]] = []
    for path in (path for item in opened.tables if item.name == table for path in item.paths):
        with path.open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    return rows
