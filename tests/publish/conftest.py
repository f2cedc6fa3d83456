"""A portal to publish to: a real CKAN started for the tests, or the one that DVCDATA_TEST_CKAN_URL names."""

import os
from collections.abc import Iterator

import ckan_server
import pytest
from portals import ORGANIZATION, Portal, member
from system import program


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """The portal of this run."""
    if url := os.environ.get("DVCDATA_TEST_CKAN_URL"):
        token = os.environ["DVCDATA_TEST_CKAN_TOKEN"]
        mine = ckan_server.call(url, token, "organization_list_for_user", permission="create_dataset")
        yield Portal(url.rstrip("/"), token, mine[0]["name"])
        return
    for name in ("redis-server", "pg_config", "gcc"):
        program(name)
    with ckan_server.started() as (server, admin):
        yield Portal(server.url, member(server, admin, "editor"), ORGANIZATION, server, admin)
