"""A destination is read strictly: what is wrong with its file is one sentence, before anything is asked of a portal."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import shown
from running import Run

from dvcdata import texts
from dvcdata.publish.destination import Destination, load

PORTAL = 'kind = "ckan"\nurl = "https://opendata.example.vn"\norganization = "so"\n'


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace without destinations."""
    (tmp_path / "publish").mkdir()
    (tmp_path / "datasets").mkdir()
    (tmp_path / "dvcdata.toml").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "kind"),
        ('kind = "ftp"', "ckan, folder"),
        ('kind = "ckan"', "url"),
        ('kind = "ckan"\nurl = "https://a.vn"', "organization"),
        ('kind = "folder"', "path"),
        (PORTAL + 'organisation = "so"', "organization"),
        (PORTAL + "max_file_mb = 0", "max_file_mb"),
        (PORTAL + 'timeout = "lâu"', "timeout"),
        (PORTAL + 'formats = "csv"', "formats"),
        (PORTAL + 'formats = ["pdf"]', "parquet"),
        (PORTAL + 'visibility = "hidden"', "private"),
        (PORTAL + "approval = 1", "approval"),
        (PORTAL + "licences = 3", "licences"),
        (PORTAL.replace("https", "http"), "https"),
        (PORTAL.replace("https://", "ftp://"), "https"),
        (PORTAL.replace("https://", "https://ten:mat-khau@"), "opendata.example.vn"),
        ("kind = ", "noi.toml"),
    ],
)
def test_a_destination_that_is_not_right_is_refused_in_one_sentence(
    run: Run, workspace: Path, text: str, said: str
) -> None:
    (workspace / "publish" / "noi.toml").write_text(text, encoding="utf-8")
    result = run("publish", "log", "--to", "noi")
    assert result.code == 2 and said in result.err and len(result.err.splitlines()) == 1
    assert "mat-khau" not in result.err


def test_plain_http_is_taken_for_this_machine_only(workspace: Path) -> None:
    for host in ("127.0.0.1:5000", "localhost", "[::1]"):
        (workspace / "publish" / "noi.toml").write_text(
            PORTAL.replace("https://opendata.example.vn", f"http://{host}"), encoding="utf-8"
        )
        assert load(workspace, "noi").url == f"http://{host}"


def test_the_only_destination_need_not_be_named_and_several_must(run: Run, workspace: Path) -> None:
    assert run("publish", "plan").code == 2
    (workspace / "publish" / "mot.toml").write_text('kind = "folder"\npath = "ra"', encoding="utf-8")
    assert run("publish", "log").code == 0
    (workspace / "publish" / "hai.toml").write_text('kind = "folder"\npath = "ra"', encoding="utf-8")
    result = run("publish", "log")
    assert result.code == 2 and "hai, mot" in result.err


def test_a_token_comes_from_the_environment_or_a_file_and_is_never_shown(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DVCDATA_CKAN_TOKEN", raising=False)
    (workspace / "publish" / "cong-tinh.toml").write_text(PORTAL + 'token_file = "token.txt"', encoding="utf-8")
    there = load(workspace, "cong-tinh")
    (workspace / "token.txt").write_text("hai dòng\nbí mật", encoding="utf-8")
    refused = run("publish", "withdraw", "x", "--reason", "y", "--yes")
    assert refused.code == 2 and "token.txt" in refused.err and "bí mật" not in refused.err
    (workspace / "token.txt").write_text("\n", encoding="utf-8")
    assert "trống" in run("publish", "withdraw", "x", "--reason", "y", "--yes").err
    (workspace / "token.txt").write_text("tu-tep\n", encoding="utf-8")
    assert there.token() == "tu-tep"
    monkeypatch.setenv("DVCDATA_CKAN_TOKEN", "chung")
    assert there.token() == "chung"
    for value in ("hai chữ", "có-dấu", "hai\ndòng"):
        monkeypatch.setenv("DVCDATA_CONG_TINH_TOKEN", value)
        refused = run("publish", "withdraw", "x", "--reason", "y", "--yes")
        assert refused.code == 2 and "DVCDATA_CONG_TINH_TOKEN" in refused.err and value not in refused.err
    monkeypatch.setenv("DVCDATA_CONG_TINH_TOKEN", "rieng")
    assert there.token() == "rieng"


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_every_setting_of_a_destination_is_documented_and_nothing_else(lang: str) -> None:
    page = shown.read(f"docs/commands.{lang}.md").partition("## dvcdata publish")[2]
    told = set(re.findall(r"^\| `([a-z_]+)` \|", page, re.MULTILINE))
    assert told == {item.name for item in fields(Destination)} - {"name", "home"}
