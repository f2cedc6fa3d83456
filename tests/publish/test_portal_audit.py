"""An audit of a real CKAN, filled by an editor with every kind of fault: each is found, none is invented."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import ckan_server
import pytest
from faulty_portal import AS_OF, QUICK, Files, Planned, Served, impatient, organization, planned, serving
from portals import Portal

from dvcdata.portal import as_json, audit, writing
from dvcdata.portal.audit import Asked, Audit
from dvcdata.portal.judging import Judged

DATASETS = 60  # in twelve organisations; 300 find the same in five times the time


@dataclass(frozen=True)
class Filled:
    """The portal once it is filled, the server of its files, what there is to find, and the audit of it."""

    portal: Portal
    files: Served
    plan: list[Planned]
    asked: Asked
    audited: Audit

    def mine(self) -> dict[str, Judged]:
        """The datasets of these tests: others leave theirs on the portal too."""
        found = {item.dataset.id: item for item in self.audited.whole.datasets}
        return {item.name: found[item.name] for item in self.plan}


@pytest.fixture(scope="module")
def filled(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """Organisations made by the administrator, datasets by an editor."""
    if not portal.server:
        pytest.skip("only a portal of our own is filled")
    editors = portal.call("member_list", id=portal.organization, object_type="user", capacity="editor")
    for name in {organization(n) for n in range(12)}:
        ckan_server.call(portal.url, portal.admin, "organization_create", name=name, title=f"Sở {name}")
        for editor, *_ in editors:  # other modules of one run share the portal, and may have brought editors of theirs
            given = {"id": name, "username": editor, "role": "editor"}
            ckan_server.call(portal.url, portal.admin, "organization_member_create", **given)
    ckan_server.call(portal.url, portal.admin, "organization_create", name="so-im-lang", title="Sở Im Lặng")
    with serving(Files) as files, impatient():
        plan = planned(DATASETS, files.url)
        for item in plan:
            portal.call("package_create", **item.package)
        asked = Asked(private=True, cache=tmp_path_factory.mktemp("cache"), caps=QUICK)
        yield Filled(portal, files, plan, asked, audit.run(portal.url, asked, AS_OF))
    for item in plan:
        portal.call("package_delete", id=item.name)


def test_every_fault_on_a_real_portal_is_found_and_none_is_invented(filled: Filled) -> None:
    first = next(item.name for item in filled.plan if item.case == "twin")
    found = {
        name: sorted([*item.faults, *(fault for file in item.files for fault in file.faults)])
        for name, item in filled.mine().items()
    }
    assert found == {item.name: [] if item.name == first else sorted(item.expected.faults) for item in filled.plan}
    usable = {name for name, item in filled.mine().items() if item.usable}
    assert usable == {item.name for item in filled.plan if item.expected.usable} | {first}


def test_an_organisation_of_a_real_portal_that_offers_nothing_is_named(filled: Filled) -> None:
    silent = filled.audited.catalogue.silent
    assert "Sở Im Lặng" in silent and not {f"Sở {organization(n)}" for n in range(12)} & set(silent)


def test_points_of_organisations_are_those_reckoned_by_hand(filled: Filled) -> None:
    cases = {
        # keywords 30 · links all 100 · format 20, standard 4/8 of 10, open 20, machine 20, DCAT-AP 4/5 of 30
        # licence 20 + 10, contact 4/5 of 20, publisher 10 · issued 5, modified 5
        "so-00": (["good", "endless", "bare", "slow", "silent"], 30 + 100 + (20 + 5 + 20 + 20 + 24) + 56 + 10),
        # a broken link of five, one file without a format
        "so-07": (["broken", "unnamed", "moved", "ragged", "busy"], 30 + 84 + (16 + 4 + 16 + 16 + 30) + 60 + 10),
    }
    parts = {part.id: part for part in filled.audited.organizations}
    for name, (expected, points) in cases.items():
        assert [item.case for item in filled.plan if item.package["owner_org"] == name] == expected
        assert parts[name].scores.most == 405 and parts[name].scores.points == Decimal(points), name


def test_a_second_run_asks_for_no_file(filled: Filled) -> None:
    filled.files.asked.clear()
    again = audit.run(filled.portal.url, filled.asked, AS_OF)
    assert filled.files.asked == Counter()
    assert as_json.render(again) == as_json.render(filled.audited)


def test_only_what_comes_down_stands_in_the_table_that_is_measured(filled: Filled, tmp_path: Path) -> None:
    writing.package(filled.audited, tmp_path / "goi")
    with (tmp_path / "goi" / "open_datasets.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["dataset_id"] for row in csv.DictReader(file)}
    assert rows & set(filled.mine()) == {
        name for name, item in filled.mine().items() if item.downloadable and not item.twin and item.licence != "closed"
    }
