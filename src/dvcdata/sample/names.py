"""Made-up names that sound right: procedures from verb, object and case; communes from syllables.

No name in FIRST x SECOND belongs to a commune, district or province in the lists of the statistics office before or
since 2025-07-01; keep it so when adding a syllable.
"""

from collections.abc import Iterator

from dvcdata.sample.dice import Dice
from dvcdata.sample.fields import Field

PROVINCE = "Minh Họa"  # "minh họa" means "for illustration"

FIRST = (
    "Lạc Vĩnh Hòa Kim Ngọc Mỹ Hưng Thịnh Cẩm Hồng Trường Liên Mộc Lam Thiên Khánh Bảo Cát Tường Quế Diên"
    " Phong Nhân Hải Trung"
).split()
SECOND = "Viên Đình Đàm Lộ Hồ Tuyền Trì Cầu Bàn Lũng Quán Kiều Trúc Mai Tùng Liễu Lan Sen".split()

# kinds of words in fields.toml: verbs, most usual first ("" where the object is itself an action)
VERBS = {
    "A": ("Thẩm định", "Phê duyệt", "Phê duyệt điều chỉnh", "Thẩm định điều chỉnh"),
    "B": ("Bổ nhiệm", "Bổ nhiệm lại", "Miễn nhiệm"),
    "C": ("Công nhận", "Công nhận lại", "Hủy bỏ công nhận"),
    "D": ("Đăng ký", "Đăng ký thay đổi", "Xóa đăng ký"),
    "G": ("",),
    "H": ("Đăng ký", "Đăng ký lại"),
    "L": ("Cấp",),
    "P": ("Cấp", "Cấp lại", "Điều chỉnh", "Gia hạn", "Thu hồi"),
    "R": ("Thông báo", "Thông báo thay đổi", "Xác nhận"),
    "S": ("Giải quyết", "Điều chỉnh", "Tạm dừng", "Chấm dứt"),
    "T": ("Thành lập", "Giải thể", "Đổi tên", "Sáp nhập, chia, tách"),
    "X": ("Chứng thực",),
}
CASES = (
    "trong trường hợp ủy quyền",
    "theo thủ tục rút gọn",
    "do sắp xếp đơn vị hành chính",
    "có yếu tố nước ngoài",
    "tại khu vực biên giới",
    "trong trường hợp có nhiều địa điểm",
    "theo đề nghị của cơ quan có thẩm quyền",
    "đối với cá nhân",
    "đối với tổ chức",
    "đối với hộ gia đình",
)
CASES_OF = {
    "B": (
        "theo nguyện vọng cá nhân",
        "trong trường hợp thay đổi nơi hành nghề",
        "trong trường hợp được miễn tập sự",
        "trong trường hợp không còn đủ tiêu chuẩn",
    ),
    "H": (
        "có yếu tố nước ngoài",
        "lưu động",
        "cho người đã có hồ sơ, giấy tờ cá nhân",
        "có yếu tố nước ngoài tại khu vực biên giới",
        "đối với người không quốc tịch",
        "trong trường hợp ủy quyền",
    ),
    "X": (
        "ngoài trụ sở cơ quan thực hiện",
        "trong trường hợp người yêu cầu không ký được, không điểm chỉ được",
        "bằng phương thức điện tử",
        "có người phiên dịch",
        "có người làm chứng",
    ),
    "Cấp": ("đối với cá nhân", "đối với tổ chức", *CASES[:7]),
    "Cấp lại": ("do bị mất hoặc hư hỏng", "do thay đổi thông tin", "do hết thời hạn", *CASES[1:4]),
    "Thu hồi": ("theo đề nghị của người được cấp", "do vi phạm quy định", "do chấm dứt hoạt động"),
}


def procedures(field: Field) -> Iterator[str]:
    """Endless distinct names of procedures of a field, the plain and usual ones first."""
    plain = [(kind, verb, thing) for kind, verb, thing in _combinations(field)]
    yield from (_sentence(verb, thing, "") for _, verb, thing in plain)
    for number in range(len(CASES)):
        for kind, verb, thing in plain:
            cases = CASES_OF.get(verb) or CASES_OF.get(kind) or CASES
            if number < len(cases):
                yield _sentence(verb, thing, cases[number])
    group = 1
    while True:  # larger samples than the words allow
        group += 1
        yield from (_sentence(verb, thing, f"(nhóm {group})") for _, verb, thing in plain)


def usual(field: Field) -> int:
    """How many plain names the words of a field make; fields with more have more procedures."""
    return len(list(_combinations(field)))


def _combinations(field: Field) -> Iterator[tuple[str, str, str]]:
    depth = max(len(VERBS[kind]) for kind, _ in field.words)
    for turn in range(depth):
        for kind, things in field.words:
            if turn < len(VERBS[kind]):
                yield from ((kind, VERBS[kind][turn], thing) for thing in things)


def _sentence(verb: str, thing: str, case: str) -> str:
    text = " ".join(part for part in (verb, thing, case) if part)
    return text[0].upper() + text[1:]


def communes(dice: Dice) -> Iterator[str]:
    """Endless distinct names of communes, in an order of chance."""
    pairs = [f"{first} {second}" for first in FIRST for second in SECOND]
    for size in range(len(pairs), 1, -1):
        other = dice.below(size)
        pairs[size - 1], pairs[other] = pairs[other], pairs[size - 1]
    yield from pairs
    for side in ("Đông", "Tây", "Nam", "Bắc"):
        yield from (f"{pair} {side}" for pair in pairs)
    number = 1
    while True:
        number += 1
        yield from (f"{pair} {number}" for pair in pairs)
