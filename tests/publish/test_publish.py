"""A package is published, published again, changed and taken back: on a real portal, as an editor."""

import hashlib
import json

import ckan_server
import duckdb
import openpyxl
import pytest
import stored_rows
from portals import Portal
from publishing import DOSSIERS, PROCEDURES, Shop, content, public, seen, state, stored, tapped
from running import Run

from dvcdata import builtin, licences
from dvcdata.publish import rows

SAMPLE = builtin.folder("datasets") / "sample"


def publish(run: Run) -> None:
    """Plans and applies."""
    planned = run("publish", "plan")
    assert planned.code == 0, planned.err
    applied = run("publish", "apply", "--yes")
    assert applied.code == 0, applied.err


def test_a_package_is_published_whole_and_read_back(run: Run, shop: Shop, portal: Portal) -> None:
    planned = run("publish", "plan", "--to", "noi")
    assert planned.code == 0 and "+ tạo mới   1 bộ dữ liệu" in planned.out and "Chưa gửi gì." in planned.out
    assert public(portal, f"api/3/action/package_show?id={shop.name}") is None
    applied = run("publish", "apply", "--to", "noi", "--yes")
    assert applied.code == 0, applied.err
    assert seen(portal, shop.name)
    shown = shop.shown()
    assert (shown["license_id"], shown["private"], shown["author"]) == ("cc-by", False, "Phòng thử nghiệm")
    assert sorted(item["name"] for item in shown["tags"]) == ["dịch vụ công", "thủ tục hành chính"]
    assert {item["key"]: item["value"] for item in shown["extras"]}["title_en"] == "Procedures of a test province"
    kinds = ["csv", "xlsx", "parquet"]
    files = {f"{name}.{kind}" for name in ("procedures", "dossiers") for kind in kinds}
    assert set(shop.ids()) == {*files, "datapackage.json", "quality.json", "manifest.json"}
    for item in shown["resources"]:
        assert hashlib.sha256(content(portal, shown, item["dvcdata_file"])).hexdigest() == item["hash"]
    assert content(portal, shown, "procedures.csv") == PROCEDURES.encode()
    manifest = json.loads(content(portal, shown, "manifest.json"))
    said = {item["file"]: item["sha256"] for item in manifest["files"]}
    assert said["dossiers.csv"] == hashlib.sha256(DOSSIERS.encode()).hexdigest()


def test_codes_and_labels_survive_in_every_form(run: Run, shop: Shop, portal: Portal) -> None:
    publish(run)
    shown = shop.shown()
    path = shop.home / "procedures"
    path.with_suffix(".parquet").write_bytes(content(portal, shown, "procedures.parquet"))
    rows = duckdb.execute(f"select * from read_parquet('{path}.parquet')")
    assert [item[0] for item in rows.description or ()] == ["procedure_code", "name", "fee_vnd", "fee_vnd_status"]
    values = [("1.000100", "Đăng ký khai sinh", 8000, None), ("2.002516", "=1+1, “hộ tịch”", None, "nc")]
    assert rows.fetchall() == values
    path.with_suffix(".xlsx").write_bytes(content(portal, shown, "procedures.xlsx"))
    book = openpyxl.load_workbook(path.with_suffix(".xlsx"))
    assert book.sheetnames == ["Giới thiệu", "Ghi chú", "procedures"]
    cells = [[cell.value for cell in row] for row in book["procedures"].iter_rows(min_row=2)]
    assert cells == [list(row) for row in values]
    assert book["procedures"]["A2"].data_type == "s" and book["procedures"]["B3"].data_type == "s"
    found = stored(portal, shop.ids()["procedures.csv"])
    assert [(row["procedure_code"], row["name"], row["fee_vnd"], row["fee_vnd_status"]) for row in found] == values
    fields = portal.call("datastore_search", resource_id=shop.ids()["procedures.csv"], limit=0)["fields"]
    assert {item["id"]: item["type"] for item in fields if item["id"] != "_id"}["procedure_code"] == "text"
    described = {
        item["id"]: item.get("info", {})
        for item in portal.call("datastore_info", id=shop.ids()["procedures.csv"])["fields"]
    }
    assert described["procedure_code"]["label"] and described["procedure_code"]["label_en"]


def test_an_unchanged_package_costs_one_read_and_no_write(
    run: Run, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(run)
    wire = tapped(monkeypatch)
    again = run("publish", "plan")
    assert "= không đổi 1 bộ dữ liệu" in again.out and "Không có gì phải làm." in again.out
    assert wire.calls.count("package_show") == 1 and wire.writes == []
    before = shop.shown()
    assert run("publish", "apply", "--yes").code == 0
    assert wire.writes == [] and shop.shown() == before


def test_one_changed_file_is_one_file_sent_and_every_id_stays(
    run: Run, shop: Shop, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.settle(formats=["csv"], datastore=[])
    publish(run)
    ids, manifest = shop.ids(), shop.shown()
    wire = tapped(monkeypatch)
    shop.write(procedures=PROCEDURES.replace("8000", "9000"), dossiers=DOSSIERS)
    planned = run("publish", "plan")
    assert (
        "~ cập nhật  1 bộ dữ liệu" in planned.out
        and "procedures.csv" in planned.out
        and "dossiers.csv" not in planned.out
    )
    assert run("publish", "apply", "--yes").code == 0
    assert wire.writes == ["package_revise"]
    after = shop.shown()
    assert shop.ids() == ids and content(portal, after, "procedures.csv") == PROCEDURES.replace("8000", "9000").encode()
    moved = [
        new["dvcdata_file"]
        for old, new in zip(manifest["resources"], after["resources"], strict=True)
        if old["last_modified"] != new["last_modified"]
    ]
    assert sorted(moved) == ["manifest.json", "procedures.csv"]


def test_every_row_of_a_table_is_in_the_datastore_as_it_stands_in_the_csv(run: Run, shop: Shop, portal: Portal) -> None:
    tables = {}
    for name in ("procedures", "usage", "satisfaction", "scores"):
        head, *lines = (SAMPLE / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        tables[name] = "".join(dict.fromkeys([head, *(line for line in lines if "1.000100" in line), *lines[:40]]))
    tables["scores"] = tables["scores"].replace(",83,100,", ",83.50,100.00,")
    assert ",83.50," in tables["scores"] and ",na," in tables["usage"] and "\n1.000100," in tables["procedures"]
    shop.settle(formats=["csv", "datapackage"], datastore=["*"])
    shop.write(**tables)
    publish(run)
    found = stored_rows.compared(portal, shop.name, page=25)
    assert {name: item.rows for name, item in found.items()} == {key: tables[key].count("\n") - 1 for key in tables}
    assert not any(item.unlike for item in found.values()), found


def test_rows_follow_their_table(run: Run, shop: Shop, portal: Portal) -> None:
    publish(run)
    resource = shop.ids()["procedures.csv"]
    shop.write(
        procedures="procedure_code,name,fee_vnd\n1.000100,Khai sinh,8000\n1.000656,Khai tử,nc\n", dossiers=DOSSIERS
    )
    publish(run)
    assert [row["procedure_code"] for row in stored(portal, resource)] == ["1.000100", "1.000656"]
    shop.write(procedures="procedure_code,name,status\n1.000100,Khai sinh,in_force\n", dossiers=DOSSIERS)
    publish(run)
    assert shop.ids()["procedures.csv"] == resource
    assert stored(portal, resource) == [{"procedure_code": "1.000100", "name": "Khai sinh", "status": "in_force"}]


def test_of_many_rows_that_are_gone_none_is_deleted_alone(
    run: Run, shop: Shop, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(run)
    monkeypatch.setattr(rows, "FEW", 1)
    shop.write(procedures="procedure_code,name,fee_vnd\n3.000001,Khai tử,nc\n", dossiers=DOSSIERS)
    wire = tapped(monkeypatch)
    publish(run)
    assert "datastore_delete" in wire.calls and "datastore_records_delete" not in wire.calls
    assert [row["procedure_code"] for row in stored(portal, shop.ids()["procedures.csv"])] == ["3.000001"]


def test_rows_that_somebody_took_out_come_back(run: Run, shop: Shop, portal: Portal) -> None:
    publish(run)
    resource = shop.ids()["procedures.csv"]
    rows_before = stored(portal, resource)
    portal.call("datastore_delete", resource_id=resource, force=True)
    publish(run)
    assert stored(portal, resource) == rows_before != []


def test_a_column_that_is_added_goes_into_the_file_its_rows_and_the_data_dictionary(
    run: Run, shop: Shop, portal: Portal
) -> None:
    shop.settle(formats=["csv", "datapackage"])
    publish(run)
    ids = shop.ids()
    head, *lines = PROCEDURES.splitlines()
    wider = "\n".join([f"{head},time_limit_value", *(f"{line},{n or 'nc'}" for n, line in enumerate(lines)), ""])
    shop.write(procedures=wider, dossiers=DOSSIERS)
    publish(run)
    rows = state(portal, shop.name)["files"]["procedures.csv"]["rows"]
    assert shop.ids() == ids and content(portal, shop.shown(), "procedures.csv") == wider.encode()
    assert [(row["time_limit_value"], row["time_limit_value_status"]) for row in rows] == [(None, "nc"), (1, None)]
    assert stored_rows.compared(portal, shop.name)["procedures"].unlike == []
    named = portal.call("datastore_info", id=ids["procedures.csv"])["fields"]
    assert {item["id"]: item["info"]["label_en"] for item in named}["time_limit_value"]


def test_a_table_that_is_gone_leaves_a_notice_at_its_address(run: Run, shop: Shop, portal: Portal) -> None:
    publish(run)
    ids = shop.ids()
    shop.write(dossiers=DOSSIERS)
    planned = run("publish", "plan")
    assert "− procedures.csv" in planned.out
    assert run("publish", "apply", "--yes").code == 0
    assert shop.ids() == ids
    shown = shop.shown()
    notice = content(portal, shown, "procedures.csv").decode()
    assert "đã được gỡ" in notice and "was withdrawn" in notice
    (item,) = (item for item in shown["resources"] if item["dvcdata_file"] == "procedures.csv")
    assert item["format"] == "TXT" and not item["datastore_active"]
    assert "Không có gì phải làm." in run("publish", "plan").out


def test_going_back_brings_the_files_back_under_their_ids(run: Run, shop: Shop, portal: Portal) -> None:
    publish(run)
    ids = shop.ids()
    shop.write(procedures=PROCEDURES.replace("8000", "9000"), descriptor={"title": "Tên mới"})
    publish(run)
    assert shop.shown()["title"] == "Tên mới"
    back = run("publish", "rollback", "--yes")
    assert back.code == 0, back.err
    shown = shop.shown()
    assert shown["title"] == "Thủ tục của tỉnh thử" and shop.ids() == ids
    assert content(portal, shown, "procedures.csv") == PROCEDURES.encode()
    assert content(portal, shown, "dossiers.csv") == DOSSIERS.encode()
    assert {row["fee_vnd"] for row in stored(portal, ids["procedures.csv"])} == {8000, None}
    assert run("publish", "log").out.count("bộ dữ liệu") == 3


def test_a_withdrawn_dataset_keeps_its_name_and_stays_withdrawn(run: Run, shop: Shop, portal: Portal) -> None:
    publish(run)
    ids = shop.ids()
    taken = run("publish", "withdraw", shop.name, "--reason", "số liệu sai", "--yes")
    assert taken.code == 0, taken.err
    shown = shop.shown()
    assert shown["title"].startswith("[Đã gỡ]") and "số liệu sai" in shown["notes"] and shop.ids() == ids
    assert "số liệu sai" in content(portal, shown, "dossiers.parquet").decode()
    again = run("publish", "plan")
    assert "--restore" in again.out and "Không có gì phải làm." in again.out
    assert run("publish", "plan", "--restore", shop.name).code == 0
    assert run("publish", "apply", "--yes").code == 0
    assert content(portal, shop.shown(), "procedures.csv") == PROCEDURES.encode() and shop.ids() == ids


def test_where_approval_is_wanted_nothing_goes_without_it(run: Run, shop: Shop, portal: Portal) -> None:
    shop.settle(approval=True, formats=["csv"], datastore=[])
    assert run("publish", "plan", "--page", "ban-in.md").code == 0
    assert "Quyết định số" in (shop.home / "ban-in.md").read_text(encoding="utf-8")
    refused = run("publish", "apply", "--yes")
    assert refused.code == 2 and "approve" in refused.err and not seen(portal, shop.name)
    assert run("publish", "approve", "--by", "Lê Thị B", "--decision", "12/QĐ-STP").code == 0
    assert run("publish", "apply", "--yes").code == 0
    manifest = json.loads(content(portal, shop.shown(), "manifest.json"))
    assert (manifest["approval"]["by"], manifest["approval"]["decision"]) == ("Lê Thị B", "12/QĐ-STP")
    assert "Lê Thị B" in run("publish", "log").out


def test_an_approval_is_for_one_plan_only(run: Run, shop: Shop) -> None:
    shop.settle(approval=True, formats=["csv"], datastore=[])
    run("publish", "plan")
    run("publish", "approve", "--by", "Lê Thị B", "--decision", "12/QĐ-STP")
    path = shop.there.plan_file
    path.write_text(path.read_text(encoding="utf-8").replace("tỉnh thử", "tỉnh khác"), encoding="utf-8")
    refused = run("publish", "apply", "--yes")
    assert refused.code == 2 and "Lê Thị B" in refused.err


def test_a_dataset_made_by_hand_and_a_licence_that_the_portal_does_not_know_are_named(
    run: Run, shop: Shop, portal: Portal
) -> None:
    shop.write(procedures=PROCEDURES, descriptor={"licenses": [{"name": "Giay-Phep-Tinh"}]})
    noted = run("publish", "plan").out
    assert "cổng không biết giấy phép “Giay-Phep-Tinh”" in noted
    portal.call("package_create", name=shop.name, owner_org=portal.organization)
    shop.write(procedures=PROCEDURES)
    assert f"{shop.name} đã có trên cổng và không do dvcdata tạo" in run("publish", "plan").out
    assert run("publish", "apply", "--yes").code == 0
    shop.write(procedures=PROCEDURES.replace("8000", "9000"))
    assert "không do dvcdata tạo" not in run("publish", "plan").out


def test_every_open_licence_is_one_that_the_portal_knows(portal: Portal) -> None:
    known = {item["id"] for item in portal.call("license_list")}
    assert {item.others[0] for item in licences.OPEN} <= known


def test_a_name_that_a_dataset_out_of_sight_has_is_refused_when_planning(run: Run, shop: Shop, portal: Portal) -> None:
    if not portal.server:
        pytest.skip("another portal lets nobody make organisations")
    other = f"{shop.name}-khac"
    ckan_server.call(portal.url, portal.admin, "organization_create", name=other)
    ckan_server.call(portal.url, portal.admin, "package_create", name=shop.name, owner_org=other, private=True)
    refused = run("publish", "plan")
    assert refused.code == 2 and shop.name in refused.err and "không được xem" in refused.err
    ckan_server.call(portal.url, portal.admin, "dataset_purge", id=shop.name)
    ckan_server.call(portal.url, portal.admin, "organization_purge", id=other)


def test_a_stewards_own_additions_stay_and_their_edits_stop_the_plan(run: Run, shop: Shop, portal: Portal) -> None:
    publish(run)
    shop.write(procedures=PROCEDURES.replace("8000", "9000"), dossiers=DOSSIERS)
    assert run("publish", "plan").code == 0
    extras = [*shop.shown()["extras"], {"key": "ghi_chu", "value": "của cổng"}]
    portal.call("package_patch", id=shop.name, extras=extras, title="Tên do cổng đặt")
    refused = run("publish", "apply", "--yes")
    assert refused.code == 2 and "Tên do cổng đặt" in refused.err
    assert content(portal, shop.shown(), "procedures.csv") == PROCEDURES.encode()
    publish(run)
    shown = shop.shown()
    assert shown["title"] == "Thủ tục của tỉnh thử"
    assert {"key": "ghi_chu", "value": "của cổng"} in shown["extras"]
