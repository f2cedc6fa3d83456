"""A report as a validation result that Great Expectations itself reads."""

import json
from pathlib import Path

from checking import UNTIDY
from running import Run, Write


def test_a_result_says_of_each_rule_whether_it_is_met(run: Run, package: Write, tmp_path: Path) -> None:
    rules = ("--rule", "text-untidy", "--rule", "rank-mismatch", "--rule", "null-in-key")
    assert run("validate", package(procedures=UNTIDY), *rules, "--report", "results.gx.json").code in (0, 1)
    written = json.loads((tmp_path / "results.gx.json").read_text(encoding="utf-8"))
    found = {item["expectation_config"]["meta"]["rule"]: item for item in written["results"]}
    assert not found["text-untidy"]["success"] and found["text-untidy"]["result"]["observed_value"] == 1
    assert found["text-untidy"]["result"]["details"]["unexpected_rows"][0]["procedure_code"] == "1.000100"
    assert found["rank-mismatch"]["exception_info"]["raised_exception"]
    assert written["statistics"]["evaluated_expectations"] == len(found) and not written["success"]
