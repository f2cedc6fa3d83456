"""A workspace sets severity and parameters of rules, is told what it cannot set, and every report says what it set."""

import json
from datetime import date
from pathlib import Path

import pytest
from checking import AS_OF, as_json, rule_text, workspace
from running import Run

from dvcdata.errors import UserError
from dvcdata.rules.catalogue import choose, find, load
from dvcdata.rules.header import Change

PARAMETERS = '{least = 3, word = "a", days = [2026-07-01], words = ["x"], since = 2026-07-01, strict = true}'
SELECT = "select p._package, p._row, p.procedure_code from procedures as p where length(p.name) > $least"
MESSAGE = '{vi = "dài hơn {least}", en = "longer than {least}"}'
RULES = {
    "own": rule_text(SELECT, parameters=PARAMETERS, message=MESSAGE, replaces='["older"]'),
    "plain": rule_text(),
    "grave": rule_text(severity='"block"'),
}


def home(folder: Path, settings: str) -> Path:
    made = workspace(folder, settings, **RULES)
    (made / "procedures.csv").write_text("procedure_code,name\n1.000100,Hộ tịch\n1.000101,ab\n", encoding="utf-8")
    return made


@pytest.mark.parametrize("name", ["own", "older"])
def test_a_rule_runs_with_what_the_workspace_sets_and_the_report_says_so(run: Run, tmp_path: Path, name: str) -> None:
    settings = f'[rules.{name}]\nseverity = "info"\n[rules.{name}.parameters]\nleast = 1\n'
    file = home(tmp_path / "w", settings) / "procedures.csv"
    report = as_json(run, file, "--rule", "own")
    assert [(item["row"], item["severity"], item["message"]) for item in report["findings"]] == [
        (2, "info", "dài hơn 1"),
        (3, "info", "dài hơn 1"),
    ]
    changes = [
        {"name": "severity", "from": "error", "to": "info"},
        {"name": "parameters.least", "from": 3, "to": 1},
    ]
    assert report["changed_rules"] == [{"rule": "own", "changes": changes}]
    for more in ([], ["--quiet"]):
        out = " ".join(run("--lang", "en", "validate", file, "--rule", "own", *AS_OF, *more).out.split())
        assert "Set in dvcdata.toml: own (NOTE instead of ERROR, least = 1 instead of 3)." in out


def test_what_is_set_as_it_was_is_no_change_and_nothing_set_says_nothing(run: Run, tmp_path: Path) -> None:
    settings = '[rules.own]\nseverity = "error"\noff = false\n[rules.grave]\nseverity = "block"\n'
    file = home(tmp_path / "w", settings) / "procedures.csv"
    assert as_json(run, file)["changed_rules"] == []
    assert "dvcdata.toml" not in run("validate", file).out


def test_every_kind_of_parameter_can_be_set(tmp_path: Path) -> None:
    given = (
        'least = 2.5\nword = "b"\ndays = [2026-01-01, 2026-01-02]\nwords = ["y"]\nsince = 2020-01-01\nstrict = false\n'
    )
    rule = find(load(home(tmp_path, f"[rules.own.parameters]\n{given}")), "own")
    assert rule.parameters == {
        "least": 2.5,
        "word": "b",
        "days": [date(2026, 1, 1), date(2026, 1, 2)],
        "words": ["y"],
        "since": date(2020, 1, 1),
        "strict": False,
    }
    assert Change("parameters.since", date(2026, 7, 1), date(2020, 1, 1)) in rule.changes


def test_a_rule_that_is_off_runs_only_when_named(run: Run, tmp_path: Path) -> None:
    file = (
        home(tmp_path / "w", "[rules.own]\noff = true\n[rules.own.parameters]\nsince = 2020-01-01") / "procedures.csv"
    )
    report = as_json(run, file)
    assert {item["rule"] for item in report["findings"]} >= {"plain"} and "own" not in json.dumps(report["findings"])
    changes = {item["name"]: (item["from"], item["to"]) for item in report["changed_rules"][0]["changes"]}
    assert changes == {"off": (False, True), "parameters.since": ("2026-07-01", "2020-01-01")}
    assert "own (off, since" in " ".join(run("--lang", "en", "validate", file).out.split())
    assert {item["rule"] for item in as_json(run, file, "--rule", "own")["findings"]} == {"own"}
    assert [rule.id for rule in choose(load(tmp_path / "w"), ["own", "plain"], ["plain"])] == ["own"]


def test_the_explanation_of_a_rule_shows_what_is_set_here(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = '[rules.own]\nseverity = "info"\noff = true\n[rules.own.parameters]\nleast = 1\n'
    monkeypatch.chdir(home(tmp_path / "w", settings))
    out = " ".join(run("--lang", "en", "rules", "own").out.split())
    assert "Severity: NOTE (in dvcdata.toml; by default ERROR)" in out
    assert "Off: in dvcdata.toml" in out
    assert "least = 1 (in dvcdata.toml; by default 3), word = a" in out


@pytest.mark.parametrize(
    ("text", "key", "told"),
    [
        ("rules = 5", "settings.no_table", "rules"),
        ("[rules]\nown = 5", "settings.no_table", "rules.own"),
        ("[rules.own]\nparameters = 5", "settings.no_table", "rules.own.parameters"),
        ('[rules.own]\nseverty = "info"', "workspace.unknown_setting", "severity"),
        ('[rules.own]\nseverity = "grave"', "workspace.bad_setting", "block | error | warning | info"),
        ("[rules.own]\nseverity = 1", "workspace.bad_setting", "rules.own.severity"),
        ('[rules.own]\nseverity = ["info"]', "workspace.bad_setting", "rules.own.severity"),
        ("[rules.own]\noff = 1", "workspace.bad_setting", "true | false"),
        ("[rules.owm]", "settings.unknown_rule", "own"),
        ("[rules.type-error]", "settings.structure", "type-error"),
        ("[rules.own]\n[rules.older]", "settings.twice", "older"),
        ("[rules.plain.parameters]\nx = 1", "settings.no_parameters", "plain"),
        ("[rules.own.parameters]\nleats = 1", "settings.unknown_parameter", "least"),
        ('[rules.grave]\nseverity = "error"', "settings.block", "waive grave"),
        ("[rules.grave]\noff = true", "settings.block", "grave"),
        ("[rules.personal-data.parameters]\nseveral = 1000", "settings.block", "personal-data"),
    ],
)
def test_what_cannot_be_set_is_refused_with_one_sentence(
    run: Run, tmp_path: Path, text: str, key: str, told: str
) -> None:
    made = home(tmp_path / "w", text)
    with pytest.raises(UserError) as raised:
        load(made)
    assert raised.value.key == key
    result = run("validate", made / "procedures.csv")
    assert (result.code, result.out, len(result.err.splitlines())) == (2, "", 1)
    assert told in result.err and "dvcdata.toml" in result.err


@pytest.mark.parametrize(
    "value",
    [
        *('least = "5"', "least = true", "least = nan", "least = inf", "least = [5]", "least = 2026-07-01"),
        *("word = 1", "words = []", 'words = ["a", 1]', 'words = "x"', "days = [1]", "since = 2026-07-01T00:00:00"),
        *("strict = 1", "word = {}", 'since = "2026-07-01"'),
    ],
)
def test_a_parameter_of_another_kind_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(UserError) as raised:
        load(home(tmp_path, f"[rules.own.parameters]\n{value}"))
    assert raised.value.key == "settings.parameter_type"
    assert {raised.value.params["rule"], raised.value.params["name"]} == {"own", value.split()[0]}
