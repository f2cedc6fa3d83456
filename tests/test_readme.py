"""What a newcomer sees first: the README in both languages, and the two commands that do all set-up."""

import os
import subprocess
from pathlib import Path

import pytest
import shown
from running import Run

READMES = ["README.md", "README.vi.md"]
FIRST_SCREEN = 60  # lines


@pytest.mark.parametrize("name", READMES)
def test_what_the_readme_shows_is_what_happens(
    name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown.act(name, run, tmp_path, monkeypatch)


def test_both_readmes_say_the_same() -> None:
    shown.assert_twins(*READMES)


@pytest.mark.parametrize("name", READMES)
def test_the_first_screen_holds_a_real_report(name: str) -> None:
    first, *_ = shown.session(name)
    assert first.command.endswith("validate datasets/sample")
    top = "\n".join(shown.read(name).splitlines()[:FIRST_SCREEN])
    assert "\n".join(first.printed[:3]) in top


@pytest.mark.parametrize("name", READMES)
def test_the_two_commands_of_the_readme_are_there_and_the_second_is_that_of_continuous_integration(name: str) -> None:
    commands = [line.split()[0] for block in shown.blocks(name) if block.kind == "sh" for line in block.lines]
    assert commands[:2] == ["./demo.sh", "./test.sh"]
    for script in ("demo.sh", "test.sh", ".ci/run"):
        assert os.access(shown.ROOT / script, os.X_OK)
    assert "exec ./test.sh\n" in (shown.ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="the scripts are for Debian")
@pytest.mark.parametrize("script", ["demo.sh", "test.sh", "tools/venv.sh", "tools/debian.sh", ".ci/run"])
def test_the_scripts_are_plain_sh(script: str) -> None:
    subprocess.run(["sh", "-n", shown.ROOT / script], check=True)


@pytest.mark.skipif(os.name == "nt", reason="the scripts are for Debian")
def test_a_machine_without_python_3_11_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "demo.sh").write_bytes((shown.ROOT / "demo.sh").read_bytes())
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "venv.sh").write_bytes((shown.ROOT / "tools" / "venv.sh").read_bytes())
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("dirname", "grep"):
        (tools / name).symlink_to(next(path for path in Path("/usr/bin", name).parents[0].glob(name)))
    done = subprocess.run(
        ["/bin/sh", tmp_path / "demo.sh"], env={"PATH": str(tools)}, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 2
    assert "Python 3.11 or newer is needed" in done.stderr


@pytest.mark.parametrize("name", READMES)
def test_every_page_can_be_found_from_the_readme_or_a_page_it_links_to(name: str) -> None:
    lang = "vi" if ".vi." in name else "en"
    found, todo = set(), [name]
    while todo:
        page = todo.pop()
        if page in found:
            continue
        found.add(page)
        for link in shown.links(page):
            todo.append(shown.name_of(link))
    wanted = {shown.name_of(page) for page in shown.pages()}
    assert {page for page in wanted if f".{'en' if lang == 'vi' else 'vi'}." not in page} <= found
