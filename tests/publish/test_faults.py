"""What goes wrong in mid-run ends in one sentence, leaves nothing public half-done, and can be gone on with."""

import json
import multiprocessing
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests
from ckan_server import DAY
from portals import member
from publishing import DOSSIERS, PROCEDURES, READS, KilledError, Shop, answered, applied, repeated, seen, state, tapped
from running import PATIENCE, Run, waited

from dvcdata import texts
from dvcdata.errors import UserError
from dvcdata.publish import applying, places
from dvcdata.publish import plan as plans
from dvcdata.publish.plan import Plan

HTML = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting before the next try is not what these tests are about."""
    monkeypatch.setattr("dvcdata.publish.client.PAUSES", (0.0, 0.01))
    monkeypatch.setattr("dvcdata.publish.ckan.PAUSES", (0.0, 0.01))
    monkeypatch.setattr("dvcdata.publish.rows.PAUSES", (0.0, 0.01))


@pytest.fixture
def planned(run: Run, shop: Shop) -> Plan:
    """A plan for a new dataset: a CSV whose rows go to the DataStore, and another."""
    shop.settle(formats=["csv"])
    result = run("publish", "plan")
    assert result.code == 0, result.err
    return shop.plan()


@pytest.fixture(scope="module")
def known() -> dict[str, object]:
    """What a run without any trouble comes to, once it is known."""
    return {}


def undisturbed(shop: Shop, plan: Plan, known: dict[str, object]) -> object:
    """What a run without any trouble comes to; the same for every test."""
    if shop.portal.url not in known:
        again = shop.renamed(plan)
        applying.apply(again, shop.there)
        known[shop.portal.url] = state(shop.portal, again.items[0].wanted.name)
    return known[shop.portal.url]


def killers(calls: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Every request, before it is sent; and after it was answered, where that is not just before the next one."""
    for place, action in enumerate(calls, 1):
        yield "before", place
        if action not in READS:
            yield "after", place


def test_a_run_killed_at_any_request_goes_on_to_the_same_end(
    shop: Shop, planned: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = tapped(monkeypatch)
    wanted = undisturbed(shop, planned, {})
    assert {"package_create", "package_revise", "datastore_create", "datastore_upsert"} <= set(wire.writes)
    for when, place in killers(wire.calls):
        plan = shop.renamed(planned)
        name = plan.items[0].wanted.name

        def kill(n: int, action: str, place: int = place) -> requests.Response | None:
            if n == place:
                raise KilledError
            return None

        tapped(monkeypatch, **{when: kill})
        with pytest.raises(KilledError):
            applying.apply(plan, shop.there)
        last = tapped(monkeypatch)
        half = not seen(shop.portal, name)
        applying.apply(plan, shop.there)
        assert state(shop.portal, name) == wanted, f"killed {when} request {place}"
        assert half or last.writes == [], f"killed {when} request {place}: seen before it was complete"


def withheld(monkeypatch: pytest.MonkeyPatch, place: int) -> list[Callable[[], requests.Response]]:
    """The request of that number, before which the run is killed: it is sent when it is called."""
    late: list[Callable[[], requests.Response]] = []

    def kill(n: int, action: str) -> None:
        if n == place:
            late.append(repeated(wire.last))
            raise KilledError

    wire = tapped(monkeypatch, before=kill)
    return late


def test_what_the_portal_still_does_for_a_run_that_was_killed_is_nobody_elses_change(
    shop: Shop, planned: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = tapped(monkeypatch)
    wanted = undisturbed(shop, planned, {})
    for place, action in enumerate(wire.calls, 1):
        if action in READS:
            continue
        plan = shop.renamed(planned)
        late = withheld(monkeypatch, place)
        with pytest.raises(KilledError):
            applying.apply(plan, shop.there)

        def arrive(n: int, asked: str, action: str = action, late: Any = late) -> None:
            if asked == action and late:  # the portal has just done it when it is asked for it once more
                assert late.pop()().ok

        tapped(monkeypatch, before=arrive)
        applying.apply(plan, shop.there)
        assert not late and state(shop.portal, plan.items[0].wanted.name) == wanted, f"{action}, request {place}"


def test_an_update_killed_at_any_request_goes_on_to_the_same_end(
    run: Run, shop: Shop, planned: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    applying.apply(planned, shop.there)
    shop.write(procedures=PROCEDURES.replace("8000", "9000"), dossiers=DOSSIERS)
    assert run("publish", "plan").code == 0
    first, second = planned, shop.plan()
    writes = [("before", n) for n in (3, 5, 7, 10)] + [("after", n) for n in (4, 6, 9)]
    for when, place in writes:
        start = shop.renamed(first)
        applying.apply(start, shop.there)
        name = start.items[0].wanted.name
        (item,) = second.items
        found = places.open_place(shop.there).find(name)
        plan = replace(
            second, id=f"{when}-{place}", items=(replace(item, wanted=replace(item.wanted, name=name), before=found),)
        )

        def kill(n: int, action: str, place: int = place) -> requests.Response | None:
            if n == place:
                raise KilledError
            return None

        tapped(monkeypatch, **{when: kill})
        try:
            applying.apply(plan, shop.there)
        except KilledError:
            tapped(monkeypatch)
            applying.apply(plan, shop.there)
        ended = state(shop.portal, name)
        assert [row["fee_vnd"] for row in ended["files"]["procedures.csv"]["rows"]] == [9000, None], f"{when} {place}"
        assert not ended["private"]


def test_a_process_that_is_killed_goes_on(shop: Shop, planned: Plan, run: Run, known: dict[str, object]) -> None:
    wanted = undisturbed(shop, planned, known)
    starter = multiprocessing.get_context("forkserver")  # each process has all that it needs imported already
    starter.set_forkserver_preload(["publishing", "dvcdata.publish.applying", "dvcdata.publish.ckan", "frictionless"])
    journal = shop.there.state / "journal.jsonl"
    for turn in range(10):
        plan = shop.renamed(planned)
        path = shop.home / f"{turn}.json"
        plans.write(plan, path)
        process = starter.Process(target=applied, args=(path, shop.home, shop.portal.token))
        process.start()
        waited(partial(reached, journal, turn))
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        process.close()
        again = run("publish", "apply", path, "--yes")
        assert again.code == 0, again.err
        assert state(shop.portal, plan.items[0].wanted.name) == wanted


def reached(journal: Path, lines: int) -> bool:
    """Whether a journal has more than so many lines."""
    return journal.exists() and len(journal.read_bytes().splitlines()) > lines


@pytest.mark.parametrize("there", [False, True], ids=["new", "existing"])
def test_of_four_publishers_at_once_one_wins_and_three_say_why(
    run: Run, shop: Shop, planned: Plan, tmp_path: Path, there: bool
) -> None:
    if there:
        applying.apply(planned, shop.there)
        shop.write(procedures=PROCEDURES.replace("8000", "9000"), dossiers=DOSSIERS)
        assert run("publish", "plan").code == 0
    plan, ids = shop.plan(), shop.ids() if there else {}
    outcomes: list[str] = []
    barrier = threading.Barrier(4)

    def publish(n: int) -> None:
        home = tmp_path / f"nguoi-{n}"
        (home / ".dvcdata" / "publish" / "noi").mkdir(parents=True)
        (home / ".dvcdata" / "publish" / "noi" / "files").symlink_to(shop.store().files)
        barrier.wait()
        try:
            applying.apply(replace(plan, id=f"{n}"), replace(shop.there, home=home))
            outcomes.append("won")
        except UserError as problem:
            outcomes.append(f"{problem.exit_code} {problem.key} {len(problem.format_message().splitlines())}")

    threads = [threading.Thread(target=publish, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["2 publish.moved 1"] * 3 + ["won"]
    ended = state(shop.portal, shop.name)
    assert not ended["private"] and sorted(ended["files"]) == ["dossiers.csv", "manifest.json", "procedures.csv"]
    assert [row["fee_vnd"] for row in ended["files"]["procedures.csv"]["rows"]] == [9000 if there else 8000, None]
    assert shop.ids().items() >= ids.items()


def sentence(shop: Shop, plan: Plan, key: str) -> str:
    """The sentence that an apply ends with; nothing of the dataset is public."""
    with pytest.raises(UserError) as caught:
        applying.apply(plan, shop.there)
    said = caught.value.format_message()
    assert (caught.value.key, caught.value.exit_code) == (key, 2) and "\n" not in said and shop.portal.token not in said
    assert not seen(shop.portal, plan.items[0].wanted.name)
    return said


ANSWERS = [
    ("package_create", 502, HTML, "publish.server_error"),
    ("datastore_upsert", 502, HTML, "publish.server_error"),
    ("package_revise", 502, HTML, "publish.server_error"),
    ("package_revise", 413, "<html><title>413 Request Entity Too Large</title></html>", "publish.too_large"),
    ("package_revise", 403, "<html>Forbidden</html>", "publish.refused"),
    ("package_revise", 301, "", "publish.redirected"),
    ("package_revise", 418, "<html>I am a teapot</html>", "publish.unexpected"),
]


@pytest.mark.parametrize(("action", "status", "body", "key"), ANSWERS)
def test_a_proxys_answer_is_one_sentence_and_the_run_goes_on(
    shop: Shop, planned: Plan, monkeypatch: pytest.MonkeyPatch, action: str, status: int, body: str, key: str
) -> None:
    def refused(n: int, asked: str) -> requests.Response | None:
        return answered(status, body) if asked == action else None

    tapped(monkeypatch, before=refused)
    said = sentence(shop, planned, key)
    assert "<" not in said
    tapped(monkeypatch)
    applying.apply(planned, shop.there)
    assert seen(shop.portal, shop.name)


@pytest.mark.parametrize("action", ["package_create", "package_revise", "datastore_create", "datastore_upsert"])
def test_an_answer_that_is_lost_once_costs_nothing(
    shop: Shop, planned: Plan, monkeypatch: pytest.MonkeyPatch, action: str, known: dict[str, object]
) -> None:
    wanted = undisturbed(shop, planned, known)
    lost: list[int] = []

    def lose(n: int, asked: str) -> None:
        if asked == action and not lost:
            lost.append(n)
            raise requests.ConnectionError

    wire = tapped(monkeypatch, after=lose)
    applying.apply(planned, shop.there)
    assert lost and state(shop.portal, shop.name) == wanted
    assert wire.writes.count("package_create") == 1


def test_a_portal_that_does_not_answer_is_given_up_in_time(
    shop: Shop, planned: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(n: int, asked: str) -> None:
        if asked == "package_revise":
            raise requests.ReadTimeout

    tapped(monkeypatch, before=silent)
    assert "60" in sentence(shop, planned, "publish.timeout")


@pytest.mark.parametrize("service", ["solr", "redis", "postgres"])
def test_a_server_behind_the_portal_that_stops_is_one_sentence_and_the_run_goes_on(
    shop: Shop, planned: Plan, monkeypatch: pytest.MonkeyPatch, service: str
) -> None:
    server = shop.portal.server
    if server is None:
        pytest.skip("the servers of another portal are not ours to stop")
    stopped: list[str] = []

    def stop(n: int, action: str) -> None:
        if action == ("datastore_create" if service == "redis" else "package_revise") and not stopped:
            stopped.append(service)
            server.stop(service)

    tapped(monkeypatch, before=stop)
    try:
        with pytest.raises(UserError) as caught:
            applying.apply(planned, shop.there)
        assert caught.value.key in ("publish.search_down", "publish.server_error") and stopped
    finally:
        server.start(service)
    tapped(monkeypatch)
    if service == "solr":
        reindexed(shop)
    applying.apply(planned, shop.there)
    assert seen(shop.portal, shop.name)


def reindexed(shop: Shop) -> None:
    """The stand-in forgets its index when it stops, as no Solr does; CKAN fills it again."""
    assert shop.portal.server
    shop.portal.server.ckan("search-index", "rebuild")


def test_a_wrong_token_a_readers_and_none_are_told_apart(
    run: Run, shop: Shop, planned: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DVCDATA_CKAN_TOKEN", "sai-token")
    assert "token" in sentence(shop, planned, "publish.bad_token")
    monkeypatch.delenv("DVCDATA_CKAN_TOKEN")
    assert "DVCDATA_NOI_TOKEN" in sentence(shop, planned, "publish.no_token")
    if shop.portal.server:
        monkeypatch.setenv("DVCDATA_CKAN_TOKEN", member(shop.portal.server, shop.portal.admin, "member"))
        assert "so-tu-phap" in sentence(shop, planned, "publish.no_editor")


def test_a_token_that_has_expired_is_one_sentence(shop: Shop, planned: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    if not shop.portal.server:
        pytest.skip("another portal's tokens may never expire")
    short = replace(shop.portal, token=member(shop.portal.server, shop.portal.admin, "editor", seconds=2))
    waited(lambda: not short.call("organization_list_for_user", permission="create_dataset"))
    monkeypatch.setenv("DVCDATA_CKAN_TOKEN", short.token)
    said = sentence(shop, planned, "publish.bad_token")
    assert "hết hạn" in said and short.token not in said
    monkeypatch.setenv("DVCDATA_CKAN_TOKEN", shop.portal.token)
    applying.apply(planned, shop.there)
    assert seen(shop.portal, shop.name)


@pytest.mark.parametrize("seconds", [DAY, 1], ids=["revoked", "expired"])
def test_a_token_that_ends_in_mid_run_is_one_sentence(
    seconds: int, shop: Shop, planned: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shop.portal.server:
        pytest.skip("tokens of another portal are not ours to end")
    ended = replace(shop.portal, token=member(shop.portal.server, shop.portal.admin, "editor", seconds=seconds))
    if seconds == DAY:
        address = f"{shop.portal.url}/api/3/action/api_token_revoke"
        mine = {"Authorization": ended.token}
        assert requests.post(address, json={"token": ended.token}, headers=mine, timeout=PATIENCE).ok
    waited(lambda: not ended.call("organization_list_for_user", permission="create_dataset"))

    def end(n: int, action: str) -> None:
        if action == "package_revise":
            wire.last.headers["Authorization"] = ended.token

    wire = tapped(monkeypatch, before=end)
    said = sentence(shop, planned, "publish.refused")
    assert ended.token not in said
    tapped(monkeypatch)
    applying.apply(planned, shop.there)
    assert seen(shop.portal, shop.name)


def test_a_full_disk_is_one_sentence_and_nothing_is_half_written(run: Run, shop: Shop) -> None:
    shop.settle(formats=["csv"], datastore=[])
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20)); import signal; "
    limit += "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); from dvcdata.cli import main; main(['publish', 'plan'])"
    command = [sys.executable, "-c", limit]
    done = subprocess.run(command, cwd=shop.home, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.splitlines()) == 1 and not shop.there.plan_file.exists()
    assert run("publish", "plan").code == 0


def test_a_disk_that_fills_up_at_any_step_is_one_sentence_and_the_run_goes_on(
    run: Run, shop: Shop, planned: Plan, monkeypatch: pytest.MonkeyPatch, known: dict[str, object]
) -> None:
    wanted = undisturbed(shop, planned, known)
    journal = shop.there.state / "journal.jsonl"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    for place in (1, 4, 6, 9):
        plan = shop.renamed(planned)
        plans.write(plan, shop.there.plan_file)
        for turn in (0, 3):  # so that the second run goes on, and is stopped in its turn

            def fill(n: int, action: str, at: int = place + turn) -> None:
                if n == at:  # the next line of the journal is cut off in its middle
                    size = journal.stat().st_size if journal.exists() else 0
                    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20, before[1]))

            tapped(monkeypatch, before=fill)
            try:
                stopped = run("publish", "apply", "--yes")
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, before)
            if not turn:
                assert stopped.code == 2 and not stopped.out and str(shop.there.state) in stopped.err
                assert len(stopped.err.splitlines()) == 1 and not seen(shop.portal, plan.items[0].wanted.name)
            else:
                assert stopped.code in (0, 2) and len(stopped.err.splitlines()) == stopped.code // 2, stopped.err
        tapped(monkeypatch)
        last = run("publish", "apply", "--yes")
        assert last.code == 0, last.err
        assert state(shop.portal, plan.items[0].wanted.name) == wanted, f"full at request {place}"


def test_the_token_goes_to_no_other_host_and_is_in_no_file(
    run: Run, shop: Shop, planned: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    applying.apply(planned, shop.there)
    for path in shop.home.rglob("*"):
        if path.is_file():
            assert shop.portal.token.encode() not in path.read_bytes(), path
    from dvcdata.publish import client

    session = client.session("https://opendata.example.vn", "bí-mật")
    other = session.prepare_request(requests.Request("GET", "https://khac.example.vn/tep.csv"))
    mine = session.prepare_request(requests.Request("GET", "https://opendata.example.vn/tep.csv"))
    assert "Authorization" not in other.headers and mine.headers["Authorization"] == "bí-mật"


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_a_refusal_is_said_in_both_languages(run: Run, shop: Shop, planned: Plan, lang: str) -> None:
    shop.portal.call("package_create", name=shop.name, owner_org=shop.portal.organization, title="Của người khác")
    refused = run("publish", "apply", "--yes", "--lang", lang)
    assert refused.code == 2 and "Của người khác" in refused.err and len(refused.err.splitlines()) == 1
    assert json.loads(shop.there.plan_file.read_text(encoding="utf-8"))["datasets"]
