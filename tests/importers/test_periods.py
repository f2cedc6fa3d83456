"""The period of a file that names none is proposed from its name, asked for, and never guessed."""

from datetime import date
from pathlib import Path

import pytest
from official_files import Import, procedure, procedure_list, progress, rows, unit

from dvcdata.errors import UserError
from dvcdata.importers import periods

UNIT = unit("H44.100", "UBND Phường Việt Trì", 1, 2)


@pytest.mark.parametrize(
    ("file", "period"),
    [
        ("phu-tho_2026-08_dvc-progress-tree.json", "2026-08"),
        ("phu-tho_202608.json", "2026-08"),
        ("T8-2026.json", "2026-08"),
        ("Thống kê tháng 12.2026.json", "2026-12"),
        ("quy3_2026.json", "2026-Q3"),
        ("2026-Q1.json", "2026-Q1"),
        ("2025-01/phu-tho_2026-08.json", "2026-08"),
        ("tai-ve-2026-08-15.json", None),
        ("15-08-2026.json", None),
        ("20260815.json", None),
        ("2026-08_2026-09.json", None),
        ("H44.json", None),
        ("2026.json", None),
        ("2026-13.json", None),
    ],
)
def test_a_period_is_proposed_where_the_name_holds_just_one(file: str, period: str | None) -> None:
    assert periods.propose(file) == period


def test_without_anybody_to_ask_the_command_to_run_is_said(tmp_path: Path, into: Path, bring: Import) -> None:
    path = progress(tmp_path / "phu tho 2026-08.json", UNIT)
    with pytest.raises(UserError) as caught:
        bring(path, period=None)
    assert f'dvcdata import "{path}" --into {into} --period 2026-08' in caught.value.format_message()
    assert not into.exists()
    with pytest.raises(UserError) as caught:
        bring(path.rename(tmp_path / "x.json"), period=None)
    assert caught.value.key == "import.no_period_known"


def test_a_person_is_asked_with_the_proposal(tmp_path: Path, into: Path, bring: Import) -> None:
    asked = []

    def ask(question: str, proposal: str) -> str:
        asked.append((question.split()[0], proposal))
        return " 2026-07 "

    bring(progress(tmp_path / "a_2026-08.json", UNIT), period=None, ask=ask)
    assert asked == [("a_2026-08.json", "2026-08")]
    assert {row["period"] for row in rows(into, "scores")} == {"2026-07"}


def test_nobody_is_asked_when_the_period_is_given_or_not_needed(tmp_path: Path, bring: Import) -> None:
    def ask(question: str, proposal: str) -> str:
        raise AssertionError(question)

    bring(progress(tmp_path / "a.json", UNIT), period="2026-08", ask=ask)
    bring(procedure_list(tmp_path / "a.xlsx", procedure()), period=None, ask=ask)


@pytest.mark.parametrize("value", ["", "8/2026", "2026-8", "2026-13", "2026-Q5", "tháng 8", "2026-08-01"])
def test_what_is_no_period_is_refused(tmp_path: Path, into: Path, bring: Import, value: str) -> None:
    with pytest.raises(UserError) as caught:
        bring(progress(tmp_path / "a.json", UNIT), period=value)
    assert caught.value.key == "import.bad_period"
    assert not into.exists()


def test_a_period_unlike_the_name_and_one_without_use_are_said(tmp_path: Path, bring: Import, said: list[str]) -> None:
    bring(progress(tmp_path / "a_2026-08.json", UNIT), period="2026-07")
    assert sum("kỳ khác với 2026-07" in line for line in said) == 1
    said.clear()
    bring(procedure_list(tmp_path / "a.xlsx", procedure()), period="2026-07")
    assert sum("--period 2026-07 không được dùng" in line for line in said) == 1


def test_the_day_of_retrieval_is_kept_for_the_same_bytes_only(tmp_path: Path, into: Path, bring: Import) -> None:
    path = procedure_list(tmp_path / "a.xlsx", procedure())
    bring(path, retrieved=date(2026, 7, 15))
    bring(path)
    assert rows(into, "sources")[0]["retrieved"] == "2026-07-15"
    bring(procedure_list(path, procedure(name="Khác")))
    assert rows(into, "sources")[0]["retrieved"] == ""
