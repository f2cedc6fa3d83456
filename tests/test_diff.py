"""`dvcdata diff`: what was cut, vanished, split, merged, recoded, is new or was revised; folders, zips and git refs."""

import csv
import json
import subprocess
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from running import Run, Write

PROCEDURES = (
    "procedure_code,name,field_code,status,abolished_date,replaced_by,change_kind,effective_date,decision_no,"
    "time_limit_value,time_limit_unit,fee_vnd\n"
)
OLD = """1.000001,Cấp phép khai thác nước mặt,NM,in_force,,,,,,10,working_day,100
1.000002,Đăng ký hộ kinh doanh,KD,in_force,,,,,,,,
1.000003,Chứng thực chữ ký người dịch,TP,in_force,,,,,,,,
1.000004,Công nhận cảng thủy nội địa,GT,in_force,,,,,,,,
1.000005,Giải thể quỹ xã hội,NV,in_force,,,,,,,,
1.000006,Sáp nhập quỹ xã hội,NV,in_force,,,,,,,,
1.000007,Cấp lại thẻ giám định viên,VH,in_force,,,,,,,,
1.000008,Thông báo hoạt động karaoke,VH,in_force,,,,,,,,
"""
NEW = """1.000001,Cấp phép khai thác nước mặt,NM,in_force,,,,,,7,working_day,80
1.000002,Đăng ký hộ kinh doanh cá thể,KD,in_force,,,,,,,,
1.000003,Chứng thực chữ ký người dịch,TP,abolished,2026-05-01,,,,12/QĐ,,,
1.000005,Giải thể quỹ xã hội,NV,replaced,2026-05-01,2.000001,,,13/QĐ,,,
1.000006,Sáp nhập quỹ xã hội,NV,replaced,2026-05-01,2.000001,,,13/QĐ,,,
1.000007,Cấp lại thẻ giám định viên,VH,abolished,2026-05-01,,,,14/QĐ,,,
2.000001,"Sáp nhập, giải thể quỹ xã hội",NV,in_force,,,merged,2026-05-01,13/QĐ,,,
2.000002,Cấp lại thẻ giám định viên tư pháp,VH,in_force,,,new,2026-06-01,15/QĐ,,,
2.000003,Thông báo hoạt động karaoke,VH,in_force,,,,2026-06-01,,,,
2.000004,Nhập khẩu mẫu vật biển sâu,NM,in_force,,,new,2026-06-01,16/QĐ,,,
"""
SERVICES = "service_code,owner_code,name,regime,level,launched_date,withdrawn_date\n"
AGENCIES = "agency_code,name,kind,tier,valid_to,successor_code\n"
FORM = "period,agency_code,row_kind,field_code,received_online\n"


@pytest.fixture
def releases(package: Write) -> tuple[Path, Path]:
    old = package(
        None,
        "cu",
        procedures=PROCEDURES + OLD,
        services=SERVICES
        + "1.000001.01,H90,A,224/2026,partial,,\n1.000002.01,H90,B,42/2022,full,,\n1.000003.01,H90,C,224/2026,full,,\n",
        agencies=AGENCIES + "H90,Tỉnh Thử,province,province,,\nH91,Tỉnh Cũ,province,province,,\n",
        dossiers=FORM + "2026-07,H90,agency,ALL,10\n2026-08,H90,agency,ALL,12\n",
        figures="figure_id,statement,value\nF1,Một con số,61.3\nF2,Con số nữa,5\n",
    )
    new = package(
        None,
        "moi",
        procedures=PROCEDURES + NEW,
        services=SERVICES
        + "1.000001.01,H90,A,224/2026,full,,\n1.000002.01,H90,B,224/2026,full,,\n"
        + "1.000003.01,H90,C,224/2026,full,,2026-05-01\n2.000004.01,H90,D,224/2026,full,2026-06-01,\n",
        agencies=AGENCIES + "H90,Tỉnh Thử,province,province,,\nH91,Tỉnh Cũ,province,province,2026-06-30,H90\n",
        dossiers=FORM + "2026-07,H90,agency,ALL,11\n2026-08,H90,agency,ALL,12\n",
        figures="figure_id,statement,value\nF1,Một con số,61.4\n",
    )
    return old, new


def changes(run: Run, *arguments: object) -> list[dict[str, Any]]:
    result = run("diff", *arguments, "--format", "json")
    assert (result.code, result.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(result.out)["changes"]
    return found


def kinds(found: list[dict[str, Any]], table: str) -> dict[tuple[str, str], str]:
    return {(item["key"].partition("|")[0], item["other"]): item["kind"] for item in found if item["table"] == table}


def test_procedures_cut_vanished_merged_recoded_renamed_and_new_are_told_apart(
    releases: tuple[Path, Path], run: Run
) -> None:
    assert kinds(changes(run, *releases), "procedures") == {
        ("1.000003", ""): "cut",
        ("1.000004", ""): "vanished",
        ("1.000005", "2.000001"): "merged",
        ("1.000006", "2.000001"): "merged",
        ("1.000007", "2.000002"): "recreated",
        ("1.000008", "2.000003"): "recoded",
        ("1.000002", ""): "renamed",
        ("1.000001", "time_limit_value"): "simplified",
        ("1.000001", "fee_vnd"): "simplified",
        ("2.000004", ""): "new",
    }


def test_services_agencies_figures_and_numbers(releases: tuple[Path, Path], run: Run) -> None:
    found = changes(run, *releases)
    assert kinds(found, "services") == {
        ("1.000001.01", ""): "level-changed",
        ("1.000002.01", ""): "regime-changed",
        ("1.000003.01", ""): "service-withdrawn",
        ("2.000004.01", ""): "service-new",
    }
    assert kinds(found, "agencies") == {("H91", "H90"): "agency-merged"}
    assert kinds(found, "figures") == {("F1", "value"): "figure-revised", ("F2", ""): "figure-gone"}
    (revised,) = [item for item in found if item["kind"] == "revised"]
    assert (revised["key"], revised["other"], revised["old"], revised["new"]) == (
        "2026-07|H90|agency|ALL",
        "received_online",
        "10",
        "11",
    )


def test_numbers_that_are_gone_are_no_silence(package: Write, run: Run) -> None:
    seen = "period,agency_code,measure,source_id,value\n"
    old = package(
        None,
        "cu",
        dossiers=FORM + "2026-07,H90,agency,ALL,10\n2026-08,H90,agency,ALL,12\n2026-08,H90,field,,3\n",
        observations=seen + "2026-08,H90,m,s1,5\n2026-08,H90,n,s1,6\n",
    )
    new = package(
        None,
        "moi",
        dossiers=FORM + "2026-08,H90,agency,ALL,12\n2026-08,H90,field,,3\n2026-09,H90,agency,ALL,1\n",
        observations=seen + "2026-08,H90,m,s2,5\n",
    )
    found = [(item["kind"], item["table"], item["key"]) for item in changes(run, old, new)]
    assert found == [("gone", "dossiers", "2026-07|H90|agency|ALL"), ("gone", "observations", "2026-08|H90|n")]
    said = run("diff", old, new).out
    assert "Dòng số liệu đã công bố nay không còn: 2\n  2026-07|H90|agency|ALL [bảng dossiers]\n" in said


def test_the_text_says_that_a_merger_is_no_cut_and_a_vanished_procedure_neither(
    releases: tuple[Path, Path], run: Run
) -> None:
    said = run("diff", *releases).out
    assert "Cắt 1 thủ tục, thêm 1 thủ tục mới, 1 dịch vụ mới cung cấp" in said
    assert "1.000003 “Chứng thực chữ ký người dịch” · 12/QĐ · 01/05/2026" in said
    assert "Số UBND cấp tỉnh: 2 còn 1 do sáp nhập. Đó là gián đoạn chuỗi số liệu, không phải cắt giảm." in said
    assert "chưa phải là cắt giảm: hỏi nơi công bố" in said


def test_the_release_note_and_the_table_of_changes(releases: tuple[Path, Path], run: Run) -> None:
    note = run("--lang", "en", "diff", *releases, "--format", "markdown").out
    assert "### Procedures cut (1)" in note and "- 1.000003 “Chứng thực chữ ký người dịch”" in note
    rows = list(csv.DictReader(StringIO(run("diff", *releases, "--format", "csv").out)))
    assert {"kind": "cut", "key": "1.000003", "decision": "12/QĐ", "day": "2026-05-01"}.items() <= rows[0].items()


def test_a_zip_and_a_git_ref_are_releases_too(releases: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    old, new = releases
    expected = kinds(changes(run, old, new), "procedures")
    packed = tmp_path / "cu.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in old.iterdir():
            archive.write(path, f"ban-cu/{path.name}")
    assert kinds(changes(run, packed, new), "procedures") == expected
    repository = tmp_path / "kho"
    (repository / "goi").mkdir(parents=True)
    for release in (old, new):
        for path in release.iterdir():
            (repository / "goi" / path.name).write_bytes(path.read_bytes())
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Bản"]):
            name = ["-c", "user.name=Thử", "-c", "user.email=thu@example.vn", "-c", "commit.gpgsign=false"]
            subprocess.run(["git", "-C", repository, *name, *words], check=True, capture_output=True)
    assert kinds(changes(run, "HEAD~1", repository / "goi"), "procedures") == expected
    assert kinds(changes(run, repository / "goi", repository / "goi"), "procedures") == {}


def test_a_git_ref_from_before_the_package_is_known_but_holds_none(package: Write, run: Run) -> None:
    new = package(None, "goi", procedures=PROCEDURES + OLD)
    name = ["-c", "user.name=Thử", "-c", "user.email=thu@example.vn", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["commit", "-qm", "Trống", "--allow-empty"]):
        subprocess.run(["git", "-C", new.parent, *name, *words], check=True, capture_output=True)
    result = run("diff", "HEAD", new)
    assert (result.code, result.err) == (2, "“HEAD” không chứa gói dữ liệu nào (không có datapackage.json).\n")


def test_every_part_of_a_split_is_one_and_no_recreation(package: Write, run: Run) -> None:
    old = package(None, "cu", procedures=PROCEDURES + "1.000001,Cấp phép nước mặt,NM,in_force,,,,,,,,\n")
    parts = "".join(f"2.00000{n},Cấp phép nước mặt phần {n},NM,in_force,,,split,2026-05-01,,,,\n" for n in (1, 2))
    gone = "1.000001,Cấp phép nước mặt,NM,replaced,2026-05-01,2.000001,,,,,,\n"
    new = package(None, "moi", procedures=PROCEDURES + gone + parts)
    assert kinds(changes(run, old, new), "procedures") == {
        ("1.000001", "2.000001"): "split",
        ("2.000002", ""): "split",
    }


def test_a_level_is_said_in_words(releases: tuple[Path, Path], run: Run) -> None:
    assert "một phần (224/2026) → toàn trình (224/2026)" in run("diff", *releases).out
    assert "partially online (224/2026) → fully online (224/2026)" in run("diff", *releases, "--lang", "en").out


def test_changed_values_are_written_for_readers_and_kept_plain_for_programs(package: Write, run: Run) -> None:
    head = "period,agency_code,row_kind,field_code,received_online\n"
    figures = "figure_id,statement,value,unit,qualifier,as_of\n"
    old = package(
        None, "cu", dossiers=f"{head}2026-08,H44,agency,ALL,6468\n", figures=f"{figures}F1,Câu.,1250.5,x,exact,\n"
    )
    rows = f"{figures}F1,Câu.,12600,x,nearly,2026-08-31\n"
    new = package(None, "moi", dossiers=f"{head}2026-08,H44,agency,ALL,16470\n", figures=rows)
    said = run("diff", old, new).out
    assert "[bảng dossiers] · tiếp nhận trực tuyến trong kỳ · 6.468 → 16.470" in said
    assert "· giá trị · 1.250,5 → 12.600" in said
    assert "· đúng con số, không kèm từ nào → gần" in said and "· thời điểm chốt số liệu · – → 31/08/2026" in said
    assert (
        "received online · 6,468 → 16,470" in run("--lang", "en", "diff", old, new, "--format", "markdown").out.lower()
    )
    sets = "dataset_id,title,frequency\nd1,Bộ,{}\n"
    one, two = (package(None, n, open_datasets=sets.format(n)) for n in ("monthly", "quarterly"))
    assert "· tần suất cập nhật · hằng tháng → hằng quý" in run("diff", one, two).out
    assert {("6468", "16470"), ("1250.5", "12600")} <= {(row["old"], row["new"]) for row in changes(run, old, new)}


def test_the_same_release_twice_shows_no_change(releases: tuple[Path, Path], run: Run) -> None:
    assert "Không có thay đổi nào trong những gì đã so." in run("diff", releases[0], releases[0]).out


def test_a_table_that_one_release_lacks_is_named(package: Write, run: Run) -> None:
    one = package(None, "mot", procedures=PROCEDURES + OLD, services=SERVICES + "1.000001.01,H90,A,224/2026,full,,\n")
    two = package(None, "hai", procedures=PROCEDURES + OLD)
    assert "Không so được vì một trong hai bản không có: services" in run("diff", one, two).out


def test_releases_without_a_table_in_common_are_no_sameness(package: Write, run: Run) -> None:
    one = package(None, "mot", procedures=PROCEDURES + OLD)
    two = package(None, "hai", figures="figure_id,value\nF1,1\n")
    result = run("diff", one, two)
    assert result.code == 2 and "không có chung bảng nào để so" in result.err and not result.out


def bad_zip(folder: Path, name: str) -> Path:
    path = folder / "xau.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "x")
    return path


def half_a_zip(folder: Path) -> Path:
    path = bad_zip(folder, "datapackage.json")
    path.write_bytes(path.read_bytes()[:40])
    return path


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: "khong-co", "không phải thư mục, tệp zip hay mốc git"),
        (lambda folder: "khong-co:goi", "không phải thư mục, tệp zip hay mốc git"),
        (lambda folder: "--output=x", "--output"),
        (lambda folder: bad_zip(folder, "ghi-chu.txt"), "không chứa gói dữ liệu nào"),
        (lambda folder: bad_zip(folder, "../ra-ngoai.csv"), "ra ngoài thư mục"),
        (lambda folder: folder / "goi" / "sources.csv", "không chứa gói dữ liệu nào"),
        (half_a_zip, "chưa tải xong"),
    ],
)
def test_what_is_no_release_is_one_sentence(make: Any, said: str, package: Write, run: Run, tmp_path: Path) -> None:
    new = package(sources="source_id,title\ns1,Nguồn\n")
    result = run("diff", make(tmp_path), new)
    assert result.code == 2 and said in result.err and result.err.count("\n") == 1 and not result.out
    assert not (tmp_path / "ra-ngoai.csv").exists()
