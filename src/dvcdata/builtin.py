"""Finds the content folders that ship with dvcdata, from a wheel or from a checkout."""

from pathlib import Path

CONTENT = ("datasets", "validators", "publish", "site")


def folder(name: str) -> Path:
    """The shipped content folder of that name, one of `CONTENT`."""
    if name not in CONTENT:
        raise KeyError(name)
    package = Path(__file__).parent
    installed = package / "builtin" / name
    return installed if installed.is_dir() else package.parents[1] / name
