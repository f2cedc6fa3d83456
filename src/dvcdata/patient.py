"""Standard output whose reader may leave, as `| head` does: the command goes on to its own exit code.

Where what is written cannot be kept, as on a full disk, one sentence says so.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from dvcdata import progress
from dvcdata.errors import UserError, why


class Patient:
    """Writes to a stream; once nobody reads it any more, what is written goes nowhere."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Writes a text, or lets it go."""
        if text != "":  # which click writes to see what stream this is, whatever comes of it
            progress.hide()
            with self._patience():
                self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Hands on what was written."""
        with self._patience():
            self._stream.flush()

    @contextmanager
    def _patience(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            self._let_go()
        except OSError as problem:
            self._let_go()  # of what is left in the buffer too, which would fail again at the end
            raise UserError("output.unwritable", why=why(problem)) from None

    def _let_go(self) -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
