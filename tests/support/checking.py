"""Reports read back as JSON, rules and workspaces written in one line, and the command line as a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from running import Run

from dvcdata.rules.header import Rule

PROCEDURES = "procedure_code,name\n1.000100,Đăng ký khai sinh\n"
UNTIDY = "procedure_code,name\n1.000100, Đăng ký khai sinh\n"
Make = Callable[..., Rule]  # writes a rule with that SELECT and header, and reads it
AS_OF = ("--as-of", "2026-11-21")
ONE_RULE = ("--rule", "text-untidy")  # so that no other rule, of now or of later, has a say in a test
ENDLESS = """select p._package, p._row from procedures as p, range(1000000000) as r, range(1000000000) as s
    where r.range + s.range < 0"""
EVERY_PROCEDURE = "select p._package, p._row, p.procedure_code, p.name from procedures as p order by p._row"
HEADER = {
    "severity": '"error"',
    "mender": '"you"',
    "certainty": '"high"',
    "title": '{vi = "tên", en = "title"}',
    "message": '{vi = "lời", en = "message"}',
    "fix": '{vi = "cách sửa", en = "fix"}',
    "not_when": '{vi = "không bao giờ", en = "never"}',
    "basis": '{vi = "căn cứ", en = "basis"}',
    "needs": '{procedures = ["procedure_code"]}',
}


def as_json(run: Run, *arguments: object) -> dict[str, Any]:
    """The JSON that `dvcdata validate` prints of these packages, as of one day."""
    result = run("validate", *arguments, "--format", "json", *AS_OF)
    assert result.code in (0, 1), result.err
    value: dict[str, Any] = json.loads(result.out)
    return value


def rule_text(select: str = EVERY_PROCEDURE, /, **header: str | None) -> str:
    """A rule file; parts of its header are given as TOML, None leaves one out."""
    parts: dict[str, str | None] = {**HEADER, **header}
    lines = [f"{name} = {value}" for name, value in parts.items() if value is not None]
    return "\n".join(["/*", *lines, "*/", select, ""])


def workspace(folder: Path, settings: str = "", **rules: str) -> Path:
    """A workspace in that folder with these settings and these rules, by file name with `_` for `-`."""
    (folder / "validators").mkdir(parents=True, exist_ok=True)
    (folder / "datasets").mkdir(exist_ok=True)
    (folder / "dvcdata.toml").write_text(settings, encoding="utf-8")
    for name, text in rules.items():
        (folder / "validators" / f"{name.replace('_', '-')}.sql").write_text(text, encoding="utf-8")
    return folder


def process(
    *arguments: object, folder: Path, variables: Mapping[str, str] | None = None, first: str = "", **settings: Any
) -> subprocess.Popen[bytes]:
    """`dvcdata` started as a process in that folder, which is also where its temporary files go.

    `first` is Python that the process does before all else.
    """
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    environment |= {"TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder), **(variables or {})}
    module = ["-c", f"{first}\nfrom dvcdata.cli import main\nmain()"] if first else ["-m", "dvcdata"]
    command = [sys.executable, *module, *map(str, arguments)]
    return subprocess.Popen(command, cwd=folder, env=environment, **settings)
