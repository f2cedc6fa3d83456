"""An open-data portal with every kind of fault: its files, its catalogue, and what an audit must find of each."""

import io
import json
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from dvcdata.portal import fetching
from dvcdata.portal.fetching import Caps, Fetched

AS_OF = date(2026, 11, 29)
QUICK = Caps(pause=0, seconds=120, whole=2 << 20, again=0)
HTML = (
    b"<!DOCTYPE html>\n<html><head><title>404</title></head><body>Kh\xc3\xb4ng t\xc3\xacm th\xe1\xba\xa5y</body></html>"
)
PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n%%EOF\n"
SILENT = tuple(f"im-lang-{n:02}" for n in range(30))  # organisations that offer nothing
PHONES = "".join(f"{n},Nguyễn Văn {n},09123456{n:02}\n" for n in range(10, 30))


def csv(n: object) -> bytes:
    """A clean table, another for every number."""
    rows = "".join(f"{n}-{row},Thủ tục {row},{row * 1000}\n" for row in range(20))
    return f"ma,ten,phi\n{rows}".encode()


def workbook(n: object) -> bytes:
    """A clean workbook of one sheet."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 11, 1)})  # the same bytes every time
        sheet = book.add_worksheet("Số liệu")
        for row, cells in enumerate(line.split(",") for line in csv(n).decode().splitlines()):
            sheet.write_row(row, 0, cells)
    return target.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    """A zip of one file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


@dataclass(frozen=True)
class Case:
    """A kind of file or description: what is at its address, what the catalogue says, and what must be found."""

    faults: tuple[str, ...] = ()
    content: Callable[[object], bytes] = csv
    format: str = "CSV"
    ending: str = "csv"
    said: dict[str, Any] = field(default_factory=dict)  # what the dataset says otherwise
    age: int = 10  # days since the data changed
    real: str = "CSV"
    usable: bool = False


CASES: dict[str, Case] = {
    "good": Case(usable=True),
    "workbook": Case((), workbook, "XLSX", "xlsx", real="XLSX", usable=True),
    "records": Case(
        (), lambda n: json.dumps([{"ma": f"{n}", "phi": 1}] * 3).encode(), "JSON", "json", real="JSON", usable=True
    ),
    "packed": Case((), lambda n: zipped("bang.csv", csv(n)), "CSV", "zip", usable=True),
    "headless": Case(usable=True),
    "busy": Case(usable=True),
    "moved": Case(usable=True),
    "broken": Case(("broken",), real=""),
    "error": Case(("server_error",), real=""),
    "forbidden": Case(("forbidden",), real=""),
    "loop": Case(("redirects",), real=""),
    "slow": Case(("slow",), real=""),
    "endless": Case(("endless",), real=""),
    "empty": Case(("empty",), lambda n: b"", real=""),
    "page": Case(("page",), lambda n: HTML, real="HTML"),
    "scan": Case(("format_differs", "not_machine_readable"), lambda n: PDF + str(n).encode(), real="PDF"),
    "twin": Case(("duplicate",), lambda n: csv("twin")),
    "personal": Case(("personal",), lambda n: f"stt,ho ten,dien thoai\n{PHONES}{n},,\n".encode()),
    "ragged": Case(("structure",), lambda n: f"a,a,\n{n},2,3\n1,2\n".encode(), usable=True),
    "unnamed": Case(("format_missing",), format="", ending="", usable=True),  # CKAN would guess by an ending
    "stale": Case(("late", "past_legal"), age=200, said={"frequency": "monthly"}, usable=True),
    "unlicensed": Case(("no_licence",), said={"license_id": "notspecified"}),
    "closed": Case(("licence_not_open",), said={"license_id": "other-closed"}),
    "silent": Case(("no_description", "no_contact"), said={"notes": "", "maintainer_email": ""}, usable=True),
    "bare": Case(("no_files", "no_date")),
}


@dataclass(frozen=True)
class Planned:
    """A dataset of the portal, and which case it is."""

    name: str
    case: str
    package: dict[str, Any]

    @property
    def expected(self) -> Case:
        """What must be found."""
        return CASES[self.case]


def organization(n: int, of: int = 12) -> str:
    """The name of the organisation that a dataset is given to."""
    return f"so-{n % of:02}"


def planned(n: int, files: str, organizations: int = 12) -> list[Planned]:
    """That many datasets in as many organisations, the cases one after the other; `files` is where files are served."""
    found = []
    names = list(CASES)
    for number in range(n):
        name = names[number % len(names)]
        case = CASES[name]
        ident = f"bo-{number:03}-{name}"
        url = f"{files}/{name}/{number}.{case.ending}".removesuffix(".")
        day = (AS_OF - timedelta(days=case.age)).isoformat()
        resource = {"name": f"Tệp {number}", "url": url, "format": case.format, "last_modified": f"{day}T08:00:00"}
        extras = [{"key": "frequency", "value": case.said["frequency"]}] if "frequency" in case.said else []
        package = {
            "name": ident,
            "title": f"Bộ dữ liệu {number}",
            "notes": "Mô tả",
            "license_id": "cc-by",
            "maintainer_email": "lienhe@example.gov.vn",
            "owner_org": organization(number, organizations),
            "tags": [{"name": "thử"}],
            "extras": extras,
            "resources": [] if name == "bare" else [resource],
            **{key: value for key, value in case.said.items() if key != "frequency"},
        }
        found.append(Planned(ident, name, package))
    return found


class Files(BaseHTTPRequestHandler):
    """Serves the files, well or badly."""

    protocol_version = "HTTP/1.1"
    asked: Counter[str]  # requests by method
    seen: set[str]
    unchanged: Counter[str]

    def log_message(self, *args: object) -> None:
        """Nothing."""

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, body: bool) -> None:
        self.asked[self.command] += 1
        name, _, rest = self.path.lstrip("/").partition("/")
        number = rest.partition(".")[0]
        status = {"broken": 404, "error": 500, "forbidden": 403}.get(name)
        if name == "headless" and not body:
            status = 405
        if name == "busy" and self.path not in self.seen:
            self.seen.add(self.path)
            return self._send(429, b"", body, **{"Retry-After": "0"})
        if status:
            return self._send(status, b"", body)
        if name in ("loop", "moved"):
            return self._send(302, b"", body, Location=self.path if name == "loop" else f"/good/{number}-moved.csv")
        if name in ("slow", "endless"):
            return self._trickle(name, body)
        content = CASES[name].content(number)
        tag = f'"{hash(content)}"'
        if self.headers.get("If-None-Match") == tag:
            self.unchanged["304"] += 1
            return self._send(304, b"", False)
        return self._send(200, content, body, ETag=tag)

    def _send(self, status: int, content: bytes, body: bool, **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.wfile.write(content)

    def _trickle(self, name: str, body: bool) -> None:
        """Bytes that come one by one, or without end."""
        self.send_response(200)
        if name == "slow":
            self.send_header("Content-Length", "100000")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            while body:
                self.wfile.write(b"1,2\n" * (1 if name == "slow" else 50_000))
                if name == "slow":
                    time.sleep(0.05)
        except OSError:
            return


@dataclass
class Served:
    """A server that runs: its address, and what was asked of it."""

    url: str
    asked: Counter[str]
    unchanged: Counter[str]
    seen: set[str]


@contextmanager
def impatient() -> Iterator[None]:
    """What comes byte by byte is given up at once; all else is waited for, however busy the machine is."""
    real = fetching._sampled

    def sampled(answer: requests.Response, caps: Caps) -> tuple[Fetched, bytes]:
        return real(answer, replace(caps, seconds=0.1) if "/slow/" in answer.url else caps)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetching, "_sampled", sampled)
        yield


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[Served]:
    """Serves on this machine as long as the context."""
    asked: Counter[str] = Counter()
    unchanged: Counter[str] = Counter()
    seen: set[str] = set()
    made = type("Handler", (handler,), {"asked": asked, "unchanged": unchanged, "seen": seen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), made)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield Served(f"http://127.0.0.1:{server.server_port}", asked, unchanged, seen)
    finally:
        server.shutdown()
        server.server_close()


def ckan(packages: Sequence[dict[str, Any]], count: int | None = None) -> type[BaseHTTPRequestHandler]:
    """A handler that lists these datasets as CKAN does; `count` is what it says there are."""
    ordered = sorted(packages, key=lambda item: item["name"])
    results = [
        {
            "id": item["name"],
            "isopen": item["license_id"] == "cc-by",
            "organization": {"name": item["owner_org"], "title": f"Sở {item['owner_org']}"},
            **item,
        }
        for item in ordered
    ]
    found = {str(item["owner_org"]) for item in packages}
    organizations = [{"id": name, "name": name, "title": f"Sở {name}"} for name in (*SILENT, *sorted(found))]

    class Listing(BaseHTTPRequestHandler):
        asked: Counter[str]

        def log_message(self, *args: object) -> None:
            """Nothing."""

        def do_GET(self) -> None:
            given = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
            start, rows = int(given.get("start", 0)), int(given.get("rows", 10))
            assert given.get("sort") == "name asc"
            result: object
            if self.path.startswith("/api/action/organization_list"):
                offset, limit = int(given["offset"]), int(given["limit"])
                result = organizations[offset : offset + limit]
            else:
                self.asked["GET"] += 1
                result = {"count": len(results) if count is None else count, "results": results[start : start + rows]}
            content = json.dumps({"success": True, "result": result}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json;charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Listing
