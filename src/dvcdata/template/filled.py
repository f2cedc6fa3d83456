"""Reads a template back that somebody filled in: words as values, dates and periods as data writes them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dvcdata import describe, profiles, schemas, texts
from dvcdata.errors import UserError
from dvcdata.spreadsheets.cells import letter
from dvcdata.spreadsheets.survey import Survey
from dvcdata.spreadsheets.workbook import Sheet
from dvcdata.template import about, checks, columns, version

HEAD = 10  # rows in which a sheet says what it is
Rows = Sequence[Sequence[str]]
Whole = Callable[[str], Rows]
Words = Mapping[str, str]


@dataclass(frozen=True)
class Filled:
    """A sheet of rows of a template: its table, where its columns stand, and what its other sheets say."""

    table: str
    sheet: str
    header: int
    """The row with the machine names, counted from 0."""
    places: Mapping[str, int]
    own: tuple[str, ...]
    """Labels of columns that somebody added."""
    lacking: tuple[str, ...]
    """Columns that the table has by now and the template does not."""
    about: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Words] = field(default_factory=dict)
    about_sheet: str = ""

    def row(self, cells: Sequence[str], merged: Mapping[int, str]) -> dict[str, str] | None:
        """The values of a row by column; None for a row in which nothing was filled in.

        `merged` is what cells merged over several rows say, by column: it counts for keys, never for figures.
        """
        values = {
            name: self._value(name, cells[place] if place < len(cells) else "") for name, place in self.places.items()
        }
        if not any(values.values()):
            return None
        key = schemas.primary_key(self._schema)
        for name in values:
            above = self._value(name, merged[self.places[name]]) if name in key and not values[name] else ""
            values[name] = values[name] or above or self.about.get(columns.shared(name, key), "")
        return values

    def rows(self, sheet: Sheet) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows below the header in which anything was filled in, with their number from 0."""
        for index, cells in enumerate(sheet.rows[self.header + 1 :], self.header + 1):
            merged = {place: sheet.merged.get((index, place), "") for place in self.places.values()}
            if (values := self.row(cells, merged)) is not None:
                yield index, values

    def described(self, file: str) -> dict[str, str | list[str]]:
        """What the description sheet says, as `dvcdata describe` takes it; what it can't take is refused."""
        found: dict[str, str | list[str]] = {name: text for name, text in self.about.items() if name in describe.PARTS}
        found.pop("source", None)
        if words := [word.strip() for word in re.split("[,;]", self.about.get("keywords", "")) if word.strip()]:
            found["keyword"] = words
        try:
            describe.applied({}, found)
        except UserError as problem:
            why = problem.format_message()
            raise UserError("template.about_bad", file=file, sheet=self.about_sheet, why=why) from None
        return found

    def check(self, file: str, survey: Survey) -> None:
        """Refuses a template with formulas among its data that were never calculated: nobody knows their value."""
        columns = set(self.places.values())
        flaws = [
            flaw for some in survey.flaws.values() for flaw in some if flaw.text is None and flaw.row > self.header
        ]
        cells = [(flaw.row, column) for flaw in flaws for column in range(flaw.column, flaw.column + flaw.columns)]
        if found := sorted(cell for cell in cells if cell[1] in columns):
            first = f"{letter(found[0][1])}{found[0][0] + 1}"
            raise UserError("template.unvalued", file=file, sheet=self.sheet, n=len(found), cell=first)

    def empty(self, file: str) -> UserError:
        """What is wrong with a template in which no row was filled in."""
        return UserError("template.empty", file=file, sheet=self.sheet, first=self.header + 2)

    @property
    def _schema(self) -> dict[str, Any]:
        return profiles.schema(self.table) or {}

    def _value(self, name: str, text: str) -> str:
        from dvcdata.importers import readings

        said = text.strip()
        if (known := self.lists.get(name, {}).get(_plain(said))) is not None:
            return known
        kind = next(item["type"] for item in self._schema["fields"] if item["name"] == name)
        if kind == "date":
            return readings.day(text, readings.VIETNAMESE)
        if name == "period":
            return readings.period(text)
        return text if kind == "string" else said


def opened(file: str, heads: Mapping[str, Rows], whole: Whole) -> list[Filled]:
    """The filled-in tables of a workbook by the first rows of its sheets; none where it is no template.

    `whole` gives all rows of a sheet. One of another version whose columns have changed since is refused.
    """
    marks = {name: mark for name, rows in heads.items() if (mark := version.found(rows))}
    others = {mark.what: name for name, mark in marks.items() if not mark.version}
    mine = {name: mark for name, mark in marks.items() if mark.version}
    if not mine:
        return []
    lists = _lists(whole(others[version.LISTS])) if version.LISTS in others else {}
    said = _about(whole(others[version.ABOUT]), lists) if version.ABOUT in others else {}
    found = [_filled(file, name, mark, heads[name], lists, said) for name, mark in mine.items()]
    return [replace(item, about_sheet=others.get(version.ABOUT, "")) for item in found]


def sheets(heads: Mapping[str, Rows]) -> set[str]:
    """The sheets that belong to a template and hold no rows."""
    return {name for name, rows in heads.items() if (mark := version.found(rows)) and not mark.version}


def _filled(
    file: str, sheet: str, mark: version.Mark, rows: Rows, lists: Mapping[str, Words], said: Mapping[str, str]
) -> Filled:
    schema = profiles.schema(mark.what) or {}
    key = schemas.primary_key(schema)
    listed = columns.of(mark.what, "vi") if schema else []
    wanted = [item.name for item in listed]
    every = [item["name"] for item in schema.get("fields", [])]
    header, labels = max(enumerate(_labels(rows)), key=lambda item: len({*item[1]} & {*every}))
    needed = {item.name for item in listed if item.required and not (item.shared and said.get(item.shared))}
    version.check(file, mark, [label for label in labels if _machine(label)], every, [*wanted], needed)
    if lost := [name for name in key if name not in labels and name in needed]:
        raise UserError("template.header", file=file, sheet=sheet, table=mark.what, columns=", ".join(lost))
    places = {label: place for place, label in reversed(list(enumerate(labels))) if label in every}
    titles = rows[header - 1] if header else []
    own = [_own(labels, titles, place) for place in range(len(titles)) if place not in places.values()]
    lacking = [name for name in wanted if name not in places]
    words = {item["name"]: _words(mark.what, item) | dict(lists.get(item["name"], {})) for item in schema["fields"]}
    return Filled(
        mark.what,
        sheet,
        header,
        {name: places[name] for name in every if name in places},
        tuple(label for label in own if label and not _ours(label)),
        tuple(lacking) if mark.fingerprint != version.fingerprint(mark.what) else (),
        said,
        words,
    )


def _labels(rows: Rows) -> list[list[str]]:
    return [[cell.strip() for cell in row] for row in rows]


def _machine(label: str) -> bool:
    return label.isascii() and label.replace("_", "").isalnum() and label == label.lower()


def _own(labels: Sequence[str], titles: Sequence[str], place: int) -> str:
    return labels[place] or titles[place].strip()


def _ours(title: str) -> bool:
    """Whether a title is that of the column with our own remarks."""
    known = (
        texts.text("template.rows.check", lang, n=checks.HERE).partition(checks.HERE)[0] for lang in texts.LANGUAGES
    )
    return title.startswith(tuple(known))


def _words(table: str, item: Mapping[str, Any]) -> dict[str, str]:
    """What a cell of a closed list may say, in every language, and the values themselves."""
    found: dict[str, str] = {}
    for lang in texts.LANGUAGES:
        shown = {**columns.words(item, lang), **columns.missing(table, lang)}
        found |= {_plain(word): value for word, value in shown.items()}
        if item["type"] == "boolean" or item.get("constraints", {}).get("enum"):
            found |= {_plain(value): value for value in shown.values()}
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _lists(rows: Rows) -> dict[str, dict[str, str]]:
    """The lists that the workbook carries: a column of words beside one of values, under the name of the column."""
    place = next((n for n, row in enumerate(rows) if len(row) > 1 and row[1] == f"{row[0]}:value"), None)
    if place is None:
        return {}
    found: dict[str, dict[str, str]] = {}
    for column in range(len(rows[place]) - 1):
        name = rows[place][column]
        if name and rows[place][column + 1] == f"{name}:value":
            pairs = ((row[column], row[column + 1].strip()) for row in rows[place + 1 :])
            found[name] = {_plain(word): value for word, value in pairs if word.strip() and value}
    return found


def _about(rows: Rows, lists: Mapping[str, Words]) -> dict[str, str]:
    """What the description sheet says, by the names of its lines."""
    names = {line.name: line for line in about.LINES}
    found: dict[str, str] = {}
    for row in rows:
        line = names.get(row[3].strip()) if len(row) > 3 else None
        if line and (text := " ".join(row[1].split())):
            found[line.name] = lists.get(f"about.{line.name}", {}).get(_plain(text)) or _chosen(line, text)
    return found


def _chosen(line: about.Line, text: str) -> str:
    for lang in texts.LANGUAGES if line.choice else ():
        for word, value in about.choices(line.choice, lang).items():
            if _plain(text) == _plain(word):
                return value
    return text
