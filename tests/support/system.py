"""Programs that tests need beside Python: installed by test.sh from tools/debian.txt."""

import os
import shutil

import pytest


def program(name: str) -> str:
    """The path of a program; where it is missing the test is skipped, but fails where all of them must run."""
    path = shutil.which(name)
    if path is None and os.environ.get("CI"):
        pytest.fail(f"{name} is missing: tools/debian.txt must bring it")
    if path is None:
        pytest.skip(f"{name} is not installed here")
    return path
