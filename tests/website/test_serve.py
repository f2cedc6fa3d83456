"""The site is served to this machine while it is worked on, and is built again when something changes."""

import queue
import socket
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from running import PATIENCE, Run
from small_site import AS_OF, TABLES, workspace

from dvcdata.website import serve


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return workspace(tmp_path, {"procedures": TABLES["procedures"]})


@pytest.fixture
def said(home: Path) -> Iterator["queue.Queue[str]"]:
    """What `serve` says, while it serves the workspace."""
    lines: queue.Queue[str] = queue.Queue()
    over = threading.Event()
    work = threading.Thread(
        target=serve.run, args=([home],), kwargs={"port": 0, "as_of": AS_OF, "say": lines.put, "over": over}
    )
    work.start()
    yield lines
    over.set()
    work.join(PATIENCE)
    assert not work.is_alive()


def test_a_change_is_built_and_a_mistake_is_said_without_losing_the_site(home: Path, said: "queue.Queue[str]") -> None:
    assert "Đã dựng" in said.get(timeout=PATIENCE)
    address = said.get(timeout=PATIENCE).split()[1]
    assert address.startswith("http://127.0.0.1:")
    table = home / "datasets" / "thu" / "procedures.csv"
    changed = home / "procedures.new"
    changed.write_text(TABLES["procedures"].replace("Đăng ký khai sinh", "Khai sinh lưu động"), encoding="utf-8")
    changed.replace(table)  # at once, for half a file would be built as well
    assert "Đã dựng" in said.get(timeout=PATIENCE)
    with urllib.request.urlopen(f"{address}procedures/1.000100.html") as page:
        assert "Khai sinh lưu động" in page.read().decode()
    table.unlink()
    assert "procedures.csv" in said.get(timeout=PATIENCE)
    with urllib.request.urlopen(f"{address}procedures/1.000100.html") as page:
        assert "Khai sinh lưu động" in page.read().decode()
    with pytest.raises(HTTPError) as lost:
        urllib.request.urlopen(f"{address}nothing.html")
    assert lost.value.code == 404
    assert "Không có trang này" in lost.value.read().decode()
    lost.value.close()
    assert not (home / "public").exists()


def test_a_taken_port_is_said_in_one_sentence(home: Path, run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("site", "serve", home, "--port", port, "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"Port {port} is in use by another program. Choose another one, for instance --port 8001.\n"


def test_stopping_it_ends_with_130(home: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dvcdata.website.serve._build", stopped)
    done = run("site", "serve", home, "--port", 0)
    assert done.code == 130
