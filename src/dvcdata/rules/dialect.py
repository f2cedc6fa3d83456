"""The SQL that rules may use: only what means the same on DuckDB, PostgreSQL and Spark after sqlglot.

sqlglot hands a function it does not know through in silence, hence this list; a test holds every rule to it, and
docs/rule-dialect.md explains it.
"""

FUNCTIONS = frozenset(
    {
        # rows and groups
        "count",
        "sum",
        "min",
        "max",
        "avg",
        "median",
        "string_agg",  # with an order by inside, or each engine joins in an order of its own
        # windows; FILTER has no place in them, CASE inside the aggregate says the same
        "row_number",
        "rank",
        "dense_rank",
        "lag",
        "lead",
        "first_value",  # last_value ends its frame at the current row: order the other way round instead
        # values
        "coalesce",
        "nullif",
        "greatest",  # passes over nulls on all three
        "least",
        "abs",
        "round",  # to digits only of a decimal: PostgreSQL has no such round of a double
        "floor",
        "ceil",
        # texts
        "length",
        "lower",  # letters beyond ASCII depend on the collation of a PostgreSQL database
        "upper",
        "trim",  # of plain blanks
        "ltrim",
        "rtrim",
        "left",  # a negative length means nothing to Spark
        "right",
        "substr",
        "strpos",
        "replace",
        "translate",  # for sets of characters, where a pattern would need regexp_replace
        "repeat",
        "lpad",
        "rpad",
        "starts_with",
        "regexp_matches",  # finds anywhere in the text; patterns of literal classes such as [0-9] only
        # ours: another name on every engine (nfc_normalize(x), normalize(x, NFC)), and none on Spark
        "nfc",
    }
)
"""Names as a rule writes them; `case`, `cast`, `exists` and the operators are syntax and always allowed."""

TYPES = frozenset({"varchar", "integer", "bigint", "decimal", "double", "date"})
"""What a typed column may be cast to; a cell gets its type from its schema, never from a rule.

Round a decimal before casting it to a whole number: Spark cuts its decimals off."""
