"""What is wrong with several files at once: a sentence for each, so that nobody has to run again file by file."""

from collections.abc import Iterator
from contextlib import contextmanager

from dvcdata import texts
from dvcdata.errors import UserError

SHOWN = 3  # sentences of one kind


class FilesError(UserError):
    """Several files that can't be imported; each problem is a line."""

    def __init__(self, problems: list[UserError]) -> None:
        super().__init__("import.refused", n=len(problems), files="")
        self.problems = problems

    def format_message(self) -> str:
        kinds = dict.fromkeys(problem.key for problem in self.problems)
        return "\n".join(line for key in kinds for line in self._lines(key))

    def _lines(self, key: str) -> Iterator[str]:
        same = [problem for problem in self.problems if problem.key == key]
        shown = same if len(same) <= SHOWN else same[:1]
        yield from (problem.format_message() for problem in shown)
        if others := [str(problem.params.get("file", "")) for problem in same[len(shown) :]]:
            yield texts.text("import.refused", n=len(others), files=", ".join(others))


class Problems:
    """Gathers the problems of files, and refuses them all at once."""

    def __init__(self) -> None:
        self._found: list[UserError] = []

    @contextmanager
    def gather(self) -> Iterator[None]:
        """Keeps what is refused in here for later."""
        try:
            yield
        except UserError as problem:
            self._found.append(problem)

    def check(self) -> None:
        """Refuses the files if there was any problem."""
        if self._found:
            raise self._found[0] if len(self._found) == 1 else FilesError(self._found)
