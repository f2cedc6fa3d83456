"""A portal to publish to: a real CKAN started for the tests, or the one that DVCDATA_TEST_CKAN_URL names."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import ckan_server
import pytest
from portals import ORGANIZATION, Portal, member
from publishing import DOSSIERS, PROCEDURES, Shop
from system import program

from dvcdata.rules import catalogue


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


@pytest.fixture
def shop(portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A workspace of two small tables with a name of its own on the portal; it is deleted there afterwards."""
    made = Shop(tmp_path, f"thu-{uuid.uuid4().hex[:12]}", portal)
    (tmp_path / "publish").mkdir()
    off = [f"[rules.{rule.id}]\noff = true\n" for rule in catalogue.load() if rule.severity != "block"]
    (tmp_path / "dvcdata.toml").write_text("".join(off), encoding="utf-8")  # what they find is tested elsewhere
    made.settle()
    made.write(procedures=PROCEDURES, dossiers=DOSSIERS)
    monkeypatch.setenv("DVCDATA_CKAN_TOKEN", portal.token)
    yield made
    for name in portal.call("package_search", q=f"name:{made.name}*", include_private=True, rows=200)["results"]:
        portal.call("package_delete", id=name["id"])
