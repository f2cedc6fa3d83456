"""Where an engine's parts are not installed, as after a plain installation."""

import subprocess
import sys
from pathlib import Path

import pytest

PARTS = ("great_expectations", "pandas", "psycopg", "pyspark", "sqlalchemy", "sqlglot")
RUN = f"""
import sys
sys.modules |= dict.fromkeys({PARTS})  # what is None there can't be imported
from dvcdata.__main__ import main
main()
"""


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (("validate", "--engine", "postgresql://127.0.0.1/a"), "postgresql"),
        (("validate", "--engine", "spark"), "spark"),
        (("validate", "--engine", "sc://127.0.0.1"), "spark"),
        (("rules", "export", "--to", "gx"), "postgresql"),
        (("validate",), "gx"),
    ],
)
def test_one_sentence_names_the_extra_to_install(tmp_path: Path, arguments: tuple[str, ...], extra: str) -> None:
    (tmp_path / "dvcdata.toml").write_text("", encoding="utf-8")
    (tmp_path / "dossiers.csv").write_text("period,agency_code\n2026-01,H10\n", encoding="utf-8")
    (tmp_path / "validators").mkdir()
    suite = '{"name": "a", "expectations": [{"type": "expect_table_row_count_to_equal", "kwargs": {"value": 1}}]}'
    (tmp_path / "validators" / "dossiers.suite.json").write_text(suite, encoding="utf-8")
    command = [sys.executable, "-c", RUN, "--lang", "en", *arguments]
    if arguments == ("validate",):
        command.append("dossiers.csv")

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (
        2,
        f"What this engine needs is not installed. Install it: pip install 'dvcdata[{extra}]'\n",
    )
