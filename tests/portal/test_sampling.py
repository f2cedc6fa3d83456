"""A file is what its bytes are, whatever its name; a licence and a frequency are read as catalogues write them."""

import gzip
import io
import json
import tempfile
import zipfile
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from faulty_portal import AS_OF, HTML, csv, workbook, zipped

from dvcdata.portal import inspecting, kinds, sampling, terms
from dvcdata.portal.fetching import Fetched

OOXML = zipped("word/document.xml", b"<w/>")
CASES = [
    (csv(1), "CSV"),
    (csv(1).replace(b",", b";"), "CSV"),
    (csv(1).replace(b",", b"\t"), "TSV"),
    (b"\xef\xbb\xbf" + csv(1), "CSV"),
    (csv(1).decode().encode("utf-16"), "CSV"),
    ("Quyết định về việc công bố.\nĐiều 1.\n".encode(), "TXT"),
    (HTML, "HTML"),
    (b"\n\n  <html><body>x</body></html>", "HTML"),
    (b"<!-- x -->\n<!DOCTYPE HTML PUBLIC 'x'>\n<html>", "HTML"),
    (b"<script>location='/login'</script>", "HTML"),
    (b"<?xml version='1.0'?>\n<records><a/></records>", "XML"),
    (b"<?xml version='1.0'?><rdf:RDF xmlns:rdf='x'></rdf:RDF>", "RDF_XML"),
    (b"<?xml version='1.0'?><kml xmlns='x'></kml>", "KML"),
    (b"<?xml version='1.0'?><!-- a --><gpx></gpx>", "GPX"),
    (b"<FeatureCollection xmlns:gml='http://www.opengis.net/gml'>", "GML"),
    (b"@prefix dcat: <http://www.w3.org/ns/dcat#> .\n<a> a dcat:Dataset .", "RDF_TURTLE"),
    (b'[{"a": 1}, {"a": 2}]', "JSON"),
    (b'{"a": 1}\n{"a": 2}\n', "JSONL"),
    (b'{"type": "FeatureCollection", "features": []}', "GEOJSON"),
    (b'{"@context": {}, "@graph": []}', "JSON_LD"),
    (b'{"a": 1', "JSON"),
    (b"{khong phai json}", "TXT"),
    (b"%PDF-1.4\n", "PDF"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff\xe0", "JPEG"),
    (b"PAR1abc", "PARQUET"),
    (b"{\\rtf1 a}", "RTF"),
    (b"Rar!\x1a", "RAR"),
    (b"7z\xbc\xaf'", "7Z"),
    (workbook(1), "XLSX"),
    (OOXML, "DOCX"),
    (zipped("a.shp", b"x"), "SHP"),
    (zipped("a.txt", b"x"), "ZIP"),
    (b"PK\x03\x04 broken", "ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", ""),
    (bytes(range(256)), ""),
]


@pytest.mark.parametrize(("content", "kind"), CASES, ids=range(len(CASES)))
def test_a_file_is_what_its_bytes_are(content: bytes, kind: str) -> None:
    assert sampling.real_kind(content, True, "") == kind


def test_a_plain_text_that_is_declared_a_table_is_one_of_however_many_columns() -> None:
    assert sampling.real_kind(b"ten\nA\nB\n", True, "CSV") == "CSV"
    assert sampling.real_kind(b"ten\nA\nB\n", True, "") == "TXT"


@pytest.mark.parametrize(("content", "kind"), [case for case in CASES if len(case[0]) > 200][:4])
def test_the_beginning_of_a_text_tells_as_much_as_all_of_it(content: bytes, kind: str) -> None:
    assert sampling.real_kind(content[: len(content) * 2 // 3], False, "") == kind


def parquet(rows: str) -> bytes:
    """These rows as a file whose columns have types of their own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.parquet"
        duckdb.execute(f"copy ({rows}) to '{path}'")
        return path.read_bytes()


def seen(content: bytes, declared: str = "CSV", whole: bool = True) -> inspecting.Inspected:
    return inspecting.inspect(content, Fetched("ok", 200, whole=whole), declared)


@pytest.mark.parametrize(
    "content",
    [
        csv(1),
        csv(1).replace(b"\n", b"\r\n"),
        b"a,b\n" + b'"x, ""y""\nz",1\n' * 3,
        gzip.compress(csv(1)),
        workbook(1),
        parquet(
            "select 'a, \"b\"' as x, 1 as n, 1.50::decimal(9, 2) as d, date '2026-08-01' as t, true as b, null as z"
        ),
        parquet("select 1 as n, 'x' as t where false"),
        b"procedure_code,name\n",
    ],
)
def test_a_clean_file_has_no_error_of_structure(content: bytes) -> None:
    found = seen(content)
    assert (found.structure, found.personal, found.unopened) == ({}, {}, False)


@pytest.mark.parametrize(
    ("content", "structure"),
    [
        (b"a,b\n1\n2,3,4\n", {"missing-cell": 1, "extra-cell": 1}),
        (b"a,,a\n1,2,3\n", {"blank-label": 1, "duplicate-label": 1}),
        (csv(1).decode().encode("utf-16"), {"unreadable": 1}),
        ("ma,ten\n1,Hộ\n".encode("cp1258", errors="replace") + b"2,\xf2\xe3\n", {"unreadable": 1}),
    ],
)
def test_errors_of_structure_are_counted_by_kind(content: bytes, structure: dict[str, int]) -> None:
    assert seen(content).structure == structure


def test_a_cut_line_at_the_end_of_a_sample_is_no_error() -> None:
    content = csv(1) * 20
    assert seen(content[:-7], whole=False).structure == {}
    assert seen(b'a,b\n1,2\n1,"open', whole=False).structure == {}


def test_personal_data_is_named_by_its_column_and_never_shown() -> None:
    rows = "".join(f"{n},09123456{n}\n" for n in range(10, 30))
    found = seen(f"stt,so dien thoai\n{rows}".encode())
    assert found.personal == {"so dien thoai": 20}
    assert "0912345" not in json.dumps(found.__dict__)
    hotline = seen(b"don vi,duong day nong\nSo A,1900 1234\nSo B,1800 5678\n")
    assert hotline.personal == {}


def test_personal_data_in_a_parquet_file_is_found() -> None:
    content = parquet("select 'Hộ tịch' as ten, '0912345' || (600 + n) as so_dien_thoai from range(30) as r(n)")
    assert set(seen(content, "PARQUET").personal) == {"so_dien_thoai"}


def test_a_column_named_by_a_number_is_masked() -> None:
    found = seen(b"stt,0912345678\n" + b"".join(b"%d,09123456%d\n" % (n, n) for n in range(10, 30)))
    assert "0912345678" not in found.personal


def test_an_archive_of_several_files_is_left_packed() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("a.csv", "b.csv"):
            archive.writestr(name, csv(1))
    assert (seen(target.getvalue()).kind, seen(target.getvalue()).packed) == ("ZIP", "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *((text, "CSV") for text in ("CSV", "csv", ".CSV", "text/csv; charset=utf-8", " Csv ")),
        ("http://publications.europa.eu/resource/authority/file-type/CSV", "CSV"),
        ("https://www.iana.org/assignments/media-types/application/json", "JSON"),
        *((text, "XLSX") for text in ("XLSX", "Excel", "MS Excel")),
        ("ttl", "RDF_TURTLE"),
        ("jpg", "JPEG"),
    ],
)
def test_a_format_is_known_by_all_the_names_that_it_has(text: str, name: str) -> None:
    kind = kinds.named(text)
    assert kind and kind.name == name


@pytest.mark.parametrize("text", ["", "lạ", "http://", "tệp"])
def test_a_format_that_nobody_knows_is_none(text: str) -> None:
    assert kinds.named(text) is None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        *((text, "open") for text in ("cc-by", "CC-BY-4.0", "cc-zero", "odc-odbl", "CC BY-SA 4.0")),
        *((text, "open") for text in ("https://creativecommons.org/licenses/by/3.0/vn/", "ODbL-1.0")),
        ("http://publications.europa.eu/resource/authority/licence/CC_BY_4_0", "open"),
        *((text, "none") for text in ("", "notspecified", "Not Specified", "none")),
        *((text, "closed") for text in ("cc-nc", "other-closed", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "Theo quy định")),
        ("https://creativecommons.org/licenses/by-nc/4.0/", "closed"),
        ("http://publications.europa.eu/resource/authority/licence/CC_BY_NC_4_0", "closed"),
    ],
)
def test_a_licence_is_open_not_open_or_not_there(text: str, state: str) -> None:
    assert terms.licence_state(text) == state


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *((text, "monthly") for text in ("monthly", "Hằng tháng", "hàng tháng", "R/P1M", "P1M")),
        ("http://publications.europa.eu/resource/authority/frequency/QUARTERLY", "quarterly"),
        *((text, "yearly") for text in ("annual", "năm", "P1Y")),
        *((text, "") for text in ("", "irregular", "khi có thay đổi", "UNKNOWN")),
    ],
)
def test_a_frequency_is_read_as_catalogues_write_it(text: str, name: str) -> None:
    assert terms.frequency(text) == name


def test_data_is_late_by_its_promise_and_by_the_three_months_apart() -> None:
    def days(n: int) -> date:
        return AS_OF - timedelta(days=n)

    assert [terms.late("monthly", days(n), AS_OF) for n in (31, 32)] == [False, True]
    assert [terms.past_legal(days(n), AS_OF) for n in (92, 93)] == [False, True]
    assert terms.late("", days(900), AS_OF) is None and terms.late("yearly", None, AS_OF) is None
    assert terms.late("yearly", days(200), AS_OF) is False and terms.past_legal(days(200), AS_OF) is True
