"""A small site: two bodies, three procedures and one withdrawn, months of dossiers, cells that mean harm."""

import json
from datetime import date
from pathlib import Path

KINDS = (  # a page of every kind
    "index.html",
    "indicators/index.html",
    "indicators/online-dossiers.html",
    "datasets/index.html",
    "datasets/thu/index.html",
    "datasets/thu/agencies.html",
    "datasets/thu/procedures.html",
    "agencies/index.html",
    "agencies/H99.html",
    "fields/HT.html",
    "procedures/1.000200.html",
    "procedures/1.000099.html",
    "services/1.000300.01-H99.html",
    "services/fields/HT.html",
    "quality/index.html",
    "quality/service-without-dossiers.html",
    "quality/type-error.html",
    "changes.html",
    "changes/2026.html",
    "status.html",
    "releases/index.html",
    "latest/index.html",
    "corrections.html",
    "search.html",
    "explore.html",
    "check.html",
    "figures.html",
    "methods.html",
    "api.html",
    "accessibility.html",
    "404.html",
    "en/agencies/H99.01.html",
    "en/procedures/index.html",
    "en/services/index.html",
)
AS_OF = date(2026, 11, 21)
HOSTILE = "<script>document.title='owned'</script>\"'&amp;\u202e=1+1"
AGENCIES = f"""agency_code,name,short_name,kind,tier,parent_code,valid_from,valid_to,successor_code
H99,Ủy ban nhân dân tỉnh Minh Họa,Minh Họa,province,province,,,,
H99.01,"{HOSTILE.replace('"', '""')}",,department,province,H99,,2025-06-30,H99
"""
PROCEDURES = """procedure_code,name,field_code,field_name,decision_no,status,abolished_date,replaced_by,change_kind
1.000100,Đăng ký khai sinh,HT,Hộ tịch,1/QĐ-UBND,in_force,,,
1.000200,Đăng ký khai tử,HT,Hộ tịch,2/QĐ-UBND,replaced,2026-03-01,1.000300,
1.000300,Đăng ký khai tử liên thông,HT,Hộ tịch,3/QĐ-UBND,in_force,,,new
"""
SERVICES = """service_code,owner_code,procedure_code,regime,level,launched_date
1.000100.01,H99,1.000100,224/2026,full,2026-07-01
1.000300.01,H99,1.000300,224/2026,partial,2026-07-01
"""
GONE = """["procedures/1.000099.html"]
date = 2026-11-20
reason = "Nhập hai lần."
successor = "procedures/1.000100.html"
"""
SOURCES = "source_id,publisher,title,retrieved\na,UBND tỉnh Minh Họa,Biểu 06 (giả định),2026-10-01\n"


def usage() -> str:
    """A service with dossiers, and one whose months are all reported as 0 but for one that nobody knows."""
    rows = [f"2026-{month:02},H99,1.000100.01,{month},{month},a" for month in range(1, 9)]
    rows += [f"2026-{month:02},H99,1.000300.01,{'' if month == 3 else 0},,a" for month in range(1, 9)]
    return "\n".join(["period,agency_code,item_code,received_total,received_online,source_id", *rows, ""])


def dossiers() -> str:
    """Form 06 of eight months."""
    head = "period,agency_code,row_kind,field_code,field_name,period_basis,to_handle_total,received_online"
    head += ",received_offline,source_id"
    rows = [f"2026-{month:02},H99,agency,ALL,,calendar,{10 + month},{month},10,a" for month in range(1, 9)]
    rows += [f"2026-{month:02},H99,field,HT,Hộ tịch,calendar,{10 + month},{month},10,a" for month in range(1, 9)]
    return "\n".join([head, *rows, ""])


TABLES = {
    "sources": SOURCES,
    "agencies": AGENCIES,
    "procedures": PROCEDURES,
    "services": SERVICES,
    "usage": usage(),
    "dossiers": dossiers(),
}


def workspace(folder: Path, tables: dict[str, str]) -> Path:
    """A workspace with these tables as its one package."""
    package = folder / "datasets" / "thu"
    package.mkdir(parents=True, exist_ok=True)
    (folder / "dvcdata.toml").write_text("", encoding="utf-8")
    (folder / "site").mkdir(exist_ok=True)
    (folder / "site" / "gone.toml").write_text(GONE, encoding="utf-8")
    descriptor = {
        "name": "thu",
        "title": "Gói thử",
        "description": "Dữ liệu để thử công cụ.",
        "version": "1.2.3",
        "licenses": [{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}],
        "contributors": [{"title": "Phòng thử nghiệm", "email": "thu@example.vn"}],
        "resources": [{"name": name, "path": f"{name}.csv"} for name in tables],
    }
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    for name, content in tables.items():
        (package / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder
