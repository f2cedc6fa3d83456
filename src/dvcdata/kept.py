"""Where the tool keeps what it fetched or made, to be quicker the next time."""

import os
from pathlib import Path


def folder(name: str) -> Path:
    """The folder of that name among what is kept on this machine; it need not be there yet."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dvcdata" / name
