"""Fetches the beginning of a file from where the catalogue says it is, and says in one word what became of it."""

import hashlib
import threading
import time
from dataclasses import dataclass, replace

import requests

from dvcdata.portal import guarded
from dvcdata.portal.asking import retry_after
from dvcdata.portal.guarded import ElsewhereError, PrivateAddressError, Session

OK, GONE_ON = "ok", "same"
PASSING = ("no_connection", "timeout", "server_error")  # what may be otherwise a little later
NOT_TRIED = ("limited", "elsewhere", "private", "given_up")  # what says nothing of the file: nobody saw it
HANG_UP = 0.1  # seconds between two tries to end what takes too long
WHOLE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1", b"SQLite", b"\x1f\x8b")  # kinds that only the whole file tells


@dataclass(frozen=True)
class Caps:
    """How much of a file is read, and for how long."""

    sample: int = 1 << 20  # bytes of a text
    whole: int = 20 << 20  # bytes of a file that only the whole tells, or that does not say how long it is
    seconds: float = 30.0
    pause: float = 0.5  # between two requests to one host
    longest_wait: float = 60.0  # that a host may ask for
    again: float = 2.0  # before the second try where the first one found nobody


@dataclass(frozen=True)
class Fetched:
    """What became of asking for a file: a word of the texts `portal.state.*`, and what the server said."""

    state: str
    status: int = 0
    size: int | None = None  # of the whole file, where that is known
    whole: bool = False  # whether all of it was read
    sha256: str = ""  # of what was read
    etag: str = ""
    changed: str = ""
    other: str = ""  # the address of a redirect that was not followed


def fetch(url: str, session: Session, caps: Caps, before: Fetched | None = None) -> tuple[Fetched, bytes]:
    """What became of a file, and its beginning; `same` where the server says that nothing changed since `before`."""
    if not guarded.host(url):
        return Fetched("not_web"), b""
    if not session.allowed(url):
        return Fetched("elsewhere", other=url), b""
    found = _once(url, session, caps, before)
    if found[0].state in PASSING:
        time.sleep(caps.again)
        found = _once(url, session, caps, before)
    return found


def _once(url: str, session: Session, caps: Caps, before: Fetched | None) -> tuple[Fetched, bytes]:
    try:
        return _fetch(url, session, caps, before)
    except PrivateAddressError:
        return Fetched("private"), b""
    except ElsewhereError as problem:
        return Fetched("elsewhere", other=str(problem)), b""
    except requests.TooManyRedirects:
        return Fetched("redirects"), b""
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError):
        return Fetched("not_web"), b""
    except requests.exceptions.SSLError:
        return Fetched("tls"), b""
    except (requests.Timeout, TimeoutError):
        return Fetched("timeout"), b""
    except (requests.RequestException, OSError, guarded.BROKEN):
        return Fetched("no_connection"), b""


def _fetch(url: str, session: Session, caps: Caps, before: Fetched | None) -> tuple[Fetched, bytes]:
    headers = {"Accept-Encoding": "identity"}  # so that lengths are those of the file
    if before and (before.etag or before.changed):
        asked = {"If-None-Match": before.etag, "If-Modified-Since": before.changed}
        headers |= {name: value for name, value in asked.items() if value}
    head = _ask("HEAD", url, session, caps, headers)
    head.close()
    if head.status_code == 304 and before:
        return replace(before, state=GONE_ON), b""
    if head.status_code == 429:
        return Fetched("limited", 429), b""
    time.sleep(caps.pause)
    ranged = {"Range": f"bytes=0-{caps.whole - 1}"} if _length(head) > caps.whole else {}
    answer = _ask("GET", url, session, caps, {**headers, **ranged})
    try:
        if answer.status_code == 304 and before:
            return replace(before, state=GONE_ON), b""
        if not answer.ok:
            return Fetched(_refusal(answer.status_code), answer.status_code), b""
        return _sampled(answer, caps)
    finally:
        answer.close()


def _ask(method: str, url: str, session: Session, caps: Caps, headers: dict[str, str]) -> requests.Response:
    """An answer; where the host asks to wait, once more after that time."""
    answer = _in_time(method, url, session, caps, headers)
    asked = retry_after(answer) if answer.status_code in (429, 503) else None
    if asked is not None and asked <= caps.longest_wait:
        answer.close()
        time.sleep(asked)
        answer = _in_time(method, url, session, caps, headers)
    return answer


def _in_time(method: str, url: str, session: Session, caps: Caps, headers: dict[str, str]) -> requests.Response:
    """What a server answers before its time is over, also where it sends its header letter by letter."""
    over, done = threading.Event(), threading.Event()

    def watch() -> None:
        wait = caps.seconds
        while not done.wait(wait):  # again and again: a connection may be opened just then, as by a redirect
            over.set()
            session.adapter.hang_up()
            wait = HANG_UP

    clock = threading.Thread(target=watch, daemon=True)
    clock.start()
    try:
        between = (min(10.0, caps.seconds), min(15.0, caps.seconds))
        answer = session.request(method, url, headers=headers, timeout=between, stream=True)
    except (requests.RequestException, OSError, guarded.BROKEN):
        if over.is_set():
            raise TimeoutError from None
        raise
    finally:
        done.set()
        clock.join()  # a hang-up that has begun would end the next connection too
    if over.is_set():  # half a header looks like a whole one
        answer.close()
        raise TimeoutError
    return answer


def _refusal(status: int) -> str:
    if status == 429:
        return "limited"
    if status in (401, 403, 407):
        return "forbidden"
    return "broken" if status < 500 else "server_error"


def _length(answer: requests.Response) -> int:
    given = answer.headers.get("Content-Range", "").rpartition("/")[2] or answer.headers.get("Content-Length", "")
    return int(given) if given.isdigit() else -1


def _sampled(answer: requests.Response, caps: Caps) -> tuple[Fetched, bytes]:
    """What the server sends, read as far as the kind of file needs and the caps allow."""
    until = time.monotonic() + caps.seconds
    length = _length(answer)
    start, whole = guarded.read(answer, guarded.BLOCK, until, close=False)
    if not whole:
        needs_all = start.startswith(WHOLE) or length < 0
        rest, whole = guarded.read(answer, (caps.whole if needs_all else caps.sample) - len(start), until)
        start += rest
        whole = whole or len(start) == length
    found = Fetched(
        _state(start, whole, length, time.monotonic() > until),
        answer.status_code,
        len(start) if whole and answer.status_code != 206 else length if length >= 0 else None,
        whole and answer.status_code != 206,
        hashlib.sha256(start).hexdigest() if start else "",
        answer.headers.get("ETag", ""),
        answer.headers.get("Last-Modified", ""),
    )
    return found, start


def _state(start: bytes, whole: bool, length: int, over: bool) -> str:
    if whole:
        return OK if start.strip() else "empty"
    if over:
        return "slow"
    return OK if length >= 0 else "endless"
