"""A table that the profile does not have: the desks of the one-stop units, with a schema of its own."""

from collections.abc import Iterator
from typing import Any

from dvcdata.sample.agencies import World
from dvcdata.sample.dice import Dice
from dvcdata.sample.sheet import Cells

SOURCE = "s1"
COLUMNS = "agency_code desk staff source_id".split()
SCHEMA: dict[str, Any] = {
    "title": "Quầy của bộ phận một cửa",
    "title_en": "Desks of the one-stop units",
    "fields": [
        {
            "name": "agency_code",
            "type": "string",
            "title": "Mã cơ quan",
            "title_en": "Agency code",
            "constraints": {"required": True},
        },
        {"name": "desk", "type": "string", "title": "Số quầy", "title_en": "Desk number"},
        {
            "name": "staff",
            "type": "integer",
            "title": "Số người",
            "title_en": "Staff",
            "constraints": {"minimum": 0},
        },
        {"name": "source_id", "type": "string", "title": "Nguồn", "title_en": "Source"},
    ],
    "primaryKey": ["agency_code", "desk"],
}


def rows(seed: int, world: World) -> Iterator[Cells]:
    """The desks of today's communes: two, or three where many people live."""
    dice = Dice(seed, "desks")
    for commune in world.communes:
        for desk in range(1, 4 if commune.weight > 150 else 3):
            yield commune.code, str(desk), dice.between(1, 3), SOURCE
