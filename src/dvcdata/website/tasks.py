"""Files that take long to make: each is made only when what it is made of has changed, beside the pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dvcdata import progress
from dvcdata.website.output import Output


@dataclass(frozen=True)
class Task:
    """Files that are made together; `made_of` is a digest of what they are made of."""

    paths: tuple[str, ...]
    made_of: str
    make: Callable[[], Sequence[bytes]]


def waiting(output: Output, tasks: Sequence[Task]) -> list[Task]:
    """Those tasks whose files do not stand there already; the files of the others are kept."""
    found = []
    for task in tasks:
        if output.unchanged(task.paths[0], task.made_of, task.paths):
            for path in task.paths:
                output.keep(path)
        else:
            found.append(task)
    return found


@dataclass(frozen=True)
class Worker:
    """Does tasks."""

    def make(self, output: Output, tasks: Sequence[Task]) -> None:
        """Puts the files of these tasks into the output."""
        for task in progress.each("pages", tasks, lambda task: task.paths[0]):
            for path, content in zip(task.paths, task.make(), strict=True):
                output.put(path, content)
