"""The small site, built once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import served
from small_site import AS_OF, TABLES, workspace

from dvcdata.website import build, engine


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small site."""
    home = workspace(tmp_path_factory.mktemp("site"), TABLES)
    return build.run([home], base_url="https://data.example.vn", as_of=AS_OF).folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the small site is served from."""
    with served(site) as address:
        yield address


@pytest.fixture(autouse=True)
def without_engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other sites than the small one come without the 40 MB of DuckDB for the browser."""
    if "site" not in request.fixturenames:
        monkeypatch.setattr(engine, "brought", lambda folder: engine.Engine(why="npm"))
