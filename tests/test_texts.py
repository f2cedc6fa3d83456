"""Values stand in sentences as a reader of the language writes them."""

from datetime import date
from decimal import Decimal

import pytest

from dvcdata import texts

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
