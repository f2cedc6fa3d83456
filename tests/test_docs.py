"""The pages tell the truth: what they show runs as shown, what there is is documented, and links lead somewhere."""

import re
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest
import shown
from running import Run

from dvcdata import cli, dictionary, texts, workspace
from dvcdata.engine.room import ROOMY
from dvcdata.errors import UserError
from dvcdata.findings import MENDERS, SEVERITIES
from dvcdata.rules import header, offenders, pages, reference
from dvcdata.rules.catalogue import load
from dvcdata.testing import run_example

PAGES = [shown.name_of(page) for page in shown.pages()]
DOCS = [name for name in PAGES if name.startswith("docs/") or name == "CONTRIBUTING.md"]
COMMANDS = sorted(cli.cli.commands)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
CALL = re.compile(r"^(?:\$ |    )?(dvcdata .*)$")
MACHINE = re.compile(r"(?<![\w.])/(?:home|root|tmp|work|usr|Users|var|opt|mnt)/")


def unrun(name: str) -> str:
    """A page without its fenced blocks."""
    return shown.FENCE.sub("", shown.read(name))


def section(name: str, title: str) -> str:
    """The part of a page under the heading of that title, with the parts below it."""
    match = re.search(rf"^## {re.escape(title)}$(.*?)(?=^## |\Z)", shown.read(name), re.MULTILINE | re.DOTALL)
    assert match, f"{name} has no part “{title}”"
    return match[1]


def options(command: click.Command) -> list[click.Option]:
    """The options of a command, or of those of a group, that it does not share with all."""
    shared = {option for param in cli.cli.params for option in param.opts}
    parts = command.commands.values() if isinstance(command, click.Group) else [command]
    found = {param.opts[0]: param for part in parts for param in part.params if isinstance(param, click.Option)}
    return [param for param in found.values() if not set(param.opts) & shared]


def slugs(name: str) -> set[str]:
    """The anchors that a page's headings make."""
    kept = string.ascii_letters + string.digits + "-_ "
    found = set()
    for title in HEADING.findall(unrun(name)):
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", title).lower()
        found.add("".join(char for char in plain if char in kept or char.isalpha()).replace(" ", "-"))
    return found


def calls(name: str) -> Iterator[str]:
    """Every `dvcdata …` that a page shows, in a block or in a sentence."""
    for block in shown.blocks(name):
        yield from (match[1] for line in block.lines if (match := CALL.match(line)))
    yield from (
        match[1] for line in unrun(name).splitlines() if line.startswith("    ") and (match := CALL.match(line))
    )
    yield from (code for code in shown.prose(name) if code.startswith("dvcdata "))


@pytest.mark.parametrize("name", [name for name in DOCS if shown.session(name)])
def test_what_a_page_shows_is_what_happens(
    name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown.act(name, run, tmp_path, monkeypatch)


@pytest.mark.parametrize("lang", texts.LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_choice_of_a_command_is_documented_and_nothing_else(name: str, lang: str) -> None:
    said = section(f"docs/commands.{lang}.md", f"dvcdata {name}")
    table = {match[1] for match in re.finditer(r"^\| `(--[a-z-]+)`", said, re.MULTILINE)}
    assert table == {option.opts[0] for option in options(cli.cli.commands[name])}
    for option in options(cli.cli.commands[name]):
        if isinstance(option.type, click.Choice):
            (row,) = (line for line in said.splitlines() if line.startswith(f"| `{option.opts[0]}`"))
            assert {str(choice) for choice in option.type.choices} <= set(shown.CODE.findall(row))


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_the_page_of_commands_has_every_command_and_the_options_they_share(lang: str) -> None:
    page = f"docs/commands.{lang}.md"
    parts = set(re.findall(r"^## dvcdata (\w+)$", shown.read(page), re.MULTILINE))
    assert parts == set(COMMANDS)
    for param in cli.cli.params:
        assert f"| `{param.opts[0]}` |" in unrun(page)


@pytest.mark.parametrize("page", ["README.md", "README.vi.md", "docs/commands.vi.md", "docs/commands.en.md"])
def test_every_exit_code_is_documented(page: str) -> None:
    codes = {int(code) for code in re.findall(r"^\| (\d+) \|", shown.read(page), re.MULTILINE)}
    assert codes == {0, 1, UserError.exit_code, 3, 130}
    assert {int(code) for code in re.findall(r"\b(\d+) [a-z]", cli.main.__doc__ or "")} == codes


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_every_setting_is_documented(lang: str) -> None:
    page = shown.read(f"docs/commands.{lang}.md")
    for item in fields(workspace.Settings):
        assert re.search(rf"^\| `{item.name}` \|", page, re.MULTILINE)
    assert workspace.FILE in page


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_every_part_of_the_json_result_is_documented(lang: str) -> None:
    page = shown.read(f"docs/commands.{lang}.md")
    for word in (
        "schema_version",
        "as_of",
        "outcome",
        "checked",
        "not_checked",
        "changed_rules",
        "counts",
        "waived",
        "findings",
        "waived_findings",
        "no_longer_found",
        *MENDERS,
    ):
        assert f"`{word}`" in page
    assert all(f"`{severity}`" in page for severity in SEVERITIES)


def test_every_key_of_a_rules_header_and_every_column_of_ours_is_documented() -> None:
    page = shown.read("docs/rule-dialect.md")
    assert {f"`{name}`" for name in header.REQUIRED | header.OPTIONAL | offenders.OURS} <= set(
        re.findall(r"`\w+`", page)
    )


@pytest.fixture(scope="module")
def examples() -> pages.Examples:
    return pages.examples(shown.ROOT / "tests" / "validators")


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_the_rule_pages_are_those_that_the_rules_make(lang: str, examples: pages.Examples) -> None:
    page = shown.read(f"docs/rules.{lang}.md")
    assert page == pages.page(lang, examples), "make them again: python -m dvcdata.rules.reference"
    for name in [*(rule.id for rule in load()), *reference.structure_rules()]:
        assert f"\n### {name}\n" in page


def test_the_rule_pages_show_a_real_sentence_of_every_rule(examples: pages.Examples) -> None:
    # a case that only many rows bring about may be shown by its template
    assert set(examples) == {rule.id for rule in load()}


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_the_data_dictionary_is_the_one_that_the_profile_makes(lang: str) -> None:
    assert shown.read(f"docs/tables.{lang}.md") == dictionary.page(lang), "make it again: python -m dvcdata.dictionary"


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_the_rule_of_the_tutorial_passes_its_own_examples(lang: str, tmp_path: Path) -> None:
    files = {block.file: block.lines for block in shown.blocks(f"docs/rule-author.{lang}.md") if block.file}
    for name, lines in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (path,) = (tmp_path / "validators").glob("*.sql")
    rule = header.read(path)
    for kind in ("fail", "pass"):
        (tmp_path / kind).mkdir()
        example = run_example(rule, tmp_path / "tests" / "validators" / rule.id / kind, tmp_path / kind)
        assert example.found == example.expected
        assert bool(example.expected) is (kind == "fail")
        assert not [item for item in example.report.not_checked if not item.partly]


def test_the_memory_that_the_engines_page_names_is_the_memory_it_takes() -> None:
    assert f"within {ROOMY.memory.replace('GB', ' GB')}" in shown.read("docs/engine.en.md")


@pytest.mark.parametrize("name", PAGES)
def test_every_command_that_a_page_shows_exists_with_its_options(name: str) -> None:
    shared = {option for param in cli.cli.params for option in param.opts}
    for call in calls(name):
        words = [word for word in call.split()[1:] if not word.startswith("-") and word not in texts.LANGUAGES]
        known = shared | {"--help"}
        if words and not words[0].startswith("…"):
            assert words[0] in COMMANDS, f"{name} shows “{call}”"
            known |= {name for option in options(cli.cli.commands[words[0]]) for name in option.opts}
        assert set(OPTION.findall(call)) <= known, f"{name} shows “{call}”"


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    for link in LINK.findall(unrun(name)):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (shown.ROOT / name).parent / path if path else shown.ROOT / name
        assert target.exists(), f"{name} links to {link}"
        if anchor:
            assert anchor in slugs(shown.name_of(target.resolve())), f"{name} links to {link}"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_no_path_of_a_machine_and_is_written_as_all_texts_are(name: str) -> None:
    text = (shown.ROOT / name).read_bytes().decode()
    assert not MACHINE.findall(text)
    assert "\r" not in text and text.endswith("\n") and unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("docs/") and name.endswith(".vi.md")])
def test_a_page_in_two_languages_shows_the_same_commands_in_parts_of_the_same_kind(name: str) -> None:
    shown.assert_twins(name, name.replace(".vi.", ".en."))


def test_the_changelog_has_the_version_of_the_package() -> None:
    from dvcdata import __version__

    assert re.search(rf"^## \[.*{re.escape(__version__)}", shown.read("CHANGELOG.md"), re.MULTILINE)
