"""What rules see beside the data: the shipped reference package, and what packages say of themselves, as SQL."""

import csv
import json
from collections.abc import Mapping, Sequence

from dvcdata import builtin, profiles
from dvcdata.engine import described
from dvcdata.engine.load import sql_type
from dvcdata.engines.tables import Row, values
from dvcdata.engines.writing import Dialect
from dvcdata.package import Package


def reference(names: set[str], dialect: Dialect) -> dict[str, str]:
    """The tables of the shipped reference package of these names, as `reference.<table>`."""
    folder = builtin.folder("datasets") / "reference"
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    found = {}
    for resource in descriptor["resources"]:
        if resource["name"] in names:
            schema = resource.get("schema") or profiles.schema(resource["name"]) or {}
            types = {item["name"]: sql_type(item) for item in schema["fields"]}
            with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
                rows = [{name: cell or None for name, cell in row.items()} for row in csv.DictReader(file)]
            found[f"reference.{resource['name']}"] = values(types, rows, dialect)
    return found


def descriptions(packages: Sequence[Package], dialect: Dialect) -> dict[str, str]:
    """`described.packages` and the like, as described.py makes them for DuckDB."""
    return {
        f"described.{name}": values(_types(columns), [_plain(row) for row in rows], dialect)
        for name, (columns, rows) in described.rows(packages).items()
    }


def _types(columns: Sequence[str]) -> dict[str, str]:
    return dict.fromkeys(columns, "VARCHAR") | {"declared": "BOOLEAN"}


def _plain(row: Mapping[str, object]) -> Row:
    """Without a row number, and a truth as SQL writes it."""
    return {"_row": None} | {name: str(cell).lower() if cell is True else cell for name, cell in row.items()}
