"""Tables of a PostgreSQL schema, read without a trace: no temporary table, no view, a read-only session."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dvcdata import profiles
from dvcdata.engine.load import sql_type
from dvcdata.engines import agreement
from dvcdata.engines.address import Address
from dvcdata.engines.asking import Asker, context
from dvcdata.engines.suites import Batch
from dvcdata.engines.tables import Held, Part
from dvcdata.engines.writing import Dialect
from dvcdata.errors import UserError
from dvcdata.masking import masked_text
from dvcdata.package import Package, Table, open_all
from dvcdata.rules.database import CastError, OutOfBoundsError
from dvcdata.rules.header import Rule

TITLE = "PostgreSQL"
SETTINGS = {
    "default_transaction_read_only": "on",
    "synchronize_seqscans": "off",
    "jit": "off",  # rules are many and short
    "work_mem": "64MB",  # the least that lets the larger joins and sorts of a rule stay off the disk
    "enable_nestloop": "off",  # what rules join is computed: without statistics the planner thinks it small
}
COLUMNS = """
select c.oid, c.relname, c.relkind, a.attname, format_type(coalesce(nullif(t.typbasetype, 0), a.atttypid),
  case when t.typbasetype = 0 then a.atttypmod else t.typtypmod end), t.typtype
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type as t on t.oid = a.atttypid
where n.nspname = %s and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
order by c.relname, a.attnum
"""
LEAVES = "select relid::regclass::text from pg_partition_tree(%s::regclass) where isleaf order by relid"
UNICODE = "select collname from pg_collation where collname in ('pg_c_utf8', 'C.utf8', 'C.UTF-8', 'und-x-icu')"
NUMBERS = ("smallint", "integer", "bigint")
TYPES = {
    "VARCHAR": 'CAST({} AS TEXT) COLLATE "C"',
    "BIGINT": "CAST({} AS BIGINT)",
    "DECIMAL(28,8)": "CAST({} AS NUMERIC(28, 8))",
    "DOUBLE": "CAST({} AS DOUBLE PRECISION)",
    "DATE": "CAST({} AS DATE)",
    "BOOLEAN": "CAST({} AS BOOLEAN)",
    "TIMESTAMP": "CAST({} AS TIMESTAMP)",
    "TIME": "CAST({} AS TIME)",
}
PLACE = "CAST((CAST(CAST(ctid AS TEXT) AS POINT))[{}] AS BIGINT)"
TID = f"({PLACE.format(0)} * 65536 + {PLACE.format(1)})"  # block and place in it: the order that rows were loaded in
ERROR = re.compile(r"\((?:[a-z_]+\.)*(?P<name>[A-Za-z]+)\) ?")
NOWHERE = Path(os.devnull)  # the folder of a package that has none
WATCHES = 140_000  # the first version of PostgreSQL that does
PARTS = 1 << 48  # more than the row numbers of one partition


@dataclass(frozen=True)
class Found:
    """A relation of the schema, with the type of each column as PostgreSQL writes it."""

    name: str
    kind: str
    columns: dict[str, str]
    leaves: tuple[str, ...] = ()


class Postgresql:
    """A schema of a database, and the way to ask it."""

    title = TITLE

    def __init__(self, address: Address) -> None:
        self.address = address
        self.settings = dict(SETTINGS)
        self.look(address.options.get("schema", "public"))
        self.asker = self._asker()

    def look(self, schema: str) -> None:
        """Sees which relations that schema has."""
        import psycopg

        self.schema = schema
        try:
            with psycopg.connect(**self._arguments()) as connection:
                self._look(connection)
        except psycopg.Error as problem:
            raise self._refused(str(problem)) from None

    def _arguments(self) -> dict[str, Any]:
        parts = self.address.parts
        given: dict[str, Any] = {name: value for name, value in self.address.options.items() if name != "schema"}
        path = '"' + self.schema.replace('"', '""') + '"'  # where suites of Great Expectations look for their table
        named = {**self.settings, "search_path": re.sub(r"([\\\s])", r"\\\1", path)}
        own = str(given.get("options") or "")  # what stands later wins
        settings = " ".join([*(f"-c {name}={value}" for name, value in named.items()), own]).strip()
        given |= {"connect_timeout": given.get("connect_timeout", 15), "options": settings}
        given |= {"application_name": "dvcdata", "client_encoding": "UTF8"}
        where = {"host": parts.hostname, "port": parts.port, "user": self.address.user}
        where |= {"password": self.address.password, "dbname": parts.path.strip("/")}
        return given | {name: value for name, value in where.items() if value}

    def _look(self, connection: Any) -> None:
        if connection.info.parameter_status("server_encoding") != "UTF8":
            raise UserError("engine.encoding", url=self.address.given)
        self.user = connection.info.user
        if connection.info.server_version >= WATCHES:  # a query ends with the program that asked it, however that ends
            self.settings["client_connection_check_interval"] = "5s"
        relations: dict[str, Found] = {}
        for oid, name, kind, column, type_, sort in connection.execute(COLUMNS, [self.schema]).fetchall():
            if name not in relations:
                leaves = [row[0] for row in connection.execute(LEAVES, [oid])] if kind == "p" else []
                relations[name] = Found(name, kind, {}, tuple(leaves))
            relations[name].columns[column] = "text" if sort == "e" else type_
        self.found = relations
        unicode = sorted((row[0] for row in connection.execute(UNICODE)), key=("und-x-icu",).__contains__)
        collation = f'"{unicode[0]}"' if unicode else '"default"'
        cased = f'{{}}({{{{}}}} COLLATE {collation}) COLLATE "C"'
        self.dialect = Dialect(
            "postgres", "NORMALIZE({}, NFC)", cased.format("LOWER"), cased.format("UPPER"), types=TYPES
        )

    def _asker(self) -> Asker:
        self.source = context().data_sources.add_postgres(
            "dvcdata",
            connection_string=f"postgresql+psycopg://{quote(self.user)}@localhost/",  # overruled by what follows
            kwargs={"connect_args": self._arguments() | {"user": self.user}},
        )
        asset = self.source.add_query_asset("nothing", query="select 1 as one")
        return Asker(asset.add_batch_definition_whole_table("all").get_batch(), colons=True)

    def problem(self, text: str, rule: Rule | None) -> Exception:
        """What a failed query means."""
        import psycopg

        named = ERROR.match(text)
        kind = getattr(psycopg.errors, named["name"], psycopg.Error) if named else psycopg.Error
        why = self.address.masked(text[named.end() if named else 0 :].splitlines()[0])
        if issubclass(kind, psycopg.errors.InvalidTextRepresentation):
            return CastError(masked_text(why))
        if issubclass(kind, psycopg.DataError):
            return OutOfBoundsError(why)
        if issubclass(kind, psycopg.OperationalError) and not issubclass(kind, psycopg.errors.QueryCanceled):
            return UserError("engine.lost", url=self.address.given, why=why)
        if issubclass(kind, psycopg.errors.InsufficientPrivilege):
            return UserError("engine.denied", url=self.address.given, why=why)
        return UserError("rule.failed", path=str(rule.path), why=why) if rule else UserError("engine.failed", why=why)

    def packages(self, paths: Sequence[Path], table: str | None) -> list[Package]:
        """The packages that the paths describe, or the profile's tables of the schema as one package of its name."""
        described = open_all(paths, table) if paths else [self._package(table)]
        for item in (item for package in described for item in package.tables):
            if item.name not in self.found:
                raise UserError("engine.no_table", url=self.address.given, schema=self.schema, table=item.name)
        tables = [item for package in described for item in package.tables]
        agreement.check([(item, self.found[item.name].columns) for item in tables])
        return [self._labelled(package) for package in described]

    def _labelled(self, package: Package) -> Package:
        tables = (replace(item, paths=(), label=f"{self.schema}.{item.name}") for item in package.tables)
        return replace(package, tables=tuple(tables))

    def _package(self, table: str | None) -> Package:
        names = [table] if table else [name for name in profiles.tables() if name in self.found]
        if not names:
            raise UserError("engine.no_tables", url=self.address.given, schema=self.schema)
        schemas = {name: profiles.schema(name) for name in names}
        tables = [Table(name, self.schema, (), schema) for name, schema in schemas.items() if schema]
        if not tables:
            raise UserError("table.unknown", table=table, known=", ".join(profiles.tables()))
        resources = [{"name": name, "path": name, "format": "postgresql"} for name in names]
        return Package(self.schema, NOWHERE, {"name": self.schema, "resources": resources}, tuple(tables))

    def held(self, table: Table) -> Held:
        """A table as it is held here, its rows counted."""
        found = self.found[table.name]
        fields = table.columns
        quoted, cast = self.dialect.quoted, self.dialect.cast
        columns = {name: cast(quoted(name), sql_type(fields[name])) for name in found.columns if name in fields}
        labels = {}
        for name in columns:
            if f"{name}_status" in found.columns:
                labels[name] = cast(quoted(f"{name}_status"), "VARCHAR")
        parts = tuple(self._parts(found, table))
        return Held(table, parts, columns, labels, self._count(parts))

    def _parts(self, found: Found, table: Table) -> Iterator[Part]:
        quoted = self.dialect.quoted
        whole = f"{quoted(self.schema)}.{quoted(found.name)}"
        if found.kind in "rm":
            yield Part(whole, TID)
        elif found.kind == "p":
            yield from (Part(leaf, f"({place * PARTS} + {TID})") for place, leaf in enumerate(found.leaves))
        else:
            key = [quoted(name) for name in table.key if name in found.columns] or [quoted(next(iter(found.columns)))]
            yield Part(whole, f"ROW_NUMBER() OVER (ORDER BY {', '.join(key)})")

    def _count(self, parts: Sequence[Part]) -> int:
        counts = " + ".join(f"(SELECT COUNT(*) FROM {part.relation})" for part in parts) or "0"
        (row,) = self.asker.rows(f"SELECT {counts} AS n")
        return int(row["n"])

    def named(self, name: str, source: str) -> str:
        """The source itself: nothing is made in the database, not for a moment."""
        return source

    def part(self, name: str, sql: str) -> str:
        """Nobody asks: PostgreSQL works a part out once."""
        raise NotImplementedError

    def forget(self, names: Iterable[str]) -> None:
        """There is nothing to let go of."""

    def cells(self, table: Table, columns: Sequence[str], source: str) -> str:
        """A SELECT of every cell of a table as text, from what stands for the table."""
        cast, text = self.dialect.cast, self.dialect.literal
        branches = []  # one for each column, of which the planner leaves out those of another type than is asked for
        for name in columns:
            kind = str(table.columns.get(name, {}).get("type") or "string")
            told = {"table_name": table.name, "column_name": name, "column_type": kind}
            listed = ", ".join(f"{cast(text(value), 'VARCHAR')} AS {column}" for column, value in told.items())
            value = cast(f"s.{self.dialect.quoted(name)}", "VARCHAR")
            branches.append(f"SELECT s._package, s._row, {listed}, {value} AS value FROM {source} AS s")
        return " UNION ALL ".join(branches)

    def batch(self, table: Table) -> Batch:
        """The table itself, with all of its columns and as they are typed here."""
        names = list(self.found[table.name].columns)
        label = f"{len(self.source.assets)} {table.name}"
        asset = self.source.add_table_asset(label, table_name=self.dialect.quoted(table.name))
        made = asset.add_batch_definition_whole_table("all").get_batch()
        return Batch(table, made, names, [name for name in table.key if name in names])

    def close(self) -> None:
        """Ends every session there."""
        for engine in (self.source.get_engine(), self.asker.batch.data.execution_engine.engine):
            engine.dispose()

    def _refused(self, text: str) -> UserError:
        why = self.address.masked(text.strip().splitlines()[0].removeprefix("connection failed: ")).rstrip(".")
        wrong = "password authentication failed" in text or "no password supplied" in text
        return UserError("engine.password" if wrong else "engine.down", url=self.address.given, why=why)
