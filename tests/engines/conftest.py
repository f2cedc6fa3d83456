"""A PostgreSQL and a Spark that all tests of engines share."""

from collections.abc import Iterator

import postgres
import pytest


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """A server with one account that must give its password."""
    with postgres.cluster() as server:
        yield server


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """The account's password, where libpq looks for it."""
    monkeypatch.setenv("PGPASSWORD", postgres.PASSWORD)
