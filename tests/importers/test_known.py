"""A class of agencies is told from a body by how its name ends, and gets the same code everywhere."""

import pytest

from dvcdata.importers.ids import slug
from dvcdata.importers.known import Known, tier_of_class


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("Ủy ban nhân dân cấp xã", "commune"),
        ("Công an cấp Tỉnh", "province"),
        ("Chi cục thuế huyện, thành phố", "district"),
        ("Thuế cơ sở", ""),
        ("Kho bạc nhà nước các cấp", ""),
        ("Cơ quan phân cấp, ủy quyền của UBND cấp tỉnh", ""),
        ("Cơ quan chuyên môn thuộc UBND cấp tỉnh", "province"),
        ("Cơ quan chức năng do Ủy ban nhân dân cấp tỉnh chỉ định", None),
        ("Sở Tư pháp", None),
        ("Sở Nông nghiệp và Môi trường Thành phố Hà Nội", None),
        ("Bộ Công an", None),
        ("Ủy ban nhân dân cấp xã ", None),
        (" Ủy ban nhân dân cấp xã", None),
        ("", None),
    ],
)
def test_a_class_is_known_by_its_end_and_says_its_tier_or_none(text: str, tier: str | None) -> None:
    assert tier_of_class(text) == tier


def test_the_code_of_a_class_does_not_depend_on_what_came_before() -> None:
    long = "Cơ quan trực tiếp quản lý người thi hành công vụ gây thiệt hại trong hoạt động quản lý hành chính"
    texts = [f"{long} ở cấp tỉnh", f"{long} ở cấp xã", "Công an cấp xã"]
    one, other = Known(), Known()
    first = [one.group(text) for text in texts]
    assert first == [other.group(text) for text in reversed(texts)][::-1]
    assert len(set(first)) == 3


def test_two_spellings_of_a_class_stay_apart() -> None:
    known = Known()
    codes = [known.group(text) for text in ("Công an cấp Xã", "Công an cấp xã")]
    assert codes[0] != codes[1]
    assert [known.code(text) for text in ("Công an cấp Xã", "Công an cấp xã")] == [code and code[0] for code in codes]


def test_a_class_that_the_package_has_keeps_its_code() -> None:
    known = Known([{"group_code": "xa", "name": "Ủy ban nhân dân cấp xã"}])
    assert known.group("Ủy ban nhân dân cấp xã") == ("xa", "commune")


@pytest.mark.parametrize(
    ("text", "id"),
    [("Bộ Nông nghiệp và Môi trường", "bo-nong-nghiep-va-moi-truong"), ("Đặc khu (cũ)", "dac-khu-cu"), ("…", "")],
)
def test_a_text_gives_an_id_of_plain_letters(text: str, id: str) -> None:
    assert slug(text) == id
