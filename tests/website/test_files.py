"""Every dataset and indicator in every form: the same values, codes as text, hostile cells harmless, equal bytes."""

import csv
import hashlib
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import duckdb
import openpyxl
import pytest
from small_site import AS_OF, TABLES, workspace

from dvcdata.builtin import folder
from dvcdata.website import build, bundle, described, drawing, tiles
from dvcdata.website.described import Dataset
from dvcdata.website.drawing import Chart, Point

LABELLED = """period,agency_code,item_code,received_total,received_online,source_id
2026-01,H99,1.000100.01,1,nc,a
2026-02,H99,1.000100.01,,1,a
2026-03,H99,1.000100.01,na,0,a
2026-04,H99,1.000100.01,1.024,7,a
"""


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def sums(content: bytes) -> dict[str, str]:
    lines = (line.split("  ") for line in content.decode().splitlines())
    return {name: digest for digest, name in lines}


def parquet(path: Path, columns: str) -> list[tuple[object, ...]]:
    return duckdb.connect().execute(f"select {columns} from '{path}'").fetchall()


def sheet(path: Path) -> list[list[object]]:
    return [list(row) for row in openpyxl.load_workbook(path).worksheets[2].iter_rows(values_only=True)]


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose table says why values are missing, without an address."""
    home = workspace(tmp_path_factory.mktemp("labelled"), {**TABLES, "usage": LABELLED})
    return build.run([home], as_of=AS_OF).folder


@pytest.mark.parametrize("table", ["procedures", "agencies"])
def test_codes_and_hostile_texts_are_the_same_text_in_every_form(site: Path, table: str) -> None:
    stem = site / "datasets" / "thu" / table
    given = rows(TABLES[table])
    texts = [[cell or None for cell in row.values()] for row in given]
    (code, name) = list(given[0])[:2]
    assert rows(stem.with_suffix(".csv").read_text("utf-8")) == given
    read = json.loads(stem.with_suffix(".json").read_text("utf-8"))
    assert [(row[code], row[name]) for row in read] == [(row[code], row[name]) for row in given]
    packed = parquet(stem.with_suffix(".parquet"), f"{code}, {name}")
    assert packed == [(row[code], row[name]) for row in given]
    head, *cells = sheet(stem.with_suffix(".xlsx"))
    assert head == list(given[0])
    assert [row[:2] for row in cells] == [row[:2] for row in texts]
    for row in openpyxl.load_workbook(stem.with_suffix(".xlsx")).worksheets[2].iter_rows(max_col=2):
        assert {cell.data_type for cell in row} == {"s"}  # no formula, no number


def test_why_a_value_is_missing_stands_beside_it_where_columns_have_types(labelled: Path) -> None:
    stem = labelled / "datasets" / "thu" / "usage"
    assert stem.with_suffix(".csv").read_text("utf-8") == LABELLED
    wanted = [(1, None, None, "nc"), (None, None, 1, None), (None, "na", 0, None), (None, "invalid", 7, None)]
    columns = ("received_total", "received_total_status", "received_online", "received_online_status")
    read = json.loads(stem.with_suffix(".json").read_text("utf-8"))
    assert [tuple(row[name] for name in columns) for row in read] == wanted
    assert parquet(stem.with_suffix(".parquet"), ", ".join(columns)) == wanted
    head, *cells = sheet(stem.with_suffix(".xlsx"))
    places = [head.index(name) for name in columns]
    assert [tuple(row[place] for place in places) for row in cells] == wanted


def test_a_zip_holds_data_dictionary_licence_readme_and_citations_with_their_sums(site: Path) -> None:
    for path, data in (("datasets/thu/usage", "usage.csv"), ("indicators/online-dossiers", "online-dossiers.csv")):
        with zipfile.ZipFile(site / f"{path}.zip") as file:
            names = {name.rpartition("/")[2]: name for name in file.namelist()}
            content = {short: file.read(name) for short, name in names.items()}
        assert set(content) == {data, *PAPERS}
        assert content[data] == (site / f"{path}.csv").read_bytes()
        listed = sums(content["SHA256SUMS"])
        assert listed == {n: hashlib.sha256(c).hexdigest() for n, c in content.items() if n != "SHA256SUMS"}
        assert "https://creativecommons.org/publicdomain/zero/1.0/" in content["LICENSE.txt"].decode()
        header = content[data].decode().split("\n")[0].split(",")
        assert [row["column"] for row in rows(content["dictionary.csv"].decode())] == header
        (resource,) = json.loads(content["datapackage.json"])["resources"]
        assert resource["hash"] == f"sha256:{hashlib.sha256(content[data]).hexdigest()}"
        assert "Phòng thử nghiệm" in content["CITATION.txt"].decode()


PAPERS = {"README.md", "LICENSE.txt", "SHA256SUMS", "datapackage.json", "dictionary.csv"}
PAPERS |= {f"CITATION.{kind}" for kind in ("bib", "json", "txt")}


def test_the_checksums_on_a_page_are_those_of_its_files(site: Path) -> None:
    page = (site / "datasets" / "thu" / "usage.html").read_text("utf-8")
    for kind in ("csv", "json", "xlsx", "parquet"):
        assert hashlib.sha256((site / "datasets" / "thu" / f"usage.{kind}").read_bytes()).hexdigest() in page
    folder = site / "datasets" / "thu"
    listed = sums((folder / "SHA256SUMS").read_bytes())
    assert {"usage.zip", "thu.zip", "usage.xlsx", "datapackage.json"} <= set(listed)
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest for name, digest in listed.items())


def test_a_citation_can_be_read_by_tex_and_by_reference_managers() -> None:
    words = {"vi": "50% {a} & b_c \\input{x}", "en": "x"}
    said = {"contributors": [{"title": "UBND #1"}], "version": "1_0"}
    item = Dataset("datasets/a/b.html", "a/b", words, words, said, AS_OF, ())
    text = bundle.bibtex(item, "https://x.vn")
    assert text.startswith("@misc{a_b_2026,")
    assert r"title = {{50\% \{a\} \& b\_c input\{x\}}}" in text and r"author = {{UBND \#1}}" in text
    assert bundle.csl(item, "")["issued"] == {"date-parts": [[2026, 11, 21]]}
    assert "URL" not in bundle.csl(item, "")


def test_an_indicator_has_its_values_in_every_form(site: Path) -> None:
    stem = site / "indicators" / "online-dossiers"
    given = rows(stem.with_suffix(".csv").read_text("utf-8"))
    head, *cells = sheet(stem.with_suffix(".xlsx"))
    assert head == list(given[0])
    assert [str(row[head.index("period")]) for row in cells] == [row["period"] for row in given]
    columns = ", ".join(("cast(numerator as int)", "cast(denominator as int)", "cast(until as text)"))
    packed = parquet(stem.with_suffix(".parquet"), columns)
    assert packed == [(int(row["numerator"]), int(row["denominator"]), row["until"]) for row in given]


def test_a_chart_says_what_when_and_from_where_in_the_picture(site: Path) -> None:
    for lang, words in (
        ("", ["44,44%", "Số liệu: https://data.example.vn/indicators/online-dossiers.html", "8/2026", "40%"]),
        ("en/", ["44.44 %", "Data: https://data.example.vn/en/indicators/online-dossiers.html", "Aug 2026", "40 %"]),
    ):
        picture = (site / f"{lang}indicators/online-dossiers.svg").read_text("utf-8")
        said = " ".join(ET.fromstring(picture).itertext())
        for word in (*words, "UBND tỉnh Minh Họa"):
            assert word in said
        assert "<script" not in picture and "href" not in picture
        assert (site / f"{lang}indicators/online-dossiers.png").read_bytes().startswith(b"\x89PNG")
        page = (site / f"{lang}indicators/online-dossiers.html").read_text("utf-8")
        assert '<img src="online-dossiers.svg" alt="' in page
        assert f'&lt;iframe src="https://data.example.vn/{lang}indicators/online-dossiers.svg"' in page


def test_no_value_in_a_chart_stands_on_a_bar(tmp_path: Path) -> None:
    rows = [f"{2025 + n // 12}-{n % 12 + 1:02},H99,agency,ALL,{30 + n},{70 - n}" for n in range(12)]
    head = "period,agency_code,row_kind,field_code,received_online,received_offline"
    given = {"agencies": TABLES["agencies"], "dossiers": "\n".join([head, *rows, ""])}
    folder = build.run([workspace(tmp_path, given)], as_of=AS_OF).folder / "indicators"
    rising = (folder / "online-dossiers.svg").read_text("utf-8")
    assert ">41,00%<" in rising and ">30,00%<" not in rising


def test_a_chart_tells_0_from_unknown_has_whole_numbers_where_it_counts_and_long_names_on_two_lines() -> None:
    points = [*((f"{n}/2025", 0.0, "0,00%") for n in range(1, 4)), *((f"{n}/2025", None, "?") for n in range(4, 12))]
    parts = tuple(Point(*point) for point in (*points, ("12/2025", 75.0, "75,00%")))
    name = "Sở Văn hóa, Thể thao và Du lịch - Tỉnh Phú Thọ (H44.20)"
    shares, counts, names = _drawn(
        Chart("periods", "vi", "-", "", (), parts, percent=True),
        Chart("periods", "vi", "-", "", (), tuple(Point(str(2024 + n), n, str(n)) for n in (1, 2)), whole=True),
        Chart("names", "vi", "-", "", (), (Point(name, 1, "1"), Point("Sở Y tế", 2, "2"))),
    )
    assert [word for word in shares if word in ("0", "?", "75,00%")] == ["0"] * 3 + ["?"] * 8 + ["75,00%"]
    assert {"0%", "20%", "40%", "60%"} <= set(shares)
    assert counts[:3] == ["0", "1", "2"]
    assert {"Sở Văn hóa, Thể thao và Du lịch -", "Tỉnh Phú Thọ (H44.20)"} <= set(names)


def _drawn(*charts: Chart) -> list[list[str]]:
    """The words of pictures, which are drawn in a process of their own: one that has drawn cannot be forked."""
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        pictures = [ET.fromstring(svg) for svg, _ in apart.map(drawing.draw, charts)]
    words = "{http://www.w3.org/2000/svg}text"
    return [[line for text in picture.iter(words) for line in text.itertext()] for picture in pictures]


def test_a_chart_of_a_hostile_table_is_no_markup(tmp_path: Path) -> None:
    hostile = TABLES["sources"].replace("UBND tỉnh Minh Họa", "<script>\u202e=1+1")
    home = workspace(tmp_path, {**TABLES, "sources": hostile})
    site = build.run([home], as_of=AS_OF).folder
    picture = (site / "indicators" / "online-dossiers.svg").read_text("utf-8")
    assert "&lt;script&gt;\\u202e=1+1" in picture
    assert "<script" not in picture and "\u202e" not in picture
    pictures = [f"indicators/online-dossiers.{kind}" for kind in ("svg", "png", "xlsx", "parquet", "zip")]
    first = {path: (site / path).read_bytes() for path in (*pictures, "catalog.ttl", "catalog.jsonld", "feed.atom")}
    other = build.run([home], out=tmp_path / "other", as_of=AS_OF).folder
    assert {path: (other / path).read_bytes() for path in first} == first
    assert build.run([home], as_of=AS_OF).written == 0


def test_every_province_has_a_tile_of_its_own() -> None:
    listed = rows((folder("datasets") / "reference" / "agencies.csv").read_text("utf-8"))
    provinces = {row["agency_code"] for row in listed if row["kind"] == "province" and not row["valid_to"]}
    placed = tiles.layout()
    assert set(placed["tiles"]) == provinces
    assert len(provinces) == 34
    assert len({tuple(place[:2]) for kind in placed.values() for place in kind.values()}) == 36  # two of islands


def test_provinces_are_drawn_as_tiles_with_their_numbers_and_ranked_beside(tmp_path: Path) -> None:
    codes = ["H17", "H26", "H29", "H32", "H44", "H49"]
    given = [f"2026-08,{code},agency,ALL,,calendar,100,{60 + 5 * n},{40 - 5 * n},a\n" for n, code in enumerate(codes)]
    listed = [f"{code},Ủy ban nhân dân {code},,province,province,,,,\n" for code in codes]
    tables = {name: TABLES[name].partition("\n")[0] + "\n" for name in ("agencies", "dossiers")}
    tables = {"agencies": tables["agencies"] + "".join(listed), "dossiers": tables["dossiers"] + "".join(given)}
    home = workspace(tmp_path, {"sources": TABLES["sources"], **tables})
    page = (build.run([home], as_of=AS_OF).folder / "indicators" / "online-dossiers.html").read_text("utf-8")
    drawn = page.partition('<figure class="tilemap">')[2]
    picture = ET.fromstring(drawn[drawn.index("<svg") : drawn.index("</svg>")] + "</svg>")
    shades = {" ".join(text.text or "" for text in tile.iter("text")): tile.get("class") for tile in picture.iter("g")}
    assert len(shades) == 36
    assert {shades["Đà Nẵng 60,00%"], shades["Hoàng Sa"], shades["Hà Nội 65,00%"]} == {"shade1"}
    assert (shades["Quảng Ninh 85,00%"], shades["Cà Mau ?"]) == ("shade4", "shade0")
    ranking = drawn[drawn.index("<tbody>") : drawn.index("</tbody>")]
    assert ranking.index("H49.html") < ranking.index("H44.html") < ranking.index("H17.html")


PERIODS = {
    "2026-02": ("2026-02-01", "2026-02-28"),
    "2026-Q3": ("2026-07-01", "2026-09-30"),
    "2026-H2": ("2026-07-01", "2026-12-31"),
    "2026-9M": ("2026-01-01", "2026-09-30"),
    "2026": ("2026-01-01", "2026-12-31"),
}


def test_a_period_has_a_first_and_a_last_day() -> None:
    found = {period: tuple(day.isoformat() for day in described.days_of(period) or ()) for period in PERIODS}
    assert found == PERIODS


@pytest.mark.parametrize("period", ["2026-13", "0000", "x", "2026-Q5", ""])
def test_what_is_no_period_covers_no_time(period: str) -> None:
    assert described.days_of(period) is None
