"""The page of a report: it says what the other formats say, holds everything itself, and no cell can do it harm."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path

import pytest
from checking import AS_OF, PROCEDURES, UNTIDY, rule_text, workspace
from running import Run, Write

from dvcdata import texts
from dvcdata.findings import Finding
from dvcdata.formats import as_html, files
from dvcdata.ledger import Ledger
from dvcdata.report import Checked, Report

ONLY = ("--rule", "text-untidy", *AS_OF)
HOSTILE = [
    "<script>document.title='owned'</script>",
    "\"'><img src=x onerror=\"document.title='owned'\">",
    "</style></script><b>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "\u202egnp.exe\u2066",
    "&lt;script&gt;",
]
MEGABYTES = 1_000_000


class Reader(HTMLParser):
    """The elements of a page with their attributes, and the text that a person reads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []
        self.contents: dict[str, str] = {}
        self.said = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        here = self.inside[-1] if self.inside else ""
        if here in ("style", "script"):
            self.contents[here] = data
        elif here != "title":
            self.said += data if self.said.endswith(" ") or data[:1] in ".,:;)" else " " + data


def read(path: Path) -> Reader:
    return Reader(path.read_text(encoding="utf-8"))


def test_the_page_says_what_was_checked_what_was_found_and_how_to_run_it_again(
    run: Run, package: Write, tmp_path: Path
) -> None:
    folder = package(procedures="procedure_code,name,abolished_date\n1.000100, Khai sinh,x\n")
    more = ("--rule", "text-untidy", "--rule", "figure-mismatch", *AS_OF)
    printed = run("validate", folder, *more, "--report", "a.html", "--report", "a.json").out
    said = " ".join(read(tmp_path / "a.html").said.split())
    told = json.loads((tmp_path / "a.json").read_text("utf-8"))
    for line in printed.splitlines()[:1] + printed.splitlines()[2:3]:
        assert line in said
    for sentence in (
        "Chưa kiểm tra 1/2 quy tắc. Không kiểm tra không có nghĩa là đạt.",
        "chưa có bảng figures",
        "Đơn vị tự sửa được: 2.",
        f"Lập bởi dvcdata {told['tool']['version']}, ngày tham chiếu 21/11/2026.",
        told["command"],
    ):
        assert sentence in said
    for item in told["findings"]:
        assert item["message"] in said and item["fix"] in said and item["rule"] in said


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_nothing_found_is_said_of_what_was_checked_and_of_no_more(
    run: Run, package: Write, tmp_path: Path, lang: str
) -> None:
    run("validate", package(procedures=PROCEDURES), *ONLY, "--report", "a.html", "--lang", lang)
    said = read(tmp_path / "a.html").said
    assert texts.text("report.nothing", lang) in said
    assert "hợp lệ" not in said and not re.search(r"\bvalid\b", said, re.IGNORECASE)


def test_the_page_holds_its_style_and_script_and_allows_nothing_else(run: Run, package: Write, tmp_path: Path) -> None:
    run("validate", package(procedures=UNTIDY), *ONLY, "--report", "a.html")
    page = read(tmp_path / "a.html")
    (policy,) = (item["content"] for tag, item in page.elements if item.get("http-equiv") == "Content-Security-Policy")
    assert policy and policy.startswith("default-src 'none'; ")
    for kind in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.contents[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy and "http" not in policy
    for tag, attributes in page.elements:
        assert tag not in ("img", "link", "iframe", "object", "base")
        assert not [name for name in attributes if name == "style" or name.startswith("on") or name == "src"]
        assert re.match(r"(#|[\w%.-]+\Z)", attributes.get("href") or "#")


@pytest.mark.parametrize("cell", HOSTILE, ids=str)
def test_no_cell_becomes_a_part_of_the_page(run: Run, package: Write, tmp_path: Path, cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    clean = package(None, "sach", agencies="agency_code,name,valid_from\nH1, A,x\n")
    dirty = package(None, "ban", agencies=f"agency_code,name,valid_from\n{quoted}, {quoted},{quoted}\n")
    shapes = []
    for folder in (clean, dirty):
        run("validate", folder, *ONLY, "--report", "a.html")
        page = read(tmp_path / "a.html")
        shapes.append({tag for tag, _ in page.elements})
    assert shapes[0] == shapes[1]
    assert texts.visible(cell) in page.said
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", (tmp_path / "a.html").read_text("utf-8"))


def test_no_name_in_a_package_or_word_of_a_rule_becomes_a_part_of_the_page(run: Run, tmp_path: Path) -> None:
    script = "<script>x</script>"
    words = f'{{vi = "{script}", en = "{script}"}}'
    home = workspace(tmp_path / "w", own=rule_text(title=words, message=words, fix=words, basis=words, not_when=words))
    folder = home / "datasets" / "goi"
    folder.mkdir()
    field = {"name": "procedure_code", "title": script, "type": "string"}
    resources = [{"name": "procedures", "path": "p.csv", "schema": {"fields": [field, {"name": script}]}}]
    (folder / "datapackage.json").write_text(json.dumps({"name": script, "title": script, "resources": resources}))
    (folder / "p.csv").write_text(f"procedure_code,{script}\n1.000100,A\n")
    result = run("validate", home, "--rule", "own", "--report", tmp_path / "a.html")
    assert result.code == 1, result.err
    page = read(tmp_path / "a.html")
    assert [tag for tag, _ in page.elements].count("script") == 1
    assert page.said.count(script) > 5


def test_a_megabyte_in_a_cell_is_shown_by_its_ends(run: Run, package: Write, tmp_path: Path) -> None:
    text = "đầu" + "x" * MEGABYTES + "đuôi"
    run("validate", package(agencies=f"agency_code,name,valid_from\nH1,A,{text}\n"), *ONLY, "--report", "a.html")
    assert (tmp_path / "a.html").stat().st_size < 60_000
    assert "xxx […] xxx" in read(tmp_path / "a.html").said


def test_a_table_shows_the_columns_that_say_something(run: Run, package: Write, tmp_path: Path) -> None:
    run("validate", package(procedures="procedure_code,name\n1.000100,A\n\n"), *ONLY, "--report", "a.html")
    said = read(tmp_path / "a.html").said
    assert "Ở đâu" in said and "Giải thích" in said and "Giá trị " not in said


def findings(n: int, long: str) -> Iterator[Finding]:
    for number in range(n):
        rule = "type-error" if number % 10 else f"kind-{number // 10 % 50}"
        place = ("goi", "usage", "usage.csv", number + 2, "received_total", f"{number}{long}")
        yield Finding(rule, "error", "you", *place, key={"item_code": long}, params={"type": "integer", "note": long})


def many(n: int, **more: object) -> Report:
    kept = Ledger()
    kept.extend(findings(n, "ế" * 300))
    command = "dvcdata validate goi"
    return Report(date(2026, 11, 21), ("goi",), Checked(1, 1, n, n, 1), kept, (), command=command, **more)  # type: ignore[arg-type]  # named


def test_200_000_findings_are_a_page_under_5_mb_with_the_first_of_each_kind_and_true_totals() -> None:
    page = "".join(as_html.pieces(many(200_000, files=(Path("a.html"), Path("a.csv"))), "vi"))
    assert len(page.encode()) < 5 * MEGABYTES
    said = " ".join(Reader(page).said.split())
    assert "Phát hiện: 200.000 lỗi." in said and "type-error · 180.000 ô" in said and "kind-49 · 400 ô" in said
    assert re.search(r"Dưới đây là \d\d trong 180\.000 vấn đề\. Xem đủ ở a\.csv\.", said)
    assert "0ế" in said and "1ế" in said


def test_where_there_is_room_the_rows_are_those_that_came_first_and_none_stands_twice(tmp_path: Path) -> None:
    kept = Ledger()
    kept.extend(item for item in findings(40_000, "") if item.rule == "type-error")
    report = replace(many(1), findings=kept, files=(tmp_path / "a.html",))
    files.write(report, "vi")
    shown = re.findall(r"usage.csv › dòng (\d+)", (tmp_path / "a.html").read_text("utf-8"))
    assert shown == [str(item.row) for item in islice(kept, as_html.ROWS)]


def test_without_another_file_the_page_says_how_to_have_all_of_them(tmp_path: Path) -> None:
    report = many(as_html.ROWS * 2, files=(tmp_path / "a.html",))
    files.write(report, "vi")
    assert "Muốn có đủ: dvcdata validate goi --report ket-qua.csv" in " ".join(read(tmp_path / "a.html").said.split())


def test_room_is_shared_so_that_no_kind_drives_out_another() -> None:
    assert as_html.shared([5, 1_000, 2], 100) == [5, 93, 2]
    assert as_html.shared([50, 50, 50], 100) == [33, 34, 33] or sum(as_html.shared([50, 50, 50], 100)) == 100
    assert as_html.shared([1, 2], 100) == [1, 2]
    assert as_html.shared([], 100) == []
