"""Parts of a statement that an engine would work out again and again are worked out once."""

import duckdb

from dvcdata.engines.parts import often
from dvcdata.engines.writing import select

DOUBLING = "with p0 as (select x from given), " + ", ".join(
    f"p{n} as (select a.x + 1 as x from p{n - 1} as a union all select b.x from p{n - 1} as b)" for n in range(1, 11)
)


def test_parts_that_name_parts_do_not_multiply() -> None:
    tree = select(f"{DOUBLING} select sum(p.x) as n from p10 as p where p.x > (select min(x) from p10)", "")
    with duckdb.connect() as connection:
        connection.execute("create table given as select 1 as x")
        whole = connection.execute(tree.sql("duckdb")).fetchone()
        for name, part in often(tree):
            connection.execute(f"create table {name} as {part.sql('duckdb')}")
        assert len(tree.ctes) < 11
        assert connection.execute(tree.sql("duckdb")).fetchone() == whole


def test_a_statement_with_few_parts_stays_whole() -> None:
    tree = select("with a as (select x from given) select a.x from a as a join a as b on b.x = a.x", "")
    assert list(often(tree)) == []
    assert len(tree.ctes) == 1
