"""What every peer is asked to check of a package, and how it reports: one line of JSON, exit code 1 for problems."""

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

PERIOD = "^[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12]|-9M)?$"
WHOLE = "^-?[0-9]+$"
ROW_KINDS = ["field", "agency", "tier_total"]
TEXTS = ["period", "agency_code", "row_kind", "field_code"]
COUNTS = [
    "to_handle_total",
    "received_online",
    "received_offline",
    "carried_over",
    "resolved_total",
    "resolved_early",
    "resolved_on_time",
    "resolved_overdue",
    "pending_total",
]
IDENTITIES = {  # the column on the left is the sum of those on the right; columns (3), (7) and (3) of form 06
    "to_handle": ("to_handle_total", ["received_online", "received_offline", "carried_over"]),
    "resolved": ("resolved_total", ["resolved_early", "resolved_on_time", "resolved_overdue"]),
    "stock_flow": ("to_handle_total", ["resolved_total", "pending_total"]),
}


@dataclass(frozen=True)
class Task:
    """A package, and which keys its descriptor declares."""

    folder: Path
    key: bool
    foreign: bool
    began: float

    @property
    def table(self) -> Path:
        """The statistics."""
        return self.folder / "dossiers.csv"

    @property
    def agencies(self) -> Path:
        """The table that the foreign key refers to."""
        return self.folder / "agencies.csv"

    def end(self, problems: int, **more: Any) -> NoReturn:
        """Reports what was found and how long it took after the imports, and exits."""
        seconds = time.perf_counter() - self.began
        print(json.dumps({"inside": round(seconds, 4), "problems": problems, **more}))
        sys.exit(1 if problems else 0)


def begin() -> Task:
    """The task of this process; call it after the imports, for the clock starts here."""
    began = time.perf_counter()
    folder = Path(sys.argv[1])
    descriptor: Mapping[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    schema = next(item["schema"] for item in descriptor["resources"] if item["name"] == "dossiers")
    return Task(folder, "primaryKey" in schema, "foreignKeys" in schema, began)
