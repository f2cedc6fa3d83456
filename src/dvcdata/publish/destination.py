"""A destination: one file in publish/ that says where packages go, and how."""

import difflib
import ipaddress
import os
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tomli

from dvcdata import workspace
from dvcdata.errors import UserError

KINDS = ("ckan", "folder")
FORMATS = ("csv", "xlsx", "parquet", "datapackage", "quality")
VISIBILITY = ("public", "private")


@dataclass(frozen=True)
class Destination:
    """Where packages are published, and how; each field is a setting of the file."""

    name: str
    home: Path
    kind: str
    """What it is: ckan or folder."""
    url: str = ""
    """The portal's address (ckan)."""
    path: str = ""
    """The folder that the files go to, seen from the workspace (folder)."""
    organization: str = ""
    """The organisation on the portal that owns the datasets (ckan)."""
    organizations: Mapping[str, str] = field(default_factory=dict)
    """Other organisations by agency code, for packages whose descriptor has that agency_code."""
    datasets: tuple[str, ...] = ()
    """The names of the packages that go there; without it, all of the workspace."""
    prefix: str = ""
    """What the names of all datasets begin with there."""
    licence: str = ""
    """The licence of packages that name none, such as CC-BY-4.0."""
    licences: Mapping[str, str] = field(default_factory=dict)
    """The portal's own ids of licences, by the names that packages use."""
    themes: tuple[str, ...] = ()
    """Themes (addresses of a vocabulary) of all datasets."""
    tags: tuple[str, ...] = ()
    """Tags of all datasets, beside the keywords of each package."""
    visibility: str = "public"
    """Whether everybody may see the datasets: public or private."""
    formats: tuple[str, ...] = FORMATS
    """What is published of each table and package."""
    datastore: tuple[str, ...] = ()
    """The tables whose rows go to the DataStore; "*" is all of them."""
    approval: bool = False
    """Whether nothing goes there that nobody has approved."""
    max_file_mb: int = 10
    """The largest file that the portal takes, in megabytes; CKAN's own default is 10."""
    timeout: int = 60
    """How many seconds the portal may be silent."""
    token_file: str = ""
    """A file that holds nothing but the token, seen from the workspace."""

    @property
    def file(self) -> Path:
        """Where it is declared."""
        return self.home / "publish" / f"{self.name}.toml"

    @property
    def place(self) -> str:
        """The address or folder, as people know it."""
        return self.url or self.path

    @property
    def plan_file(self) -> Path:
        """Where a plan is written unless somebody asks for another place."""
        return self.home / "publish" / f"{self.name}.plan.json"

    @property
    def state(self) -> Path:
        """The folder for what is remembered of it: files, manifests, the journal."""
        return self.home / ".dvcdata" / "publish" / self.name

    def token(self) -> str:
        """The token, from the environment or from the file that is named."""
        names = (f"DVCDATA_{self.name.upper().replace('-', '_')}_TOKEN", "DVCDATA_CKAN_TOKEN")
        for name in names:
            if value := os.environ.get(name, "").strip():
                if not _is_token(value):
                    raise UserError("publish.token_variable", name=name)
                return value
        if self.token_file:
            path = self.home / self.token_file
            try:
                value = path.read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError):
                raise UserError("publish.token_file", path=str(path)) from None
            if _is_token(value):
                return value
            raise UserError("publish.token_file" if value else "publish.token_file_empty", path=str(path))
        raise UserError("publish.no_token", name=names[0], file=str(self.file))


def _is_token(value: str) -> bool:
    """Whether a text can be one token: it goes into the head of a request."""
    return value.isascii() and value.isprintable() and " " not in value and value != ""


def load(home: Path | None, name: str | None) -> Destination:
    """The destination of that name; without a name, the only one there is."""
    if home is None:
        raise UserError("publish.no_workspace", file=workspace.FILE)
    known = sorted(path.stem for path in (home / "publish").glob("*.toml"))
    if name is None and len(known) == 1:
        name = known[0]
    if name is None or name not in known:
        raise UserError("publish.unknown" if known else "publish.none", name=name or "", known=", ".join(known))
    return _checked(Destination(**_read(home, home / "publish" / f"{name}.toml", name)))


def _read(home: Path, path: Path, name: str) -> dict[str, Any]:
    try:
        given = tomli.loads(path.read_text(encoding="utf-8-sig"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError, OSError) as problem:
        raise UserError("workspace.broken", path=str(path), why=str(problem)) from None
    known = {item.name: item for item in fields(Destination) if item.name not in ("name", "home")}
    for key, value in given.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, 1, 0)[0]
            raise UserError("publish.setting", path=str(path), name=key, near=near)
        if not _fits(value, known[key].default, key):
            raise UserError("publish.value", path=str(path), name=key, value=str(value))
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    if "kind" not in values:
        raise UserError("publish.lacks", path=str(path), name="kind")
    return {"name": name, "home": home, **values}


def _fits(value: Any, default: Any, key: str) -> bool:
    """Whether a value is of the kind that the setting wants."""
    if key in ("organizations", "licences"):
        return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    if isinstance(default, tuple):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if isinstance(default, bool):
        return isinstance(value, bool)
    if isinstance(default, int):
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    return isinstance(value, str) or default is MISSING


def _checked(there: Destination) -> Destination:
    choices = (("kind", (there.kind,), KINDS), ("visibility", (there.visibility,), VISIBILITY))
    for name, values, known in (*choices, ("formats", there.formats, FORMATS)):
        for value in values:
            if value not in known:
                raise UserError("publish.choice", path=str(there.file), name=name, known=", ".join(known))
    for name in ("url", "organization") if there.kind == "ckan" else ("path",):
        if not getattr(there, name):
            raise UserError("publish.lacks", path=str(there.file), name=name)
    if there.kind == "ckan":
        _check_url(there)
    return there


def _check_url(there: Destination) -> None:
    parts = urlsplit(there.url)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise UserError("publish.url", path=str(there.file), url=there.url.rpartition("@")[2])
    if parts.scheme == "http" and not _loopback(parts.hostname):
        raise UserError("publish.plain_http", path=str(there.file), url=there.url)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
