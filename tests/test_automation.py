"""The recipes for CI and cron: each obeys its public schema, and its commands do what the page says."""

import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import shown
import yaml
from checking import PROCEDURES, UNTIDY
from public_schemas import problems
from running import Write

from dvcdata import texts

SCHEMAS = {".github/workflows/kiem-tra.yml": "github-workflows", ".gitlab-ci.yml": "gitlab-ci"}
BROKEN = PROCEDURES.replace("1.000100", "1.0001")


def recipe(lang: str, name: str) -> str:
    (block,) = (block for block in shown.blocks(f"docs/automation.{lang}.md") if block.file == name)
    return "\n".join(block.lines) + "\n"


def steps(lang: str, name: str) -> list[str]:
    """The shell parts of a recipe, without the installation."""
    value: dict[str, Any] = yaml.safe_load(recipe(lang, name))
    if "jobs" in value:
        parts = [step["run"] for step in value["jobs"]["kiem-tra"]["steps"] if "run" in step]
    else:
        parts = list(value["kiem-tra-du-lieu"]["script"])
    assert parts[0].startswith("pip install")
    return parts[1:]


@pytest.fixture
def shell(tmp_path: Path, package: Write) -> Any:
    """Runs a script beside `datasets`, with `dvcdata` and a `mail` that keeps what it is given."""
    (tmp_path / "datasets").mkdir()
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "dvcdata").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dvcdata "$@"\n')
    (tools / "mail").write_text('#!/bin/sh\nprintf "%s\\n" "$@" > mail.txt\ncat >> mail.txt\n')
    for tool in tools.iterdir():
        tool.chmod(0o755)

    def call(script: str, table: str | None, *program: str) -> int:
        if table:
            package(procedures=table).rename(tmp_path / "datasets" / "goi")
        environment = os.environ | {"PATH": f"{tools}:{os.environ['PATH']}"}
        path = tmp_path / "script.sh"
        path.write_text(script, encoding="utf-8")
        return subprocess.run([*program, path], cwd=tmp_path, env=environment, capture_output=True).returncode

    return call


@pytest.mark.parametrize("lang", texts.LANGUAGES)
@pytest.mark.parametrize("name", SCHEMAS)
def test_a_recipe_obeys_the_public_schema(lang: str, name: str) -> None:
    schema = files("check_jsonschema") / "builtin_schemas" / "vendor" / f"{SCHEMAS[name]}.json"
    value = yaml.safe_load(recipe(lang, name))
    if True in value:  # what YAML 1.1 makes of the word `on`
        value["on"] = value.pop(True)
    assert problems(value, schema.read_text(encoding="utf-8")) == []
    assert problems({**value, "jobs": 1, "stages": 1}, schema.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_commands_of_a_recipe_stop_at_errors_and_leave_the_reports(name: str, shell: Any, tmp_path: Path) -> None:
    value = yaml.safe_load(recipe("vi", name))
    assert shell("\n".join(steps("vi", name)), BROKEN, "bash", "-e") == 1
    wanted = {".xlsx", ".html", ".sarif"} if "jobs" in value else {".xlsx", ".html", ".xml"}
    assert {path.suffix for path in (tmp_path / "bao-cao").iterdir()} == wanted


@pytest.mark.parametrize(
    ("table", "code", "subject"), [(BROKEN, 1, "Dữ liệu có vấn đề"), (None, 2, "Không kiểm tra được")]
)
def test_the_script_for_cron_mails_when_there_is_something_to_do(
    shell: Any, tmp_path: Path, table: str | None, code: int, subject: str
) -> None:
    assert shell(recipe("vi", "kiem-tra.sh"), table, "sh") == code
    said = (tmp_path / "mail.txt").read_text(encoding="utf-8")
    assert said.startswith(f"-s\n{subject}") and len(said.splitlines()) > 3


def test_the_script_for_cron_is_silent_when_there_is_nothing_to_do(shell: Any, tmp_path: Path) -> None:
    assert shell(recipe("vi", "kiem-tra.sh"), UNTIDY, "sh") == 0  # a warning is in the report, and stops nothing
    assert not (tmp_path / "mail.txt").exists()
    assert sorted(path.suffix for path in (tmp_path / "bao-cao").iterdir()) == [".html", ".xlsx"]
