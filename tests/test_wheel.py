"""What is shipped works: build, install into a fresh environment, leave the checkout, run."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `dvcdata` of a fresh environment that knows nothing of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT], check=True, capture_output=True
    )
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    scripts = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", wheel], check=True, capture_output=True)
    return scripts / "dvcdata"


def test_the_wheel_makes_a_workspace_and_validates_it_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    made = subprocess.run([installed, "init", "thu"], cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert made.returncode == 0, made.stderr
    command = [str(installed), "validate", "--format", "json", "--as-of", "2026-11-21"]
    checked = subprocess.run(command, cwd=tmp_path / "thu", capture_output=True, encoding="utf-8")
    assert checked.returncode == 1, checked.stderr  # the sample has planted defects
    report = json.loads(checked.stdout)
    assert report["checked"]["packages"] == 1 and report["checked"]["rows"] > 10_000
    assert report["counts"]["error"] > 0


def test_the_content_folders_hold_no_package_marker() -> None:
    # a top-level package named `validators` or `site` would hide the library or the module of that name
    for name in ("datasets", "validators", "publish", "site"):
        assert (ROOT / name).is_dir()
        assert not list((ROOT / name).rglob("__init__.py"))


def test_no_module_of_ours_is_named_like_one_that_it_would_hide() -> None:
    names = {path.stem for path in (ROOT / "src" / "dvcdata").glob("*.py")} - {"__init__", "__main__"}
    assert not names & {"validators", *sys.stdlib_module_names}


def test_git_ignores_the_output_folder_and_never_the_site_templates() -> None:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "/public/" in lines
    assert not {"site", "/site", "site/", "/site/"} & set(lines)
