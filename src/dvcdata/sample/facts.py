"""What the generated tables add up to, month by month: the numbers that scores and published figures are made of."""

from collections.abc import Iterable
from dataclasses import dataclass

from dvcdata.sample.agencies import PROVINCE, World
from dvcdata.sample.dossiers import Ledger
from dvcdata.sample.months import end, start
from dvcdata.sample.procedures import Procedure
from dvcdata.sample.services import Service
from dvcdata.sample.usage import Usage


@dataclass(frozen=True)
class Facts:
    """The made-up province, complete; `usage` and `ledger` have been read to their end."""

    world: World
    procedures: list[Procedure]
    services: list[Service]
    ledger: Ledger
    usage: Usage

    def form(self, code: str, n: int) -> dict[str, int]:
        """Form 06 of a body, a tier or the province in a month."""
        return self.ledger.total(code, n)

    def in_force(self, n: int) -> list[Procedure]:
        """The procedures in force on the last day of a month."""
        day = end(n)
        return [
            item
            for item in self.procedures
            if (item.started or day) <= day and (item.abolished is None or item.abolished > day)
        ]

    def on_offer(self, n: int) -> list[Service]:
        """The province's own services that can be filed online on the last day of a month."""
        day = end(n)
        return [
            item
            for item in self.services
            if item.owner == PROVINCE
            and item.takes_online
            and item.launched <= day
            and (item.withdrawn is None or item.withdrawn >= day)
        ]

    def announced(self, n: int) -> list[Procedure]:
        """The procedures announced with effect in a month."""
        return [item for item in self.procedures if item.started and start(n) <= item.started <= end(n)]

    def flow(self, months: Iterable[int], column: str) -> int:
        """The sum of a flow of the whole province over months."""
        return sum(self.form(PROVINCE, n)[column] for n in months)
