"""Fetches and inspects the files of a catalogue, each host one file after the other, and keeps what it learns."""

import queue
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from dvcdata import progress
from dvcdata.portal import fetching, inspecting, sampling
from dvcdata.portal.cache import Cache
from dvcdata.portal.catalogue import Catalogue, Resource
from dvcdata.portal.fetching import Caps, Fetched
from dvcdata.portal.guarded import Session, host
from dvcdata.portal.inspecting import Inspected

MOST_HOSTS = 8  # asked at the same time
FRESH = 24 * 3600  # seconds for which a file is not asked for again
PASSING = 3600  # seconds for which a host that does not answer is not asked again
TIRED = 5  # times in a row that a host may not answer before the rest of its files are left


@dataclass(frozen=True)
class Seen:
    """What became of a file."""

    fetched: Fetched
    inspected: Inspected = field(default_factory=Inspected)

    @property
    def lasts(self) -> float:
        """The seconds after which it may well be otherwise."""
        return PASSING if self.fetched.state in fetching.PASSING else FRESH

    @property
    def tried(self) -> bool:
        """Whether anything is known of the file at all."""
        return self.fetched.state not in fetching.NOT_TRIED


@dataclass(frozen=True)
class Job:
    """An address to ask for: what the catalogue says is there, and what is known of it from before."""

    url: str
    declared: str
    stamp: str
    before: Seen | None = None


Done = tuple[Job, Fetched, bytes] | BaseException


def allowed(catalogue: Catalogue, more: Sequence[str] = ()) -> Callable[[str], bool]:
    """Says of an address whether it is http(s) at a host that the catalogue names, or that somebody added."""
    given = [catalogue.url, *(url for item in catalogue.datasets for file in item.resources for url in _urls(file))]
    hosts = {host(url) for url in given} | {host(f"http://{name}") for name in more}

    def check(url: str) -> bool:
        return host(url) in hosts - {""}

    return check


def _urls(file: Resource) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for url in (file.url, file.access_url) if url))


def gather(
    catalogue: Catalogue, cache: Cache, caps: Caps, session: Callable[[], Session], fresh: float = FRESH
) -> dict[str, Seen]:
    """What became of every file that the catalogue names, by its address."""
    found: dict[str, Seen] = {}
    jobs: dict[str, list[Job]] = defaultdict(list)
    wanted = {url: file for item in catalogue.datasets for file in item.resources for url in _urls(file)}
    for url, file in wanted.items():
        kept = cache.file(url, file.stamp, inspecting.VERSION)
        before = Seen(Fetched(**kept[0]["fetched"]), Inspected(**kept[0]["inspected"])) if kept else None
        if kept and before and time.time() - kept[1] < min(fresh, before.lasts):
            found[url] = before
        else:
            declared = sampling.declared_kind(file.format, file.media_type, url)
            jobs[host(url)].append(Job(url, declared, file.stamp, before))
    total = sum(map(len, jobs.values()))
    for number, (job, seen) in enumerate(_work(jobs, caps, session), 1):
        progress.at("sampling", number, total, host(job.url))
        found[job.url] = seen
        if seen.tried:
            body = {"fetched": asdict(seen.fetched), "inspected": asdict(seen.inspected)}
            cache.keep_file(job.url, job.stamp, inspecting.VERSION, body)
    return found


def _work(jobs: Mapping[str, Sequence[Job]], caps: Caps, session: Callable[[], Session]) -> Iterator[tuple[Job, Seen]]:
    """The jobs as they are done; hosts are asked side by side, and samples opened here, one after the other."""
    hosts: queue.SimpleQueue[Sequence[Job]] = queue.SimpleQueue()
    for every in sorted((every for every in jobs.values() if every), key=len, reverse=True):
        hosts.put(every)
    done: queue.Queue[Done] = queue.Queue(MOST_HOSTS)
    over = threading.Event()
    total = sum(map(len, jobs.values()))
    for _ in range(min(MOST_HOSTS, hosts.qsize())):
        threading.Thread(target=_ask_hosts, args=(hosts, done, over, caps, session), daemon=True).start()
    try:
        for _ in range(total):
            got = done.get()
            if isinstance(got, BaseException):
                raise got
            job, fetched, content = got
            if fetched.state == fetching.GONE_ON and job.before:
                yield job, job.before
            else:
                yield job, Seen(fetched, inspecting.inspect(content, fetched, job.declared))
    finally:
        over.set()


def _ask_hosts(
    hosts: "queue.SimpleQueue[Sequence[Job]]",
    done: "queue.Queue[Done]",
    over: threading.Event,
    caps: Caps,
    session: Callable[[], Session],
) -> None:
    """Takes one host after the other and hands over what its files are, until there is none left."""
    try:
        while not over.is_set():
            for item in _askhost(hosts.get_nowait(), over, caps, session()):
                _hand_over(item, done, over)
    except queue.Empty:
        return
    except BaseException as problem:  # the reader would wait for it forever
        _hand_over(problem, done, over)


def _askhost(jobs: Sequence[Job], over: threading.Event, caps: Caps, session: Session) -> Iterator[Done]:
    silent = 0
    for job in jobs:
        if over.is_set():
            return
        if silent >= TIRED:
            yield job, Fetched("given_up"), b""
            continue
        fetched, content = fetching.fetch(job.url, session, caps, job.before.fetched if job.before else None)
        silent = silent + 1 if fetched.state in ("no_connection", "timeout") else 0
        over.wait(caps.pause)
        yield job, fetched, content


def _hand_over(item: Done, done: "queue.Queue[Done]", over: threading.Event) -> None:
    while not over.is_set():
        try:
            done.put(item, timeout=1)
            break
        except queue.Full:
            continue
