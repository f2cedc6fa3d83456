"""No output repeats what looks personal, whichever rule found it; what does not look so stays readable."""

from decimal import Decimal
from pathlib import Path

import pytest
from checking import AS_OF, as_json
from running import Run, Write

from dvcdata.findings import Finding
from dvcdata.masking import masked, masked_text

PERSON = "038099012345"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (PERSON, "•" * 12),
        (f"{PERSON} {PERSON}", f"{'•' * 12} {'•' * 12}"),
        ("038 099 012 345", "••• ••• ••• •••"),
        ("gọi 0912.345.678 hoặc 0912345679", "gọi ••••.•••.••• hoặc ••••••••••"),
        ("+84 912 345 678", "+•• ••• ••• •••"),
        ("CCCD: 123456789012", "CCCD: ••••••••••••"),
        ("０３８０９９０１２３４５", "•" * 12),
        ("gửi nguyenvana@gmail.com", "gửi ••••••••••@•••••.•om"),
    ],
)
def test_what_looks_personal_is_masked_in_any_text(text: str, shown: str) -> None:
    assert masked_text(text) == shown


@pytest.mark.parametrize(
    "text",
    ["1.000100.000.00.00.H44", "motcua.sotuphap@gmail.com", "20260831120000", "150000000000", "1250", "", "2026-08-31"],
)
def test_what_does_not_look_personal_stays(text: str) -> None:
    assert masked_text(text) == text


def test_the_name_of_a_column_makes_a_bare_number_personal() -> None:
    def value(column: str) -> str | None:
        return masked(Finding("type-error", "error", "you", "p", "t", "t.csv", 2, column, "123456789")).value

    assert value("so_cmnd") == value("Số CMND") == "•••••••••"
    assert value("to_handle_total") == "123456789"


def test_key_and_values_of_the_message_are_masked_and_numbers_are_not() -> None:
    params = {"note": f"see {PERSON}", "n": 38099012345, "x": Decimal("38099012345"), "none": None}
    found = masked(Finding("a", "info", "you", "p", "t", "f", 2, "f", None, key={"code": PERSON}, params=params))
    assert found.key == {"code": "•" * 12}
    assert found.params == {**params, "note": f"see {'•' * 12}"}


@pytest.mark.parametrize("style", ["text", "json", "report.csv"])
def test_a_cell_of_the_wrong_type_is_not_printed_where_it_is_personal(run: Run, package: Write, style: str) -> None:
    fields = [{"name": "code", "type": "string"}, {"name": "n", "type": "integer"}]
    schema = {"fields": fields, "primaryKey": ["code"]}
    folder = package([{"name": "t", "path": "t.csv", "schema": schema}], t=f"code,n\n{PERSON}, 0912345678 (Lan)\n")
    how = ["--report", style] if style.endswith("csv") else ["--format", style]
    result = run("validate", folder, *AS_OF, *how)
    said = Path(style).read_text(encoding="utf-8") if style.endswith("csv") else result.out
    assert "•••• (Lan)" in said
    assert PERSON not in said and "0912345678" not in said


def test_a_message_for_a_cast_that_failed_hides_a_person_too(run: Run, package: Write, tmp_path: Path) -> None:
    report = as_json(run, package(procedures=f"procedure_code,name\n1.000100,{PERSON}x\n1.000101, {PERSON}\n"))
    assert PERSON not in str(report)
