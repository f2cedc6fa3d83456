"""An open-data portal on this machine: a server of files with every fault, and a catalogue of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from faulty_portal import AS_OF, QUICK, Files, Planned, Served, ckan, impatient, planned, serving

from dvcdata.portal import audit
from dvcdata.portal.audit import Asked, Audit


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting before the next try is not what these tests are about."""
    monkeypatch.setattr("dvcdata.portal.asking.PAUSES", (0.0, 0.01))


@pytest.fixture(scope="session")
def files() -> Iterator[Served]:
    """The server of files."""
    with serving(Files) as served, impatient():
        yield served


@pytest.fixture(scope="session")
def plan(files: Served) -> list[Planned]:
    """Each case once and twice, in twelve organisations."""
    return planned(50, files.url)


@pytest.fixture(scope="session")
def portal(plan: list[Planned]) -> Iterator[Served]:
    """The portal that lists them."""
    with serving(ckan([item.package for item in plan])) as served:
        yield served


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """An audit that may reach this machine, with a cache of its own."""
    return Asked(private=True, cache=tmp_path_factory.mktemp("cache"), caps=QUICK)


@pytest.fixture(scope="session")
def audited(portal: Served, asked: Asked) -> Audit:
    """The audit of that portal."""
    return audit.run(portal.url, asked, AS_OF)


@pytest.fixture
def empty_cache(tmp_path: Path) -> Asked:
    """An audit that may reach this machine and knows nothing yet."""
    return Asked(private=True, cache=tmp_path / "cache", caps=QUICK)
