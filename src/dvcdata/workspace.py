"""A user's own folder: its settings in dvcdata.toml, and the content folders that win over the shipped ones."""

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

import tomli

from dvcdata.errors import UserError
from dvcdata.rules import settings as rule_settings
from dvcdata.rules.settings import RuleSettings
from dvcdata.texts import LANGUAGES

FILE = "dvcdata.toml"
PERIODIC = ("dossiers", "usage", "satisfaction", "scores", "observations")  # the tables of figures by period


@dataclass(frozen=True)
class Settings:
    """The settings of a workspace."""

    lang: str = "vi"
    """The language of messages and reports: vi or en."""
    rules: Mapping[str, RuleSettings] = field(default_factory=dict)
    """Rules that are off or have another severity or other parameters here, by id."""
    deadlines: Mapping[str, int] = field(default_factory=dict)
    """How many days after the end of a period its figures are due, by table; without it nothing is called late."""


def find(start: Path) -> Path | None:
    """The workspace that a folder lies in: the nearest one upwards that holds dvcdata.toml, or None."""
    here = Path(os.path.realpath(start))  # which bears links that go in a circle
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return folder
    return None


def settings(workspace: Path | None) -> Settings:
    """The settings of a workspace, or the defaults; an unknown setting is refused with the nearest known one."""
    if workspace is None:
        return Settings()
    path = workspace / FILE
    try:
        given = tomli.loads(path.read_text(encoding="utf-8-sig"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError, OSError) as problem:
        raise UserError("workspace.broken", path=str(path), why=str(problem)) from None
    known = [item.name for item in fields(Settings)]
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, 0)[0]
            raise UserError("workspace.unknown_setting", path=str(path), name=name, near=near)
    if given.get("lang", "vi") not in LANGUAGES:
        raise UserError("workspace.bad_setting", path=str(path), name="lang", known=" | ".join(LANGUAGES))
    for table, days in given.get("deadlines", {}).items():
        if table not in PERIODIC or type(days) is not int or days < 0:
            wanted = f"{' | '.join(PERIODIC)} = 0, 1, 2 …"
            raise UserError("workspace.bad_setting", path=str(path), name=f"deadlines.{table}", known=wanted)
    return Settings(**given | {"rules": rule_settings.read(given.get("rules", {}), path)})
