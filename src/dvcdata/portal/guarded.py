"""Connections that lead to public addresses only, however names resolve, and that never read without end."""

import contextlib
import ipaddress
import os
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError

from dvcdata import __version__

BLOCK = 1 << 16
HOPS = 5  # redirects in a row
MOST_ANSWER = 64 << 20  # bytes of one answer of a catalogue
LONGEST_ANSWER = 120  # seconds
BROKEN = HTTPError  # what reading an answer may end in
AGENT = f"dvcdata/{__version__} (portal audit)"


class PrivateAddressError(Exception):
    """A name that leads to this machine or an inner network."""


class ElsewhereError(Exception):
    """A redirect to where it may not be followed."""


class OversizeError(Exception):
    """An answer that is larger, or takes longer, than any catalogue's should."""


def public(address: str) -> bool:
    """Whether an address is one of the open internet, also where it wraps another."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if not inner and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner:
            return public(str(inner))
    return ip.is_global and not ip.is_multicast


def host(url: str) -> str:
    """The host of an http(s) address, by which www. makes no difference; nothing where it is no such address."""
    try:
        parts = urlsplit(url)
        name = (parts.hostname or "").lower().removeprefix("www.")
        return name if parts.scheme in ("http", "https") and (parts.port is None or parts.port) else ""
    except ValueError:  # such as half an IPv6 address, or a port that is no number
        return ""


def _socket(connection: HTTPConnection) -> socket.socket:
    """A socket to an address that was checked: the name is resolved once, and never again."""
    name, wait = connection.host.strip("[]"), connection.timeout
    try:
        found = socket.getaddrinfo(name, connection.port or connection.default_port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise NameResolutionError(name, connection, socket.gaierror(str(problem))) from None
    addresses = list(dict.fromkeys((str(item[4][0]), int(item[4][1])) for item in found))
    private: bool = connection.private  # type: ignore[attr-defined]  # given by Adapter
    if not private and not all(public(address) for address, _ in addresses):
        raise PrivateAddressError(name)
    failed: OSError = OSError(name)
    for address in addresses:
        try:
            return socket.create_connection(address, wait if isinstance(wait, int | float) else None)
        except OSError as problem:
            failed = problem
    raise NewConnectionError(connection, str(failed))


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _socket(self)

    def connect(self) -> None:
        super().connect()
        self.opened.append(self.sock)  # type: ignore[attr-defined]  # given by Adapter


class _Secure(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _socket(self)

    def connect(self) -> None:
        super().connect()
        self.opened.append(self.sock)  # type: ignore[attr-defined]


class Adapter(HTTPAdapter):
    """The transport under a session; `private` lets it reach inner addresses too."""

    def __init__(self, private: bool) -> None:
        self.opened: list[socket.socket] = []
        self.given = {"private": private, "opened": self.opened}
        super().__init__()

    def init_poolmanager(self, *args: Any, **given: Any) -> None:
        """Makes the pools of connections, which check where they lead."""
        super().init_poolmanager(*args, **given)
        plain, secure = type("Plain", (_Plain,), self.given), type("Secure", (_Secure,), self.given)
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }

    def hang_up(self) -> None:
        """Ends every connection there is, whatever it is waiting for."""
        while self.opened:
            with contextlib.suppress(OSError):
                self.opened.pop().shutdown(socket.SHUT_RDWR)


class Session(requests.Session):
    """A session without proxies, passwords or cookies of this machine, which follows redirects only where it may.

    `allowed` says of an address whether it may be followed there; an answer is read up to a limit and no further.
    """

    def __init__(self, private: bool = False, allowed: Callable[[str], bool] = lambda url: True) -> None:
        super().__init__()
        self.trust_env = False  # a proxy would resolve names where nobody checks them, and .netrc holds passwords
        self.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
        self.allowed = allowed
        self.headers["User-Agent"] = AGENT
        self.adapter = Adapter(private)
        for scheme in ("http://", "https://"):
            self.mount(scheme, self.adapter)
        self.answer: requests.Response | None = None  # the last one, for its headers

    def send(self, request: requests.PreparedRequest, **given: Any) -> requests.Response:
        """As a session's, but every redirect is looked at, and what is not streamed is read up to a limit."""
        stream = given.pop("stream", False)
        self.cookies.clear()
        for _ in range(HOPS + 1):
            answer = self.answer = super().send(request, **{**given, "stream": True})
            if not answer.is_redirect:
                break
            answer.close()
            try:
                url = urljoin(request.url or "", answer.headers["Location"])
            except ValueError as problem:  # such as half an IPv6 address
                raise requests.exceptions.InvalidURL(str(problem)) from None
            if not self.allowed(url):
                raise ElsewhereError(url)
            request = request.copy()
            request.prepare_url(url, None)
        else:
            raise requests.TooManyRedirects(response=answer)
        if not stream:
            content, whole = read(answer, MOST_ANSWER, time.monotonic() + LONGEST_ANSWER)
            if not whole:
                raise OversizeError(answer.url)
            answer._content = content
        return answer

    def resolve_redirects(self, *args: Any, **given: Any) -> Iterator[requests.Response]:
        """None: requests would read the body of a redirect, however long it is."""
        return iter(())


def read(answer: requests.Response, most: int, until: float, close: bool = True) -> tuple[bytes, bool]:
    """What an answer goes on with, as far as the limits of bytes and time allow, and whether that is all of it."""
    parts: list[bytes] = []
    size = 0
    whole = True
    while block := answer.raw.read1(BLOCK, decode_content=True):
        parts.append(block)
        size += len(block)
        if size >= most or time.monotonic() > until:
            whole = False
            break
    if close:
        answer.close()
    return b"".join(parts), whole
