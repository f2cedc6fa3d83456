"""Great Expectations on pandas: typed columns at once; where a cell refuses, as text, and the numbers beside it."""

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd
from task import COUNTS, IDENTITIES, PERIOD, ROW_KINDS, TEXTS, WHOLE, Task, begin

CHECKS = {
    "encoding": "stops at what is not UTF-8",
    "header": "stops at a missing column",
    "shape": "stops at an extra cell, drops blank rows",
    "types": "yes; 12.0 and 1e2 pass where all else is clean",
    "required": "yes",
    "minimum": "yes",
    "pattern": "yes",
    "enum": "yes",
    "key": "yes",
    "foreign": "yes",
    "identities": "yes, on a column added for each sum",
    "explained": "counts and a sample of values",
}


def read(task: Task) -> tuple[pd.DataFrame, bool]:
    """The table with a column for each sum, and whether its numbers had to be read as text."""
    texts = dict.fromkeys(TEXTS, "str")
    options = {"keep_default_na": False, "na_values": [""]}
    try:
        table, as_text = pd.read_csv(task.table, dtype=texts | dict.fromkeys(COUNTS, "Int64"), **options), False
    except (ValueError, TypeError):
        table, as_text = pd.read_csv(task.table, dtype="str", **options), True
        for name in COUNTS:
            whole = table[name].where(table[name].str.match(WHOLE, na=False))
            table[f"{name}_number"] = pd.to_numeric(whole).astype("Int64")
    for name, (_, parts) in IDENTITIES.items():
        table[name] = sum(table[numbers(part, as_text)] for part in parts)
    return table, as_text


def numbers(name: str, as_text: bool) -> str:
    """The column that holds the numbers of a count."""
    return f"{name}_number" if as_text else name


def expectations(task: Task, as_text: bool) -> list[gxe.Expectation]:
    """The checks as expectations."""
    listed: list[gxe.Expectation] = [gxe.ExpectColumnValuesToNotBeNull(column=name) for name in TEXTS]
    listed.append(gxe.ExpectColumnValuesToMatchRegex(column="period", regex=PERIOD))
    listed.append(gxe.ExpectColumnValuesToBeInSet(column="row_kind", value_set=ROW_KINDS))
    for name in COUNTS:
        if as_text:
            listed.append(gxe.ExpectColumnValuesToMatchRegex(column=name, regex=WHOLE))
        listed.append(gxe.ExpectColumnValuesToBeBetween(column=numbers(name, as_text), min_value=0))
    for name, (whole, _) in IDENTITIES.items():
        pair = {"column_A": numbers(whole, as_text), "column_B": name}
        listed.append(gxe.ExpectColumnPairValuesToBeEqual(**pair, ignore_row_if="either_value_is_missing"))
    if task.key:
        listed.append(gxe.ExpectCompoundColumnsToBeUnique(column_list=TEXTS))
    if task.foreign:
        known = pd.read_csv(task.agencies, dtype="str")["agency_code"].tolist()
        listed.append(gxe.ExpectColumnValuesToBeInSet(column="agency_code", value_set=known))
    return listed


task = begin()
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
table, as_text = read(task)
batch = (
    context.data_sources.add_pandas("here").add_dataframe_asset("dossiers").add_batch_definition_whole_dataframe("all")
)
suite = gx.ExpectationSuite(name="dossiers", expectations=expectations(task, as_text))
result = batch.get_batch({"dataframe": table}).validate(suite, result_format="BASIC")
for one in result.results:
    if one.exception_info.get("raised_exception", False):
        raise SystemExit(f"the expectation was not run: {one.exception_info}")
task.end(sum(one.result["unexpected_count"] for one in result.results), rows=len(table))
