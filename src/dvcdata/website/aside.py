"""A process of its own for files whose making starts slowly: it starts before there is anything to make."""

import gc
import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection

from dvcdata.website.output import Output
from dvcdata.website.tasks import Job

DRAWS = "vl_convert"
ROOM = 1 << 20  # bytes of jobs that wait to be taken: whoever hands over more waits as well


class Aside:
    """Makes what it is given, in the order in which it is given it, while this process does other things."""

    def __init__(self, output: Output) -> None:
        self.output = output

    def give(self, jobs: Sequence[Job]) -> None:
        """Hands over what there is to make."""
        for job in jobs:
            job.make(self.output)

    def finish(self) -> None:
        """Waits until all of it is made; what went wrong there is raised here."""


class Process(Aside):
    """Has it made by another process."""

    def __init__(self, output: Output, jobs: Connection, answer: Connection) -> None:
        super().__init__(output)
        self.jobs, self.answer = jobs, answer

    def give(self, jobs: Sequence[Job]) -> None:
        """Hands over what there is to make."""
        self._tell(jobs)

    def finish(self) -> None:
        """Waits until all of it is made; what went wrong there is raised here."""
        self._tell(None)
        self.output.add(answered(self.answer))

    def _tell(self, jobs: Sequence[Job] | None) -> None:
        with suppress(BrokenPipeError):  # it has ended, and its answer says why
            self.jobs.send(jobs)


@contextmanager
def started(output: Output, begin: Callable[[], object]) -> Iterator[Aside]:
    """The process, which calls `begin` at once; it does not outlive the block.

    It has to be started before this one runs threads of its own, such as those of a database. Where this one has drawn
    itself there is no other: a copy would wait for ever for the threads of what draws, which are not copied.
    """
    if sys.platform != "linux" or DRAWS in sys.modules:
        yield Aside(output)
        return
    import fcntl  # which not every system has

    context = multiprocessing.get_context("fork")
    given, ours = context.Pipe(duplex=False)
    with suppress(OSError):  # where it may have less
        fcntl.fcntl(ours.fileno(), fcntl.F_SETPIPE_SZ, ROOM)
    answer, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(given, ours, theirs, output.apart(), begin))
    process.start()
    given.close()
    theirs.close()
    try:
        yield Process(output, ours, answer)
    finally:
        process.kill()  # one that is told to end may be deaf to it while it loads a library; it has nothing to tidy up
        process.join()


def _work(given: Connection, ours: Connection, answer: Connection, output: Output, begin: Callable[[], object]) -> None:
    ours.close()  # else it would wait for ever where the other process was killed
    gc.freeze()  # nothing of the other's is tidied up here: a database would wait for threads that were not copied
    try:
        begin()
        while (jobs := given.recv()) is not None:
            for job in jobs:
                job.make(output)
        answer.send(output)
    except BaseException as problem:
        with suppress(BrokenPipeError):  # nobody is left to hear it
            answer.send(problem)


def answered(other: Connection) -> Output:
    """What another process has made, or the exception that it ended with."""
    try:
        result = other.recv()
    except EOFError:
        raise RuntimeError("a process that made pages ended before its time") from None
    if isinstance(result, BaseException):
        raise result
    assert isinstance(result, Output)
    return result
