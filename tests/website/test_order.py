"""Names in lists: as the Vietnamese alphabet has them, numbers by their value."""

import pytest

from dvcdata.website.order import by_name


@pytest.mark.parametrize(
    "ordered",
    [
        ["Phường Số 2", "Phường Số 10", "Phường Số 10 mới", "Phường Số 100"],
        ["an", "ăn", "ân", "dân", "đan", "em", "êm", "on", "ôn", "ơn", "un", "ưn"],
        ["da", "dy", "đa", "e"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mac"],
        ["tậm", "tấn", "tất"],
        ["Xã An Bình", "xã An Bình 2", "Xã Anh Sơn"],
    ],
)
def test_names_stand_as_a_vietnamese_list_has_them(ordered: list[str]) -> None:
    assert sorted(set(ordered), key=by_name) == ordered


def test_letters_in_one_piece_and_in_several_are_the_same_name() -> None:
    assert by_name("Thủy") == by_name("Thu\u0309y") and by_name(None) < by_name("a")
