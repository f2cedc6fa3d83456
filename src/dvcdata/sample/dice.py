"""Chance that comes out the same on every platform and Python: whole numbers only, one stream of bits per name."""

import random
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A named stream of chance; the same seed and name give the same throws, whatever else is thrown."""

    def __init__(self, seed: int, *name: object) -> None:
        self._bits = random.Random("/".join(str(part) for part in (seed, *name))).getrandbits

    def below(self, n: int) -> int:
        """A whole number from 0 to n - 1."""
        if n < 1:
            raise ValueError(f"nothing to choose from: {n}")
        size = n.bit_length()
        while (number := self._bits(size)) >= n:
            pass
        return number

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """True in that many of a hundred throws."""
        return self.below(100) < percent

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]

    def around(self, mean: int) -> int:
        """A count near that mean: within a fifth of it, and by chance one more or less when it is small."""
        fifth = mean // 5
        return max(0, mean + self.between(-fifth, fifth) + (self.between(-1, 1) if mean else 0))

    def part(self, total: int, percent: int) -> int:
        """That percentage of a total, rounded up or down by chance."""
        whole, rest = divmod(total * percent, 100)
        return whole + (self.below(100) < rest)

    def split(self, total: int, weights: Sequence[int]) -> list[int]:
        """The total in parts by weight; what is left of rounding falls by chance. Weight 0 gets nothing."""
        every = sum(weights)
        parts = [total * weight // every for weight in weights]
        bounds = list(accumulate(weights))
        for _ in range(total - sum(parts)):
            parts[bisect_right(bounds, self.below(every))] += 1
        return parts


def shared(total: int, stocks: Sequence[int]) -> list[int]:
    """The total (at most the sum of stocks) in parts in proportion to the stocks, no part above its stock."""
    every = sum(stocks)
    if not every:
        return [0] * len(stocks)
    parts = [total * stock // every for stock in stocks]
    by_rest = sorted(range(len(stocks)), key=lambda i: (-(total * stocks[i] % every), i))
    for i in by_rest[: total - sum(parts)]:
        parts[i] += 1
    return parts
