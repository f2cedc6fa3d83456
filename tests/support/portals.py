"""A portal as the tests publish to it: its address, an editor's token, and what it answers without our code."""

import uuid
from dataclasses import dataclass
from typing import Any

import ckan_server

ORGANIZATION = "so-tu-phap"


@dataclass(frozen=True)
class Portal:
    """Where the tests publish, with the token of an editor of one organisation, who administers nothing."""

    url: str
    token: str
    organization: str
    server: ckan_server.Server | None = None
    admin: str = ""

    def call(self, action: str, **given: object) -> Any:
        """What an action answers the editor."""
        return ckan_server.call(self.url, self.token, action, **given)


def member(server: ckan_server.Server, admin: str, capacity: str, seconds: int = ckan_server.DAY) -> str:
    """The token of a new user with that role in the organisation, which is made where there is none; it expires."""
    name = f"{capacity}-{uuid.uuid4().hex[:8]}"
    if ORGANIZATION not in ckan_server.call(server.url, admin, "organization_list"):
        ckan_server.call(server.url, admin, "organization_create", name=ORGANIZATION, title="Sở Tư pháp")
    email = f"{name}@example.org"
    ckan_server.call(server.url, admin, "user_create", name=name, email=email, password=server.secret)
    ckan_server.call(server.url, admin, "organization_member_create", id=ORGANIZATION, username=name, role=capacity)
    life = {"expires_in": seconds, "unit": 1}
    return str(ckan_server.call(server.url, admin, "api_token_create", user=name, name="thử", **life)["token"])
