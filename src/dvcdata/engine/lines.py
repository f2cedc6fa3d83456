"""Reads a CSV by its lines: DuckDB tests each against one pattern, and only the suspects are judged one by one."""

import csv
import itertools
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from dvcdata import schemas
from dvcdata.engine import tally
from dvcdata.engine.canonical import LinePlan
from dvcdata.engine.dialects import Dialect
from dvcdata.engine.judge import Judge
from dvcdata.engine.load import Spool, literal, quoted
from dvcdata.engine.records import Found, Rows
from dvcdata.engine.room import room
from dvcdata.engine.staged import Staged, Way
from dvcdata.package import Table

BATCH = 10_000
ROW = "rowid + 2"  # the number of a row: the table was loaded in the order of its lines
MARK = "\x1f"  # the census has seen that no line holds it


class PatternError(Exception):
    """The schema asks for a pattern that is too large to screen lines by."""


class OpenQuoteError(Exception):
    """A suspect line opens a quoted cell that ends in another line: lines are no records here."""


class Lines:
    """One table read by its lines; `read` stages it."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        table: Table,
        dialect: Dialect,
        plan: LinePlan,
        labelled: set[str],
        folder: Path,
    ) -> None:
        """`labelled` are the columns whose labels of missing values are kept, each in a column beside it."""
        self.connection = connection
        self.table = table
        self.dialect = dialect
        self.plan = plan
        self.labelled = sorted(labelled & set(plan.columns))
        self.beside = {f"{name}_missing": "VARCHAR" for name in self.labelled}
        self.folder = folder
        self.name = f"{table.package}.{table.name}"
        self.good = f"stage.{quoted(self.name)}"
        self.suspects = f"stage.{quoted(self.name + '.suspects')}"
        self.again = f"stage.{quoted(self.name + '.again')}"
        self.more = f"stage.{quoted(self.name + '.more')}"
        self.source = (
            f"read_csv({literal(str(table.paths[0]))}, skip=1, header=false, auto_detect=false, delim='{MARK}', "
            f"quote='', escape='', {room.get().lines}, columns={{'l': 'VARCHAR'}}, force_not_null=['l'])"
        )
        self.numbered = f"(select row_number() over () + 1 as n, l from {self.source})"
        empty = len(plan.cells) == 1 and re.fullmatch(plan.pattern, "") is not None  # of more cells no line is empty
        self.fits = "regexp_full_match(l, $pattern)" + (" and l <> ''" if empty else "")

    def at_once(self) -> int | None:
        """Loads the file as it is, where counting shows that to be right; how many rows it has."""
        path = self.table.paths[0]
        if not tally.promising(self.plan, path, self.dialect.encoding, self.dialect.delimiter):
            return None
        load = partial(self._load, path, quote="")
        return tally.rows(self.connection, self.plan, path, self.good, load)

    def drop(self) -> None:
        """Takes back what was loaded."""
        self.connection.execute(f"drop table {self.good}")

    def read(self, found: Found) -> Staged:
        """Stages the rows and reports what is wrong with them; raises OpenQuoteError before anything is reported."""
        aside: list[str] = []
        if self._suspected():
            self._set_suspects_aside()
            aside.append(self.suspects)
            self._load(self._with_copies())
        else:
            self._load(self.table.paths[0])
        total = max(self._one(f"select count(*) from {name}")[0] for name in (self.good, *aside))
        return self.staged(found, int(total), Way(), aside)

    def _suspected(self) -> bool:
        """Whether any line is a suspect."""
        try:
            return bool(self._one(f"select l from {self.source} where not ({self.fits}) limit 1"))
        except duckdb.InvalidInputException:
            try:
                self._one("select regexp_full_match('', $pattern)")
            except duckdb.InvalidInputException:
                raise PatternError from None
            raise

    def staged(self, found: Found, total: int, way: Way, aside: Sequence[str] = ()) -> Staged:
        """The rows that were loaded, once what is wrong with those set aside, or breaks a constraint, is reported."""
        if self._look_again(aside):
            aside = [*aside, self.again]
        columns = self.plan.columns | self.beside
        kept = ", ".join(f"cast({quoted(name)} as {kind}) as {quoted(name)}" for name, kind in columns.items())
        relation = f"select {ROW} as _row, true as _whole, {kept} from {self.good} where {_but(aside)}"
        left_out = 0
        if aside:
            left_out = self._explain(found, aside)
            relation += f" union all select _row, _whole, {', '.join(map(quoted, columns))} from {self.more}"
        return Staged(self.table, f"({relation})", list(self.plan.columns), way, total, left_out)

    def _load(self, path: Path, quote: str = '"') -> None:
        stored, nulls, asked = self.plan.stored, self.plan.nulls, "*"
        if self.labelled:  # the texts of missing values are wanted too
            asked, stored, nulls = self._with_labels(), dict.fromkeys(stored, "VARCHAR"), []
        listed = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in stored.items())
        self.connection.execute(
            f"create table {self.good} as select {asked} from read_csv({literal(str(path))}, skip=1, header=false, "
            f"auto_detect=false, delim={literal(self.dialect.delimiter)}, quote='{quote}', escape='{quote}', "
            f"nullstr=[{_listed(nulls or [MARK])}], {room.get().lines}, columns={{{listed}}})"
        )

    def _with_labels(self) -> str:
        """The columns out of their texts, and beside those that are labelled the label of what is missing."""
        nulls, labels = _listed(self.plan.nulls or [MARK]), _listed([*schemas.missing_labels(self.table.schema), MARK])
        asked = [
            f"cast(case when {quoted(name)} not in ({nulls}) then {quoted(name)} end as {kind}) as {quoted(name)}"
            for name, kind in self.plan.stored.items()
        ]
        asked += [
            f"case when {quoted(name)} in ({labels}) then {quoted(name)} end as {quoted(beside)}"
            for name, beside in zip(self.labelled, self.beside, strict=True)
        ]
        return ", ".join(asked)

    def _set_suspects_aside(self) -> None:
        sql = f"create table {self.suspects} as select n, l from {self.numbered} where not ({self.fits})"
        self.connection.execute(sql, {"pattern": self.plan.pattern})
        quoting = f"select l from {self.suspects} where contains(l, '\"')"
        if any(self._opens(line) for (line,) in self._fetch(quoting)):
            self.connection.execute(f"drop table {self.suspects}")
            raise OpenQuoteError

    def _opens(self, line: str) -> bool:
        records = csv.reader([line + "\n", "\n"], delimiter=self.dialect.delimiter)
        next(records)
        return records.line_num > 1

    def _with_copies(self) -> Path:
        """The table with a copy of a good line in place of each suspect, so that every row keeps its number."""
        path = self.folder / "good.csv"
        good = self._one(f"select l from {self.source} where {self.fits} limit 1")
        with self.table.paths[0].open("rb") as given, path.open("wb") as kept:
            header = given.readline()
            kept.write(header)
            if not good:
                return path
            copy = good[0].encode() + (b"\r\n" if header.endswith(b"\r\n") else b"\n")
            at = 2
            for (number,) in self._fetch(f"select n from {self.suspects} order by n"):
                kept.writelines(itertools.islice(given, number - at))
                next(given)
                kept.write(copy)
                at = number + 1
            shutil.copyfileobj(given, kept)
        return path

    def _look_again(self, aside: Sequence[str]) -> bool:
        """Puts good lines that break a bound, a length, an enumeration … among the suspects; whether there are any."""
        conditions = [f"({condition})" for condition in self.plan.conditions]
        conditions += [condition for column in self.plan.judged if (condition := self._misjudged(column))]
        if not conditions:
            return False
        sql = f"select {ROW} as n from {self.good} where ({' or '.join(conditions)}) and {_but(aside)}"
        (count,) = self._one(f"select count(*) from ({sql}) as q")
        if count:
            self.connection.execute(f"create table {self.again} as {sql}")
        return bool(count)

    def _misjudged(self, column: str) -> str | None:
        """The condition that finds the texts of a column which frictionless refuses, or None."""
        (field,) = (item for item in self.plan.fields if item["name"] == column)
        judge = Judge(_for_frictionless(self.table, [field]))
        texts = self._fetch(f"select distinct cast({quoted(column)} as varchar) from {self.good}")
        bad = [text for (text,) in texts if text is not None and judge.cell(0, text)[1]]
        if not bad:
            return None
        name = f"stage.{quoted(f'{self.name}.{column}.bad')}"
        self.connection.execute(f"create table {name} as select unnest($texts) as t", {"texts": bad})
        return f"cast({quoted(column)} as varchar) in (select t from {name})"

    def _explain(self, found: Found, aside: Sequence[str]) -> int:
        """Judges the suspects one by one in the order of their rows; how many of them no rule may see."""
        fields = _for_frictionless(self.table, self.plan.fields)  # there is nothing to say about the header
        self.table.trace.name_columns(self.plan.labels)
        spool = Spool(self.folder / "more.csv", self.plan.columns | self.beside)
        rows = Rows(self.table, fields, self.labelled, spool)
        parts = [f"select n, l from {self.suspects}"] if self.suspects in aside else []
        if self.again in aside:
            parts.append(f"select n, l from {self.numbered} where n in (select n from {self.again})")
        for number, line in self._fetch(f"{' union all '.join(parts)} order by n"):
            cells = next(csv.reader([line], delimiter=self.dialect.delimiter), [])
            rows.row(number, cells, found)
        rows.spool.load(self.connection, self.more)
        return rows.left_out

    def _fetch(self, sql: str) -> Iterator[tuple[Any, ...]]:
        cursor = self.connection.cursor().execute(sql)
        while batch := cursor.fetchmany(BATCH):
            yield from batch

    def _one(self, sql: str) -> tuple[Any, ...]:
        parameters = {"pattern": self.plan.pattern} if "$pattern" in sql else {}
        return self.connection.execute(sql, parameters).fetchone() or ()


def _but(aside: Sequence[str]) -> str:
    """The condition that a row is none of those set aside."""
    return " and ".join(f"{ROW} not in (select n from {table})" for table in aside) or "true"


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(map(literal, texts))


def _for_frictionless(table: Table, fields: Sequence[dict[str, Any]]) -> list[Any]:
    schema = {"missingValues": table.schema.get("missingValues", [""]), "fields": list(fields)}
    return list(schemas.for_frictionless(schema).fields)
