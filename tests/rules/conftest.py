"""Rules written and read in one line."""

from pathlib import Path

import pytest
from checking import EVERY_PROCEDURE, Make, rule_text

from dvcdata.rules.header import Rule, read


@pytest.fixture
def rule(tmp_path: Path) -> Make:
    """Writes a rule with that SELECT and header, and reads it."""

    def make(select: str = EVERY_PROCEDURE, **header: str | None) -> Rule:
        path = tmp_path / "a-rule.sql"
        path.write_text(rule_text(select, **header), encoding="utf-8")
        return read(path)

    return make
