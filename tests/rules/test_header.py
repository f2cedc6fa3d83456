"""A rule's header is understood as it is declared, or refused with the name of what is wrong in it."""

from pathlib import Path
from typing import Any

import pytest
from checking import HEADER, rule_text

from dvcdata.errors import UserError
from dvcdata.findings import MENDERS, SEVERITIES
from dvcdata.rules import header
from dvcdata.rules.header import CERTAINTIES, Rule, read

WORDS = {"vi": "a", "en": "b"}


@pytest.fixture
def rule(tmp_path: Path) -> Any:
    """Writes a rule file and reads it."""

    def call(text: str | bytes) -> Rule:
        path = tmp_path / "a-rule.sql"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read(path)

    return call


def refused(rule: Any, text: str | bytes) -> UserError:
    with pytest.raises(UserError) as raised:
        rule(text)
    assert "a-rule.sql" in str(raised.value.params["path"])
    return raised.value


def test_a_rule_is_named_by_its_file_and_says_what_its_header_says(rule: Any) -> None:
    read_back = rule(rule_text("select 1 as a;\n\n", severity='"info"', needs='{usage = ["a", "b"], services = []}'))
    assert (read_back.id, read_back.select) == ("a-rule", "select 1 as a")
    assert (read_back.severity, read_back.mender, read_back.certainty) == ("info", "you", "high")
    assert read_back.needs == {"usage": ["a", "b"], "services": []}
    assert read_back.table == "usage"
    assert read_back.title == {"vi": "tên", "en": "title"}


def test_a_part_beside_the_rule_stands_before_a_shipped_one(rule: Any, tmp_path: Path) -> None:
    text = rule_text("with\n-- part: numbered-days\nselect n.day as a from numbered as n")
    assert "numbered as (" in rule(text).select
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "numbered-days.sql").write_text("numbered as (select 'ngày' as day)\n", encoding="utf-8")
    assert rule(text).select == "with\nnumbered as (select 'ngày' as day)\nselect n.day as a from numbered as n"
    problem = refused(rule, rule_text("-- part: nowhere"))
    assert (problem.key, problem.params["name"]) == ("rule.no_part", "nowhere")


def test_what_may_be_left_out_is_empty(rule: Any) -> None:
    plain = rule(rule_text())
    assert (plain.parameters, plain.applies, plain.unknown, plain.field, plain.each) == ({}, None, None, None, None)
    assert (plain.columns, plain.replaces, plain.alternatives, plain.cases) == ((), (), (), {})


def test_everything_that_may_be_declared_is_kept(rule: Any) -> None:
    full = rule(
        rule_text(
            each='"text"',
            columns='["name"]',
            applies='"$column is not null"',
            field='"name"',
            replaces='["old-rule"]',
            parameters='{months = 12, word = "a\'b", days = [1, 2]}',
            alternatives='[{agencies = ["name"]}]',
            cases='{closed = {title = {vi = "đóng", en = "closed"}}}',
        )
    )
    assert (full.each, full.columns, full.replaces, full.field) == ("text", ("name",), ("old-rule",), "name")
    assert full.parameters == {"months": 12, "word": "a'b", "days": [1, 2]}
    assert full.alternatives == ({"agencies": ["name"]},)
    assert full.words("title", "closed") == {"vi": "đóng", "en": "closed"}
    assert full.words("title", "other") == full.words("title") == full.title
    assert full.words("fix", "closed") == full.fix


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (b"/* \xff */ select 1 as a", "rule.unreadable"),
        ("select 1 as a", "rule.no_header"),
        ("-- /* */ select 1", "rule.no_header"),
        ("/* severity = 'error'\nselect 1", "rule.no_header"),
        ("", "rule.no_header"),
        ("/* severity = */ select 1 as a", "rule.bad_header"),
        ("/* severity = 'a'\nseverity = 'b' */ select 1 as a", "rule.bad_header"),
        (rule_text(""), "rule.no_select"),
        (rule_text(" ; "), "rule.no_select"),
    ],
)
def test_a_file_that_is_no_rule_is_refused(rule: Any, text: str | bytes, key: str) -> None:
    assert refused(rule, text).key == key


@pytest.mark.parametrize("name", HEADER)
def test_what_is_lacking_is_named(rule: Any, name: str) -> None:
    problem = refused(rule, rule_text(**{name: None}))
    assert (problem.key, problem.params["names"]) == ("rule.lacks", name)


def test_all_that_is_lacking_is_named_at_once(rule: Any) -> None:
    problem = refused(rule, rule_text(title=None, fix=None, basis=None))
    assert problem.params["names"] == "basis, fix, title"


@pytest.mark.parametrize(
    ("name", "near"), [("mnder", "mender"), ("titel", "title"), ("unkown", "unknown"), ("path", "each")]
)
def test_an_unknown_key_is_refused_with_the_nearest(rule: Any, name: str, near: str) -> None:
    problem = refused(rule, rule_text(**{name: '"x"'}))
    assert (problem.key, problem.params["name"]) == ("rule.unknown_key", name)
    assert problem.params["near"] == near or near == "each"


@pytest.mark.parametrize(
    ("name", "known"),
    [("severity", SEVERITIES), ("mender", MENDERS), ("certainty", CERTAINTIES), ("each", ("text", "key"))],
)
def test_a_value_that_is_not_known_is_refused_with_those_that_are(rule: Any, name: str, known: tuple[str, ...]) -> None:
    problem = refused(rule, rule_text(**{name: '"grave"'}))
    assert (problem.key, problem.params["name"]) == ("rule.bad_value", name)
    assert problem.params["known"] == ", ".join(known)
    for value in known:
        assert getattr(rule(rule_text(**{name: f'"{value}"'})), name) == value


@pytest.mark.parametrize("name", header.WORDS)
@pytest.mark.parametrize("words", ['"a"', '{vi = "a"}', '{en = "a"}', '{vi = "a", en = ""}', "[]"])
def test_words_must_be_there_in_both_languages(rule: Any, name: str, words: str) -> None:
    problem = refused(rule, rule_text(**{name: words}))
    assert (problem.key, problem.params["name"]) == ("rule.words", name)


def test_a_rule_about_no_table_must_be_about_each_column(rule: Any) -> None:
    assert refused(rule, rule_text(needs="{}")).params["names"] == "needs"
    assert refused(rule, rule_text(columns='["name"]')).params["names"] == "each"
    assert rule(rule_text(needs=None, each='"text"')).table is None


def test_the_header_may_be_written_as_toml_tables_over_many_lines(rule: Any) -> None:
    text = "\n".join(
        [
            *('  /*  severity = "error"', 'mender = "issuer"  # một lời ghi chú', 'certainty = "verified"'),
            *("[needs]", 'procedures = ["name"]', "[title]", 'vi = """Đăng', 'ký"""', 'en = "b"'),
            *(f'[{name}]\nvi = "a"\nen = "b"' for name in header.WORDS if name != "title"),
            *("*/ /* lời ghi chú thứ hai */", "select 1 as a"),
        ]
    )
    read_back = rule(text)
    assert read_back.mender == "issuer" and read_back.title["vi"] == "Đăng\nký"
    assert read_back.select.endswith("select 1 as a")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[
            ("needs", value)
            for value in ('["procedures"]', '{procedures = "procedure_code"}', "{procedures = [1]}", "5")
        ],
        *[(name, value) for name in ("applies", "unknown", "suspect", "field") for value in ('["a"]', "5", "{}")],
        *[(name, value) for name in ("replaces", "columns") for value in ('"old"', "[1]", "{}")],
        *[("parameters", value) for value in ("{a = {b = 1}}", "{as_of = 5}", "{a = []}", "{a = nan}", "5")],
        *[("alternatives", value) for value in ('["a"]', "{}", '[{a = "b"}]')],
        *[("cases", value) for value in ('["a"]', "5")],
        *[("export", value) for value in ("5", '{select = "a"}', '{select = 5, columns = {a = "b"}}')],
        ("export", '{select = "a", columns = {}}'),
    ],
)
def test_a_value_of_another_form_is_refused_with_the_form_it_must_have(rule: Any, name: str, value: str) -> None:
    each = '"text"' if name == "columns" else None
    problem = refused(rule, rule_text(**{"each": each, name: value}))
    assert (problem.key, problem.params["name"]) == ("rule.form", name)
    assert "{" not in problem.format_message().replace("[{", "").replace("{table", "").replace("{bảng", "")
