"""Templates that several tests fill in, made once and with few rows."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from template_files import Made

from dvcdata import template
from dvcdata.template import checks


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The template of a table as it is made without options, or with those of the command line."""
    folder = tmp_path_factory.mktemp("templates")

    @cache
    def make(table: str, lang: str = "vi", **options: Any) -> Path:
        path = folder / f"{table}-{lang}-{len(list(folder.iterdir()))}.xlsx"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(checks, "CHECKED", 10)
            return template.template(table, path, lang=lang, **options)

    return make
