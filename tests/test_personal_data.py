"""personal-data finds generated numbers in every writing, lets the traps of the field pass, and shows no content."""

import csv
import json
import random
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from dvcdata.formats import as_csv, as_html, as_json, as_markdown, as_summary, as_text
from dvcdata.package import open_package
from dvcdata.report import Report
from dvcdata.rules import catalogue
from dvcdata.validate import validate

RULE = catalogue.find(catalogue.load(), "personal-data")
DICE = random.Random(12)

# strings like those that the engine's experiments used: what stands around twelve digits decides
STRINGS = [
    ("001099012345", "warning"),
    ("Số: 001099012345.", "warning"),
    ("(001099012345)", "warning"),
    ("001099012345;001099054321", "warning"),
    ("so001099012345", ""),
    ("ố001099012345", "warning"),
    ("００１０９９０１２３４５", "warning"),
    ("001 099 012 345", "warning"),
    ("CCCD 901099012345", "block"),
    ("901099012345", "warning"),
    ("1001099012345", ""),
    ("H44-001099012345", ""),
    ("id_001099012345", ""),
    ("019d2bfd-0123-7abc-8def-001099012345", ""),
    ("1.000100.000.00.00.H44.02", ""),
    ("000.00.07.H44-260815-0001", ""),
]
PHONES = ["0{}", "+84{}", "0084{}", "(+84) {}", "ĐT: 0{}", "[0{}]", "0{}/0{}"]
TRAPS = [
    "1900 6888",
    "1900 888 888",
    "1800588888",
    "024 3823 4567",
    "125000000000",
    "912345678901 đồng",
    "125.000.000.000",
    "202608150930",
    "260815093012",
    "20260815093012",
    "1755222222",
    "1755222222123",
    "2026-08-15T09:30:12",
    "15.08.2026 09:30",
    "bophanmotcua@minhhoa.gov.vn",
    "ubndxaminhhoa@gmail.com",
    "Đường dây nóng: 0912 345 678",
    "H44.13.12-260815-0001",
    "G03-GD10",
    "0.123456789012",
    "105.0912345678",
    "21,001099012345",
    "901099012345.25",
    "1.0300588569",
    "KQ.G12.000327",
    "978-604-1-23456-7",
    "1.115001",
    "21.104999, 105.912345",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "https://vidu.example/thu-tuc/912345678901?trang=0123456789",
]


def checked(folder: Path, columns: Mapping[str, Sequence[str]], kind: str = "string") -> Report:
    """The report on one table of these columns."""
    names = list(columns)
    with (folder / "t.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["n", *names])
        length = max(map(len, columns.values()))
        for row in range(length):
            writer.writerow(
                [str(row), *(list(columns[name])[row] if row < len(columns[name]) else "" for name in names)]
            )
    fields = [{"name": "n", "type": "string"}, *({"name": name, "type": kind} for name in names)]
    resources = [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": resources}), encoding="utf-8")
    return validate([open_package(folder)], [RULE], date(2026, 11, 21))


def severities(report: Report) -> dict[str, str]:
    return {str(item.field): item.severity for item in report.findings}


def identity() -> str:
    return f"{DICE.randint(1, 96):03}{DICE.randint(0, 3)}{DICE.randint(0, 10**8 - 1):08}"


def mobile() -> str:
    start = DICE.choice(["32", "39", "52", "58", "70", "76", "81", "89", "90", "94", "96", "99"])
    return start + f"{DICE.randint(0, 10**7 - 1):07}"


def tax() -> str:
    while True:
        nine = f"{DICE.randint(1, 99):02}{DICE.randint(0, 10**7 - 1):07}"
        weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
        check = 10 - sum(int(digit) * weight for digit, weight in zip(nine, weights, strict=True)) % 11
        if check < 10:
            return f"{nine}{check}"


def test_what_stands_around_the_digits_decides(tmp_path: Path) -> None:
    columns = {f"c{number}": [text] for number, (text, _) in enumerate(STRINGS)}
    expected = {f"c{number}": severity for number, (_, severity) in enumerate(STRINGS) if severity}
    assert severities(checked(tmp_path, columns)) == expected


def test_the_numbers_of_the_field_are_not_persons(tmp_path: Path) -> None:
    columns = {f"c{number}": [text] * 5 for number, text in enumerate(TRAPS)}
    assert severities(checked(tmp_path, columns)) == {}


def test_generated_numbers_are_found_in_every_writing(tmp_path: Path) -> None:
    columns = {f"c{n}": [form.format(mobile(), mobile()) for _ in range(20)] for n, form in enumerate(PHONES)}
    for n, cut in enumerate([(1, 4, 7), (4, 7), (3, 6), (3, 7), (4, 6, 8), (4,), (5,)]):
        for sign in " " if cut[0] == 1 else ". -":
            columns[f"g{n}{ord(sign)}"] = [grouped("0" + mobile(), cut, sign) for _ in range(20)]
    columns |= {
        "ids": [identity() for _ in range(200)],
        "in text": [f"Ông A, số {identity()}, xã B" for _ in range(20)],
    }
    report = checked(tmp_path, columns)
    assert severities(report) == dict.fromkeys(columns, "block")
    assert {item.field: item.params["n"] for item in report.findings} == {k: len(v) for k, v in columns.items()}


def grouped(text: str, cuts: Sequence[int], sign: str) -> str:
    places = [0, *cuts, len(text)]
    return sign.join(text[start:end] for start, end in pairwise(places))


def test_tax_numbers_are_known_by_their_check_digit(tmp_path: Path) -> None:
    wrong = [number[:9] + str((int(number[9]) + 1) % 10) for number in (tax() for _ in range(200))]
    columns = {"ref": [tax() for _ in range(200)], "serial": wrong, "mst": [tax() for _ in range(200)]}
    report = checked(tmp_path, columns)
    found = {item.field: item.severity for item in report.findings if "thuế" in str(item.params["what_vi"])}
    assert found == {"ref": "warning", "mst": "warning"}


@pytest.mark.parametrize("name", ["cccd", "Số CCCD", "so_dinh_danh", "DinhDanhCHS", "SoGiayToChuHoSo", "passport_no"])
def test_a_number_column_whose_name_says_person_is_looked_at(name: str, tmp_path: Path) -> None:
    assert severities(checked(tmp_path, {name: ["1099012345"], "amount": ["901099012345"]}, "integer")) == {
        name: "block"
    }


def test_nothing_of_the_content_reaches_a_report(tmp_path: Path) -> None:
    columns = {"cccd": [identity() for _ in range(30)], "sdt": ["0" + mobile() for _ in range(30)], "mst": [tax()]}
    columns["note"] = [f"Thư riêng lan.{n}.vidu@gmail.com" for n in range(30)]
    report = checked(tmp_path, columns)
    formats = (as_json, as_html, as_csv, as_markdown, as_summary)
    shown = ["".join(piece for each in formats for piece in each.pieces(report, lang)) for lang in ("vi", "en")]
    shown += [as_text.render(report, lang) for lang in ("vi", "en")]
    assert set(severities(report)) == set(columns)
    assert not [text for texts in columns.values() for text in texts if any(text[-8:] in page for page in shown)]


def test_that_names_cannot_be_found_is_said() -> None:
    assert "Họ tên" in RULE.not_when["vi"]
    assert "Names" in RULE.not_when["en"]


def test_numbers_in_links_are_asked_about_and_never_block(tmp_path: Path) -> None:
    links = [f"https://vidu.example/{number}" for number in (identity(), identity(), identity(), identity())]
    assert severities(checked(tmp_path, {"page": links})) == {"page": "warning"}


def test_several_cells_block_where_fewer_only_ask(tmp_path: Path) -> None:
    columns = {"two": [identity(), identity()], "three": [identity() for _ in range(3)]}
    assert severities(checked(tmp_path, columns)) == {"two": "warning", "three": "block"}
