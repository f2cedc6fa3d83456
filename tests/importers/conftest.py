"""Imports into the package of a test's own folder."""

from pathlib import Path
from typing import Any

import pytest
from official_files import Import

from dvcdata.importers import importing
from dvcdata.importers.report import ImportResult


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """The folder that the package of a test goes to."""
    return tmp_path / "goi-so-lieu"


@pytest.fixture
def said() -> list[str]:
    """What imports of the test said."""
    return []


@pytest.fixture
def bring(into: Path, said: list[str]) -> Import:
    """Imports these files without anybody to ask; the period is August 2026 unless a test says otherwise."""

    def call(*paths: Path, **options: Any) -> ImportResult:
        given: dict[str, Any] = {"into": into, "period": "2026-08", "say": said.append, **options}
        return importing.run(paths, **given)

    return call
