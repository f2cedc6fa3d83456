"""A workspace is found upwards, and its settings are understood or refused by name."""

from pathlib import Path

import pytest
from checking import workspace

from dvcdata.errors import UserError
from dvcdata.workspace import Settings, find, settings


def test_the_workspace_is_the_nearest_folder_upwards_with_settings(tmp_path: Path) -> None:
    outer = workspace(tmp_path / "a")
    inner = workspace(tmp_path / "a" / "b" / "c")
    (inner / "datasets" / "goi").mkdir()
    assert find(inner / "datasets" / "goi") == inner.resolve()
    assert find(inner / "datasets" / "goi" / "procedures.csv") == inner.resolve()
    assert find(tmp_path / "a" / "b") == outer.resolve()
    assert find(tmp_path) is None


def test_a_folder_named_like_the_settings_makes_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "dvcdata.toml").mkdir()
    assert find(tmp_path) is None


@pytest.mark.parametrize(("text", "lang"), [("", "vi"), ('lang = "en"', "en"), ('\ufefflang = "en"', "en")])
def test_settings_have_defaults(tmp_path: Path, text: str, lang: str) -> None:
    assert settings(workspace(tmp_path, text)) == Settings(lang=lang)
    assert settings(None) == Settings(lang="vi")


@pytest.mark.parametrize(
    ("text", "key", "told"),
    [
        ('lanng = "vi"', "workspace.unknown_setting", "lang"),
        ('lang = "fr"', "workspace.bad_setting", "vi | en"),
        ("lang = 5", "workspace.bad_setting", "vi | en"),
        ('lang = ["vi"]', "workspace.bad_setting", "vi | en"),
        ("[lang]\nvi = 1", "workspace.bad_setting", "vi | en"),
        ("lang =", "workspace.broken", "dvcdata.toml"),
    ],
)
def test_a_setting_that_is_not_understood_is_refused(tmp_path: Path, text: str, key: str, told: str) -> None:
    with pytest.raises(UserError) as raised:
        settings(workspace(tmp_path, text))
    assert raised.value.key == key and told in raised.value.format_message()


def test_settings_that_are_no_text_are_refused(tmp_path: Path) -> None:
    home = workspace(tmp_path)
    (home / "dvcdata.toml").write_bytes(b'lang = "\xff"')
    with pytest.raises(UserError, match=r"workspace\.broken"):
        settings(home)
