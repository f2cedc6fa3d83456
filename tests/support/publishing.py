"""Workspaces that publish to the tests' portal, what a portal ends up with, and transports that count or fail."""

import csv
import hashlib
import io
import json
import os
import signal
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import requests
from portals import Portal
from requests.adapters import HTTPAdapter
from running import PATIENCE

from dvcdata.publish import applying, client, destination
from dvcdata.publish import plan as plans
from dvcdata.publish.destination import Destination
from dvcdata.publish.plan import Plan
from dvcdata.publish.store import Store

PROCEDURES = 'procedure_code,name,fee_vnd\n1.000100,Đăng ký khai sinh,8000\n2.002516,"=1+1, “hộ tịch”",nc\n'
DOSSIERS = (
    "period,agency_code,row_kind,field_code,to_handle_total,received_online,received_offline,carried_over\n"
    "2026-08,H44.19,field,ho-tich,1240,900,210,130\n"
    "2026-08,H44.19,field,chung-thuc,640,500,140,\n"
)
READS = {"package_show", "license_list", "organization_list_for_user", "datastore_search", "download"}


class KilledError(BaseException):
    """What a run that is killed does: nothing more."""


@dataclass
class Wire(HTTPAdapter):
    """The transport under the client: counts requests, and does to them what a test asks for."""

    calls: list[str] = field(default_factory=list)
    before: Callable[[int, str], requests.Response | None] = lambda n, action: None
    after: Callable[[int, str], requests.Response | None] = lambda n, action: None
    sent: int = 0
    last: requests.PreparedRequest = field(default_factory=requests.PreparedRequest)

    def __post_init__(self) -> None:
        super().__init__()

    @property
    def writes(self) -> list[str]:
        """The requests that change something."""
        return [action for action in self.calls if action not in READS]

    def send(self, request: requests.PreparedRequest, *args: Any, **given: Any) -> requests.Response:
        action = action_of(request)
        self.calls.append(action)
        self.last = request
        n = len(self.calls)
        if (answer := self.before(n, action)) is not None:
            return answer
        self.sent += int(request.headers.get("Content-Length") or 0)
        real = super().send(request, *args, **given)
        try:
            answer = self.after(n, action)
        except BaseException:
            real.close()
            raise
        return real if answer is None else answer


def action_of(request: requests.PreparedRequest) -> str:
    """The action that a request asks for."""
    path = (request.url or "").partition("?")[0]
    return "download" if "/download/" in path else path.rpartition("/")[2]


def tapped(monkeypatch: pytest.MonkeyPatch, **given: Any) -> Wire:
    """Puts a transport under every client made from now on."""
    wire = Wire(**given)

    def session(home: str, token: str) -> client.Streaming:
        made = client.Streaming(home, token)
        made.mount("http://", wire)
        return made

    monkeypatch.setattr(client, "session", session)
    return wire


def answered(status: int, body: str, kind: str = "text/html") -> requests.Response:
    """An answer that the portal never gave."""
    made = requests.Response()
    made.status_code, made.encoding = status, "utf-8"
    made._content = body.encode()
    made.headers["Content-Type"] = kind
    return made


@dataclass(frozen=True)
class Shop:
    """A workspace with one package and one destination, all its own."""

    home: Path
    name: str
    portal: Portal

    @property
    def there(self) -> Destination:
        """The destination."""
        return destination.load(self.home, "noi")

    @property
    def package(self) -> Path:
        """The package's folder."""
        return self.home / "datasets" / "goi"

    def settle(self, **settings: Any) -> None:
        """Writes the destination with these settings."""
        given = {"kind": "ckan", "url": self.portal.url, "organization": self.portal.organization, **settings}
        given.setdefault("datastore", ["procedures"])
        lines = [f"{name} = {json.dumps(value)}" for name, value in given.items()]
        (self.home / "publish" / "noi.toml").write_text("\n".join(lines), encoding="utf-8")

    def write(self, **tables: str | dict[str, Any]) -> None:
        """Writes the package anew with these tables; a dictionary changes the descriptor."""
        changes = {key: tables.pop(key) for key in list(tables) if not isinstance(tables[key], str)}
        self.package.mkdir(parents=True, exist_ok=True)
        descriptor = {
            "name": self.name,
            "title": "Thủ tục của tỉnh thử",
            "title_en": "Procedures of a test province",
            "description": "Để thử việc công bố.",
            "keywords": ["thủ tục hành chính", "dịch vụ/công"],
            "licenses": [{"name": "CC-BY-4.0"}],
            "contributors": [{"title": "Phòng thử nghiệm", "email": "thu@example.vn"}],
            "resources": [{"name": name, "path": f"{name}.csv"} for name in tables],
        }
        for name, content in tables.items():
            (self.package / f"{name}.csv").write_text(str(content), encoding="utf-8", newline="")
        text = json.dumps({**descriptor, **changes.get("descriptor", {})}, ensure_ascii=False)  # type: ignore[dict-item]
        (self.package / "datapackage.json").write_text(text, encoding="utf-8")

    def shown(self, name: str = "") -> Any:
        """The dataset as the portal shows it to its editor."""
        return self.portal.call("package_show", id=name or self.name)

    def ids(self) -> dict[str, str]:
        """The ids of the resources by file."""
        return {item["dvcdata_file"]: item["id"] for item in self.shown()["resources"]}

    def plan(self) -> Plan:
        """The plan as it is kept."""
        return plans.read(self.there.plan_file)

    def renamed(self, plan: Plan) -> Plan:
        """The same plan for a dataset of another name."""
        (item,) = plan.items
        wanted = replace(item.wanted, name=f"{self.name}-{uuid.uuid4().hex[:8]}")
        return replace(plan, id=uuid.uuid4().hex, items=(replace(item, wanted=wanted),))

    def store(self) -> Store:
        """What is remembered of the destination."""
        return Store(self.there.state)


def repeated(request: requests.PreparedRequest) -> Callable[[], requests.Response]:
    """Sends a request, whose files may be closed by then, whenever it is called."""
    stream: Any = request.body
    body = stream.read() if hasattr(stream, "read") else stream
    headers = dict(request.headers)
    return lambda: requests.request(str(request.method), str(request.url), data=body, headers=headers, timeout=PATIENCE)


def applied(path: Path, home: Path, token: str) -> None:
    """Applies a plan in this process, which waits before the end of it to be killed."""
    os.environ["DVCDATA_CKAN_TOKEN"] = token
    Store.remember = lambda *_: signal.pause()  # type: ignore[method-assign]
    applying.apply(plans.read(path), destination.load(home, "noi"))


def public(portal: Portal, path: str) -> bytes | None:
    """What anybody gets of the portal at that path; None where it is refused."""
    try:
        with urllib.request.urlopen(f"{portal.url}/{path}", timeout=PATIENCE) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError:
        return None


def seen(portal: Portal, name: str) -> bool:
    """Whether anybody sees the dataset."""
    return public(portal, f"api/3/action/package_show?id={name}") is not None


def content(portal: Portal, shown: Any, file: str) -> bytes:
    """A file as the portal hands it out."""
    (item,) = (item for item in shown["resources"] if item["dvcdata_file"] == file)
    request = urllib.request.Request(item["url"], headers={"Authorization": portal.token})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return bytes(answer.read())


def state(portal: Portal, name: str) -> Any:
    """All that a dataset has come to, without what differs from run to run: ids, times, its name."""
    shown = portal.call("package_show", id=name)
    files = {}
    for item in shown["resources"]:
        sha256 = hashlib.sha256(content(portal, shown, item["dvcdata_file"])).hexdigest()
        kept = {key: item[key] for key in ("name", "description", "format", "mimetype", "dvcdata_rows")}
        rows = stored(portal, item["id"]) if item.get("datastore_active") else None
        assert item["dvcdata_file"] not in files, "a file is there twice"
        files[item["dvcdata_file"]] = {**kept, "rows": rows}
        if item["dvcdata_file"] != "manifest.json":
            files[item["dvcdata_file"]]["sha256"] = sha256
        assert sha256 == item["hash"]
    fields = {key: shown[key] for key in ("title", "notes", "license_id", "private", "state", "author")}
    extras = {item["key"]: item["value"] for item in shown["extras"] if item["key"] != "dvcdata_plan"}
    return {**fields, "extras": extras, "tags": sorted(item["name"] for item in shown["tags"]), "files": files}


def stored(portal: Portal, resource: str) -> list[dict[str, Any]]:
    """The rows of the DataStore in the order of their keys."""
    found = portal.call("datastore_search", resource_id=resource, limit=32000)["records"]
    return sorted(({key: row[key] for key in row if key != "_id"} for row in found), key=str)


def table(text: bytes) -> list[dict[str, str]]:
    """The rows of a CSV."""
    return list(csv.DictReader(io.StringIO(text.decode("utf-8"))))
