"""An audit finds every fault of a portal and invents none; what it read once it does not download again."""

from collections import Counter

from faulty_portal import AS_OF, SILENT, Planned, Served

from dvcdata.portal import as_json, audit, said
from dvcdata.portal.audit import Asked, Audit


def found(audited: Audit) -> dict[str, tuple[str, ...]]:
    """The faults of each dataset and its files."""
    return {
        item.dataset.id: tuple(sorted([*item.faults, *(fault for file in item.files for fault in file.faults)]))
        for item in audited.whole.datasets
    }


def wanted(plan: list[Planned]) -> dict[str, tuple[str, ...]]:
    """The faults that were put there; the first of a file under several titles is no duplicate of itself."""
    first = next(item.name for item in plan if item.case == "twin")
    return {item.name: () if item.name == first else tuple(sorted(item.expected.faults)) for item in plan}


def test_every_fault_is_found_and_none_is_invented(audited: Audit, plan: list[Planned]) -> None:
    assert found(audited) == wanted(plan)


def test_formats_are_those_of_the_bytes(audited: Audit, plan: list[Planned]) -> None:
    real = {item.dataset.id: [file.real for file in item.files] for item in audited.whole.datasets}
    assert real == {item.name: [] if item.case == "bare" else [item.expected.real] for item in plan}


def test_only_what_can_really_be_used_is_counted(audited: Audit, plan: list[Planned]) -> None:
    first = next(item.name for item in plan if item.case == "twin")
    usable = {item.dataset.id for item in audited.whole.datasets if item.usable}
    assert usable == {item.name for item in plan if item.expected.usable} | {first}
    steps = [audited.whole.count(step) or 0 for step in audit.STEPS]
    assert steps == sorted(steps, reverse=True) and steps[-1] == len(usable)


def test_each_organisation_has_its_own_datasets_and_together_they_are_all(audited: Audit, plan: list[Planned]) -> None:
    given = Counter(item.package["owner_org"] for item in plan)
    assert {part.id: len(part.datasets) for part in audited.organizations} == given
    assert sum((Counter(part.faults) for part in audited.organizations), Counter()) == audited.whole.faults


def test_a_second_run_downloads_nothing_and_finds_the_same(
    audited: Audit, portal: Served, files: Served, asked: Asked
) -> None:
    files.asked.clear()
    again = audit.run(portal.url, asked, AS_OF)
    assert files.asked == Counter()
    assert as_json.render(again) == as_json.render(audited)


def test_organisations_that_offer_nothing_are_named_with_their_true_number(audited: Audit) -> None:
    assert list(audited.catalogue.silent) == [f"Sở {name}" for name in SILENT]
    (sentence,) = [line for line in said.limits(audited, "vi") if "không có bộ dữ liệu nào" in line]
    assert f"{len(SILENT)} cơ quan" in sentence and f"Sở {SILENT[11]} …" in sentence and SILENT[12] not in sentence
    assert f"Sở {SILENT[-1]}" in as_json.render(audited)
