"""Chance that is the same everywhere, and divisions that lose nothing."""

import pytest

from dvcdata.sample.dice import Dice, shared


def test_a_stream_is_the_same_for_a_seed_and_a_name_whatever_else_is_thrown() -> None:
    other = Dice(1, "other")
    other.below(10)
    assert [Dice(1, "usage", 3).below(1000) for _ in range(2)] == [Dice(1, "usage", 3).below(1000) for _ in range(2)]
    assert [Dice(766, "a").below(n) for n in (7, 100, 10**6)] == [2, 42, 345664]  # on every platform and Python
    assert Dice(1, "a").below(10**9) != Dice(2, "a").below(10**9)


def test_a_throw_stays_in_its_bounds_and_reaches_all_of_them() -> None:
    dice = Dice(1)
    assert {dice.below(5) for _ in range(200)} == set(range(5))
    assert {dice.between(-1, 1) for _ in range(100)} == {-1, 0, 1}
    with pytest.raises(ValueError):
        dice.below(0)


def test_a_split_keeps_the_total_and_gives_nothing_to_weight_zero() -> None:
    for total in (0, 1, 7, 1000):
        parts = Dice(1, total).split(total, [5, 0, 3, 1, 0])
        assert sum(parts) == total
        assert parts[1] == parts[4] == 0


def test_shares_keep_the_total_and_never_exceed_a_stock() -> None:
    stocks = [3, 0, 1, 7, 1]
    for total in range(sum(stocks) + 1):
        parts = shared(total, stocks)
        assert sum(parts) == total
        assert all(part <= stock for part, stock in zip(parts, stocks, strict=True))


def test_a_percentage_of_a_total_is_rounded_up_or_down_to_a_neighbour() -> None:
    assert {Dice(1, n).part(7, 50) for n in range(50)} == {3, 4}
    assert {Dice(1, n).part(8, 50) for n in range(50)} == {4}
