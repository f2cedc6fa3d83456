"""Makes a workbook to fill in for a table of the profile, with the profile's checks inside."""

import csv
import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

from dvcdata import builtin, profiles, texts, write
from dvcdata.errors import UserError
from dvcdata.template import about, columns, known, sheets
from dvcdata.template.book import Book, Lists
from dvcdata.template.checks import FIRST
from dvcdata.template.columns import Column


def template(
    table: str,
    out: Path | None = None,
    *,
    agency: str | None = None,
    period: str | None = None,
    references: Sequence[Path] = (),
    lang: str = "vi",
) -> Path:
    """Writes the template of a table and returns where; a file that is there is never written over."""
    if profiles.schema(table) is None:
        near = difflib.get_close_matches(table, profiles.tables(), 1, 0)[0]
        raise UserError("template.unknown", table=table, near=near, known=", ".join(profiles.tables()))
    found = known.Known(references)
    given, hints = found.given(agency, period, lang)
    place = out or Path(
        "-".join(["mau", table, *(given[name] for name in ("agency", "period") if name in given)]) + ".xlsx"
    )
    if place.suffix.lower() != ".xlsx":
        raise UserError("template.ending", path=str(place))
    if place.exists():
        raise UserError("template.exists", path=str(place))
    content = _content(table, found, given, hints, lang)
    # border: all is known; from here on it is written
    write.write_files([(place, content)])
    return place


def made(
    table: str, *, out: Path | None, body: str | None, of_period: str | None, references: Sequence[Path], lang: str
) -> Iterator[str]:
    """`dvcdata template`: writes the template of a table, and says where it is and what to do with it."""
    path = template(table, out, agency=body, period=of_period, references=references, lang=lang)
    names = {name: texts.text(f"template.sheet.{name}", lang) for name in ("rows", "about")}
    yield texts.text("template.done", lang, path=str(path), first=FIRST, **names)


def tables(lang: str) -> Iterator[str]:
    """The tables that there are templates for, a line each."""
    names = profiles.tables()
    yield texts.text("template.tables", lang)
    for name in names:
        title = (profiles.schema(name) or {})["title" if lang == "vi" else "title_en"]
        yield f"  {name.ljust(max(map(len, names)) + 2)}{title}"


def _content(table: str, found: known.Known, given: dict[str, str], hints: dict[str, str], lang: str) -> bytes:
    book, listed = Book(lang), columns.of(table, lang)
    schema = profiles.schema(table) or {}
    lists = _lists(table, listed, found, lang)
    said = {**given, **({"period_basis": _word(given["period_basis"], lang)} if "period_basis" in given else {})}
    sheets.rows(book, table, schema["title" if lang == "vi" else "title_en"], listed, lists, said)
    sheets.description(book, table, said, hints)
    book.guide(listed, _examples(table, listed, lang))
    book.name_lists(lists)
    return book.content()


def _word(value: str, lang: str) -> str:
    return next(word for word, code in about.choices("period_basis", lang).items() if code == value)


def _lists(table: str, listed: Sequence[Column], found: known.Known, lang: str) -> Lists:
    """The closed lists of columns, those that reference packages give, and those of the description sheet."""
    lists: Lists = {}
    for item in listed:
        if item.words:
            lists[item.name] = {**item.words, **({} if item.required else columns.missing(table, lang))}
        elif codes := found.codes(table, item.name):
            lists[item.name] = codes
    return lists | {f"about.{line.name}": about.choices(line.choice, lang) for line in about.LINES if line.choice}


def _examples(table: str, listed: Sequence[Column], lang: str) -> dict[str, str]:
    """An example for each column, as it is typed: from the made-up sample, or from the list of a column."""
    examples = {item.name: next(iter(item.words)) for item in listed if item.words}
    path = builtin.folder("datasets") / "sample" / f"{table}.csv"
    if not path.is_file():
        return examples
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name, value in row.items():
                if value.strip("0") and name not in examples:
                    examples[name] = _typed(value, name, listed)
    return examples


def _typed(value: str, name: str, listed: Sequence[Column]) -> str:
    kind = next((item.kind for item in listed if item.name == name), "")
    year, *rest = value.split("-") if kind == "date" else [""]
    return "/".join([*reversed(rest), year]) if rest else value
