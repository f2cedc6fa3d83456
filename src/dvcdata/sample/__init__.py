"""Writes the data package of a made-up province: seeded, of any size, clean or with known defects planted in it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from dvcdata.sample import (
    agencies,
    desks,
    dossiers,
    figures,
    open_datasets,
    package,
    procedures,
    registers,
    satisfaction,
    scores,
    services,
    targets,
    usage,
)
from dvcdata.sample.defects import Planting
from dvcdata.sample.facts import Facts
from dvcdata.sample.planted import DEFECTS
from dvcdata.sample.sheet import Sheet, write
from dvcdata.write import json_bytes

SEED = 766
PLANTED = "planted-defects.csv"


def generate(folder: Path, seed: int = SEED, scale: int = 1, clean: bool = False) -> dict[str, int]:
    """Writes the package into the folder; the number of rows by table. The files appear all at once, at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    planting = Planting(() if clean else DEFECTS)
    with TemporaryDirectory(dir=folder, prefix=".sample-") as name:
        draft = Path(name)
        counts: dict[str, int] = {}
        resources = []
        for sheet in sheets(seed, scale):
            counts[sheet.name] = write(draft / f"{sheet.name}.csv", replace(sheet, rows=planting.apply(sheet)))
            resources.append(package.resource(sheet))
        planted = planting.findings()
        (draft / "datapackage.json").write_bytes(json_bytes(package.descriptor(seed, scale, resources)))
        (draft / "README.md").write_bytes(package.readme(resources, counts, planted, seed, scale).encode())
        if planted:
            write(draft / PLANTED, Sheet(PLANTED, package.PLANTED_COLUMNS, package.planted_rows(planted)))
        # border: everything is there, and only now replaces what was
        for path in sorted(draft.iterdir()):
            path.replace(folder / path.name)
    if clean:
        (folder / PLANTED).unlink(missing_ok=True)
    return counts


def sheets(seed: int, scale: int) -> Iterator[Sheet]:
    """The tables of a clean package, in the order in which they must be read: later ones sum up earlier ones."""
    world = agencies.build(seed, scale)
    catalogue = procedures.build(seed, scale)
    offered = services.build(seed, world, catalogue)
    ledger = dossiers.Ledger(seed, world)
    counted = usage.Usage(seed, world, ledger, offered, catalogue)
    yield Sheet("sources", package.SOURCE_COLUMNS, package.source_rows())
    yield Sheet("agencies", registers.AGENCY_COLUMNS, registers.agency_rows(world))
    yield Sheet("agency_names", registers.NAME_COLUMNS, registers.name_rows(world))
    yield Sheet("agency_groups", registers.GROUP_COLUMNS, registers.group_rows())
    yield Sheet("units", registers.UNIT_COLUMNS, registers.unit_rows(world))
    yield Sheet("unit_changes", registers.CHANGE_COLUMNS, registers.change_rows(world))
    yield Sheet("desks", desks.COLUMNS, desks.rows(seed, world), desks.SCHEMA)
    yield Sheet("coverage", registers.COVERAGE_COLUMNS, registers.coverage_rows())
    yield Sheet("procedures", procedures.COLUMNS, procedures.rows(catalogue))
    yield Sheet("procedure_agencies", procedures.EXECUTING_COLUMNS, procedures.executing_rows(catalogue))
    yield Sheet("services", services.COLUMNS, services.rows(offered))
    yield Sheet("service_offers", services.OFFER_COLUMNS, services.offer_rows(offered))
    yield Sheet("dossiers", dossiers.COLUMNS, ledger.rows())
    yield Sheet("usage", usage.COLUMNS, counted.rows())
    rated = list(satisfaction.rows(seed, scale, world, ledger, counted))
    yield Sheet("satisfaction", satisfaction.COLUMNS, rated)
    facts = Facts(world, catalogue, offered, ledger, counted)
    yield Sheet("scores", scores.COLUMNS, scores.rows(seed, facts))
    yield Sheet("observations", scores.OBSERVATION_COLUMNS, scores.observation_rows(facts))
    yield Sheet("targets", targets.COLUMNS, targets.rows())
    yield Sheet("figures", figures.COLUMNS, figures.rows(facts, *satisfaction.last_quarter(rated)))
    yield Sheet("actions", targets.ACTION_COLUMNS, targets.action_rows(seed))
    yield Sheet("open_datasets", open_datasets.COLUMNS, open_datasets.rows(seed))
