"""Renders the pages and the figures beside them, in several processes where there are many, and only what changed."""

import hashlib
import multiprocessing
import os
import sys
import warnings
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import dvcdata
from dvcdata import progress, texts
from dvcdata.website import files, frame, places
from dvcdata.website.gather import Gathered
from dvcdata.website.output import Output
from dvcdata.website.render import Page, Renderer, sources
from dvcdata.website.tasks import Task, Worker, waiting

ENOUGH = 20  # tasks for which one process is enough
WORTH_IT = 400  # pages that one process makes sooner than two would


@dataclass(frozen=True)
class Maker:
    """Makes pages in every language."""

    renderers: Sequence[Renderer]
    common: bytes  # what every page is made of, as a digest

    def make(self, output: Output, listed: Sequence[Page]) -> None:
        """Puts these pages and their files into the output."""
        for page in progress.each("pages", listed, lambda page: page.path):
            made_of = self._made_of(page)
            if made_of and output.unchanged(page.path, made_of, page.paths):
                for path in page.paths:
                    output.keep(path)
                continue
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


def pages(output: Output, site: Gathered, listed: Sequence[Page], shared: Mapping[str, Any]) -> None:
    """Puts every page into the output."""
    made = renderers(site, shared)
    maker = Maker(made, _common(site, frame.of_every_page(site, texts.LANGUAGES[0])))
    count = min(os.cpu_count() or 1, len(listed) // WORTH_IT + 1) if sys.platform == "linux" else 1
    if count == 1:
        maker.make(output, listed)
        return
    for renderer in made:
        renderer.compile({page.template for page in listed})
    _share(output, maker, listed, count)


def tasks(output: Output, listed: Sequence[Task]) -> None:
    """Does those tasks whose files are not there; in copies of this process: what draws can't be copied."""
    left = waiting(output, listed)
    if sys.platform != "linux":
        Worker().make(output, left)
    elif left:
        _share(output, Worker(), left, min(os.cpu_count() or 1, len(left) // ENOUGH + 1))


def _share(output: Output, maker: "Maker | Worker", listed: Sequence[Any], count: int) -> None:
    """Has so many copies of this process make their share of what is listed."""
    results = _at_once([(maker, output.apart(), listed[n::count]) for n in range(count)])
    for result in results:
        if isinstance(result, Output):
            output.add(result)
    for result in results:
        if isinstance(result, BaseException):
            raise result


def renderers(
    site: Gathered, shared: Mapping[str, Any], release: tuple[str, Set[str]] = ("", frozenset())
) -> list[Renderer]:
    """A renderer for each language; of a release: where it lies, and which paths of the site it has."""
    return [Renderer(site.home, lang, frame.of_every_page(site, lang), shared, release) for lang in texts.LANGUAGES]


def _common(site: Gathered, said: Mapping[str, Any]) -> bytes:
    """The tool itself, the templates, the rules' words, and what stands on every page."""
    digest = hashlib.blake2b(digest_size=32)
    tool = Path(dvcdata.__file__).parent
    for path in (*sorted(tool.rglob("*.py")), *sorted(tool.rglob("*.toml")), *sources(site.home)):
        digest.update(path.read_bytes())
    plain = {name: value for name, value in said.items() if not callable(value)}
    digest.update(repr((plain, site.report.rules)).encode(errors="backslashreplace"))
    return digest.digest()


Job = tuple[Maker | Worker, Output, Sequence[Any]]


def _at_once(jobs: Sequence[Job]) -> list[Output | BaseException]:
    """What comes of each job; each runs in a copy of this process, which holds all that was gathered."""
    context = multiprocessing.get_context("fork")
    running = []
    for job in jobs:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(theirs, *job))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the copies touch no thread of this process
            process.start()
        theirs.close()
        running.append((process, ours))
    results: list[Output | BaseException] = []
    for process, ours in running:
        try:
            results.append(ours.recv())
        except EOFError:
            results.append(RuntimeError("a process that made pages ended before its time"))
        process.join()
    return results


def _work(answer: Connection, maker: Maker | Worker, output: Output, listed: Sequence[Any]) -> None:
    try:
        maker.make(output, listed)
        answer.send(output)
    except BaseException as problem:
        output.discard()
        answer.send(problem)
