"""Folders that Spark reads: data packages, and folders with a file or a folder of files for each table."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dvcdata import profiles
from dvcdata.errors import UserError
from dvcdata.package import DESCRIPTOR, Package, Table, open_all

FORMATS = ("csv", "parquet")


def open_path(path: Path, table: str | None) -> list[Package]:
    """The packages at a path; every table must be of a format that Spark itself reads."""
    own = path.is_dir() and not (path / DESCRIPTOR).exists() and list(_tables(path))
    packages = [_package(path, own)] if own else open_all([path], table)
    for item in (item for package in packages for item in package.tables):
        if item.format not in FORMATS or item.compression == "zip":
            kind = item.compression or item.format
            raise UserError("engine.format", table=item.name, format=kind, known=", ".join(FORMATS))
    if table:
        packages = [
            replace(package, tables=tuple(t for t in package.tables if t.name == table)) for package in packages
        ]
    return packages


def _package(path: Path, tables: list[Table]) -> Package:
    resources = [{"name": item.name, "path": item.paths[0].name, "format": item.format} for item in tables]
    return Package(path.name, path, {"name": path.name, "resources": resources}, tuple(tables))


def _tables(path: Path) -> Iterator[Table]:
    for name in profiles.tables():
        for place in (path / name, *(path / f"{name}.{ending}" for ending in (*FORMATS, "csv.gz"))):
            kind = _kind(place)
            if kind:
                yield Table(name, path.name, (place,), profiles.schema(name) or {}, format=kind)
                break


def _kind(place: Path) -> str:
    """The format of a file, or of the files in a folder and its partitions."""
    inside = sorted(place.rglob("*.*")) if place.is_dir() else [place] if place.is_file() else []
    endings = {suffix for item in inside for suffix in item.suffixes if not item.name.startswith((".", "_"))}
    return next((kind for kind in FORMATS if f".{kind}" in endings), "")
