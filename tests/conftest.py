"""What several tests need: the command line run in this process, and packages written in one line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import Result, Run, Write

from dvcdata import cli, texts


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test begins in the default language, and without the width of anybody's window."""
    monkeypatch.delenv("COLUMNS", raising=False)
    token = texts.language.set("vi")
    yield
    texts.language.reset(token)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for all tests that look at pages."""
    from browser import started

    with started() as browser:
        yield browser


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `dvcdata` with these arguments in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Result:
        with pytest.raises(SystemExit) as exit_:
            cli.main([str(item) for item in arguments])
        printed = capsys.readouterr()
        code = exit_.value.code
        return Result(code if isinstance(code, int) else 0, printed.out, printed.err)

    return call


@pytest.fixture
def package(tmp_path: Path) -> Write:
    """Writes a data package: `package(table=text, …)`, or with resources given as descriptors."""

    def write(_resources: list[dict[str, Any]] | None = None, _folder: str = "goi", /, **tables: str | bytes) -> Path:
        folder = tmp_path / _folder
        folder.mkdir(exist_ok=True)
        resources = _resources or [{"name": name, "path": f"{name}.csv"} for name in tables]
        descriptor = {
            "name": _folder,
            "title": "Gói thử",
            "description": "Dữ liệu để thử công cụ.",
            "licenses": [{"name": "CC0-1.0"}],
            "contributors": [{"title": "Phòng thử nghiệm", "email": "thu@example.vn"}],
            "resources": resources,
        }
        (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        for name, content in tables.items():
            content = content.encode() if isinstance(content, str) else content
            (folder / f"{name}.csv").write_bytes(content)
        return folder

    return write
