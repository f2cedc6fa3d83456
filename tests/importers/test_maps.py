"""A map is a file for people: what it says wrongly is named in one sentence with the nearest that would be right."""

from pathlib import Path

import pytest

from dvcdata.errors import UserError
from dvcdata.importers import maps
from dvcdata.importers.maps import TableMap

GOOD = '[table]\nname = "usage"\n[columns]\n"Mã TTHC" = "item_code"\n'


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_map_comes_back_as_it_was_written(tmp_path: Path) -> None:
    item = TableMap(
        "usage",
        {'Mã "TTHC"': "item_code", "Ghi\tchú": "-", "Tháng": "month", "Năm": "year", "\x7f": "-"},
        {"agency_code": "H44", "period_basis": "calendar"},
        {"received_online": {"không": "0"}},
        title="Xuất từ phần mềm",
        publisher="Sở A",
        sheet="Tháng 8",
        header=(3, 4),
        decimal=".",
        thousands=",",
        dates="mm/dd/yyyy",
    )
    assert maps.load(written(tmp_path / "map.toml", maps.dump(item))) == item


def test_numbers_and_truths_are_texts_and_one_row_may_be_a_number(tmp_path: Path) -> None:
    text = GOOD.replace('"usage"', '"usage"\nheader = 3') + "[constants]\nyear = 2026\nreceived_online = true\n"
    item = maps.load(written(tmp_path / "map.toml", text))
    assert item.constants == {"year": "2026", "received_online": "true"}
    assert item.header == (3,)


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("[table", "map.broken", ""),
        ("[tabel]\nx = 1\n", "map.section", "[table]"),
        (GOOD + "[cot]\n", "map.section", "[cot]"),
        ("[columns]\na = 'item_code'\n", "map.no_section", "[table]"),
        ("[table]\nname = 'usage'\n", "map.no_section", "[columns]"),
        ("table = 1\n", "map.no_section", "[table]"),
        (GOOD + "[values]\nlevel = 1\n", "map.no_section", "[values]"),
        (GOOD.replace("name", "nam"), "map.setting", "“name”"),
        (GOOD.replace("usage", "usages"), "map.table", "“usage”"),
        (GOOD.replace("item_code", "item_cod"), "map.column", "“Mã TTHC”"),
        (GOOD.replace("item_code", "source_id"), "map.column", "source_id"),
        (GOOD + '"Mã khác" = "item_code"\n', "map.twice", "item_code"),
        (GOOD + "[constants]\nagency_cod = 'H44'\n", "map.constant", "“agency_code”"),
        (GOOD.replace("item_code", "received_total"), "map.no_key", "item_code"),
        (GOOD + "[constants]\nperiod_basis = 'calender'\n", "map.choice", "“calendar”"),
        (GOOD + "[values.period_basis]\n\"lịch\" = 'calender'\n", "map.choice", "“calendar”"),
        (GOOD + "[values.levl]\na = 'b'\n", "map.constant", "levl"),
        (GOOD.replace('"usage"', '"usage"\nheader = "ba"'), "map.header", "ba"),
        (GOOD.replace('"usage"', '"usage"\nheader = [0]'), "map.header", "0"),
        (GOOD.replace('"usage"', '"usage"\ndates = "ngày"'), "map.dates", "yyyy"),
        (GOOD.replace('"usage"', '"usage"\ndecimal = "phẩy"'), "map.mark", "phẩy"),
    ],
)
def test_what_a_map_says_wrongly_is_one_sentence_with_the_nearest(
    tmp_path: Path, text: str, key: str, words: str
) -> None:
    with pytest.raises(UserError) as caught:
        maps.load(written(tmp_path / "map.toml", text))
    assert caught.value.key == key
    sentence = caught.value.format_message()
    assert words in sentence and sentence.endswith("Chưa ghi gì.") and "\n" not in sentence


def test_a_map_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        maps.load(tmp_path / "map.toml")
    assert caught.value.key == "path.missing"
    (tmp_path / "map.toml").write_bytes(GOOD.encode("utf-16"))  # as older editors of Windows save it
    with pytest.raises(UserError) as caught:
        maps.kept(tmp_path)
    assert caught.value.key == "map.no_text"
