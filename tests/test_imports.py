"""Light commands stay light: what is heavy is imported only by the command that needs it."""

import subprocess
import sys

HEAVY = ("great_expectations", "pandas", "frictionless", "duckdb", "sqlglot", "babel", "jinja2", "python_calamine")


def imported(*arguments: str) -> set[str]:
    code = f"import sys; from dvcdata import cli; cli._run({list(arguments)!r}); print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


def test_help_imports_nothing_heavy() -> None:
    assert not set(HEAVY) & imported("--help")
    assert not set(HEAVY) & imported("validate", "--help")


def test_validate_imports_neither_great_expectations_nor_pandas_nor_sqlglot() -> None:
    names = imported("validate", "datasets/reference")
    assert "duckdb" in names
    assert not {"great_expectations", "pandas", "psycopg", "pyspark", "sqlalchemy", "sqlglot", "jinja2"} & names
