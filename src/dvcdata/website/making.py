"""Makes the files of the site, in several processes where there are many: pages only where they changed."""

import gc
import hashlib
import multiprocessing
import os
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from types import SimpleNamespace
from typing import Any

from dvcdata import progress, texts
from dvcdata.website import files, frame, inputs, places
from dvcdata.website.aside import answered
from dvcdata.website.gather import Gathered
from dvcdata.website.output import Output
from dvcdata.website.render import Page, Renderer, sources
from dvcdata.website.tasks import Job

WORTH_IT = 400  # jobs that one process does sooner than two would
BATCH = 4  # jobs that a process takes at a time
AFTER = 10  # how much copies stand back behind the process that draws, whose work nobody shares


@dataclass(frozen=True)
class Maker:
    """Makes pages in every language."""

    renderers: Sequence[Renderer]
    common: bytes  # what every page is made of, as a digest

    def make(self, page: Page, output: Output) -> None:
        """Puts a page and its files into the output."""
        made_of = self._made_of(page)
        if made_of and output.unchanged(page.path, made_of, page.paths):
            for path in page.paths:
                output.keep(path)
            return
        for renderer in self.renderers:
            output.put(places.in_language(page.path, renderer.lang), renderer.page(page))
        for path, content in files.beside(page) if "series" in page.values else ():
            output.put(path, content)

    def _made_of(self, page: Page) -> str:
        """A digest of all that a page is made of; nothing where that can't be told."""
        said = repr((page.template, page.values, page.files)) if page.stands_alone else " at 0x"
        if " at 0x" in said:  # a value that does not say what it is
            return ""
        return hashlib.blake2b(said.encode(errors="backslashreplace"), key=self.common, digest_size=8).hexdigest()


def pages(site: Gathered, listed: Sequence[Page], shared: Mapping[str, Any]) -> list[Job]:
    """The making of every page."""
    made = renderers(site, shared)
    for renderer in made:
        renderer.compile({page.template for page in listed})
    maker = Maker(made, _common(site, frame.of_every_page(site, texts.LANGUAGES[0])))
    return [Job(page.path, partial(maker.make, page)) for page in listed]


def renderers(
    site: Gathered, shared: Mapping[str, Any], release: tuple[str, Set[str]] = ("", frozenset())
) -> list[Renderer]:
    """A renderer for each language; of a release: where it lies, and which paths of the site it has."""
    return [Renderer(site.home, lang, frame.of_every_page(site, lang), shared, release) for lang in texts.LANGUAGES]


def _common(site: Gathered, said: Mapping[str, Any]) -> bytes:
    """The tool itself, the workspace's templates, the rules' words, and what stands on every page."""
    digest = hashlib.blake2b(inputs.of_tool(), digest_size=32)
    for path in sources(site.home):
        digest.update(path.read_bytes())
    plain = {name: value for name, value in said.items() if not callable(value)}
    digest.update(repr((plain, site.report.rules)).encode(errors="backslashreplace"))
    return digest.digest()


def run(output: Output, jobs: Sequence[Job]) -> None:
    """Does all jobs, this process and copies of it side by side: the copies hold all that was gathered."""
    copies = min(os.cpu_count() or 1, len(jobs) // WORTH_IT + 1) - 1 if sys.platform == "linux" else 0
    try:
        left = Left(jobs, multiprocessing.Value("q", 0))
    except OSError:  # some containers have no memory that processes share
        left, copies = Left(jobs, SimpleNamespace(value=0, get_lock=nullcontext)), 0
    if not copies:
        _do(output, left)
        return
    with _beside(output, left, copies) as others:
        _do(output, left)
        for other in others:
            output.add(answered(other))


@dataclass(frozen=True)
class Left:
    """The jobs that no process has taken yet; whoever walks them takes them."""

    jobs: Sequence[Job]
    taken: Any  # how many, in memory that all processes share

    def __iter__(self) -> Iterator[Job]:
        while (start := self._take()) < len(self.jobs):
            progress.at("pages", start, len(self.jobs), self.jobs[start].name)
            yield from self.jobs[start : start + BATCH]

    def _take(self) -> int:
        with self.taken.get_lock():
            self.taken.value += BATCH
            return int(self.taken.value) - BATCH

    def stop(self) -> None:
        """Leaves nothing to be taken."""
        self.taken.value = len(self.jobs)


def _do(output: Output, left: Left) -> None:
    for job in left:
        job.make(output)


@contextmanager
def _beside(output: Output, left: Left, copies: int) -> Iterator[list[Connection]]:
    """Copies of this process that do what is left as it does; none of them outlives the block."""
    context = multiprocessing.get_context("fork")
    running, answers = [], []
    gc.freeze()  # else each copy looks through all that was gathered, and so needs memory of its own for it
    try:
        for _ in range(copies):
            ours, theirs = context.Pipe(duplex=False)
            running.append(context.Process(target=_work, args=(theirs, output.apart(), left)))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # the copies touch no thread of this process
                running[-1].start()
            theirs.close()
            answers.append(ours)
        yield answers
    finally:
        gc.unfreeze()
        for process in running:
            process.terminate()
            process.join()


def _work(answer: Connection, output: Output, left: Left) -> None:
    os.nice(AFTER)
    try:
        _do(output, left)
        answer.send(output)
    except BaseException as problem:
        left.stop()
        answer.send(problem)
