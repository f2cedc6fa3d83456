"""Opens data packages safely: nothing outside the package's own folder is ever read, and nothing from a network."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from dvcdata import profiles, schemas
from dvcdata.errors import UserError, why
from dvcdata.tracing import Trace

DESCRIPTOR = "datapackage.json"
TEXT = ("csv", "tsv")
SHEETS = ("xlsx", "xls", "ods")
FORMATS = (*TEXT, *SHEETS, "json", "jsonl", "ndjson", "parquet")
COMPRESSIONS = ("gz", "zip")


@dataclass(frozen=True)
class Table:
    """One tabular resource: its files, and the Table Schema and dialect that it is read by."""

    name: str
    package: str
    paths: tuple[Path, ...]
    schema: dict[str, Any]
    dialect: dict[str, Any] = field(default_factory=dict)
    format: str = "csv"
    encoding: str | None = None
    resource: dict[str, Any] = field(default_factory=dict)
    compression: str = ""
    label: str = ""
    trace: Trace = field(default_factory=Trace, compare=False)  # filled in while the table is read

    @property
    def file(self) -> str:
        """The name to show for where the rows came from."""
        return self.label or ", ".join(path.name for path in self.paths)

    @property
    def key(self) -> list[str]:
        """The columns of the primary key."""
        return schemas.primary_key(self.schema)

    @property
    def columns(self) -> dict[str, dict[str, Any]]:
        """The fields of the schema by name, in order."""
        return {item["name"]: item for item in self.schema.get("fields", [])}


@dataclass(frozen=True)
class Package:
    """A data package that was opened: its tables, and the resources that are no tables."""

    name: str
    folder: Path
    descriptor: dict[str, Any]
    tables: tuple[Table, ...]
    others: tuple[str, ...] = ()
    lone: bool = False  # a table file without a package around it
    described: str = ""
    """Where a file that is no datapackage.json says what the dataset is, "" where none does."""


def open_all(paths: Sequence[Path], table: str | None = None) -> list[Package]:
    """The packages at these paths: package folders, folders of packages, workspaces or lone table files."""
    packages = [package for path in paths for package in _open_path(path, table)]
    seen = {(package.folder.resolve(), package.name): package for package in packages}
    names = Counter(name for _, name in seen)
    return [_renamed(package) if names[package.name] > 1 else package for package in seen.values()]


def _renamed(package: Package) -> Package:
    """The package under the name of its folder as well: two editions may be checked side by side."""
    name = f"{package.name} ({package.folder.name})"
    return replace(package, name=name, tables=tuple(replace(table, package=name) for table in package.tables))


def _open_path(path: Path, table: str | None) -> list[Package]:
    if not path.exists():
        raise UserError("path.missing", path=str(path))
    if not path.is_file() and not path.is_dir():
        raise UserError("path.special", path=str(path))
    if path.is_file() and path.name != DESCRIPTOR:
        return [open_file(path, table)]
    if table:
        raise UserError("table.of_package", table=table, path=str(path))
    if path.name == DESCRIPTOR:
        return [open_package(path.parent)]
    if (path / DESCRIPTOR).exists():
        return [open_package(path)]
    if found := folders(path):
        return [open_package(folder) for folder in found]
    raise UserError("package.none", path=str(path))


def folders(path: Path) -> list[Path]:
    """The packages in a workspace or a folder of packages."""
    inside = path / "datasets" if (path / "datasets").is_dir() else path
    return sorted(item.parent for item in inside.glob(f"*/{DESCRIPTOR}"))


def open_package(folder: Path) -> Package:
    """The data package in that folder; its descriptor and every path in it are checked before anything is read."""
    try:
        return _open_package(folder)
    except (AttributeError, TypeError, ValueError, KeyError, IndexError, RecursionError) as problem:
        why = str(problem) or type(problem).__name__  # somewhere a list, a text or an object stands for another
        raise UserError("package.malformed", path=str(folder / DESCRIPTOR), why=why) from None


def _open_package(folder: Path) -> Package:
    path = folder / DESCRIPTOR
    descriptor = read_json(path)
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        raise UserError("package.no_resources", path=str(path))
    name = str(descriptor.get("name") or folder.resolve().name)
    tables: list[Table] = []
    others: list[str] = []
    for number, resource in enumerate(descriptor["resources"], 1):
        if not isinstance(resource, dict) or not isinstance(resource.get("name"), str):
            raise UserError("package.bad_resource", path=str(path), number=number)
        if resource["name"] in [*others, *(item.name for item in tables)]:
            raise UserError("package.twice", path=str(path), name=resource["name"])
        if table := _open_resource(resource, folder, name):
            tables.append(table)
        else:
            others.append(resource["name"])
    if not tables:
        raise UserError("package.no_tables", path=str(path))
    _check_references(tables, str(path))
    return Package(name, folder, descriptor, tuple(tables), tuple(others))


def _check_references(tables: Sequence[Table], where: str) -> None:
    columns = {table.name: set(table.columns) for table in tables}
    for table in tables:
        for key in schemas.foreign_keys(table.schema):
            target = key.table or table.name
            if not key.package and not set(key.targets) <= columns.get(target, set()):
                raise UserError("schema.reference", path=where, name=table.name, target=target)


def _open_resource(resource: dict[str, Any], folder: Path, package: str) -> Table | None:
    where = str(folder / DESCRIPTOR)
    name = resource["name"]
    if "path" not in resource:
        raise UserError("resource.no_path", path=where, name=name)
    given = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
    if not given:
        raise UserError("resource.no_path", path=where, name=name)
    paths = tuple(inside(folder, item, where) for item in given)
    kind, compression = _kind(paths[0], resource)
    tabular = resource.get("type") == "table" or "schema" in resource or profiles.schema(name) or kind in TEXT
    if not tabular:
        return None
    if kind not in FORMATS:
        raise UserError("resource.format", path=where, name=name, format=kind or "?", known=", ".join(FORMATS))
    if compression and compression not in COMPRESSIONS:
        known = ", ".join(COMPRESSIONS)
        raise UserError("resource.format", path=where, name=name, format=compression, known=known)
    for path in paths:
        if not path.is_file():
            raise UserError("resource.missing", path=where, name=name, file=path.name)
    schema = _part(resource.get("schema"), folder, where)
    if schema is None:
        schema = profiles.schema(name)
    if schema is None:
        raise UserError("resource.no_schema", path=where, name=name)
    schemas.check(schema, where, name)
    dialect = _part(resource.get("dialect"), folder, where) or {}
    if dialect:
        _check_dialect(dialect, where, name)
    return Table(name, package, paths, schema, dialect, kind, resource.get("encoding"), resource, compression)


def _check_dialect(dialect: dict[str, Any], where: str, name: str) -> None:
    from dvcdata.engine import dialects

    dialects.check(dialect, where, name)


def _kind(path: Path, resource: dict[str, Any]) -> tuple[str, str]:
    """The format and the compression of a file, as declared or by its endings."""
    endings = [ending.lstrip(".").lower() for ending in path.suffixes]
    compression = str(resource.get("compression") or "")
    if endings and endings[-1] in COMPRESSIONS:
        compression = compression or endings[-1]
        endings.pop()
    return str(resource.get("format") or (endings[-1] if endings else "")).lower(), compression


def _part(value: Any, folder: Path, where: str) -> dict[str, Any] | None:
    """A schema or dialect given in place, or as the path of a JSON file in the package."""
    if isinstance(value, str):
        value = read_json(inside(folder, value, where))
    if value is not None and not isinstance(value, dict):
        raise UserError("package.not_an_object", path=where, value=str(value)[:80])
    return value


def inside(folder: Path, given: Any, where: str) -> Path:
    """A path of a descriptor as a file inside the package's folder; anything that would lead out is refused."""
    text = str(given)
    windows, posix = PureWindowsPath(text), PurePosixPath(text)
    if not isinstance(given, str) or not text:
        raise UserError("path.bad", where=where, path=text)
    if "://" in text:
        raise UserError("path.url", where=where, path=text)
    if windows.drive or windows.root or posix.is_absolute() or text.startswith("~"):
        raise UserError("path.absolute", where=where, path=text)
    if ".." in windows.parts or ".." in posix.parts:
        raise UserError("path.parent", where=where, path=text)
    path = folder / text
    if not path.resolve().is_relative_to(folder.resolve()):
        raise UserError("path.link", where=where, path=text)
    return path


def read_json(path: Path) -> Any:
    """The JSON of a file; a file that is not UTF-8 or not JSON is refused with the place of the mistake."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as problem:
        raise UserError("json.broken", path=str(path), line=problem.lineno, column=problem.colno) from None
    except (UnicodeDecodeError, RecursionError):
        raise UserError("json.unreadable", path=str(path)) from None
    except OSError as problem:
        raise UserError("file.unreadable", path=str(path), why=why(problem)) from None


def open_file(path: Path, table: str | None) -> Package:
    """A lone table file as a package of one table; the table is named, or recognised by its columns."""
    from dvcdata.engine import archives, documents

    kind, compression = _kind(path, {})
    if compression == "zip" and not kind:
        kind = archives.inner_kind(path)
    if kind not in FORMATS:
        raise UserError("file.format", path=str(path), known=", ".join(f".{item}" for item in FORMATS))
    stem = path.name.split(".")[0]
    if table and not profiles.schema(table):
        raise UserError("table.unknown", table=table, known=", ".join(profiles.tables()))
    given = table or (stem if profiles.schema(stem) else None)
    name, dialect = documents.recognised(path, kind, compression, given)
    place, said = documents.described(path) if kind in SHEETS and not compression else ("", {})
    resource = {"name": name, "path": path.name, "format": kind}
    only = Table(name, path.stem, (path,), profiles.schema(name) or {}, dialect, kind, None, resource, compression)
    descriptor = {"name": path.stem, **said, "resources": [resource]}
    return Package(path.stem, path.parent, descriptor, (only,), lone=True, described=place)


def require_rows(packages: Sequence[Package], n: int) -> None:
    """Refuses packages of which there is nothing, n rows or findings being none: nothing checked is never a pass."""
    if not n:
        raise UserError("nothing.rows", names=", ".join(package.name for package in packages))
