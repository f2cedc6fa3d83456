"""Whatever a report is rendered as, it says what the glossary says, in either language, and the same numbers."""

import re
from pathlib import Path

import pytest
from checking import AS_OF
from running import Run, Write

from dvcdata import texts
from dvcdata.formats import files

TEXTS = [ending for ending in files.KINDS if ending not in (".xlsx", ".zip", ".gx.json")]
STYLES = ("text", "summary", "markdown")
FORBIDDEN = {
    "vi": r"hợp lệ|\bbỏ qua\b|(?<!khung )\bmức\b(?! độ)|miễn trừ|\bNone\b|chưa có số liệu ở|\bFalse\b",
    "en": r"\bvalid\b|\bskipped\b|passed over|\bNone\b|\bFalse\b",
}
RULES = ("text-untidy", "code-lost-zeros", "figure-mismatch", "to-handle-total-inconsistent", "licence-missing")
DIRTY = {
    "procedures": "procedure_code,name,abolished_date\n1.0001, A,\n1.000100,B,x\n1.000100,C\n,D,\n",
    "dossiers": "period,agency_code,row_kind,field_code,to_handle_total,received_online,received_offline,carried_over\n"
    "2026-08,H44,agency,ALL,10,5,5,1\n2026-08,H45,agency,ALL,,5,5,1\n",
}


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_no_rendering_says_what_the_glossary_forbids_and_each_says_what_was_not_checked(
    run: Run, package: Write, tmp_path: Path, lang: str
) -> None:
    folder = package(**DIRTY)
    only = [*(part for rule in RULES for part in ("--rule", rule)), *AS_OF, "--lang", lang]
    reports = [part for ending in TEXTS for part in ("--report", f"a{ending}")]
    said = {"text": run("validate", folder, *only, *reports).out}
    said |= {style: run("validate", folder, *only, "--format", style).out for style in STYLES}
    said |= {ending: (tmp_path / f"a{ending}").read_text("utf-8") for ending in TEXTS}
    said[".html"] = re.sub(r"<(style|script)>.*?</\1>|<[^>]+>", " ", said[".html"], flags=re.DOTALL)
    said[".xml"] = re.sub(r"</?skipped|\bskipped=", "", said[".xml"])  # words of JUnit itself
    warning = texts.words("report.not_checked", lang).rsplit(". ", 1)[1]
    for kind, text in said.items():
        assert not (found := re.search(FORBIDDEN[lang], text)), (kind, found, text[max(0, found.start() - 80) :][:200])
        if kind != ".json":  # which says it as data
            assert warning in " ".join(text.split()), kind
