"""A compressed table is checked like the one it holds, and what would do harm is not unpacked."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from judging import FIELDS, GOOD, LABELS, findings, package, places, refused, values, way, workbook
from running import Run
from sheet_files import zipped

from dvcdata.engine import archives

CSV = b"code,n\n1.000100,7\n1.000200,-1\n"


def of(folder: Path, name: str, **resource: object) -> Path:
    """A package of one table of two columns in that file."""
    package(folder, name, fields=FIELDS[:2])
    descriptor = json.loads((folder / "datapackage.json").read_bytes())
    descriptor["resources"][0] |= resource
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def test_a_packed_csv_is_read_by_lines(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(CSV))
    zipped(tmp_path / "t.csv.zip", {"khác.csv": CSV})
    for name in ("t.csv.gz", "t.csv.zip"):
        folder = of(tmp_path, name)
        assert way(folder).reason == ""
        assert places(folder) == [("constraint-error", 3, "n", 'constraint "minimum" is "0"')]
        assert values(folder) == [("1.000100", 7), ("1.000200", -1)]
        assert findings(folder)[0].file == name


def test_format_and_compression_may_be_declared(tmp_path: Path) -> None:
    (tmp_path / "t.bin").write_bytes(gzip.compress(CSV))
    assert len(values(of(tmp_path, "t.bin", format="csv", compression="gz"))) == 2


def test_other_formats_are_unpacked_too_and_findings_name_their_cells(run: Run, tmp_path: Path) -> None:
    workbook(tmp_path / "t.xlsx", [LABELS, (*GOOD[:1], -1, *GOOD[2:])])
    (tmp_path / "t.xlsx.gz").write_bytes(gzip.compress((tmp_path / "t.xlsx").read_bytes()))
    report = json.loads(run("validate", package(tmp_path, "t.xlsx.gz"), "--format", "json").out)
    assert [finding["cell"] for finding in report["findings"] if finding["row"]] == ["t.xlsx.gz › T › B2"]
    lines = b'{"code": "1.000100", "n": 1}\n'
    (tmp_path / "t.jsonl.gz").write_bytes(gzip.compress(lines))
    assert values(of(tmp_path, "t.jsonl.gz")) == [("1.000100", 1)]


def test_one_of_several_files_in_a_zip_is_named_by_innerpath(run: Run, tmp_path: Path) -> None:
    zipped(tmp_path / "t.csv.zip", {"a.csv": b"x", "b/t.csv": CSV, "__MACOSX/._a.csv": b"x"})
    assert refused(of(tmp_path, "t.csv.zip"), run) == "archive.several"
    assert refused(of(tmp_path, "t.csv.zip", innerpath="c.csv"), run) == "archive.missing"
    assert len(values(of(tmp_path, "t.csv.zip", innerpath="b/t.csv"))) == 2
    zipped(tmp_path / "t.csv.zip", {"b/": b"", "b/t.csv": CSV, "__MACOSX/b/._t.csv": b"x", "b/.DS_Store": b"x"})
    assert len(values(of(tmp_path, "t.csv.zip"))) == 2
    zipped(tmp_path / "t.csv.zip", {})
    assert refused(of(tmp_path, "t.csv.zip"), run) == "archive.several"


def encrypted(content: bytes) -> bytes:
    marked = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        marked[marked.index(signature) + offset] |= 1
    return bytes(marked)


def a_zip(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return buffer.getvalue()


REFUSED = {
    "t.csv.gz": {
        "archive.damaged": [b"x", gzip.compress(CSV)[:-5], gzip.compress(CSV)[:-8] + bytes(8), CSV],
        "file.binary_kind": [gzip.compress(gzip.compress(CSV)), gzip.compress(a_zip(t_csv=CSV))],
        "file.empty": [gzip.compress(b""), b""],
        "file.encoding": [gzip.compress("code,n\nĐ,1\n".encode("cp1258"))],
    },
    "t.csv.zip": {
        "archive.damaged": [b"x", a_zip(t_csv=CSV)[:-30], b""],
        "archive.encrypted": [encrypted(a_zip(t_csv=CSV))],
        "archive.nested": [a_zip(t_csv_gz=gzip.compress(CSV)), a_zip(t_ZIP=a_zip(t_csv=CSV))],
        "file.empty": [a_zip(t_csv=b"")],
    },
}
CASES = [
    pytest.param(name, key, content, id=f"{name}-{key}-{n}")  # packed bytes hold the time: no names for tests
    for name, keys in REFUSED.items()
    for key, contents in keys.items()
    for n, content in enumerate(contents)
]


@pytest.mark.parametrize(("name", "key", "content"), CASES)
def test_what_cannot_be_unpacked_gets_one_sentence_about_the_packed_file(
    name: str, key: str, content: bytes, run: Run, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    folder = of(tmp_path, name)
    assert refused(folder, run) == key
    assert str(tmp_path / name) in run("validate", folder).err


def test_a_full_disk_is_not_the_fault_of_the_archive(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(CSV))
    monkeypatch.setattr(gzip, "open", full)
    assert refused(of(tmp_path, "t.csv.gz"), run) == "disk.full"


def test_a_checksum_that_is_wrong_is_seen(run: Run, tmp_path: Path) -> None:
    content = bytearray(a_zip(t_csv=CSV))
    content[content.index(b"PK\x01\x02") + 16] ^= 1
    (tmp_path / "t.csv.zip").write_bytes(bytes(content))
    assert refused(of(tmp_path, "t.csv.zip"), run) == "archive.damaged"


@pytest.mark.parametrize("limit", ["MOST_PACKED", "MOST_BYTES"])
def test_what_unpacks_to_too_much_is_left(
    limit: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(CSV + b"1.000300,1\n" * 100_000))
    folder = of(tmp_path, "t.csv.gz")
    assert len(values(folder)) == 100_002
    monkeypatch.setattr(archives, "SMALL", 1 << 16 if limit == "MOST_PACKED" else archives.SMALL)
    monkeypatch.setattr(archives, limit, 10 if limit == "MOST_PACKED" else 1 << 16)
    assert refused(folder, run) == "archive.bomb"


def test_a_compression_that_is_not_read_gets_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(CSV)
    assert refused(of(tmp_path, "t.csv", compression="bz2"), run) == "resource.format"


@pytest.mark.parametrize("name", ["x.csv.gz", "x.csv.zip", "x.zip", "procedures.csv.gz", "x.json.gz", "x.xlsx.zip"])
def test_a_lone_packed_table_is_recognised_by_what_it_holds(name: str, run: Run, tmp_path: Path) -> None:
    content = b"procedure_code,name,field_name\n1.000100,a,b\n"
    if ".json" in name:
        content = json.dumps([{"procedure_code": "1.000100", "name": "a", "field_name": "b"}]).encode()
    if ".xlsx" in name:
        rows = [line.split(",") for line in content.decode().splitlines()]
        content = workbook(tmp_path / "inner.xlsx", rows).read_bytes()
    if name.endswith(".zip"):
        inner = "tệp.csv" if name == "x.zip" else name.removesuffix(".zip")
        zipped(tmp_path / name, {inner: content})
    else:
        (tmp_path / name).write_bytes(gzip.compress(content))
    report = json.loads(run("validate", tmp_path / name, "--format", "json").out)
    assert (report["checked"]["rows"], report["checked"]["cells"]) == (1, 3)


def test_a_lone_zip_of_something_else_gets_one_sentence(run: Run, tmp_path: Path) -> None:
    for content in (a_zip(t_pdf=b"x"), a_zip(a_csv=CSV, b_csv=CSV), b"x"):
        (tmp_path / "x.zip").write_bytes(content)
        result = run("validate", tmp_path / "x.zip")
        assert (result.code, len(result.err.splitlines())) == (2, 1)
