"""The one table outside the profile: texts of a source for which the profile has no column."""

from typing import Any

from dvcdata import profiles

TABLE = "source_texts"


def schema(table: str) -> dict[str, Any]:
    """The Table Schema of a table that an import can write."""
    return SCHEMA if table == TABLE else profiles.schema(table) or {}


def _field(name: str, kind: str, title: tuple[str, str], description: tuple[str, str]) -> dict[str, Any]:
    words = {"title": title[0], "title_en": title[1]}
    return {"name": name, "type": kind, **words, "description": description[0], "description_en": description[1]}


SCHEMA: dict[str, Any] = {
    "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
    "name": TABLE,
    "title": "Nội dung khác của nguồn",
    "title_en": "Other texts of the sources",
    "description": "Nội dung dạng chữ mà nguồn có nhưng bảng chuẩn chưa có cột, ví dụ mã của Cổng cho một đơn vị.",
    "description_en": "Texts of a source that no table has a column for, such as the portal's own id of a body.",
    "fields": [
        _field(
            "about",
            "string",
            ("Về", "About"),
            ("Mã của thủ tục hoặc cơ quan.", "Code of the procedure or body."),
        ),
        _field(
            "property",
            "string",
            ("Thuộc tính", "Property"),
            ("Tên cột hoặc trường trong nguồn.", "Name of the column or field in the source."),
        ),
        _field(
            "n",
            "integer",
            ("Thứ tự", "Number"),
            ("Lần thứ mấy trong nguồn, từ 1.", "Which occurrence in the source, from 1."),
        ),
        _field(
            "source_id",
            "string",
            ("Mã nguồn", "Source id"),
            ("Dòng này lấy từ đâu: một dòng của bảng sources.", "Where the row comes from: a row of sources."),
        ),
        _field("text", "string", ("Nội dung", "Text"), ("Như nguồn viết.", "As the source writes it.")),
    ],
    "primaryKey": ["about", "property", "n", "source_id"],
}
