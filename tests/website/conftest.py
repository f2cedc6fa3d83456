"""The small site, built once."""

from pathlib import Path

import pytest
from small_site import AS_OF, TABLES, workspace

from dvcdata.website import build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small site."""
    home = workspace(tmp_path_factory.mktemp("site"), TABLES)
    return build.run([home], base_url="https://data.example.vn", as_of=AS_OF).folder
