"""The report for a merge request and as one line: the same numbers, and nothing in the data calls anybody."""

import pytest
from checking import AS_OF, PROCEDURES, UNTIDY
from running import Run, Write

from dvcdata import texts
from dvcdata.formats import as_markdown

ONLY = ("--rule", "text-untidy", *AS_OF)


def markdown(run: Run, *arguments: object) -> str:
    result = run("validate", *arguments, *ONLY, "--format", "markdown")
    assert result.code in (0, 1), result.err
    return result.out


def test_it_says_what_the_text_says(run: Run, package: Write) -> None:
    folder = package(procedures="procedure_code,name\n" + "".join(f"1.00010{n}, A\n" for n in range(5)))
    out = markdown(run, folder, "--rule", "figure-mismatch")
    for part in (
        "## Kiểm tra gói goi (tính đến 21/11/2026)\n",
        "**Phát hiện: 5 cảnh báo.**",
        "| **CẢNH BÁO** | Văn bản có khoảng trắng thừa hoặc ký tự lạ `text-untidy` | 5 ô | đơn vị tự sửa |\n",
        "- **procedures.csv › dòng 4**: ",
        "- … và 2 chỗ khác\n",
        "Chưa kiểm tra 1/2 quy tắc. Không kiểm tra không có nghĩa là đạt.",
        "- `figure-mismatch`: chưa có bảng figures.\n",
        "Chạy lại: dvcdata validate",
    ):
        assert part in out


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("@giamdoc", "@<!-- -->giamdoc"),
        ("#12 !34", "#<!-- -->12 !<!-- -->34"),
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("[a](http://x.vn)", r"\[a\](http&#58;//x.vn)"),
        ("a|b`c`*d*_e_", r"a\|b\`c\`\*d\*\_e\_"),
        ("a\n# b", r"a\\n# b"),
    ],
)
def test_nothing_in_a_cell_is_obeyed(run: Run, package: Write, cell: str, written: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    out = markdown(run, package(agencies=f"agency_code,name,valid_from\nH1,A,{quoted}\n"))
    assert f"“{written}”" in out


def test_it_is_short_enough_for_a_comment_whatever_the_data_is(run: Run, package: Write) -> None:
    rows = "".join(f"H{number},A,{'x' * 1_000}\n" for number in range(3_000))
    assert len(markdown(run, package(agencies="agency_code,name,valid_from\n" + rows))) < 5_000
    longest = 3 * as_markdown.LONGEST + 3 * 200
    assert as_markdown.KINDS * longest < 65_536  # characters that GitHub takes


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_the_summary_is_one_line_with_all_that_counts(run: Run, package: Write, lang: str) -> None:
    result = run("validate", package(procedures=UNTIDY), *ONLY, "--format", "summary", "--lang", lang)
    assert result.code == 0 and result.out.count("\n") == 1
    for key in ("report.title", "report.found", "report.mend_you"):
        assert texts.words(key, lang).split("{")[0] in result.out
    assert "dvcdata validate" in result.out
    run("validate", package(procedures=PROCEDURES), *ONLY, "--format", "summary")
