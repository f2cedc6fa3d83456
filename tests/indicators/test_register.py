"""The register of indicators says what the indicators say, and covers what is called an online rate."""

import unicodedata

import pytest
import shown

from dvcdata import texts
from dvcdata.indicators import catalogue, pages
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
    for words in (item.title, item.definition, item.is_not, item.population):
        assert words["vi"] != words["en"]
        assert all(unicodedata.is_normalized("NFC", said) for said in words.values())
    assert (item.denominator is None) is (item.kind in ("count", "value"))
