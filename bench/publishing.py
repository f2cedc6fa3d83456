"""Publishes one change by three tools to one CKAN, side by side: requests, bytes, seconds, and what became of the ids.

python bench/publishing.py

A package of three tables (CSV) is published, then one cell of one table changes and it is published again; measured is
the second time. The CKAN is that of the tests; a proxy before it counts. Needs `pip install "frictionless[ckan]"`.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "support")]

import ckan_server  # noqa: E402  # found by the line above
import portals  # noqa: E402

TABLES = ("procedures", "services", "dossiers")
READS = ("package_show", "organization_list_for_user", "datastore_search", "/download/", "status_show", "user_show")
FRICTIONLESS = """
import sys
from frictionless import Package
from frictionless.portals import CkanControl
url, token, name, again = sys.argv[1:]
where = {"baseurl": url, "dataset": name, "apikey": token, "organization_name": "so-tu-phap"}
control = CkanControl(**where, allow_update=again == "True")
print(Package("datapackage.json").publish(control=control))
"""


class Proxy(BaseHTTPRequestHandler):
    """Hands every request on, and counts it."""

    protocol_version = "HTTP/1.1"
    target = ""
    seen: list[tuple[str, int]] = []  # noqa: RUF012  # one list for all requests

    def do_GET(self) -> None:
        self._pass_on(b"")

    def do_POST(self) -> None:
        self._pass_on(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _pass_on(self, body: bytes) -> None:
        self.seen.append((self.path, len(body)))
        portal = http.client.HTTPConnection(urlsplit(self.target).netloc, timeout=120)
        portal.request(self.command, self.path, body, dict(self.headers))
        answer = portal.getresponse()
        content = answer.read()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.getheader("Content-Type") or "")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        return


def serve(handler: Any) -> str:
    """Starts a server of its own; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


def package(folder: Path, name: str, changed: bool) -> None:
    """Writes the package: three tables of the sample, with another word in one cell where it is changed."""
    folder.mkdir(parents=True, exist_ok=True)
    resources = [{"name": table, "path": f"{table}.csv", "type": "table"} for table in TABLES]
    for item in resources:
        content = (ROOT / "datasets" / "sample" / item["path"]).read_text(encoding="utf-8")
        if changed and item["name"] == "services":
            content = content.replace("full", "part", 1)
        (folder / item["path"]).write_text(content, encoding="utf-8")
    descriptor = {"name": name, "title": "So sánh", "licenses": [{"name": "CC0-1.0"}], "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def by_dvcdata(home: Path, name: str, url: str, token: str, again: bool) -> list[list[str]]:
    (home / "dvcdata.toml").touch()
    (home / "publish").mkdir(exist_ok=True)
    text = f'kind = "ckan"\nurl = "{url}"\norganization = "{portals.ORGANIZATION}"\nformats = ["csv"]\n'
    (home / "publish" / "noi.toml").write_text(text, encoding="utf-8")
    return [[sys.executable, "-m", "dvcdata", "publish", *words] for words in (("plan",), ("apply", "--yes"))]


def by_frictionless(home: Path, name: str, url: str, token: str, again: bool) -> list[list[str]]:
    return [[sys.executable, "-c", FRICTIONLESS, url, token, name, str(again)]]


def by_ckanapi(home: Path, name: str, url: str, token: str, again: bool) -> list[list[str]]:
    files = serve(partial(SimpleHTTPRequestHandler, directory=str(home / "datasets" / name)))
    resources = [{"name": t, "url": f"{files}/{t}.csv", "url_type": "upload", "format": "CSV"} for t in TABLES]
    if again:  # it sends files only of resources whose ids it is told
        shown = ckan_server.call(url, token, "package_show", id=name)["resources"]
        resources = [{**item, "id": old["id"]} for item, old in zip(resources, shown, strict=True)]
    dataset = {"name": name, "owner_org": portals.ORGANIZATION, "resources": resources}
    (home / "in.jsonl").write_text(json.dumps(dataset) + "\n", encoding="utf-8")
    words = [
        "load",
        "datasets",
        *(["--upload-resources"] if again else []),
        "-I",
        str(home / "in.jsonl"),
        "-r",
        url,
        "-a",
        token,
    ]
    return [[sys.executable, "-c", "from ckanapi.cli.main import main; main()", *words]]


PEERS = {"dvcdata": by_dvcdata, "frictionless": by_frictionless, "ckanapi load": by_ckanapi}


def measure(peer: str, home: Path, url: str, server: ckan_server.Server, token: str) -> str:
    """One row of the table."""
    name = f"so-sanh-{peer.replace(' ', '-')}"
    folder = home / "datasets" / name
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "DVCDATA_CKAN_TOKEN": token, "PATH": path}
    ids: list[dict[str, str]] = []
    for changed in (False, True):
        package(folder, name, changed)
        Proxy.seen.clear()
        started = time.monotonic()
        for command in PEERS[peer](home, name, url, token, changed):
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                return f"| {peer} | failed: {(done.stderr or done.stdout).strip().splitlines()[-1][:150]} | | | | |"
        seconds = time.monotonic() - started
        shown = ckan_server.call(server.url, token, "package_show", id=name)
        ids.append({item["id"]: item["name"] for item in shown["resources"]})
    calls = list(Proxy.seen)
    writes = sum(not any(word in path for word in READS) for path, _ in calls)
    kept = len(ids[0].keys() & ids[1].keys())
    sent = sum(n for _, n in calls)
    return (
        f"| {peer} | {len(calls)} | {writes} | {sent:,} | {seconds:.1f} | {kept} of {len(ids[0])}, now {len(ids[1])} |"
    )


def main() -> None:
    """Prints the table."""
    with ckan_server.started() as (server, admin), tempfile.TemporaryDirectory() as folder:
        token = portals.member(server, admin, "editor")
        Proxy.target = server.url
        url = serve(Proxy)
        print("| tool | requests | of them writes | bytes sent | seconds | ids kept |\n|---|---|---|---|---|---|")
        for peer in PEERS:
            print(measure(peer, Path(folder) / peer.replace(" ", "-"), url, server, token), flush=True)


if __name__ == "__main__":
    main()
