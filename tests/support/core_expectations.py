"""Every expectation of Great Expectations' core with arguments that a small table of usage fails."""

from typing import Any

from examples import Typed

COLUMNS = {
    "period": "VARCHAR",
    "agency_code": "VARCHAR",
    "item_code": "VARCHAR",
    "received_total": "BIGINT",
    "received_online": "BIGINT",
}
ROWS = [
    ("2026-06", "H44", "1.000100", 10, 4),
    ("2026-07", "H44", "1.000100", 20, 25),
    ("2026-08", "H44", "1.000100", None, 5),
    ("2026-08", "H44", "{}", 40, 6),
    ("2026-08", "X44", "1.000100", 900, 900),
]
USAGE = Typed("usage", COLUMNS, ROWS)
TEXT = "‹text›"  # what the place calls texts
TOTAL, CODE = {"column": "received_total"}, {"column": "agency_code"}
BOTH = {"column_A": "received_total", "column_B": "received_online"}
SAME = {"column_list": ["received_total", "received_online"]}
NOTHING = {"min_value": 1_000_000, "max_value": 2_000_000}
EXPECTED: dict[str, dict[str, Any]] = {
    "expect_column_distinct_values_to_be_in_set": {**CODE, "value_set": ["H44"]},
    "expect_column_distinct_values_to_contain_set": {**CODE, "value_set": ["H45"]},
    "expect_column_distinct_values_to_equal_set": {**CODE, "value_set": ["H44"]},
    "expect_column_kl_divergence_to_be_less_than": {
        **CODE,
        "partition_object": {"values": ["H44", "X44"], "weights": [0.5, 0.5]},
        "threshold": 0.001,
    },
    "expect_column_max_to_be_between": {**TOTAL, **NOTHING},
    "expect_column_mean_to_be_between": {**TOTAL, **NOTHING},
    "expect_column_median_to_be_between": {**TOTAL, **NOTHING},
    "expect_column_min_to_be_between": {**TOTAL, **NOTHING},
    "expect_column_most_common_value_to_be_in_set": {**CODE, "value_set": ["H45"]},
    "expect_column_pair_values_a_to_be_greater_than_b": {**BOTH, "ignore_row_if": "either_value_is_missing"},
    "expect_column_pair_values_to_be_equal": {**BOTH, "ignore_row_if": "either_value_is_missing"},
    "expect_column_pair_values_to_be_in_set": {
        **BOTH,
        "value_pairs_set": [[10, 4]],
        "ignore_row_if": "either_value_is_missing",
    },
    "expect_column_proportion_of_non_null_values_to_be_between": {**TOTAL, "min_value": 0.9},
    "expect_column_proportion_of_unique_values_to_be_between": {**CODE, "min_value": 0.9},
    "expect_column_quantile_values_to_be_between": {
        **TOTAL,
        "quantile_ranges": {"quantiles": [0.5], "value_ranges": [[1000, 2000]]},
    },
    "expect_column_stdev_to_be_between": {**TOTAL, **NOTHING},
    "expect_column_sum_to_be_between": {**TOTAL, **NOTHING},
    "expect_column_to_exist": {"column": "khong_co"},
    "expect_column_type_to_be": {**TOTAL, "type_": TEXT},
    "expect_column_unique_value_count_to_be_between": {**CODE, "min_value": 3},
    "expect_column_value_lengths_to_be_between": {"column": "item_code", "min_value": 5},
    "expect_column_value_lengths_to_equal": {"column": "item_code", "value": 8},
    "expect_column_value_z_scores_to_be_less_than": {**TOTAL, "threshold": 1, "double_sided": False},
    "expect_column_values_to_be_between": {**TOTAL, "max_value": 100},
    "expect_column_values_to_be_dateutil_parseable": {"column": "item_code"},
    "expect_column_values_to_be_decreasing": {**TOTAL},
    "expect_column_values_to_be_in_set": {**CODE, "value_set": ["H44"]},
    "expect_column_values_to_be_in_type_list": {**TOTAL, "type_list": [TEXT]},
    "expect_column_values_to_be_increasing": {"column": "received_online"},
    "expect_column_values_to_be_json_parseable": {"column": "period"},
    "expect_column_values_to_be_null": {**TOTAL},
    "expect_column_values_to_be_of_type": {**TOTAL, "type_": TEXT},
    "expect_column_values_to_be_unique": {"column": "period"},
    "expect_column_values_to_match_json_schema": {
        "column": "item_code",
        "json_schema": {"type": "object", "required": ["a"]},
    },
    "expect_column_values_to_match_like_pattern": {**CODE, "like_pattern": "H%"},
    "expect_column_values_to_match_like_pattern_list": {**CODE, "like_pattern_list": ["H%"]},
    "expect_column_values_to_match_regex": {**CODE, "regex": "^H"},
    "expect_column_values_to_match_regex_list": {**CODE, "regex_list": ["^H"]},
    "expect_column_values_to_match_strftime_format": {"column": "item_code", "strftime_format": "%Y-%m"},
    "expect_column_values_to_not_be_in_set": {**CODE, "value_set": ["X44"]},
    "expect_column_values_to_not_be_null": {**TOTAL},
    "expect_column_values_to_not_be_outliers": {**TOTAL, "method": "iqr", "multiplier": 1.5},
    "expect_column_values_to_not_match_like_pattern": {**CODE, "like_pattern": "X%"},
    "expect_column_values_to_not_match_like_pattern_list": {**CODE, "like_pattern_list": ["X%"]},
    "expect_column_values_to_not_match_regex": {**CODE, "regex": "^X"},
    "expect_column_values_to_not_match_regex_list": {**CODE, "regex_list": ["^X"]},
    "expect_compound_columns_to_be_unique": {"column_list": ["period", "agency_code"]},
    "expect_multicolumn_sum_to_equal": {**SAME, "sum_total": 14, "ignore_row_if": "any_value_is_missing"},
    "expect_multicolumn_values_to_be_equal": {**SAME, "ignore_row_if": "any_value_is_missing"},
    "expect_select_column_values_to_be_unique_within_record": {**SAME},
    "expect_table_column_count_to_be_between": {"min_value": 50},
    "expect_table_column_count_to_equal": {"value": 50},
    "expect_table_columns_to_match_ordered_list": {"column_list": ["agency_code", "period"]},
    "expect_table_columns_to_match_set": {"column_set": ["agency_code"]},
    "expect_table_row_count_to_be_between": {"min_value": 50},
    "expect_table_row_count_to_equal": {"value": 50},
    "expect_table_row_count_to_equal_other_table": {"other_table_name": "other"},
    "unexpected_rows_expectation": {"unexpected_rows_query": "select * from {batch} where received_total > 100"},
}
ELSEWHERE = {"expect_query_results_to_match_comparison"}  # compares with another data source, and there is none


def suite(text: str) -> dict[str, Any]:
    """All of them as a suite, where texts are called that."""
    return {
        "name": "usage",
        "expectations": [
            {"type": kind, "kwargs": {name: _filled(value, text) for name, value in kwargs.items()}}
            for kind, kwargs in EXPECTED.items()
        ],
    }


def _filled(value: Any, text: str) -> Any:
    return [text] if value == [TEXT] else text if value == TEXT else value
