"""What is mended without knowing what a cell is about, and what is left alone because that would be a guess."""

import unicodedata

import pytest

from dvcdata.corrections import mechanical
from dvcdata.rules import catalogue

RULES = {rule.id: rule.parameters for rule in catalogue.load()}
DECOMPOSED = unicodedata.normalize("NFD", "Bộ Tư pháp")


@pytest.mark.parametrize(
    ("value", "new", "kinds"),
    [
        (DECOMPOSED, "Bộ Tư pháp", ["nfc"]),
        ("o\u0340", "ò", ["nfc"]),  # the tone mark that Unicode keeps for Vietnamese
        ("  Hộ  tịch ", "Hộ tịch", ["blanks"]),
        ("Hộ\u00a0tịch\u3000", "Hộ tịch", ["blanks"]),
        ("Hộ\ttịch", "Hộ tịch", ["blanks"]),
        ("\ufeffHộ\u200b tịch\u200e", "Hộ tịch", ["invisible"]),
        (f"{DECOMPOSED} \u200b", "Bộ Tư pháp", ["nfc", "invisible", "blanks"]),
        ("Hộ tịch\n", "Hộ tịch", ["blanks"]),
        (" \n ", "", ["blanks"]),
        ("Gia hạn dự án thuộc thẩm \nquyền của tỉnh", "Gia hạn dự án thuộc thẩm quyền của tỉnh", ["blanks", "break"]),
        ("Đăng ký khai sinh,\r\nKết hôn", "Đăng ký khai sinh, Kết hôn", ["break"]),
        ("Nông nghiệp\nNông nghiệp", "Nông nghiệp", ["repeated"]),
    ],
)
def test_what_is_mechanical_is_mended(value: str, new: str, kinds: list[str]) -> None:
    assert mechanical.mended(value, "name") == (new, kinds)
    assert mechanical.mended(new, "name") == (new, [])


@pytest.mark.parametrize(
    "value",
    [
        "Trồng trọt\nChăn nuôi",  # two entries of one cell
        "Hồ sơ gồm:\nđơn đề nghị",
        "a) đơn;\nb) bản sao",
        "Mục lớn\na. mục nhỏ",
        "tr\u00ad\u00ecng",  # a letter of TCVN3 is a soft hyphen to others
        "®¨ng ký",
        "số \u0090",
        "thuỷ sản và thủy lợi",
        "Ðăng ký",
    ],
)
def test_what_would_be_a_guess_is_left_alone(value: str) -> None:
    assert mechanical.mended(value, "name") == (value, [])


def test_a_line_break_is_mended_only_where_a_column_holds_one_text() -> None:
    assert mechanical.mended("Công dân\ndoanh nghiệp", "audience") == ("Công dân\ndoanh nghiệp", [])


@pytest.mark.parametrize("code", ["1.0001", "1,0001", "1,000100", "1000100", "1.000.100", "1 000 100"])
def test_a_code_gets_its_zeros_back_where_one_is_known(code: str) -> None:
    assert mechanical.restored(code, {"1.000100", "1.000200"}) == "1.000100"
    assert mechanical.restored(code, {"1.000200"}) is None


@pytest.mark.parametrize("code", ["1.000100", "1.000100.01", "H44", "1.0001000", "10.001", ""])
def test_what_is_no_code_read_as_a_number_stays(code: str) -> None:
    assert mechanical.restored(code, {"1.000100"}) is None


def test_blanks_and_codes_are_those_of_the_rules() -> None:
    untidy, zeros = RULES["text-untidy"], RULES["code-lost-zeros"]
    assert set(mechanical.BLANKS) == set(untidy["blanks"] + untidy["tab"])
    assert set(mechanical.BREAKS) == set(untidy["breaks"])
    assert set(mechanical.INVISIBLE) < set(untidy["hidden"])
    assert f"^{mechanical.CODE.pattern}$" == zeros["well_formed"]
    assert "|".join(f"^{part}$" for part in mechanical.READ_AS_NUMBER.pattern.split("|")) == zeros["read_as_number"]
    (rule,) = (rule for rule in catalogue.load() if rule.id == "code-lost-zeros")
    assert rule.columns == mechanical.CODE_COLUMNS


def test_what_cannot_be_seen_is_shown() -> None:
    assert mechanical.marked(" a  b\u00a0c\nd\te\u200b ") == "␣a␣␣b⍽c↵d⇥e▯␣"
