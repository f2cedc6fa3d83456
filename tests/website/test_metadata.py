"""The metadata of the site says what its standards ask for, and all of them say the same of the same files."""

import hashlib
import json
import re
import warnings
from pathlib import Path
from typing import Any

import feedparser
import frictionless
import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from small_site import TABLES

BASE = "https://data.example.vn/"
SPDX, VCARD = Namespace("http://spdx.org/rdf/terms#"), Namespace("http://www.w3.org/2006/vcard/ns#")
AP = Namespace("http://data.europa.eu/r5r/")
# what DCAT-AP 3 makes mandatory or recommends, in our words
OF_CATALOGUE: tuple[URIRef, ...] = (
    *(DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.language, DCTERMS.issued, DCTERMS.modified),
    *(DCTERMS.license, DCTERMS.spatial, DCAT.themeTaxonomy, FOAF.homepage, DCAT.dataset),
)
OF_DATASET: tuple[URIRef, ...] = (
    *(DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.contactPoint, DCAT.distribution, DCAT.keyword),
    *(DCTERMS.spatial, DCTERMS.temporal, DCAT.theme),
)
OF_DISTRIBUTION: tuple[URIRef, ...] = (
    *(DCAT.accessURL, DCTERMS.description, AP.availability, DCTERMS.format, DCTERMS.license),
    *(DCAT.downloadURL, DCAT.byteSize, DCAT.mediaType, SPDX.checksum),
)


@pytest.fixture(scope="module")
def catalogue(site: Path) -> Graph:
    return Graph().parse(site / "catalog.ttl")


def lacking(graph: Graph, kind: URIRef, wanted: tuple[URIRef, ...]) -> list[tuple[Any, Any]]:
    things = list(graph.subjects(RDF.type, kind))
    assert things
    return [(thing, name) for thing in things for name in wanted if (thing, name, None) not in graph]


def test_the_catalogue_has_all_that_dcat_ap_asks_and_recommends(catalogue: Graph) -> None:
    assert lacking(catalogue, DCAT.Catalog, OF_CATALOGUE) == []
    assert lacking(catalogue, DCAT.Dataset, OF_DATASET) == []
    assert lacking(catalogue, DCAT.Distribution, OF_DISTRIBUTION) == []
    assert lacking(catalogue, FOAF.Agent, (FOAF.name, DCTERMS.type)) == []
    assert lacking(catalogue, VCARD.Kind, (VCARD.fn, VCARD.hasEmail)) == []
    assert lacking(catalogue, DCTERMS.PeriodOfTime, (DCAT.startDate, DCAT.endDate)) == []
    assert lacking(catalogue, SKOS.Concept, (SKOS.prefLabel, SKOS.inScheme)) == []
    assert lacking(catalogue, DCTERMS.LicenseDocument, (DCTERMS.type,)) == []


def test_each_node_has_the_class_that_the_standard_wants_of_it(catalogue: Graph) -> None:
    ranges = {
        DCTERMS.publisher: FOAF.Agent,
        DCTERMS.license: DCTERMS.LicenseDocument,
        DCTERMS.spatial: DCTERMS.Location,
    }
    ranges |= {
        DCTERMS.language: DCTERMS.LinguisticSystem,
        DCTERMS.temporal: DCTERMS.PeriodOfTime,
        DCAT.theme: SKOS.Concept,
    }
    ranges |= {
        DCTERMS.format: DCTERMS.MediaTypeOrExtent,
        DCAT.mediaType: DCTERMS.MediaType,
        SPDX.checksum: SPDX.Checksum,
    }
    for name, kind in ranges.items():
        things = set(catalogue.objects(None, name))
        assert things, name
        assert [thing for thing in things if (thing, RDF.type, kind) not in catalogue] == []


def test_turtle_and_json_ld_are_one_graph_of_every_file(site: Path, catalogue: Graph) -> None:
    assert isomorphic(catalogue, Graph().parse(site / "catalog.jsonld"))
    listed = {str(url).removeprefix(BASE) for url in catalogue.objects(None, DCAT.downloadURL)}
    kinds = ("csv", "json", "xlsx", "parquet", "zip")
    assert listed == {f"datasets/thu/{name}.{kind}" for name in TABLES for kind in kinds} | {"datasets/thu/thu.zip"}
    for there in catalogue.subjects(RDF.type, DCAT.Distribution):
        content = (site / str(catalogue.value(there, DCAT.downloadURL)).removeprefix(BASE)).read_bytes()
        checksum = catalogue.value(catalogue.value(there, SPDX.checksum), SPDX.checksumValue)
        assert str(checksum) == hashlib.sha256(content).hexdigest()
        assert int(str(catalogue.value(there, DCAT.byteSize))) == len(content)


def test_a_dataset_covers_the_months_that_it_has(catalogue: Graph) -> None:
    period = catalogue.value(URIRef(f"{BASE}datasets/thu/dossiers.html"), DCTERMS.temporal)
    assert [str(catalogue.value(period, name)) for name in (DCAT.startDate, DCAT.endDate)] == [
        "2026-01-01",
        "2026-08-31",
    ]
    titles = set(catalogue.objects(URIRef(f"{BASE}datasets/thu/usage.html"), DCTERMS.title))
    assert titles == {Literal("Hồ sơ theo dịch vụ", lang="vi"), Literal("Usage", lang="en")}


def said(site: Path, page: str) -> dict[str, Any]:
    (found,) = re.findall(r'ld\+json">(.*?)</script>', (site / page).read_text("utf-8"))
    return dict(json.loads(found))


def test_a_dataset_page_speaks_schema_org_and_croissant_in_one(site: Path) -> None:
    for page in ("datasets/thu/procedures.html", "en/datasets/thu/procedures.html"):
        told = said(site, page)
        assert told["@type"] == "sc:Dataset"
        assert told["conformsTo"] == "http://mlcommons.org/croissant/1.0"
        assert told["@context"]["@vocab"] == told["@context"]["sc"] == "https://schema.org/"
        assert told["license"] == ["https://creativecommons.org/publicdomain/zero/1.0/"]
        assert told["url"] == f"{BASE}{page}"
        for file in told["distribution"]:
            assert file["@type"] == ["cr:FileObject", "sc:DataDownload"]
            content = (site / file["contentUrl"].removeprefix(BASE)).read_bytes()
            assert file["sha256"] == hashlib.sha256(content).hexdigest()
        (records,) = told["recordSet"]
        header = TABLES["procedures"].splitlines()[0].split(",")
        assert [field["name"] for field in records["field"]] == header
        # a reader that takes this for a number makes another procedure of it
        assert records["field"][0]["dataType"] == "sc:Text"
        ids = {file["@id"] for file in told["distribution"]}
        assert {field["source"]["fileObject"]["@id"] for field in records["field"]} <= ids


def test_a_package_page_lists_the_csv_of_its_tables(site: Path) -> None:
    told = said(site, "datasets/thu/index.html")
    assert {file["name"] for file in told["distribution"]} == {*(f"{name}.csv" for name in TABLES), "thu.zip"}
    assert {part["@id"] for part in told["hasPart"]} == {f"{BASE}datasets/thu/{name}.html" for name in TABLES}


def test_the_data_package_describes_the_files_beside_it(site: Path) -> None:
    folder = site / "datasets" / "thu"
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    for resource in descriptor["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert frictionless.Package(str(folder / "datapackage.json")).validate().valid


def test_csv_on_the_web_reads_codes_as_text_and_labels_as_missing(site: Path) -> None:
    from csvw import CSVW

    for path in sorted((site / "datasets" / "thu").glob("*.csv-metadata.json")):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            read = CSVW(str(path), validate=True)
            assert read.is_valid, path
    read = CSVW(str(site / "datasets" / "thu" / "procedures.csv-metadata.json"))
    assert [row["procedure_code"] for row in read.t.iterdicts()] == ["1.000100", "1.000200", "1.000300"]
    usage = CSVW(str(site / "datasets" / "thu" / "usage.csv-metadata.json"))
    assert [row["received_total"] for row in usage.t.iterdicts() if row["item_code"] == "1.000300.01"][1:4] == [
        0,
        None,
        0,
    ]


def test_a_feed_reader_reads_every_feed(site: Path) -> None:
    feeds = sorted(site.rglob("*.atom"))
    assert {"feed.atom", "index.atom", "usage.atom", "H99.atom", "H99.01.atom"} <= {path.name for path in feeds}
    for path in feeds:
        read = feedparser.parse(path.read_bytes())
        assert not read.bozo, (path, read.get("bozo_exception"))
        assert read.feed.id == f"{BASE}{path.relative_to(site).as_posix()}"
        assert read.entries
        for entry in read.entries:
            assert entry.id and entry.title and entry.updated_parsed
            assert (site / entry.link.removeprefix(BASE)).is_file()


def test_a_body_whose_name_means_harm_harms_no_feed(site: Path) -> None:
    text = (site / "agencies" / "H99.01.atom").read_text("utf-8")
    assert "<script" not in text and "\u202e" not in text
    assert "&lt;script&gt;" in text


def test_the_sitemap_tells_each_page_with_its_translation(site: Path) -> None:
    text = (site / "sitemap.xml").read_text("utf-8")
    there = (
        f'<loc>{BASE}agencies/H99.html</loc><xhtml:link rel="alternate" hreflang="vi" href="{BASE}agencies/H99.html"/>'
    )
    assert f'{there}<xhtml:link rel="alternate" hreflang="en" href="{BASE}en/agencies/H99.html"/>' in text
    assert f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text("utf-8")
