"""Importing again changes nothing, a newer edition replaces its own rows, and nobody else's rows are touched."""

import json
from pathlib import Path
from typing import Any

import pytest
from official_files import Import, files, procedure, procedure_list, progress, response, rows, unit

from dvcdata import write
from dvcdata.errors import UserError

UNIT = unit("H44.100", "UBND Phường Việt Trì", 1, 2)
CODES = ("1.000001", "1.000002", "1.000003", "1.000004")


def catalogue(path: Path, *codes: str, **cells: str) -> Path:
    return procedure_list(path, *(procedure(code, **cells) for code in codes))


def codes(into: Path) -> list[str]:
    return [row["procedure_code"] for row in rows(into, "procedures")]


def table(into: Path, name: str, *lines: dict[str, str]) -> None:
    columns = list(dict.fromkeys(key for line in lines for key in line))
    write.write_files([(into / f"{name}.csv", write.table_bytes(columns, lines))])


def test_the_same_files_again_change_no_byte_in_whatever_order(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    given = [
        catalogue(tmp_path / "a.xlsx", *CODES, executing="A\n\nỦy ban nhân dân cấp xã"),
        catalogue(tmp_path / "b.xlsx", "1.000009", "1.000009", issuing="Bộ Tư pháp"),
        progress(tmp_path / "c.json", UNIT, monthlyChart=[{"month": "01", "onTimePct": 1}]),
    ]
    assert {item.change for item in bring(*given).files} == {"added"}
    before = files(into)
    said.clear()
    for order in (given, given[::-1], given[:1], given[2:]):
        result = bring(*order)
        assert files(into) == before
        assert result.written == ()
        assert {item.change for item in result.files} == {"unchanged"}
    assert any("Không đổi" in line for line in said)


def test_a_renamed_copy_is_the_same_source(tmp_path: Path, into: Path, bring: Import) -> None:
    path = catalogue(tmp_path / "a.xlsx", *CODES)
    bring(path)
    result = bring(path.rename(tmp_path / "b.xlsx"))
    assert result.files[0].change == "unchanged"
    assert {row["file"] for row in rows(into, "provenance")} == {"b.xlsx"}


def test_a_newer_edition_replaces_the_rows_of_its_source_and_says_so(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    bring(catalogue(tmp_path / "a.xlsx", *CODES[:3]))
    bring(catalogue(tmp_path / "other.xlsx", "1.000009", issuing="Bộ Tư pháp"))
    said.clear()
    result = bring(catalogue(tmp_path / "newer.xlsx", *CODES[1:], name="Tên mới"))
    assert codes(into) == ["1.000002", "1.000003", "1.000009", "1.000004"]
    assert [row["name"] for row in rows(into, "procedures")] == ["Tên mới", "Tên mới", "Cấp thẻ", "Tên mới"]
    assert [row["procedure_code"] for row in rows(into, "procedure_agencies")] == codes(into)
    assert len(rows(into, "sources")) == 2
    assert (result.files[0].change, result.files[0].replaced) == ("replaced", 8)  # source, group, 3 + 3
    assert any(line.startswith("  Thay 8 dòng") for line in said)


def test_another_part_of_a_catalogue_does_not_push_the_first_out(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(catalogue(tmp_path / "a.xlsx", *CODES[:3]))
    second = catalogue(tmp_path / "b.xlsx", "1.000003", "1.000011", "1.000012", "1.000013")
    bring(second)
    assert codes(into) == ["1.000001", "1.000002", "1.000003", "1.000011", "1.000012", "1.000013"]
    assert [row["source_id"] for row in rows(into, "sources")] == [
        "dvcqg-tthc-bo-cong-an",
        "dvcqg-tthc-bo-cong-an-2",
    ]
    before = files(into)
    bring(second)
    assert files(into) == before


def test_a_few_procedures_of_a_list_do_not_push_the_others_out(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(catalogue(tmp_path / "a.xlsx", *CODES, "1.000005"))
    before = files(into)
    bring(catalogue(tmp_path / "b.xlsx", *CODES[:2]))
    assert codes(into) == [*CODES, "1.000005"]
    assert len(rows(into, "sources")) == 2
    bring(catalogue(tmp_path / "a.xlsx", *CODES, "1.000005"), catalogue(tmp_path / "b.xlsx", *CODES[:2]))
    assert (into / "procedures.csv").read_bytes() == before["procedures.csv"]
    assert len(rows(into, "sources")) == 2


def test_a_row_that_two_lists_share_is_there_once_until_both_drop_it(tmp_path: Path, into: Path, bring: Import) -> None:
    one, other = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    shared = procedure("1.000001")
    bring(procedure_list(one, shared, procedure("1.000002"), procedure("1.000005")))
    bring(procedure_list(other, shared, *(procedure(f"1.00001{n}", issuing="Bộ Tư pháp") for n in range(3))))
    assert codes(into).count("1.000001") == 1
    bring(catalogue(one, "1.000002", "1.000005"))
    assert codes(into).count("1.000001") == 1
    assert rows(into, "procedures")[0]["source_id"] == "dvcqg-tthc-bo-tu-phap"
    bring(procedure_list(other, *(procedure(f"1.00001{n}", issuing="Bộ Tư pháp") for n in range(3))))
    assert "1.000001" not in codes(into)


def test_two_lists_that_contradict_each_other_are_both_kept(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(catalogue(tmp_path / "a.xlsx", "1.000001", "1.000002"))
    bring(
        procedure_list(
            tmp_path / "b.xlsx",
            procedure("1.000001", name="Khác"),
            *(procedure(f"1.00001{n}", issuing="Bộ Tư pháp") for n in range(3)),
        )
    )
    assert [row["name"] for row in rows(into, "procedures") if row["procedure_code"] == "1.000001"] == [
        "Cấp thẻ",
        "Khác",
    ]


def test_a_body_of_two_sources_is_one_row_and_its_other_name_is_kept(tmp_path: Path, into: Path, bring: Import) -> None:
    alone: dict[str, Any] = {"departmentCode": "H44.100", "departmentName": "UBND phường Việt Trì"}
    alone |= {"onlineServiceTotal": 1, "channelTotalSum": 2}
    given = [response(tmp_path / "a.json", alone), progress(tmp_path / "b.json", UNIT)]
    bring(*given)
    agencies = {row["agency_code"]: row for row in rows(into, "agencies")}
    assert agencies["H44.100"]["name"] == "UBND phường Việt Trì"
    assert agencies["H44.100"]["parent_code"] == "H44"
    [name] = rows(into, "agency_names")
    assert (name["agency_code"], name["name"], name["kind"]) == ("H44.100", "UBND Phường Việt Trì", "alias")
    before = files(into)
    bring(*given)
    assert files(into) == before


def test_what_one_source_leaves_open_about_a_body_another_fills_in(tmp_path: Path, into: Path, bring: Import) -> None:
    alone: dict[str, Any] = {"departmentCode": "H44.100", "departmentName": "UBND Phường Việt Trì"}
    alone |= {"onlineServiceTotal": 1, "channelTotalSum": 2}
    given = [response(tmp_path / "a.json", alone), progress(tmp_path / "b.json", UNIT)]
    bring(*given)
    [row] = [row for row in rows(into, "agencies") if row["agency_code"] == "H44.100"]
    assert (row["tier"], row["parent_code"]) == ("commune", "H44")
    assert not (into / "agency_names.csv").exists()
    before = files(into)
    bring(*given)
    assert files(into) == before


def test_a_contradiction_about_a_body_is_said_and_the_package_keeps_its_own(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    into.mkdir()
    table(into, "agencies", {"agency_code": "H44.100", "name": UNIT["departmentName"], "tier": "district"})
    bring(progress(tmp_path / "a.json", UNIT))
    row = rows(into, "agencies")[0]
    assert (row["tier"], row["kind"], row["parent_code"]) == ("district", "commune", "H44")
    notes = [line for line in said if "H44.100: cột tier" in line]
    assert ["“district”" in line and "“commune”" in line for line in notes] == [True]


def test_a_definition_that_dvcdata_changed_is_brought_up_to_date_but_not_a_stewards(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    alone: dict[str, Any] = {"departmentCode": "H44", "departmentName": "UBND tỉnh Phú Thọ", "onlineDossierPct": 3}
    alone |= {"onlineServiceTotal": 1, "channelTotalSum": 2}
    given = [response(tmp_path / "a.json", alone), progress(tmp_path / "b.json", {**UNIT, "onlineDossierPct": 4})]
    bring(*given)
    before = files(into)
    old = [{**row, "title": "Cũ"} for row in rows(into, "measures")]
    table(into, "measures", *old)
    (into / "imported.zip").unlink()  # which says that nobody wrote this by hand
    bring(*given)
    assert files(into) == before
    (into / "provenance.csv").unlink()
    table(into, "measures", *({**row, "source_id": "so-tay"} for row in old))
    bring(*given)
    bring(*given)
    assert {(row["title"], row["source_id"]) for row in rows(into, "measures")} == {("Cũ", "so-tay")}


def test_another_period_is_another_source_and_a_wrong_one_can_be_put_right(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    path = progress(tmp_path / "a.json", UNIT)
    bring(path, period="2026-07")
    bring(progress(tmp_path / "b.json", {**UNIT, "totalOnTime": 2}), period="2026-09")
    said.clear()
    bring(path, period="2026-08")
    assert {row["period"] for row in rows(into, "scores")} == {"2026-08", "2026-09"}
    assert "dvcqg-progress-h44-2026-07" not in {row["source_id"] for row in rows(into, "sources")}
    assert any("dvcqg-progress-h44-2026-07" in line for line in said)
    titles = [
        source["title"] for source in json.loads((into / "datapackage.json").read_text(encoding="utf-8"))["sources"]
    ]
    assert not any("7/2026" in title for title in titles)
    assert sum("8/2026" in title for title in titles) == 1


def test_a_number_that_a_newer_response_no_longer_gives_is_gone(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(progress(tmp_path / "a.json", UNIT))
    bring(progress(tmp_path / "b.json", {**UNIT, "score": None, "avgProcessingDays": None}))
    assert rows(into, "scores")[1]["score"] == ""
    left = {row["measure"] for row in rows(into, "observations") if row["agency_code"] == "H44.100"}
    assert left == {"portal-received", "portal-on-time", "portal-overdue"}


def test_two_editions_in_one_run_are_refused_and_a_copy_is_not(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    one, copy = catalogue(tmp_path / "a.xlsx", *CODES), tmp_path / "copy.xlsx"
    copy.write_bytes(one.read_bytes())
    with pytest.raises(UserError) as caught:
        bring(one, catalogue(tmp_path / "b.xlsx", *CODES, name="Mới"))
    assert caught.value.key == "import.same_source"
    assert not into.exists()
    assert [item.change for item in bring(one, copy).files] == ["added", "copy"]
    assert any("bản sao" in line for line in said)


def test_the_same_bytes_for_two_periods_are_refused(tmp_path: Path, into: Path, bring: Import) -> None:
    one, other = progress(tmp_path / "2026-07.json", UNIT), progress(tmp_path / "2026-08.json", UNIT)
    with pytest.raises(UserError) as caught:
        bring(one, other, period=None, ask=lambda question, proposal: proposal)
    assert caught.value.key == "import.same_bytes"
    assert not into.exists()


def test_a_package_made_by_others_keeps_its_tables_rows_and_files(tmp_path: Path, into: Path, bring: Import) -> None:
    into.mkdir()
    mine = {"procedure_code": "1.000001", "note": "của tôi", "name": "Tên đã sửa"}
    (into / "procedures.csv").write_bytes("procedure_code,note,name\r\n1.000001,của tôi,Tên đã sửa\r\n".encode())
    (into / "services.csv").write_bytes(b"service_code,owner_code\r\n1.000001.01,H44\r\n")
    (into / "ghi-chu.txt").write_bytes(b"x")
    descriptor: dict[str, Any] = {
        "name": "cua-toi",
        "title": "Của tôi",
        "licenses": [{"name": "CC0-1.0"}],
        "sources": [{"title": "Sổ tay"}],
        "resources": [{"name": name, "path": f"{name}.csv", "x": 1} for name in ("services", "procedures")],
    }
    write.write_json(into / "datapackage.json", descriptor)
    bring(catalogue(tmp_path / "a.xlsx", "1.000001", "1.000002"))
    found = rows(into, "procedures")
    assert {name: found[0][name] for name in mine} == mine
    assert [row["procedure_code"] for row in found] == ["1.000001", "1.000001", "1.000002"]
    assert (into / "services.csv").read_bytes().endswith(b"H44\r\n")
    assert (into / "ghi-chu.txt").read_bytes() == b"x"
    new = json.loads((into / "datapackage.json").read_text(encoding="utf-8"))
    assert {name: new[name] for name in ("name", "title", "licenses")} == {
        name: descriptor[name] for name in ("name", "title", "licenses")
    }
    assert new["sources"][0] == {"title": "Sổ tay"}
    assert new["resources"][:2] == descriptor["resources"]
    bring(catalogue(tmp_path / "a.xlsx", *CODES))
    assert [row["name"] for row in rows(into, "procedures")][:2] == ["Tên đã sửa", "Cấp thẻ"]


def test_a_row_that_a_steward_wrote_is_not_taken_over_by_a_list_that_says_the_same(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    into.mkdir()
    table(into, "agency_groups", {"group_code": "xa", "name": "Ủy ban nhân dân cấp xã", "tier": "commune"})
    bring(catalogue(tmp_path / "a.xlsx", *CODES))
    assert rows(into, "procedure_agencies")[0]["executing"] == "xa"
    bring(catalogue(tmp_path / "a.xlsx", *CODES, executing="Sở A"))
    assert [row["group_code"] for row in rows(into, "agency_groups")] == ["xa"]


def test_a_published_package_without_provenance_is_brought_up_to_date_all_the_same(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    bring(catalogue(tmp_path / "a.xlsx", *CODES))
    before = files(into)
    (into / "provenance.csv").unlink()
    bring(catalogue(tmp_path / "a.xlsx", *CODES))
    assert files(into) == before
    (into / "provenance.csv").unlink()
    bring(catalogue(tmp_path / "a.xlsx", *CODES[1:]))
    assert codes(into) == list(CODES[1:])


def test_what_a_steward_added_or_mapped_stays_while_its_text_does(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(catalogue(tmp_path / "a.xlsx", *CODES, executing="Sở A\nSở B"))
    table(into, "procedures", *({**row, "eligible_online": "true"} for row in rows(into, "procedures")))
    table(into, "procedure_agencies", *({**row, "executing": "H44.1"} for row in rows(into, "procedure_agencies")))
    bring(catalogue(tmp_path / "b.xlsx", *CODES, name="Mới", executing="Sở A\nSở C"))
    assert {row["eligible_online"] for row in rows(into, "procedures")} == {"true"}
    found = {(row["executing_text"], row["executing"]) for row in rows(into, "procedure_agencies")}
    assert found == {("Sở A", "H44.1"), ("Sở C", "")}


def test_rows_that_a_steward_moved_keep_their_place_in_the_source(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(catalogue(tmp_path / "a.xlsx", *CODES))
    table(into, "procedures", *reversed(rows(into, "procedures")))
    bring(progress(tmp_path / "c.json", UNIT))
    found = [(row["row"], row["key"], row["line"]) for row in rows(into, "provenance") if row["table"] == "procedures"]
    assert found[0] == ("2", "1.000004", "6")


def test_provenance_of_tables_that_no_import_writes_stays(tmp_path: Path, into: Path, bring: Import) -> None:
    into.mkdir()
    line = {"table": "usage", "row": "2", "key": "x", "file": "u.xlsx", "sheet": "S", "line": "9", "columns": "a=B"}
    table(into, "provenance", line)
    bring(catalogue(tmp_path / "a.xlsx", *CODES))
    assert rows(into, "provenance")[-1] == {**line, "source_id": "", "corrected": ""}


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("procedures.csv", "procedure_code;name\n1.000001;x\n", "import.table_header"),
        ("procedures.csv", "procedure_code,name,name\n", "import.table_header"),
        ("procedures.csv", "procedure_code,name\n1.000001,x,y\n", "import.table_ragged"),
        ("procedures.csv", 'procedure_code,name\n1.000001,"x\n', "import.table_not_plain"),
        ("procedures.csv", "", "import.table_not_plain"),
        ("procedures.csv", "procedure_code,name\n1.000001,\udcff\n", "import.table_not_plain"),
        ("provenance.csv", "table,row\n\udcff\n", "import.provenance"),
        ("provenance.csv", "nguồn\nsổ tay\n", "import.provenance"),
        ("datapackage.json", "{", "json.broken"),
        ("datapackage.json", "[]", "package.no_resources"),
        ("datapackage.json", '{"resources": {}}', "package.no_resources"),
        ("datapackage.json", '{"sources": "x"}', "package.no_resources"),
        ("datapackage.json", '{"resources": ["procedures"]}', "package.bad_resource"),
        ("datapackage.json", '{"resources": [{"name": "procedures"}]}', "import.table_not_plain"),
        ("datapackage.json", '{"resources": [{"name": "procedures", "path": "../p.csv"}]}', "path.parent"),
        ("datapackage.json", '{"resources": [{"name": "procedures", "path": "p.csv"}]}', "resource.missing"),
        ("datapackage.json", '{"resources": [{"name": "procedures", "path": ["p.csv"]}]}', "import.table_not_plain"),
        (
            "datapackage.json",
            '{"resources": [{"name": "procedures", "path": "p.csv", "dialect": {"delimiter": ";"}}]}',
            "import.table_not_plain",
        ),
        (
            "datapackage.json",
            '{"resources": [{"name": "procedures", "path": "p.csv", "encoding": "cp1258"}]}',
            "import.table_not_plain",
        ),
    ],
)
def test_a_package_that_cannot_be_kept_as_it_is_is_refused(
    tmp_path: Path, into: Path, bring: Import, name: str, content: str, key: str
) -> None:
    into.mkdir()
    (into / name).write_bytes(content.encode("utf-8", "surrogateescape"))
    before = files(into)
    with pytest.raises(UserError) as caught:
        bring(catalogue(tmp_path / "a.xlsx", *CODES))
    assert caught.value.key == key
    assert files(into) == before


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path, into: Path, bring: Import) -> None:
    into.write_bytes(b"x")
    with pytest.raises(UserError) as caught:
        bring(catalogue(tmp_path / "a.xlsx", *CODES))
    assert caught.value.key == "import.into_file"


def test_tables_may_lie_in_a_folder_of_the_package(tmp_path: Path, into: Path, bring: Import) -> None:
    (into / "du-lieu").mkdir(parents=True)
    (into / "du-lieu" / "p.csv").write_bytes(b"procedure_code\n1.000009\n")
    resource = {"name": "procedures", "path": "du-lieu/p.csv", "bytes": 24, "hash": "sha256:0"}
    write.write_json(into / "datapackage.json", {"name": "x", "resources": [resource]})
    bring(catalogue(tmp_path / "a.xlsx", "1.000001"))
    content = (into / "du-lieu" / "p.csv").read_bytes()
    assert content.startswith(b"procedure_code,name,field_name")
    assert not (into / "procedures.csv").exists()
    new = json.loads((into / "datapackage.json").read_text(encoding="utf-8"))["resources"][0]
    assert new["bytes"] == len(content)
    assert new["hash"].startswith("sha256:") and len(new["hash"]) == 71


def test_an_interrupted_import_is_finished_by_the_next(tmp_path: Path, into: Path, bring: Import) -> None:
    path = catalogue(tmp_path / "a.xlsx", *CODES)
    bring(path)
    whole = files(into)
    for lost in (["datapackage.json"], ["datapackage.json", "provenance.csv"], ["procedures.csv", "datapackage.json"]):
        for name in lost:
            (into / name).unlink()
        bring(path)
        assert files(into) == whole
