"""Asks an engine through Great Expectations: every row of a query, and a failure told from an empty answer."""

import contextlib
import io
import logging
import os
import re
from collections.abc import Iterator
from typing import Any

NAMED = re.compile(r":(?=\w)")


class FailedError(Exception):
    """A query that the engine refused; the text is the engine's."""


class Asker:
    """A batch of Great Expectations, asked by its own queries."""

    def __init__(self, batch: Any, colons: bool = False) -> None:
        """`colons`: SQLAlchemy stands between, which reads a colon before a word as a parameter."""
        self.batch = batch
        self.colons = colons

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """All rows of a query in the engine's SQL."""
        return self.answer(escaped(sql, self.colons))

    def answer(self, query: str) -> list[dict[str, Any]]:
        """All rows of a query as GX is given it."""
        from great_expectations.metrics.metric_results import MetricErrorResult
        from great_expectations.metrics.query.batch_table import QueryBatchTable

        with silence():
            result = self.batch.compute_metrics(QueryBatchTable(query=query, fetch_all=True))
        if isinstance(result, MetricErrorResult):
            raise FailedError(result.value.exception_message)
        rows: list[dict[str, Any]] = result.value
        return rows


def escaped(sql: str, colons: bool) -> str:
    """A query in which GX finds no place of its own to fill in: it reads what stands in braces as a name."""
    text = sql.replace("{", "{{").replace("}", "}}")
    return NAMED.sub(r"\\:", text) if colons else text


def context() -> Any:
    """A context of Great Expectations that keeps nothing, writes no log and tells nobody."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")  # some versions would send what they are used for
    import great_expectations as gx

    logging.getLogger("great_expectations").setLevel(logging.CRITICAL + 1)
    return gx.get_context(mode="ephemeral")


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Great Expectations prints advice and draws its progress: neither belongs into a report."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield
