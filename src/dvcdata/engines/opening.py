"""Opens the engine that a URL names, and leaves nothing running there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from dvcdata import texts, workspace
from dvcdata.engines import address
from dvcdata.errors import UserError
from dvcdata.package import Package
from dvcdata.rules import catalogue
from dvcdata.validate import Judge

if TYPE_CHECKING:
    from dvcdata.engines.database import Engine

SPARK = ("great_expectations", "sqlglot", "pyspark")
NEEDED = {  # the extra that brings it, and what must be there
    "postgresql": ("postgresql", ("great_expectations", "sqlglot", "psycopg", "sqlalchemy")),
    "export": ("postgresql", ("sqlglot",)),
    "spark": ("spark", SPARK),
    "connect": ("spark", (*SPARK, "pandas", "pyarrow", "grpc", "grpc_status", "zstandard")),
}


def _check_installed(kind: str) -> None:
    extra, names = NEEDED[kind]
    if any(find_spec(name) is None for name in names):
        raise UserError("engine.not_installed", extra=f"dvcdata[{extra}]")


@contextmanager
def opened(url: str, paths: Sequence[Path], table: str | None) -> Iterator[tuple[list[Package], Judge]]:
    """What the engine holds of these paths, and who judges it there; nothing runs on when the block ends."""
    where = address.read(url)
    _check_installed(where.kind)
    from dvcdata.engines import validating

    engine = _engine(where)
    try:
        yield engine.packages(paths, table), partial(validating.judge, engine)
    except Exception as problem:
        meant = None if isinstance(problem, UserError) else engine.problem(str(problem), None)
        if isinstance(meant, UserError) and meant.key == "engine.lost":  # wherever it was noticed
            raise meant from None
        raise
    finally:
        engine.close()


def export(dialect: str, as_of: date, folder: Path) -> str:
    """`dvcdata rules export --to gx`: what was written, and which rules no suite can hold, with why."""
    _check_installed("export")
    from dvcdata.engines import export as writing

    done = writing.write(catalogue.load(workspace.find(Path())), dialect, as_of, folder)
    lines = [texts.text("engine.exported", n=len(done.rules), files=done.suites, folder=str(folder))]
    if done.views:
        lines.append(f"  {texts.text('engine.exported_views', n=done.views, path=str(folder / writing.PARTS))}")
    for why in dict.fromkeys(done.left_out.values()):
        named = ", ".join(rule for rule, reason in done.left_out.items() if reason == why)
        lines.append(f"  {texts.text(f'engine.not_exported_{why}')}: {named}")
    return "\n".join(lines)


def _engine(where: address.Address) -> "Engine":
    if where.kind == "postgresql":
        from dvcdata.engines.postgresql import Postgresql

        return Postgresql(where)
    from dvcdata.engines.spark import Spark

    return Spark(where)
