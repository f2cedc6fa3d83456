"""What several statements have in common is worked out once, and each still yields what it yields alone."""

import re
from collections.abc import Callable, Iterator

import duckdb
import pytest

from dvcdata.indicators.shared import Shared

NAMES = """with tidy as (
  select lower(p.name) as name, p.day from procedures as p
),
long as (select t.name, t.day from tidy as t where length(t.name) > 1)"""
COUNT = f"{NAMES}\nselect count(*) as n from long as l"
LIST = f"{NAMES},\nlate as (select l.name from long as l where l.day > 1)\nselect t.name from late as t order by t.name"
OTHER = NAMES.replace("> 1", "> 2") + "\nselect count(*) as n from long as l"
ASKED = "with now as (select a.day from asked as a) select count(*) as n from now, (select n.day from now as n) as x"
Run = Callable[[Shared, str], list[tuple[object, ...]]]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("create schema shared")
        connection.execute(
            "create table procedures as select * from (values ('A', 1), ('Bc', 2), ('Def', 3)) as v(name, day)"
        )
        connection.execute("create table asked as select 1 as day")
        yield connection


@pytest.fixture
def run(connection: duckdb.DuckDBPyConnection) -> Run:
    """Runs a statement as it is shared with others."""
    return lambda shared, sql: connection.execute(shared.of(sql, connection.execute)).fetchall()


def made(connection: duckdb.DuckDBPyConnection) -> list[str]:
    sql = "select table_name from duckdb_tables() where schema_name = 'shared' order by table_name"
    return [name for (name,) in connection.execute(sql).fetchall()]


def test_what_two_statements_have_in_common_is_made_once_and_they_yield_the_same(
    connection: duckdb.DuckDBPyConnection, run: Run
) -> None:
    shared = Shared([COUNT, LIST])
    for _ in range(2):
        assert run(shared, COUNT) == connection.execute(COUNT).fetchall() == [(2,)]
        assert run(shared, LIST) == connection.execute(LIST).fetchall() == [("bc",), ("def",)]
    assert made(connection) == ["long_0"]
    assert "lower" not in shared.of(LIST, connection.execute)


def test_a_table_that_one_statement_looks_at_is_used_to_make_what_another_one_looks_at(
    connection: duckdb.DuckDBPyConnection, run: Run
) -> None:
    first = f"{NAMES}\nselect count(*) as n from tidy as t"
    shared = Shared([COUNT, LIST, first])
    assert [run(shared, sql) for sql in (COUNT, first)] == [[(2,)], [(3,)]]
    sql = "select sql from duckdb_tables() where table_name like 'long%'"
    assert len(made(connection)) == 2
    connection.execute("drop table procedures")
    assert run(shared, LIST) == [("bc",), ("def",)]
    assert connection.execute(sql).fetchone()


def test_common_tables_of_one_name_that_say_other_things_are_not_taken_for_one(
    connection: duckdb.DuckDBPyConnection, run: Run
) -> None:
    shared = Shared([COUNT, LIST, OTHER])
    assert [run(shared, sql) for sql in (COUNT, OTHER)] == [[(2,)], [(1,)]]


@pytest.mark.parametrize(
    "shared",
    [Shared([COUNT]), Shared([COUNT, LIST], large={"procedures"}), Shared([COUNT, "with recursive " + LIST[5:]])],
    ids=["only one needs it", "it looks at a large table", "the other can't be taken apart"],
)
def test_nothing_is_made_where(connection: duckdb.DuckDBPyConnection, run: Run, shared: Shared) -> None:
    assert shared.of(COUNT, connection.execute) == COUNT
    assert made(connection) == []


def test_what_looks_at_what_changes_is_worked_out_anew(connection: duckdb.DuckDBPyConnection, run: Run) -> None:
    shared = Shared([ASKED, f"{ASKED} where true"], changing=re.compile(r"\basked\b"))
    assert run(shared, ASKED) == [(1,)]
    connection.execute("insert into asked values (2)")
    assert run(shared, ASKED) == [(4,)]


def test_what_is_wrong_is_said_of_the_statement_itself(connection: duckdb.DuckDBPyConnection, run: Run) -> None:
    wrong = [sql.replace("p.day", "p.dya as day") for sql in (COUNT, LIST)]
    shared = Shared(wrong)
    assert shared.of(wrong[0], connection.execute).startswith("with tidy as (")
    with pytest.raises(duckdb.BinderException, match="dya"):
        run(shared, wrong[0])
