"""Pages and the terminal sessions they show: found, run in a folder with small files, and compared."""

import re
import shlex
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from form_files import counts, form_06
from official_files import procedure, procedure_list, progress, unit, workbook
from running import Run
from template_files import fill

from dvcdata import template
from dvcdata.template import checks

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^(?P<mark>```+)(?P<kind>\w*)(?: (?P<file>\S+))?\n(?P<body>.*?)^(?P=mark)$", re.M | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
PUBLISHER = "Bộ Tư pháp"
BODY = "- Đơn vị báo cáo:\nUBND tỉnh Minh Họa\n- Đơn vị nhận báo cáo:\nVăn phòng Chính phủ"  # there is no such province
WIDTH = "80"
BUG = 3  # the exit code
RULES = re.compile(r"\d+( of |/)?\d*(?= rules?\b| quy tắc\b)")

CATALOGUE = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<https://dulieu.example/a> a dcat:Dataset ; dct:title "Thủ tục hành chính" ; dct:description "Danh mục" ;
  dct:publisher [ foaf:name "Sở Tư pháp" ] ; dct:accrualPeriodicity "P1M" ; dct:modified "2026-11-02" ;
  dcat:keyword "thủ tục" ; dcat:distribution [ dcat:accessURL <https://dulieu.example/a.csv> ;
    dcat:downloadURL <https://dulieu.example/a.csv> ; dct:format "CSV" ;
    dct:license <https://creativecommons.org/licenses/by/4.0/> ] .
<https://dulieu.example/b> a dcat:Dataset ; dct:title "Hồ sơ tiếp nhận" ; dct:modified "2026-03-31" ;
  dct:publisher [ foaf:name "Sở Nội vụ" ] ; dct:accrualPeriodicity "P1M" ;
  dcat:distribution [ dcat:accessURL <https://dulieu.example/b.pdf> ; dct:format "PDF" ] .
"""


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: its kind, the file that it is, where it says so, and its lines."""

    kind: str
    file: str
    lines: list[str]


@dataclass(frozen=True)
class Step:
    """A command that a page shows and the lines it says it prints; or a file that the page says to write."""

    command: str
    printed: list[str]
    file: str = ""


def pages() -> list[Path]:
    """Every page that people read: at the top, in docs, and beside the data."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "datasets").glob("*/README.md")]
    return sorted(found)


def name_of(page: Path) -> str:
    """A page as its path from the root."""
    return page.relative_to(ROOT).as_posix()


def read(name: str) -> str:
    """The text of a page."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[Block]:
    """The fenced blocks of a page."""
    return [
        Block(match["kind"], match["file"] or "", match["body"].splitlines()) for match in FENCE.finditer(read(name))
    ]


def session(name: str) -> list[Step]:
    """The commands that a page shows in its `console` blocks and the files it writes, in order."""
    steps: list[Step] = []
    for block in blocks(name):
        if block.file:
            steps.append(Step("", block.lines, block.file))
        if block.kind == "console":
            for line in block.lines:
                if line.startswith("$ "):
                    steps.append(Step(line[2:], []))
                else:
                    steps[-1].printed.append(line)
    return steps


def links(name: str) -> Iterator[Path]:
    """The pages of ours that a page links to."""
    for link in LINK.findall(FENCE.sub("", read(name))):
        target = ((ROOT / name).parent / link).resolve()
        if "://" not in link and target.suffix == ".md":
            yield target


def prose(name: str) -> Iterator[str]:
    """What a page writes as code inside its sentences."""
    yield from CODE.findall(FENCE.sub("", read(name)))


def furnish(folder: Path) -> None:
    """Puts into a folder what the pages speak of: the shipped packages, an official list, a response of the portal."""
    (folder / "datasets").symlink_to(ROOT / "datasets", target_is_directory=True)
    citizen = {"issuing": PUBLISHER, "field": "Hộ tịch"}
    procedure_list(
        folder / "danh-sach-tthc.xlsx",
        procedure("1.001193", name="Đăng ký khai sinh", executing="Ủy ban nhân dân cấp xã", **citizen),
        procedure("1.000656", name="Đăng ký khai  tử", executing="Ủy ban nhân dân cấp xã", **citizen),
        procedure(1.00089, name="Đăng ký kết hôn", executing="Ủy ban nhân dân cấp xã\nCơ quan đại diện", **citizen),
        procedure("2.002516", name="Xác nhận thông tin hộ tịch", executing="", **citizen),
    )
    progress(
        folder / "tien-do_2026-08.json",
        unit("H44.19", "Sở Tư pháp", 0, 0, level="PROVINCE"),
        unit("H44.100", "UBND Phường Việt Trì", 2348, 2971),
    )
    wrong = [1250, *counts(900, 210, 130, overdue=12, pending=90)[1:]]
    form_06(folder / "bieu-06.xlsx", ["1", "Hộ tịch", *wrong], ["2", "Chứng thực", *counts(500, 140, 20)], agency=BODY)
    _template(folder / "usage-da-dien.xlsx")
    (folder / "danh-muc.ttl").write_text(CATALOGUE, encoding="utf-8")
    birth, death = "Đăng ký khai sinh", "Đăng ký khai tử"
    _export(
        folder / "mot-cua-8.xlsx",
        "8/2026",
        [1, "1.001193", birth, "UBND tỉnh Phú Thọ", 120, 100, 20, 100, 10, 2],
        [2, "1.000656", death, "UBND tỉnh Phú Thọ", 12, 10, 2, 10, 0, 0],
        ["", "Tổng cộng", "", "", 132, 110, 22, 110, 10, 2],
    )
    _export(folder / "mot-cua-9.xlsx", "9/2026", [1, "1.001193", birth, "UBND tỉnh Phú Thọ", 99, 90, 9, 80, 5, 0])
    (folder / "ho-so.csv").write_text(
        "period,agency_code,row_kind,field_code,to_handle_total,received_online,received_offline,carried_over\n"
        "2026-08,H44.19,field,ho-tich,1250,900,210,130\n"
        "2026-08,H44.19,field,chung-thuc,640,500,140,\n",
        encoding="utf-8",
    )
    (folder / "con-so.csv").write_text(
        "figure_id,value,decimals,unit,qualifier,relation,numerator,denominator,population,as_of\n"
        "bao-1,2.39,2,percent,exact,share,19808,826600,hồ sơ tiếp nhận,2020-12-25\n"
        "bao-2,35,0,percent,nearly,share,29,83,,\n"
        "bao-3,95,0,percent,exact,share,60,63,,\n"
        "bao-4,34,0,percent,nearly,share,29,83,,\n",
        encoding="utf-8",
    )


def _template(path: Path) -> None:
    """A template that somebody filled in, with one number that does not add up."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(checks, "CHECKED", 10)
        empty = template.template("usage", Path(folder) / "a.xlsx", agency="H44.19", period="2026-08")
        first = {"item_code": "1.001193.01", "received_total": 1250, "received_online": 900, "received_offline": 340}
        second = {"item_code": "1.000656.01", "received_total": 64, "received_online": 50, "received_offline": 14}
        fill(
            empty,
            path,
            first,
            {**second, "received_assisted": "nc"},
            about={"title": "Hồ sơ tháng 8/2026 của Sở Tư pháp"},
        )


def _export(path: Path, month: str, *lines: list[str | int]) -> None:
    """What one-stop software exports: dossiers by procedure, with a header of two rows."""
    title = [["UBND TỈNH PHÚ THỌ"], ["THỐNG KÊ HỒ SƠ THEO THỦ TỤC"], [f"Tháng {month}"], []]
    head = ["STT", "Mã TTHC", "Tên thủ tục", "Đơn vị tiếp nhận", "Tiếp nhận", "", "", "Đã giải quyết", "", "Trễ hạn"]
    below = ["", "", "", "", "Tổng số", "Trực tuyến", "Trực tiếp", "Trước hạn", "Đúng hạn", ""]
    workbook(path, {"Sheet1": [*title, head, below, *lines]})


def play(steps: list[Step], run: Run, enter: Callable[[str], None]) -> Iterator[tuple[Step, list[str]]]:
    """Runs the steps one after the other; yields each with the lines that it really prints."""
    code = 0
    for step in steps:
        if step.file:
            Path(step.file).parent.mkdir(parents=True, exist_ok=True)
            Path(step.file).write_text("\n".join(step.printed) + "\n", encoding="utf-8")
            continue
        command, _, target = step.command.partition(" > ")
        words = shlex.split(command)
        if words[0] == "cd":
            enter(words[1])
            yield step, []
        elif words == ["echo", "$?"]:
            yield step, [str(code)]
        else:
            assert words[0] == "dvcdata", f"a page shows a command that cannot be tried: {step.command}"
            result = run(*words[1:])
            code, printed = result.code, result.out + result.err
            assert code != BUG, printed
            if target:
                Path(target).write_text(result.out, encoding="utf-8")
                printed = result.err
            yield step, printed.splitlines()


def act(name: str, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds a page to what it shows, on the day and in the width that all pages are written for."""
    monkeypatch.setenv("COLUMNS", WIDTH)
    for asking in ("dvcdata.validate.date", "dvcdata.waive.date"):
        monkeypatch.setattr(asking, Today)
    furnish(folder)
    for step, printed in play(session(name), run, monkeypatch.chdir):
        really = "\n".join(printed)
        assert as_shown(step.printed, printed), f"{name} shows “{step.command}”, which really prints:\n{really}"


class Today(date):
    """The day on which all pages are written."""

    @classmethod
    def today(cls) -> "Today":
        return cls(2026, 11, 21)


def assert_twins(vietnamese: str, english: str) -> None:
    """Holds two pages to the same commands and to headings, tables and blocks of the same number."""
    commands = [[step.command.replace("--lang en ", "") for step in session(name)] for name in (vietnamese, english)]
    assert commands[0] == commands[1]
    for kind in (r"^#+ ", r"^\|", r"^- ", r"^```"):
        counts = [len(re.findall(kind, read(name), re.MULTILINE)) for name in (vietnamese, english)]
        assert counts[0] == counts[1], f"{vietnamese} and {english} differ in lines that begin with {kind}"


def as_shown(shown: list[str], printed: list[str]) -> bool:
    """Whether the lines shown are those printed, where a line `…` stands for any number of lines.

    How many rules there are is not compared: a new rule must not break a page.
    """
    return exactly_as_shown(*([RULES.sub("N", line) for line in lines] for lines in (shown, printed)))


def exactly_as_shown(shown: list[str], printed: list[str]) -> bool:
    """Whether the lines shown are those printed, numbers of rules included."""
    shown = [line.rstrip() for line in shown]
    printed = [line.rstrip() for line in printed]
    while shown and not shown[-1]:
        shown.pop()
    while printed and not printed[-1]:
        printed.pop()
    return _matches(shown, printed)


def _matches(shown: list[str], printed: list[str]) -> bool:
    if not shown:
        return not printed
    if shown[0].strip() == "…":
        return any(_matches(shown[1:], printed[start:]) for start in range(len(printed) + 1))
    return bool(printed) and shown[0] == printed[0] and _matches(shown[1:], printed[1:])
