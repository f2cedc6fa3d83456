"""What is in a sheet that its reader keeps silent about: errors, formulas without a value, and how far it reaches."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dvcdata.errors import UserError

MOST_CELLS = 20_000_000  # in the rectangle from A1 to the last cell: the reader makes room for all of it


@dataclass(frozen=True)
class Flaw:
    """Cells that the reader shows as empty: an error by its text, or a formula that was never calculated (None)."""

    row: int
    column: int
    text: str | None = None
    rows: int = 1
    columns: int = 1


@dataclass
class Survey:
    """The flaws of a sheet by the row, from 0, where they begin, and the last row and column that hold anything."""

    flaws: dict[int, list[Flaw]] = field(default_factory=dict)
    end: tuple[int, int] | None = None
    room: int = 0  # cells that the sheet says to make room for, whatever it holds

    def add(self, flaw: Flaw) -> None:
        """Keeps a flaw."""
        self.flaws.setdefault(flaw.row, []).append(flaw)

    def reach(self, row: int, column: int) -> None:
        """Takes note of a cell that holds something."""
        last_row, last_column = self.end or (0, 0)
        self.end = max(last_row, row), max(last_column, column)

    def limit(self, file: str) -> None:
        """Refuses a sheet that would take more room than a machine has, for one cell far out."""
        last_row, last_column = self.end or (0, 0)
        cells = max((last_row + 1) * (last_column + 1), self.room)
        if cells > MOST_CELLS:
            raise UserError("spreadsheet.far_cell", file=file, cells=cells)

    def by_row(self) -> Iterator[list[Flaw]]:
        """The flaws in each row from the first on, without end."""
        row, active = 0, list[Flaw]()
        while True:
            active = [flaw for flaw in active if flaw.row + flaw.rows > row] + self.flaws.get(row, [])
            yield active
            row += 1
