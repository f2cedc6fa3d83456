"""Opens the engine that a URL names, and leaves nothing running there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from dvcdata.engines import address
from dvcdata.engines.database import Engine
from dvcdata.errors import UserError
from dvcdata.package import Package
from dvcdata.validate import Judge

NEEDED = {
    "postgresql": ("great_expectations", "sqlglot", "psycopg", "sqlalchemy"),
    "spark": ("great_expectations", "sqlglot", "pyspark"),
}


def _check_installed(kind: str) -> None:
    if any(find_spec(name) is None for name in NEEDED[kind]):
        raise UserError("engine.not_installed", extra=f"dvcdata[{kind}]")


@contextmanager
def opened(url: str, paths: Sequence[Path], table: str | None) -> Iterator[tuple[list[Package], Judge]]:
    """What the engine holds of these paths, and who judges it there; nothing runs on when the block ends."""
    where = address.read(url)
    _check_installed(where.kind)
    from dvcdata.engines import validating

    engine = _engine(where)
    try:
        yield engine.packages(paths, table), partial(validating.judge, engine)
    finally:
        engine.close()


def _engine(where: address.Address) -> Engine:
    if where.kind == "spark":
        from dvcdata.engines.spark import Spark

        return Spark(where)
    from dvcdata.engines.postgresql import Postgresql

    return Postgresql(where)
