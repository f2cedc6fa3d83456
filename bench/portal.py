"""Times the audit of a portal of many datasets by its descriptions: made up, and served on this machine.

.venv/bin/python bench/portal.py [DATASETS]
"""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

DATASETS = 10_000
ORGANIZATIONS = 60
FORMATS = ("CSV", "XLSX", "PDF", "JSON", "")
LICENCES = ("cc-by", "notspecified", "other-closed")


def dataset(n: int) -> dict[str, object]:
    """A dataset as CKAN lists it, with three files; what it says differs from number to number."""
    name, office = f"bo-{n:06}", n % ORGANIZATIONS
    files = [
        {
            "id": f"{name}-{k}",
            "name": f"Tệp {k}",
            "url": f"https://dulieu.example/{name}/{k}",
            "format": FORMATS[(n + k) % len(FORMATS)],
            "last_modified": f"2026-{1 + n % 11:02}-01T08:00:00",
            "size": 1000 + n,
        }
        for k in range(3)
    ]
    return {
        "id": name,
        "name": name,
        "title": f"Bộ dữ liệu số {n}",
        "notes": "Mô tả của bộ dữ liệu, dài như những mô tả thật. " * 10 if n % 4 else "",
        "license_id": LICENCES[n % len(LICENCES)],
        "isopen": n % len(LICENCES) == 0,
        "metadata_created": "2025-01-01T00:00:00",
        "metadata_modified": "2026-10-01T00:00:00",
        "organization": {"name": f"so-{office:02}", "title": f"Sở số {office}"},
        "tags": [{"name": f"từ khóa {k}"} for k in range(n % 6)],
        "groups": [{"name": "hanh-chinh"}] if n % 2 else [],
        "extras": [{"key": "frequency", "value": "monthly"}, {"key": "spatial_text", "value": "Minh Họa"}],
        "resources": files,
    }


def served(datasets: list[dict[str, object]]) -> Iterator[str]:
    """Serves the list as CKAN does; yields its address once."""

    class Listing(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            """Nothing."""

        def do_GET(self) -> None:
            given = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
            start, rows = int(given.get("start", 0)), int(given.get("rows", 0))
            result = {"count": len(datasets), "results": datasets[start : start + rows]}
            listed = "package_search" in self.path
            content = json.dumps({"success": True, "result": result if listed else []}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json;charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def main() -> None:
    """Prints seconds, megabytes and what was found."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else DATASETS
    for url in served([dataset(number) for number in range(n)]):
        with tempfile.TemporaryDirectory() as folder:
            options = ["--metadata-only", "--allow-private", "--quiet", "--cache", folder, "--into", f"{folder}/goi"]
            page = ["--report", f"{folder}/trang.html"]
            command = [sys.executable, "-m", "dvcdata", "portal", "audit", url, *options, *page]
            timed = ["/usr/bin/time", "-f", "%e s elapsed, %U s user, %M KB", *command]
            subprocess.run(timed if Path(timed[0]).exists() else command, check=True)


if __name__ == "__main__":
    main()
