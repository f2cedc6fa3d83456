"""The open datasets of the made-up province: what was promised, in which formats, and when it last changed."""

from collections.abc import Iterator
from datetime import date, timedelta

from dvcdata.sample.agencies import OFFICES, PROVINCE
from dvcdata.sample.dice import Dice
from dvcdata.sample.months import RETRIEVED
from dvcdata.sample.sheet import Cells

SOURCE = "s9"
PORTAL = "https://dulieu.minhhoa.example"  # .example never leads anywhere
COLUMNS = ("dataset_id title agency_code theme licence formats frequency issued modified access_url source_id").split()
DAYS = {"monthly": 31, "quarterly": 92, "yearly": 365}

DATASETS = (
    ("thu-tuc-hanh-chinh", "Danh mục thủ tục hành chính", "KC", "Hành chính", "monthly"),
    ("dich-vu-cong-truc-tuyen", "Danh mục dịch vụ công trực tuyến", "KC", "Hành chính", "monthly"),
    ("ho-so-theo-linh-vuc", "Hồ sơ tiếp nhận, giải quyết theo lĩnh vực", "KC", "Hành chính", "monthly"),
    ("don-vi-hanh-chinh", "Đơn vị hành chính trước và sau ngày 01/07/2025", "NV", "Hành chính", "yearly"),
    ("truong-hoc", "Trường mầm non, phổ thông", "GD", "Giáo dục", "yearly"),
    ("chi-tieu-tuyen-sinh", "Chỉ tiêu tuyển sinh lớp 10", "GD", "Giáo dục", "yearly"),
    ("co-so-kham-benh", "Cơ sở khám bệnh, chữa bệnh được cấp phép", "YT", "Y tế", "quarterly"),
    ("nha-thuoc", "Cơ sở bán lẻ thuốc", "YT", "Y tế", "quarterly"),
    ("co-so-tro-giup", "Cơ sở trợ giúp xã hội", "YT", "Xã hội", "yearly"),
    ("chat-luong-khong-khi", "Kết quả quan trắc không khí", "NM", "Môi trường", "monthly"),
    ("quan-trac-nuoc", "Kết quả quan trắc nước mặt", "NM", "Môi trường", "quarterly"),
    ("gia-dat", "Bảng giá đất", "NM", "Đất đai", "yearly"),
    ("ma-so-vung-trong", "Mã số vùng trồng", "NM", "Nông nghiệp", "quarterly"),
    ("tau-ca", "Tàu cá đã đăng ký", "NM", "Nông nghiệp", "quarterly"),
    ("cho-sieu-thi", "Chợ, siêu thị, trung tâm thương mại", "CT", "Thương mại", "yearly"),
    ("cua-hang-xang-dau", "Cửa hàng bán lẻ xăng dầu", "CT", "Thương mại", "quarterly"),
    ("tuyen-xe-buyt", "Tuyến xe buýt và điểm dừng", "XG", "Giao thông", "quarterly"),
    ("ben-thuy", "Bến thủy nội địa", "XG", "Giao thông", "yearly"),
    ("nha-o-xa-hoi", "Dự án nhà ở xã hội", "XG", "Xây dựng", "quarterly"),
    ("di-tich", "Di tích đã xếp hạng", "VH", "Văn hóa", "yearly"),
    ("co-so-luu-tru", "Cơ sở lưu trú du lịch", "VH", "Du lịch", "quarterly"),
    ("cong-chung", "Tổ chức hành nghề công chứng", "TP", "Tư pháp", "quarterly"),
    ("luat-su", "Tổ chức hành nghề luật sư", "TP", "Tư pháp", "quarterly"),
    ("ngan-sach", "Dự toán, quyết toán ngân sách tỉnh", "TC", "Tài chính", "quarterly"),
)


def rows(seed: int) -> Iterator[Cells]:
    """The table open_datasets; a few are late, and a few offer no format that machines read."""
    dice = Dice(seed, "open_datasets")
    for name, title, office, theme, frequency in sorted(DATASETS):
        late = 3 if dice.chance(15) else 1
        issued = date(dice.between(2022, 2025), dice.between(1, 12), dice.between(1, 28))
        modified = max(issued, RETRIEVED - timedelta(days=late * dice.between(4, DAYS[frequency])))
        formats = dice.pick(("CSV", "CSV XLSX", "CSV JSON", "XLSX", "PDF"))
        yield (
            *(name, title, f"{PROVINCE}.{OFFICES[office][0]}", theme, "CC-BY-4.0", formats, frequency),
            *(issued, modified, f"{PORTAL}/{name}", SOURCE),
        )
