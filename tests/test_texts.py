"""Every text is there in both languages, and values stand in it as a reader of the language writes them."""

import ast
import re
import string
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from dvcdata import builtin, texts
from dvcdata.rules import catalogue

TEMPLATE = "{agency}{field:, lĩnh vực …}{until: (đến …)}: {value:pct{decimals}}"


@pytest.mark.parametrize(
    ("field", "until", "sentence"),
    [
        ("Hộ tịch", date(2020, 12, 25), "Sở Tư pháp, lĩnh vực Hộ tịch (đến 25/12/2020): 2,40%"),
        ("Hộ tịch", None, "Sở Tư pháp, lĩnh vực Hộ tịch: 2,40%"),
        (None, None, "Sở Tư pháp: 2,40%"),
    ],
)
def test_a_frame_is_written_only_around_a_value(field: str | None, until: date | None, sentence: str) -> None:
    values = {"agency": "Sở Tư pháp", "field": field, "until": until, "value": Decimal("2.4"), "decimals": 2}
    assert texts.fill(TEMPLATE, values, "vi") == sentence


def test_a_value_that_looks_like_a_template_stays_as_it_is() -> None:
    assert texts.fill("{name:, …}.", {"name": "{value} …"}, "vi") == ", {value} …."


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (9223372036854775807, "9.223.372.036.854.775.807"),
        (Decimal("99999999999999999999.12345678"), "99.999.999.999.999.999.999,12345678"),
        (1e300, f"1{'.000' * 100}"),
        (float("nan"), "nan"),
        (Decimal("Infinity"), "Infinity"),
    ],
)
def test_a_number_beyond_all_measure_is_still_written(value: int | float | Decimal, written: str) -> None:
    assert texts.fill("{value}", {"value": value}, "vi") == written


SOURCE = Path(texts.__file__).parents[1]
FORBIDDEN = {  # the glossary's traps, as (what, where it may stand all the same)
    "vi": [r"hợp lệ", r"bỏ qua", r"(?<!khung )\bmức\b(?! độ)", r"miễn trừ", r"\bCCCD\b"],
    "en": [r"\bvalid\b", r"\bVALID\b", r"\bskipped\b", r"\bpassed over\b"],
}


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("key", sorted(texts.catalogue()))
def test_a_text_is_there_in_both_languages_and_well_formed(key: str) -> None:
    entry = texts.catalogue()[key]
    assert set(entry) - {"one"} == set(texts.LANGUAGES)
    for text in entry.values():
        assert unicodedata.is_normalized("NFC", text)
        assert key == "command.dvcdata.short" or text.strip()
        assert "..." not in text and (key.startswith("init.") or "  " not in text)
    if not key.startswith("period."):  # where each language has its own way
        assert placeholders(entry["vi"]) == placeholders(entry["en"])
    if "one" in entry:
        assert placeholders(entry["one"]) <= placeholders(entry["en"])


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_no_text_says_what_the_glossary_forbids(lang: str) -> None:
    said = {key: entry[lang] for key, entry in texts.catalogue().items()}
    for pattern in FORBIDDEN[lang]:
        assert {key: text for key, text in said.items() if re.search(pattern, text)} == {}, pattern


def test_a_help_calls_its_values_by_the_words_of_its_own_language() -> None:
    known = texts.catalogue()
    foreign = {
        entry["en"] for key, entry in known.items() if key.startswith("placeholder.") and entry["vi"] != entry["en"]
    }
    helps = {key: entry["vi"] for key, entry in known.items() if key.startswith(("command.", "option."))}
    assert foreign and helps
    assert not {key: found for key, said in helps.items() if (found := foreign & {*re.findall("[A-Z]{2,}", said)})}


def test_no_rule_says_what_the_glossary_forbids_and_all_their_words_are_nfc() -> None:
    for rule in catalogue.load():
        for words in (rule.title, rule.message, rule.fix, rule.not_when, rule.basis):
            assert unicodedata.is_normalized("NFC", words["vi"] + words["en"]), rule.id
            assert not re.search(r"hợp lệ|bỏ qua", words["vi"]), rule.id


def test_texts_are_kept_in_files_of_lf_and_nfc() -> None:
    for path in (SOURCE / "texts").glob("*.toml"):
        content = path.read_bytes()
        assert b"\r" not in content and unicodedata.is_normalized("NFC", content.decode("utf-8"))


@cache
def sources() -> list[tuple[str, ast.AST]]:
    return [(path.name, node) for path in SOURCE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))]


def asked_for() -> Iterator[tuple[str, str]]:
    """The literal keys that the code hands to UserError or to the texts, with the file that does."""
    for name, node in sources():
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0].value
            dotted = isinstance(first, str) and re.fullmatch(r"[a-z_-]+(\.[a-z_0-9-]+)+", first)
            if called == "UserError" or (called in ("text", "words") and dotted):
                yield name, str(first)


def asked_for_on_pages() -> Iterator[tuple[str, str]]:
    """The keys that the templates of pages ask for, with the template that does."""
    for path in (builtin.folder("site") / "templates").rglob("*.html"):
        yield from ((path.name, key) for key in re.findall(r'\bt\("([^"]+)"[,)]', path.read_text("utf-8")))


def test_every_key_that_the_code_asks_for_has_words() -> None:
    keys = [*asked_for(), *asked_for_on_pages()]
    assert len(keys) > 50
    assert [(name, key) for name, key in keys if key not in texts.catalogue()] == []


def test_every_text_is_used() -> None:
    """As a literal, or as one of those that a key put together from pieces can become."""
    literal = {node.value for _, node in sources() if isinstance(node, ast.Constant)}
    built = [
        "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values)
        for _, node in sources()
        if isinstance(node, ast.JoinedStr)
    ]
    pages = "".join(path.read_text("utf-8") for path in (builtin.folder("site") / "templates").rglob("*.html"))
    literal |= {key for _, key in asked_for_on_pages()}
    built += [f"{re.escape(start)}.+" for start in re.findall(r'\bt\("([^"]+)" ~', pages)]
    pattern = re.compile("|".join(item for item in built if re.match(r"[a-z_]+\\\.", item)))
    unused = {key for key in texts.catalogue() if key not in literal and not pattern.fullmatch(key)}
    assert unused == set()


def test_every_sentence_of_exit_code_2_is_raised_somewhere() -> None:
    content = tomllib.loads((SOURCE / "texts" / "errors.toml").read_text("utf-8"))
    literal = {node.value for _, node in sources() if isinstance(node, ast.Constant)}
    assert {f"{group}.{name}" for group, entries in content.items() for name in entries} - literal == set()


NUMBERS = [
    (1234, "", "1.234", "1,234"),
    (Decimal("1234.5"), "", "1.234,5", "1,234.5"),
    (-1234567, "", "-1.234.567", "-1,234,567"),
    (0.1, "", "0,1", "0.1"),
    (Decimal("1250.00"), "", "1.250", "1,250"),
    (Decimal("0E-8"), "", "0", "0"),
    (1250, "plain", "1250", "1250"),
    (Decimal("20.6301"), "pct2", "20,63%", "20.63 %"),
    (Decimal("2.395"), "pct2", "2,40%", "2.40 %"),  # half goes up
    (Decimal("2.385"), "pct2", "2,39%", "2.39 %"),
    (Decimal("-2.385"), "pct2", "-2,39%", "-2.39 %"),
    (Decimal("2.3963"), "pct", "2,3963%", "2.3963 %"),
    (Decimal("0.5"), "fixed0", "1", "1"),
    (Decimal("90"), "fixed1", "90,0", "90.0"),
]


@pytest.mark.parametrize(("value", "kind", "vi", "en"), NUMBERS)
def test_numbers_are_written_as_the_language_writes_them(
    value: int | float | Decimal, kind: str, vi: str, en: str
) -> None:
    assert (texts.formatted(value, kind, "vi"), texts.formatted(value, kind, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (date(2026, 11, 21), "21/11/2026", "2026-11-21"),
        (datetime(2026, 1, 2, 14, 5), "02/01/2026", "2026-01-02"),
        (date(987, 1, 2), "02/01/0987", "0987-01-02"),
        (None, "chưa có số liệu", "no figure"),
        (True, "có", "yes"),
        (False, "không", "no"),
        ("1.000100", "1.000100", "1.000100"),
    ],
)
def test_dates_and_other_values_are_written_as_the_language_writes_them(value: object, vi: str, en: str) -> None:
    assert (texts.formatted(value, "", "vi"), texts.formatted(value, "", "en")) == (vi, en)


SHORT = {
    "2026": ("2026", "2026"),
    "2026-08": ("8/2026", "Aug 2026"),
    "2026-Q3": ("quý III/2026", "Q3 2026"),
    "2026-H2": ("nửa cuối 2026", "H2 2026"),
    "2026-9M": ("9 tháng 2026", "9M 2026"),
    "x": ("x", "x"),
}


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        ("2026", "năm 2026", "2026"),
        ("2026-08", "tháng 8/2026", "August 2026"),
        ("2026-12", "tháng 12/2026", "December 2026"),
        ("2026-Q3", "quý III/2026", "Q3 2026"),
        ("2026-H1", "6 tháng đầu năm 2026", "first half of 2026"),
        ("2026-9M", "9 tháng đầu năm 2026", "first nine months of 2026"),
    ],
)
def test_a_period_is_said_in_words(value: str, vi: str, en: str) -> None:
    assert (texts.period(value, "vi"), texts.period(value, "en")) == (vi, en)


def test_where_there_is_little_room_a_period_is_said_in_short() -> None:
    said = {value: (texts.formatted(value, "short", "vi"), texts.formatted(value, "short", "en")) for value in SHORT}
    assert said == SHORT


def test_a_day_within_a_text_is_said_as_its_reader_writes_days() -> None:
    for lang, said in (("vi", "bản 21/11/2026.2"), ("en", "bản 2026-11-21.2")):
        assert texts.formatted("bản 2026-11-21.2", "day", lang) == said


@pytest.mark.parametrize("value", ["2026-13", "2026-Q5", "2026-H3", "2026-ZM", "2026-²", "2026-", "26", "", "tháng 8"])
def test_what_is_no_period_stays_as_it_is(value: str) -> None:
    assert texts.period(value, "vi") == texts.period(value, "en") == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("a\nb\tc", "a\\nb\\tc"),
        ("\u202eabc", "\\u202eabc"),
        ("a\u00a0b", "a\\xa0b"),
        ("\ufeff\udc80\U000e0001", "\\ufeff\\udc80\\U000e0001"),
        ("Đăng ký “x” – 1/2…", "Đăng ký “x” – 1/2…"),
    ],
)
def test_what_cannot_be_seen_is_shown_by_its_code(value: str, shown: str) -> None:
    for kind in ("", "plain", "period"):
        assert texts.fill(f"{{value:{kind}}}", {"value": value}, "vi") == shown


def test_a_template_reaches_names_only() -> None:
    for template in ("{value.real}", "{value[0]}", "{other}"):
        with pytest.raises(KeyError):
            texts.fill(template, {"value": 1}, "vi")


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("gói/tthc", "gói/tthc"),
        ("số liệu/a.xlsx", '"số liệu/a.xlsx"'),
        ('a "b"', "'a \"b\"'"),
        ("", '""'),
        ("*.csv", '"*.csv"'),
    ],
)
def test_a_path_in_a_command_to_type_is_one_word(path: str, word: str) -> None:
    assert texts.fill("dvcdata validate {path:word}", {"path": path}) == f"dvcdata validate {word}"


def test_no_share_is_printed_as_all_or_nothing_that_is_neither() -> None:
    shown = [texts.formatted(value, "pct2", "vi") for value in (100, 99.99, 99.996, 0.004, 0, 120.001)]
    assert shown == ["100,00%", "99,99%", "99,996%", "0,004%", "0,00%", "120,00%"]
