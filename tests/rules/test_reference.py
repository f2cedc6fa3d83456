"""`dvcdata rules` tells all that there is to know of a rule, from its own header."""

import re
from pathlib import Path

import pytest
from checking import rule_text, workspace

from dvcdata import texts
from dvcdata.errors import UserError
from dvcdata.rules import catalogue
from dvcdata.rules.reference import show, structure_rules

OWN = rule_text(
    severity='"block"',
    mender='"issuer"',
    certainty='"medium"',
    title='{vi = "Tên riêng", en = "A title of its own"}',
    message='{vi = "{name} sai", en = "{name} is wrong"}',
    fix='{vi = "Sửa {name}", en = "Mend {name}"}',
    not_when='{vi = "khi vắng", en = "when absent"}',
    basis='{vi = "Luật số 1", en = "Law no. 1"}',
    needs='{procedures = ["procedure_code", "name"]}',
    parameters="{months = 12}",
)
SHOWN = {
    "vi": ("CHẶN", "cơ quan ban hành", "Tên riêng", "sai", "Sửa", "khi vắng", "Luật số 1", "trung bình"),
    "en": (
        "BLOCK",
        "the issuing agency",
        "A title of its own",
        "is wrong",
        "Mend",
        "when absent",
        "Law no. 1",
        "medium",
    ),
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return workspace(tmp_path, own=OWN)


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_one_rule_is_explained_by_all_that_its_header_says(home: Path, lang: str) -> None:
    text = show("own", home, lang)
    for part in (*SHOWN[lang], "procedures (procedure_code, name)", "months = 12", "own.sql"):
        assert part in text, part


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_the_list_names_every_rule_with_its_title(home: Path, lang: str) -> None:
    text = show(None, home, lang)
    words = " ".join(text.split())
    for rule in catalogue.load(home):
        assert rule.id in text and " ".join(rule.title[lang].split()) in words, rule.id
    assert str(len(catalogue.load(home))) in text


@pytest.mark.parametrize("lang", texts.LANGUAGES)
@pytest.mark.parametrize("columns", ["80", "200"])
def test_the_list_fits_the_window(lang: str, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = show(None, None, lang).splitlines()
    assert max(map(len, lines)) <= min(int(columns), 110), max(lines, key=len)


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_every_rule_and_every_check_of_structure_can_be_explained(lang: str) -> None:
    for name in [*(rule.id for rule in catalogue.load()), *structure_rules()]:
        text = show(name, None, lang)
        assert text.startswith(name) and not re.search("[{][a-z_]", text), name
        assert all(char.isprintable() for char in text.replace("\n", ""))


def test_the_checks_of_structure_are_the_error_types_that_have_words() -> None:
    names = structure_rules()
    assert {"type-error", "constraint-error", "primary-key", "foreign-key", "blank-row", "byte-count"} <= set(names)
    assert "other" not in names and names == sorted(set(names))


def test_a_rule_that_does_not_exist_is_refused(home: Path) -> None:
    with pytest.raises(UserError, match=r"rule\.not_found"):
        show("owm", home, "vi")
