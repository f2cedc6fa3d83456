"""The register of indicators says what the indicators say, and covers what is called an online rate."""

import re
import unicodedata

import pytest
import shown

from dvcdata import texts
from dvcdata.indicators import catalogue, pages, words
from dvcdata.indicators.header import Indicator

INDICATORS = catalogue.load()


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_the_register_is_the_one_that_the_indicators_make(lang: str) -> None:
    page = shown.read(f"docs/indicators.{lang}.md")
    assert page == pages.page(lang), "make it again: python -m dvcdata.indicators.pages"
    for item in INDICATORS:
        assert f"\n### {item.id}\n" in page and item.is_not[lang] in page


def test_the_two_registers_are_twins() -> None:
    shown.assert_twins("docs/indicators.vi.md", "docs/indicators.en.md")


def test_all_eleven_online_rates_are_there() -> None:
    assert {item.code for item in INDICATORS} == {"", *(f"I{n}" for n in range(1, 12))}


@pytest.mark.parametrize("item", INDICATORS, ids=lambda item: item.id)
def test_the_words_of_an_indicator_are_nfc_and_differ_by_language(item: Indicator) -> None:
    for told in (item.title, item.definition, item.is_not, item.population):
        assert told["vi"] != told["en"]
        assert all(unicodedata.is_normalized("NFC", said) for said in told.values())
    assert (item.denominator is None) is (item.kind in ("count", "value"))


def test_a_basis_names_its_articles_and_where_their_figures_stand() -> None:
    for item in INDICATORS:
        for said in item.basis.values():
            assert not re.search(r"(?<![(])\bS[0-4]\b|\bS[0-4](?!, (gói|package) press-figures)", said), item.id


def test_a_source_is_called_by_its_id_only_where_nothing_else_is_known() -> None:
    known = {"source_id": "S0", "title": "Bài báo", "retrieved": None}
    assert words.source({**known, "publisher": "Báo"}, "vi") == "Báo, “Bài báo”"
    assert words.source({**known, "publisher": None}, "vi") == "“Bài báo”"
    assert words.source({"source_id": "S0", "retrieved": "2026-11-21"}, "en") == "S0, retrieved 2026-11-21"
