"""A rule's list is written to hand on: who lacks what most of its peers offer, as CSV or as a workbook."""

import csv
from pathlib import Path

import openpyxl
import pytest
from checking import AS_OF, UNTIDY
from running import Run, Write

from dvcdata import texts
from dvcdata.rules import catalogue

PROVINCES = [f"Z{n:02}" for n in range(1, 13)]
TITLES = ["Agency code", "Body", "Procedure not offered", "Name of the procedure", "Peers that offer it", "Peers"]


@pytest.fixture
def services(package: Write) -> Path:
    """Twelve provinces: all offer the first procedure but one, ten the second, and one alone the third."""
    lines = [f"1.000100.01,{code},1.000100" for code in PROVINCES[1:]]
    lines += [f"1.000101.01,{code},1.000101" for code in PROVINCES[:10]]
    lines.append(f"1.000102.01,{PROVINCES[0]},1.000102")
    agencies = "".join(f"{code},Tỉnh {code},province\n" for code in PROVINCES)
    return package(
        agencies="agency_code,name,kind\n" + agencies.replace("Tỉnh Z12", "=Tỉnh Z12"),
        procedures='procedure_code,name\n1.000100,"Khai sinh, khai tử"\n',
        services="service_code,owner_code,procedure_code\n" + "\n".join(lines) + "\n",
    )


def test_the_list_says_which_body_lacks_which_procedure_with_the_counts(run: Run, services: Path) -> None:
    done = run("--lang", "en", "rules", "peer-gap", services, "--export", "list.csv", *AS_OF)
    assert (done.code, done.out) == (0, "Written to list.csv: rows 3.\n")
    content = Path("list.csv").read_text(encoding="utf-8")
    assert content.startswith("\ufeff")
    assert list(csv.reader(content[1:].splitlines())) == [
        [*TITLES, "Percent"],
        ["Z01", "Tỉnh Z01", "1.000100", "Khai sinh, khai tử", "11", "11", "100"],
        ["Z11", "Tỉnh Z11", "1.000101", "", "10", "11", "90.9"],
        ["Z12", "'=Tỉnh Z12", "1.000101", "", "10", "11", "90.9"],
    ]


def test_the_list_as_a_workbook_holds_numbers_and_no_formula(run: Run, services: Path) -> None:
    assert run("rules", "peer-gap", services, "--export", "list.xlsx", *AS_OF).code == 0
    rows = list(openpyxl.load_workbook("list.xlsx").worksheets[0].iter_rows())
    assert [cell.value for cell in rows[0]][:2] == ["Mã cơ quan", "Cơ quan"]
    assert [cell.value for cell in rows[3]] == ["Z12", "=Tỉnh Z12", "1.000101", None, 10, 11, 90.9]
    assert rows[3][1].data_type == "s"
    assert run("validate", services, "--rule", "peer-gap", "--format", "json").code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("peer-gap", "--export", "list.pdf"), ".csv, .xlsx"),
        (("spike", "--export", "list.csv"), "peer-gap"),
        (("peer-gap", "goi", "--export", "list.csv"), "services"),
    ],
)
def test_what_cannot_be_exported_is_one_sentence_and_no_file(
    run: Run, package: Write, arguments: tuple[str, ...], told: str
) -> None:
    package(procedures=UNTIDY)
    result = run("rules", *arguments)
    assert (result.code, result.out, len(result.err.splitlines())) == (2, "", 1) and told in result.err
    assert sorted(item.name for item in Path().iterdir()) == ["goi"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--export", "a.csv"), "--export chỉ dùng cùng QUY-TẮC."),
        (("peer-gap", "a"), "ĐƯỜNG-DẪN chỉ dùng cùng --export."),
        (("peer-gap", "--as-of", "2026-01-01"), "--as-of chỉ dùng cùng --export."),
        (("--to", "gx"), "--to chỉ dùng cùng rules export."),
        (("peer-gap", "--to", "gx"), "--to chỉ dùng cùng rules export."),
        (("export",), "Thiếu --to gx. Xem: dvcdata rules --help"),
    ],
)
def test_options_that_go_with_others_say_with_which(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    result = run("rules", *arguments)
    assert (result.code, result.err) == (2, sentence + "\n")


def test_every_list_has_the_columns_that_its_titles_name() -> None:
    for rule in (rule for rule in catalogue.load() if rule.export):
        for name, words in rule.export["columns"].items():
            assert set(words) == set(texts.LANGUAGES)
            assert f"as {name}" in rule.export["select"] or f".{name}" in rule.export["select"]
