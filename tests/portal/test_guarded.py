"""An audit reaches public addresses of hosts that the catalogue names, and nothing else, whatever it is led to."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest
from faulty_portal import QUICK, Served, csv, serving, workbook, zipped

from dvcdata.portal import fetching, guarded, inspecting, sampling
from dvcdata.portal.fetching import Fetched
from dvcdata.portal.guarded import PrivateAddressError, Session


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("::1", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"),
        *("2002:7f00:1::", "255.255.255.255", "192.0.2.1", "::"),
    ],
)
def test_an_inner_address_is_not_public_in_whatever_wrapping(address: str) -> None:
    assert not guarded.public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "203.113.135.1", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert guarded.public(address)


Answer = list[tuple[int, int, int, str, tuple[str, int]]]


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[object]:
    """Names resolve to these addresses, one answer after the other; the addresses that are connected to."""
    left = list(answers)
    connected: list[object] = []

    def resolve(host: str, port: int, **given: object) -> Answer:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in left.pop(0)]

    def connect(address: object, *given: object) -> socket.socket:
        connected.append(address)
        raise OSError("not in a test")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    return connected


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["10.1.2.3"], ["1.1.1.1", "127.0.0.1"], ["169.254.169.254"]])
def test_a_name_that_leads_inside_is_never_connected_to(monkeypatch: pytest.MonkeyPatch, addresses: list[str]) -> None:
    connected = resolving(monkeypatch, addresses)
    with pytest.raises(PrivateAddressError):
        Session().get("http://dulieu.example/a.csv", timeout=1)
    assert connected == []


def test_a_name_is_resolved_once_so_that_it_cannot_change_after_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    connected = resolving(monkeypatch, ["1.1.1.1"], ["127.0.0.1"])
    found, _ = fetching.fetch("http://dulieu.example/a.csv", Session(), QUICK)
    assert connected == [("1.1.1.1", 80)]
    assert found.state == "private"  # when it is asked a second time, and resolves to an inner address by then


def redirecting(target: Callable[[str], str]) -> type[BaseHTTPRequestHandler]:
    """A handler that redirects /a to somewhere, and answers everything else."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            """Nothing."""

        def do_GET(self) -> None:
            content = b"" if self.path == "/a" else csv(1)
            self.send_response(302 if self.path == "/a" else 200)
            if self.path == "/a":
                self.send_header("Location", target(self.headers["Host"]))
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(content)

        do_HEAD = do_GET  # noqa: N815

    return Handler


@pytest.mark.parametrize(
    ("target", "state"),
    [
        (lambda host: "/b", "ok"),
        (lambda host: f"http://{host.replace('127.0.0.1', '127.0.0.2')}/b", "private"),
        (lambda host: "http://khac.example/b", "elsewhere"),
        (lambda host: "http://169.254.169.254/latest/meta-data", "elsewhere"),
        (lambda host: "file:///etc/passwd", "elsewhere"),
        (lambda host: "gopher://127.0.0.1/", "elsewhere"),
        (lambda host: "/a", "redirects"),
    ],
)
def test_every_redirect_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch, target: Callable[[str], str], state: str
) -> None:
    monkeypatch.setattr(guarded, "public", lambda address: address == "127.0.0.1")
    named = ("127.0.0.1", "127.0.0.2")  # both named by the catalogue, one of them inside
    with serving(redirecting(target)) as server:
        session = Session(allowed=lambda url: url.startswith(tuple(f"http://{host}:" for host in named)))
        found, content = fetching.fetch(f"{server.url}/a", session, QUICK)
    assert (found.state, content) == (state, csv(1) if state == "ok" else b"")


def test_an_address_that_is_none_is_not_asked_for(files: Served) -> None:
    for url in ("ftp://a.example/b.csv", "javascript:alert(1)", "http://", "http://[::1", "", "//a/b", "C:\\a.csv"):
        assert fetching.fetch(url, Session(), QUICK)[0].state == "not_web"


def test_a_file_is_read_up_to_the_caps_and_no_further(files: Served) -> None:
    session = Session(private=True)
    found, content = fetching.fetch(f"{files.url}/endless/1.csv", session, replace(QUICK, whole=1 << 20))
    assert found.state == "endless" and len(content) < (1 << 20) + guarded.BLOCK
    found, content = fetching.fetch(f"{files.url}/slow/1.csv", session, QUICK)
    assert found.state == "slow" and len(content) < 1000


def test_an_archive_is_unpacked_up_to_the_cap_and_no_further() -> None:
    bomb = zipped("bang.csv", b"a,b\n" + b"1,2\n" * (20 << 20))
    assert len(bomb) < 1 << 20
    name, content, whole = sampling.inner(bomb, "ZIP") or ("", b"", True)
    assert (name, len(content), whole) == ("bang.csv", sampling.MOST_INNER, False)
    found = inspecting.inspect(bomb, Fetched("ok", 200, whole=True), "CSV")
    assert (found.kind, found.packed, found.structure) == ("CSV", "ZIP", {})


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspecting, "MOST_UNPACKED", 100)
    found = inspecting.inspect(workbook(1), Fetched("ok", 200, whole=True), "XLSX")
    assert (found.kind, found.unopened, found.structure) == ("XLSX", True, {})


def test_what_an_environment_says_of_proxies_and_passwords_is_not_heeded(
    monkeypatch: pytest.MonkeyPatch, files: Served
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert fetching.fetch(f"{files.url}/good/1.csv", Session(private=True), QUICK)[0].state == "ok"


@pytest.mark.parametrize("status", ["200 OK", "302 Found"])
@pytest.mark.parametrize("slowly", [0.0, 0.05])
def test_a_server_that_never_comes_to_the_point_is_hung_up_on(
    monkeypatch: pytest.MonkeyPatch, slowly: float, status: str
) -> None:
    over = threading.Event()
    endured: list[str] = []
    hang_up = guarded.Adapter.hang_up

    def as_on_a_machine_in_use(adapter: guarded.Adapter) -> None:
        hang_up(adapter)
        time.sleep(slowly)  # in which the second try must not begin
        hang_up(adapter)

    def allowed(url: str) -> bool:
        time.sleep(3 * slowly)  # after which a redirect opens a connection that the first hang-up did not know
        return True

    def drip(listener: socket.socket) -> None:
        while not over.is_set():
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                with connection:
                    connection.sendall(f"HTTP/1.1 {status}\r\nLocation: /b\r\nX-Words: ".encode())
                    for _ in range(200):
                        if over.wait(0.05):
                            return
                        connection.sendall(b"a")  # no time-out between two bytes is ever reached
                endured.append(status)

    monkeypatch.setattr(guarded.Adapter, "hang_up", as_on_a_machine_in_use)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        thread = threading.Thread(target=drip, args=(listener,), daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/a"
        session = Session(private=True, allowed=allowed)
        found, _ = fetching.fetch(url, session, replace(QUICK, seconds=0.3))
        over.set()
        thread.join()
    assert found.state == "timeout" and not endured
