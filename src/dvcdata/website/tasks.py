"""What there is to do: files that take long to make, each made only when what it is made of has changed, and pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dvcdata.website.output import Output


@dataclass(frozen=True)
class Job:
    """Puts some files into an output."""

    name: str
    make: Callable[[Output], None]


@dataclass(frozen=True)
class Task:
    """Files that are made together; `made_of` is a digest of what they are made of."""

    paths: tuple[str, ...]
    made_of: str
    make: Callable[[], Sequence[bytes]]

    def put(self, output: Output) -> None:
        """Makes the files and puts them into the output."""
        for path, content in zip(self.paths, self.make(), strict=True):
            output.put(path, content)


def waiting(output: Output, tasks: Sequence[Task]) -> list[Job]:
    """The making of those whose files do not stand there already; the files of the others are kept."""
    found = []
    for task in tasks:
        if output.unchanged(task.paths[0], task.made_of, task.paths):
            for path in task.paths:
                output.keep(path)
        else:
            found.append(Job(task.paths[0], task.put))
    return found
