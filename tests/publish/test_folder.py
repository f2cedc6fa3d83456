"""Publishing into a folder, and what is stopped before it goes anywhere."""

import errno
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from portals import Portal
from publishing import DOSSIERS, PROCEDURES, KilledError, Shop
from running import Run

from dvcdata import texts
from dvcdata.corrections import records
from dvcdata.corrections.records import Correction
from dvcdata.errors import UserError
from dvcdata.publish import applying, folder, places
from dvcdata.publish.store import disk

PERSONAL = "procedure_code,name,fee_vnd\n" + "".join(f"1.00010{n},Khai sinh,00109000012{n}x\n" for n in range(4))


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A workspace of two small tables that publishes into a folder."""
    made = Shop(tmp_path, "goi-thu", Portal("", "", ""))
    (tmp_path / "publish").mkdir()
    (tmp_path / "dvcdata.toml").touch()
    (tmp_path / "publish" / "noi.toml").write_text('kind = "folder"\npath = "ra"', encoding="utf-8")
    made.write(procedures=PROCEDURES, dossiers=DOSSIERS)
    return made


def published(shop: Shop) -> dict[str, str]:
    """The hashes of what stands in the folder, but for what differs from run to run."""
    files = (path for path in (shop.home / "ra").rglob("*") if path.is_file())
    return {
        path.relative_to(shop.home / "ra").as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.name not in ("dataset.json", "manifest.json", "quality.json")
    }


def refusal(run: Run, shop: Shop) -> str:
    """The sentence that a plan ends with; nothing is kept of it and nothing published."""
    result = run("publish", "plan")
    assert result.code == 2 and result.out == "" and len(result.err.splitlines()) == 1
    assert not shop.there.plan_file.exists() and not (shop.home / "ra").exists()
    return result.err


def test_a_package_goes_into_the_folder_changes_there_and_comes_back(run: Run, shop: Shop) -> None:
    assert "tạo mới   1" in run("publish", "plan").out
    assert run("publish", "apply", "--yes").code == 0
    first = published(shop)
    assert first["goi-thu/procedures.csv"] == hashlib.sha256(PROCEDURES.encode()).hexdigest()
    assert "không đổi 1" in run("publish", "plan").out
    shop.write(procedures=PROCEDURES.replace("8000", "9000"))
    assert "− dossiers.csv" in run("publish", "plan").out
    assert run("publish", "apply", "--yes").code == 0
    second = published(shop)
    assert "goi-thu/dossiers.csv.withdrawn.txt" in second and "goi-thu/dossiers.csv" not in second
    assert run("publish", "rollback", "--yes").code == 0
    assert published(shop) == first


def test_the_log_says_when_as_a_reader_of_the_language_writes_it(run: Run, shop: Shop) -> None:
    assert run("publish", "plan").code == run("publish", "apply", "--yes").code == 0
    said = [run("publish", "log", "--lang", lang).out.splitlines()[1] for lang in ("vi", "en")]
    assert re.fullmatch(r"  \d\d:\d\d, \d\d/\d\d/\d{4}: công bố 1 bộ dữ liệu \(goi-thu\)", said[0])
    assert re.fullmatch(r"  \d{4}-\d\d-\d\d \d\d:\d\d: published \(datasets: 1, goi-thu\)", said[1])


def test_who_approves_a_new_dataset_sees_its_metadata(run: Run, shop: Shop) -> None:
    assert "“Thủ tục của tỉnh thử”, giấy phép cc-by, công khai" in run("publish", "plan", "--page", "in.md").out
    page = Path("in.md").read_text(encoding="utf-8")
    for line in ("- công khai", "- license_id: “cc-by”", "- author_email: “thu@example.vn”", "- notes: “Để thử"):
        assert line in page


def test_a_plan_that_is_done_already_says_so(run: Run, shop: Shop) -> None:
    assert run("publish", "plan").code == run("publish", "apply", "--yes").code == 0
    again = run("publish", "apply", "--yes")
    assert again.code == 0 and "đã thực hiện xong" in again.out and "dvcdata publish plan" in again.out


def test_an_approval_by_nobody_and_a_withdrawal_for_no_reason_are_refused(run: Run, shop: Shop) -> None:
    assert run("publish", "plan").code == run("publish", "apply", "--yes").code == 0
    for given in (("approve", "--by", " ", "--decision", "1"), ("approve", "--by", "A", "--decision", "")):
        assert (result := run("publish", *given)).code == 2 and "không được để trống" in result.err
    assert run("publish", "withdraw", shop.name, "--reason", " ", "--yes").code == 2
    assert shop.plan().approval == {} and (shop.home / "ra" / shop.name / "procedures.csv").is_file()


def test_what_is_to_be_restored_must_have_been_withdrawn(run: Run, shop: Shop) -> None:
    assert run("publish", "plan").code == run("publish", "apply", "--yes").code == 0
    for name in ("goi-la", shop.name):
        refused = run("publish", "plan", "--restore", name)
        assert refused.code == 2 and f"--restore {name}" in refused.err
    assert run("publish", "withdraw", shop.name, "--reason", "sai", "--yes").code == 0
    again = run("publish", "withdraw", shop.name, "--reason", "sai", "--yes")
    assert again.code == 0 and "đã đúng như dự kiến" in again.out
    assert run("publish", "plan", "--restore", shop.name).code == 0


@pytest.mark.parametrize("problem", [OSError(errno.ENOSPC, "full"), duckdb.IOException("x: No space left on device")])
def test_a_full_disk_is_said_in_the_readers_language(problem: Exception) -> None:
    with pytest.raises(UserError) as caught, disk(Path("x")):
        raise problem
    assert caught.value.params["why"] == texts.text("system.full")


def test_going_back_over_a_withdrawal_leaves_all_other_datasets_as_they_were(run: Run, shop: Shop) -> None:
    other = shop.package.with_name("goi-khac")
    shutil.copytree(shop.package, other)
    (other / "datapackage.json").write_text(
        (other / "datapackage.json").read_text(encoding="utf-8").replace(shop.name, "goi-khac"), encoding="utf-8"
    )
    assert run("publish", "plan").code == run("publish", "apply", "--yes").code == 0
    assert run("publish", "withdraw", "goi-khac", "--reason", "sai", "--yes").code == 0
    first = published(shop)
    shop.write(procedures=PROCEDURES.replace("8000", "9000"), dossiers=DOSSIERS)
    assert run("publish", "plan").code == run("publish", "apply", "--yes").code == 0
    assert "1 bộ dữ liệu (goi-thu)" in run("publish", "log").out.splitlines()[1]
    assert run("publish", "rollback", "--yes").code == 0
    assert published(shop) == first


def test_going_back_says_where_somebody_elses_change_goes_too(run: Run, shop: Shop) -> None:
    assert run("publish", "plan").code == run("publish", "apply", "--yes").code == 0
    shop.write(procedures=PROCEDURES.replace("8000", "9000"), dossiers=DOSSIERS)
    assert run("publish", "plan").code == run("publish", "apply", "--yes").code == 0
    assert "người khác sửa" not in run("publish", "rollback", "--yes").out
    record = shop.home / "ra" / "goi-thu" / "dataset.json"
    record.write_text(record.read_text(encoding="utf-8").replace("tỉnh thử", "tỉnh khác"), encoding="utf-8")
    assert "goi-thu đã bị người khác sửa" in run("publish", "rollback", "--yes").out


def test_somebody_elses_change_in_the_folder_is_not_overwritten(run: Run, shop: Shop) -> None:
    run("publish", "plan")
    run("publish", "apply", "--yes")
    shop.write(procedures=PROCEDURES.replace("8000", "9000"), dossiers=DOSSIERS)
    run("publish", "plan")
    record = shop.home / "ra" / "goi-thu" / "dataset.json"
    record.write_text(record.read_text(encoding="utf-8").replace("tỉnh thử", "tỉnh khác"), encoding="utf-8")
    before = published(shop)
    refused = run("publish", "apply", "--yes")
    assert refused.code == 2 and "tỉnh khác" in refused.err and published(shop) == before


def test_a_folder_that_is_not_ours_is_left_alone(run: Run, shop: Shop) -> None:
    (shop.home / "ra" / "goi-thu").mkdir(parents=True)
    (shop.home / "ra" / "goi-thu" / "cua-nguoi-khac.txt").write_text("x", encoding="utf-8")
    result = run("publish", "plan")
    assert result.code == 2 and "goi-thu" in result.err


@pytest.mark.parametrize("step", ["mkdir", "_put", "rename", "rmtree"])
def test_a_run_that_is_killed_leaves_the_old_or_the_new_and_goes_on(
    run: Run, shop: Shop, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    run("publish", "plan")
    run("publish", "apply", "--yes")
    first = published(shop)
    shop.write(procedures=PROCEDURES.replace("8000", "9000"), dossiers=DOSSIERS)
    run("publish", "plan")
    plan = shop.plan()

    def killed(*_: Any, **__: Any) -> None:
        raise KilledError

    where = {
        "mkdir": (Path, "mkdir"),
        "rename": (Path, "rename"),
        "_put": (folder.Folder, "_put"),
        "rmtree": (shutil, "rmtree"),
    }
    with monkeypatch.context() as patch, pytest.raises(KilledError):
        there = places.open_place(shop.there)
        patch.setattr(applying, "open_place", lambda _: there)
        ready = there.ready
        patch.setattr(there, "ready", lambda *given: (ready(*given), patch.setattr(*where[step], killed)))
        applying.apply(plan, shop.there)
    assert run("publish", "apply", "--yes").code == 0
    second = published(shop)
    assert {name for name in first if first[name] != second[name]} == {
        f"goi-thu/{name}" for name in ("procedures.csv", "procedures.xlsx", "procedures.parquet", "datapackage.json")
    }
    assert set(second) == set(first) and len(shop.store().history()) == 2


def test_without_a_licence_nothing_is_published(run: Run, shop: Shop) -> None:
    shop.write(procedures=PROCEDURES, descriptor={"licenses": []})
    assert "giấy phép" in refusal(run, shop)
    (shop.home / "publish" / "noi.toml").write_text(
        'kind = "folder"\npath = "ra"\nlicence = "CC0-1.0"', encoding="utf-8"
    )
    assert run("publish", "plan").code == 0


def test_personal_data_stops_it_and_is_not_printed(run: Run, shop: Shop) -> None:
    rows = "".join(f"1.00010{n},Khai sinh số định danh 00109000012{n}\n" for n in range(4))
    shop.write(procedures="procedure_code,name\n" + rows)
    said = refusal(run, shop)
    assert "personal-data" in said and "name" in said and "001090000120" not in said and "dvcdata waive" in said


def test_personal_data_in_cells_of_the_wrong_type_stops_it_too(run: Run, shop: Shop) -> None:
    rows = "".join(f"1.00010{n},Khai sinh,CCCD 00109000012{n}\n" for n in range(4))
    shop.write(procedures="procedure_code,name,fee_vnd\n" + rows)
    said = refusal(run, shop)
    assert "dữ liệu cá nhân" in said and "fee_vnd" in said and "dòng 2, 3" in said and "001090000120" not in said


def test_rows_that_nobody_could_read_stop_it(run: Run, shop: Shop) -> None:
    shop.write(procedures="procedure_code,name\n1.000100,Khai sinh,00109000012\n")
    said = refusal(run, shop)
    assert "dòng 2" in said and "00109000012" not in said


def test_what_was_personal_in_a_source_is_not_published_among_the_corrections(run: Run, shop: Shop) -> None:
    rows = [
        Correction("procedures", "1.000100", "name", "Khai sinh 001090000123", "Khai sinh", "bỏ 0912345678", "A", ""),
        Correction("procedures", "2.002516", "fee_vnd", "8.000", "nc", "không thu", "A", "2026-01-31"),
    ]
    shop.write(procedures=PROCEDURES, corrections=records.content(rows).decode())
    descriptor = json.loads((shop.package / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"][1] = records.resource()
    (shop.package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert run("publish", "plan").code == 0
    assert run("publish", "apply", "--yes").code == 0
    assert not [path for path in (shop.home / "ra").rglob("*.csv") if b"0912345678" in path.read_bytes()]
    published = (shop.home / "ra" / "goi-thu" / "corrections.csv").read_text(encoding="utf-8")
    assert "Khai sinh ••••••••••••" in published and "bỏ ••••••••••" in published and "8.000" in published
    assert "001090000123" not in published


def test_what_a_setting_turns_off_still_stops_personal_data(run: Run, shop: Shop) -> None:
    (shop.home / "dvcdata.toml").write_text("[rules.personal-data]\noff = true\n", encoding="utf-8")
    rows = "".join(f"1.00010{n},Khai sinh số định danh 00109000012{n}\n" for n in range(4))
    shop.write(procedures="procedure_code,name\n" + rows)
    assert "personal-data" in refusal(run, shop)


def test_a_waiver_lets_it_past_and_is_published(run: Run, shop: Shop) -> None:
    rows = "".join(f"1.00010{n},Khai sinh số định danh 00109000012{n}\n" for n in range(4))
    shop.write(procedures="procedure_code,name\n" + rows)
    given = ("--reason", "mã hồ sơ giả", "--by", "Lê Thị B", "--until", "2999-12-31", "--not-personal")
    assert run("waive", "personal-data", shop.package, *given).code == 0
    planned = run("publish", "plan")
    assert planned.code == 0, planned.err
    assert run("publish", "apply", "--yes").code == 0
    assert "mã hồ sơ giả" in (shop.home / "ra" / "goi-thu" / "waivers.csv").read_text(encoding="utf-8")
    report = json.loads((shop.home / "ra" / "goi-thu" / "quality.json").read_text(encoding="utf-8"))
    assert [item["waived"] for item in report["findings"] if item["rule"] == "personal-data"] == [True]


def test_a_waiver_that_ended_since_the_plan_stops_the_apply(
    run: Run, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("publish", "plan")
    path = shop.there.plan_file
    path.write_text(path.read_text(encoding="utf-8").replace('"until": ""', '"until": "2026-01-31"'), encoding="utf-8")
    refused = run("publish", "apply", "--yes")
    assert refused.code == 2 and "31/01/2026" in refused.err and not (shop.home / "ra").exists()


def test_a_source_that_is_no_plain_csv_is_published_as_one(run: Run, shop: Shop) -> None:
    shop.write(procedures="\ufeff" + PROCEDURES.replace("\n", "\r\n"), dossiers=DOSSIERS.replace(",", ";"))
    run("publish", "plan")
    assert run("publish", "apply", "--yes").code == 0
    assert (shop.home / "ra" / "goi-thu" / "procedures.csv").read_bytes() == PROCEDURES.encode()
    assert (shop.home / "ra" / "goi-thu" / "dossiers.csv").read_bytes() == DOSSIERS.encode()
