"""A portal in trouble ends in one sentence and exit code 2, and what was read of it is kept."""

import json
import socket
from collections import Counter
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import requests
from faulty_portal import AS_OF, HTML, Files, Served, ckan, planned, serving
from running import Run

from dvcdata.errors import UserError
from dvcdata.portal import asking, audit, cache, said
from dvcdata.portal import ckan as reader
from dvcdata.portal.audit import Asked

NONE: Mapping[str, str] = {}


def answering(
    status: int, body: bytes = b"", kind: str = "text/html", first: int = 0, headers: Mapping[str, str] = NONE
) -> type[BaseHTTPRequestHandler]:
    """A handler that answers everything alike, once it has answered as a portal does for the first so many times."""
    normal = ckan([item.package for item in planned(25, "http://127.0.0.1:9")])

    class Handler(normal):  # type: ignore[misc, valid-type]
        def do_GET(self) -> None:  # noqa: N802
            if self.asked["GET"] < first:
                super().do_GET()
                return
            self.asked["GET"] += 1
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of ten, so that there are several."""
    monkeypatch.setattr(reader, "ROWS", 10)


def refusal(url: str, asked: Asked) -> str:
    with pytest.raises(UserError) as caught:
        audit.run(url, asked, AS_OF)
    return caught.value.key


@pytest.mark.parametrize(
    ("status", "body", "headers", "key"),
    [
        (500, HTML, {}, "portal.server_error"),
        (502, HTML, {}, "portal.server_error"),
        (403, HTML, {}, "portal.refused"),
        (200, HTML, {}, "portal.not_a_portal"),
        (404, HTML, {}, "portal.not_a_portal"),
        (200, b'{"success": true, "result": ["strange"]}', {}, "portal.not_a_portal"),
        (200, b'{"success": true}', {}, "portal.not_a_portal"),
        (200, b"[]", {}, "portal.not_a_portal"),
        (429, b"", {"Retry-After": "3600"}, "portal.rate_limited"),
        (429, b"", {}, "portal.rate_limited"),
        (302, b"", {"Location": "/api/action/package_search"}, "portal.redirects"),
        (302, b"", {"Location": "file:///etc/passwd"}, "portal.bad_url"),
        (302, b"", {"Location": "http://["}, "portal.bad_url"),
    ],
)
def test_a_portal_that_gives_no_catalogue_is_refused_in_one_sentence(
    empty_cache: Asked, status: int, body: bytes, headers: dict[str, str], key: str
) -> None:
    with serving(answering(status, body, headers=headers)) as portal:
        assert refusal(portal.url, empty_cache) == key


def test_an_answer_that_breaks_off_is_said_to_be_no_connection(empty_cache: Asked) -> None:
    class Handler(answering(200, b'{"success": true')):  # type: ignore[misc]
        def send_header(self, key: str, value: str) -> None:
            super().send_header(key, "1000" if key == "Content-Length" else value)

        def end_headers(self) -> None:
            super().end_headers()
            self.close_connection = True

    with serving(Handler) as portal:
        assert refusal(portal.url, empty_cache) == "portal.no_connection"


def test_a_portal_that_asks_to_wait_is_asked_again_after_that_time(empty_cache: Asked) -> None:
    waited = Counter[str]()

    class Handler(ckan([item.package for item in planned(25, "http://127.0.0.1:9")])):  # type: ignore[misc]
        def do_GET(self) -> None:  # noqa: N802
            if not waited["asked"]:
                waited["asked"] += 1
                self.send_response(429)
                self.send_header("Retry-After", "0")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            super().do_GET()

    with serving(Handler) as portal:
        found = audit.run(portal.url, Asked(files=False, private=True, cache=empty_cache.cache), AS_OF)
    assert len(found.whole.datasets) == 25


def test_a_portal_that_is_down_is_said_to_be(empty_cache: Asked) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # without listening, so that nobody else does
        assert refusal(f"http://127.0.0.1:{deaf.getsockname()[1]}", empty_cache) == "portal.no_connection"


def test_a_portal_that_never_answers_is_given_up(empty_cache: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "TIMEOUT", (0.2, 0.2))
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        assert refusal(f"http://127.0.0.1:{silent.getsockname()[1]}", empty_cache) == "portal.timeout"


def test_an_answer_without_end_is_cut_off(empty_cache: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dvcdata.portal.guarded.MOST_ANSWER", 1 << 20)

    class Handler(Files):
        def do_GET(self) -> None:  # noqa: N802
            self._trickle("endless", True)

    with serving(Handler) as portal:
        assert refusal(portal.url, empty_cache) == "portal.too_much"


def test_a_portal_that_counts_more_than_it_hands_out_is_audited_and_told_on(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = [item.package for item in planned(25, "http://127.0.0.1:9")]
    with serving(ckan(packages, count=40)) as portal:
        given = ("--allow-private", "--metadata-only", "--pause", "0", "--cache", tmp_path, "--format", "json")
        result = run("portal", "audit", portal.url, *given)
        text = run("--lang", "vi", "portal", "audit", portal.url, *given[:-2])
    said = json.loads(result.out)
    assert (result.code, said["declared"], said["missing"], said["complete"]) == (2, 40, 15, False)
    assert len(said["datasets"]) == 25
    assert "15 bộ không xem được" in " ".join(text.out.split())


def test_what_was_read_before_a_portal_broke_down_is_kept_and_gone_on_with(empty_cache: Asked, few: None) -> None:
    packages = [item.package for item in planned(25, "http://127.0.0.1:9")]
    asked = Asked(files=False, private=True, cache=empty_cache.cache)
    with serving(answering(502, HTML, first=2)) as portal:
        assert refusal(portal.url, asked) == "portal.server_error"
        place = cache.place(portal.url, asked.cache)
        with cache.opened(place) as kept:
            assert [len(page["results"]) for page in kept.pages()] == [10, 10]
    with serving(ckan(packages)) as portal:
        place.rename(cache.place(portal.url, asked.cache))
        found = audit.run(portal.url, asked, AS_OF)
        assert portal.asked["GET"] == 1  # the third page only
        portal.asked.clear()
        again = audit.run(portal.url, asked, AS_OF)
        assert portal.asked["GET"] == 3  # the list is read anew every time it is complete
    names = sorted(item["name"] for item in packages)
    assert [item.dataset.id for item in found.whole.datasets] == names
    assert [item.dataset.id for item in again.whole.datasets] == names


def test_a_catalogue_that_changed_since_is_read_from_the_beginning(empty_cache: Asked, few: None) -> None:
    asked = Asked(files=False, private=True, cache=empty_cache.cache)
    with serving(answering(502, HTML, first=2)) as portal:
        refusal(portal.url, asked)
        place = cache.place(portal.url, asked.cache)
    more = [item.package for item in planned(30, "http://127.0.0.1:9")]
    with serving(ckan(more)) as portal:
        place.rename(cache.place(portal.url, asked.cache))
        found = audit.run(portal.url, asked, AS_OF)
    assert len({item.dataset.id for item in found.whole.datasets}) == 30


def test_datasets_that_a_page_repeats_count_once(empty_cache: Asked, few: None) -> None:
    packages = [item.package for item in planned(15, "http://127.0.0.1:9")]
    with serving(ckan([*packages, *packages[:5]])) as portal:
        found = audit.run(portal.url, Asked(files=False, private=True, cache=empty_cache.cache), AS_OF)
    assert (len(found.whole.datasets), found.catalogue.missing, found.complete) == (15, 5, False)


def test_a_limit_is_kept_to_and_said(empty_cache: Asked) -> None:
    packages = [item.package for item in planned(25, "http://127.0.0.1:9")]
    with serving(ckan(packages)) as portal:
        found = audit.run(portal.url, Asked(limit=7, files=False, private=True, cache=empty_cache.cache), AS_OF)
    assert (len(found.whole.datasets), found.catalogue.limited, found.complete) == (7, True, True)


def test_a_broken_cache_is_named(empty_cache: Asked) -> None:
    place = cache.place("http://127.0.0.1:9", empty_cache.cache)
    place.parent.mkdir(parents=True)
    place.write_bytes(b"nothing that SQLite ever wrote" * 100)
    assert refusal("http://127.0.0.1:9", empty_cache) == "portal.cache"


class KilledError(BaseException):
    """What a run that is killed does: nothing more."""


def test_a_run_killed_among_the_files_goes_on_to_the_same_end(
    empty_cache: Asked, files: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dvcdata.portal import as_json, inspecting

    packages = [item.package for item in planned(14, files.url)]
    with serving(ckan(packages)) as portal:
        whole = audit.run(portal.url, empty_cache, AS_OF)
        other = Asked(private=True, cache=empty_cache.cache and empty_cache.cache / "other", caps=empty_cache.caps)
        real, done = inspecting.inspect, Counter[str]()

        def dying(*given: object) -> inspecting.Inspected:
            done["files"] += 1
            if done["files"] == 6:
                raise KilledError
            return real(*given)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            patch.setattr(inspecting, "inspect", dying)
            with pytest.raises(KilledError):
                audit.run(portal.url, other, AS_OF)
        files.asked.clear()
        resumed = audit.run(portal.url, other, AS_OF)
        assert 0 < files.asked["GET"] < 14  # five were kept, and a request of the killed run may still be on its way
    assert as_json.render(resumed) == as_json.render(whole)


def test_a_host_that_does_not_answer_is_asked_five_times_and_no_more(empty_cache: Asked) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # without listening, so that nobody else does
        packages = [item.package for item in planned(20, f"http://127.0.0.1:{deaf.getsockname()[1]}")]
        with serving(ckan(packages)) as portal:
            found = audit.run(portal.url, empty_cache, AS_OF)
    states = Counter(file.state for item in found.whole.datasets for file in item.files)
    assert states == {"no_connection": 5, "given_up": 15}
    assert found.whole.untried == 15


@pytest.fixture
def old(empty_cache: Asked, files: Served) -> Iterator[tuple[Asked, Served]]:
    """A portal that was audited a while ago."""
    with serving(ckan([item.package for item in planned(3, files.url)])) as portal:
        audit.run(portal.url, empty_cache, AS_OF)
        files.asked.clear()
        files.unchanged.clear()
        yield empty_cache, portal


def test_a_file_that_has_not_changed_is_not_downloaded_again(old: tuple[Asked, Served], files: Served) -> None:
    asked, portal = old
    fresh = Asked(private=True, cache=asked.cache, caps=asked.caps, fresh=True)
    found = audit.run(portal.url, fresh, AS_OF)
    assert files.unchanged["304"] == 3 and files.asked == {"HEAD": 3}
    assert [file.state for item in found.whole.datasets for file in item.files] == ["ok"] * 3


def test_files_that_are_redirected_elsewhere_wait_until_their_host_is_named(empty_cache: Asked, files: Served) -> None:
    class Moving(Files):
        def _answer(self, body: bool) -> None:
            self._send(302, b"", body, Location=f"http://localhost:{files.url.rpartition(':')[2]}{self.path}")

    with serving(Moving) as here, serving(ckan([item.package for item in planned(1, here.url)])) as portal:
        found = audit.run(portal.url, empty_cache, AS_OF)
        assert (found.whole.untried, found.whole.count("usable"), found.whole.faults) == (1, 0, {})
        assert "localhost" in " ".join(said.limits(found, "vi"))
        assert found.whole.scores.counts["access_url_ok"] == (0, 0)  # nobody saw it: neither good nor broken
        named = Asked(private=True, cache=empty_cache.cache, caps=empty_cache.caps, hosts=("localhost",))
        assert audit.run(portal.url, named, AS_OF).whole.count("usable") == 1


@pytest.mark.parametrize(
    ("given", "seconds"), [("7", 7), ("", None), ("soon", None), ("Sun, 06 Nov 1994 08:49:37 GMT", 0)]
)
def test_the_time_to_wait_is_read_in_both_of_its_forms(given: str, seconds: float | None) -> None:
    answer = requests.Response()
    answer.headers["Retry-After"] = given
    assert asking.retry_after(answer) == seconds
