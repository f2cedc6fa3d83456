"""What tests need of the machine: programs, which test.sh installs from tools/debian.txt, and free ports."""

import contextlib
import os
import random
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

PORTS = range(20_000, 32_000)  # below those that a system hands out by itself, so that nobody gets one in between


def program(name: str) -> str:
    """The path of a program; where it is missing the test is skipped, but fails where all of them must run."""
    path = shutil.which(name)
    if path is None and os.environ.get("CI"):
        pytest.fail(f"{name} is missing: tools/debian.txt must bring it")
    if path is None:
        pytest.skip(f"{name} is not installed here")
    return path


def free_ports(n: int) -> list[int]:
    """Ports that nobody listens on."""
    found: list[int] = []
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as tried, contextlib.suppress(OSError):
            tried.bind(("127.0.0.1", port))
            found.append(port)
        if len(found) == n:
            return found
    raise RuntimeError("no port is free")


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Makes the folder and holds off the other processes of the tests, which would fetch the same into it."""
    import fcntl  # which not every system has

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
