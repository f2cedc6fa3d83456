"""A catalogue in DCAT is read the same in every notation, and nothing that it names is loaded behind our back."""

import json
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest
from faulty_portal import AS_OF, Files, Served, serving
from running import Run

from dvcdata.errors import UserError
from dvcdata.portal import audit, data_json, dcat
from dvcdata.portal.audit import Asked
from dvcdata.portal.catalogue import Catalogue, Dataset, Resource, day

TURTLE = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
<https://dulieu.example/> a dcat:Catalog ; dcat:dataset <https://dulieu.example/a>, <https://dulieu.example/b> .
<https://dulieu.example/a> a dcat:Dataset ;
  dct:title "Administrative procedures"@en, "Thủ tục hành chính"@vi ; dct:description "Danh mục" ; dct:identifier "a" ;
  dct:publisher [ foaf:name "Sở Tư pháp" ] ; dcat:contactPoint [ vcard:fn "Phòng Kiểm soát" ] ;
  dcat:keyword "thủ tục", "hành chính" ; dcat:theme <http://publications.europa.eu/resource/authority/data-theme/GOVE> ;
  dct:spatial [ foaf:name "Phú Thọ" ] ; dct:temporal [ dcat:startDate "2026" ] ;
  dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/MONTHLY> ;
  dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ;
  dct:issued "2025-01-02" ; dct:modified "2026-11-02T08:00:00" ;
  dcat:distribution <https://dulieu.example/a#csv> .
<https://dulieu.example/a#csv> a dcat:Distribution ; dct:title "CSV" ;
  dcat:accessURL <https://dulieu.example/a> ; dcat:downloadURL <{files}/good/1.csv> ;
  dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ;
  dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ; dct:rights "mở" ;
  dct:license <https://creativecommons.org/licenses/by/4.0/> ; dcat:byteSize "1234.0" .
<https://dulieu.example/b> a dcat:Dataset ; dct:title "Hồ sơ" ; dct:identifier "b" ;
  dct:publisher [ foaf:name "Sở Nội vụ" ] ;
  dcat:distribution [ dcat:accessURL <{files}/scan/2.csv> ; dct:format "PDF" ] .
"""
PLAIN = {
    "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
    "dataset": [
        {
            "title": "Thủ tục hành chính",
            "identifier": "a",
            "publisher": {"name": "Sở Tư pháp"},
            "accrualPeriodicity": "R/P1M",
            "modified": "2026-11-02",
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "contactPoint": {"hasEmail": "mailto:lienhe@example.gov.vn"},
            "distribution": [{"downloadURL": "{files}/good/1.csv", "mediaType": "text/csv"}],
        }
    ],
}


def never(url: str) -> bytes:
    raise AssertionError(f"{url} was loaded")


def written(files: str, form: str) -> bytes:
    from rdflib import Graph

    return (
        Graph().parse(data=TURTLE.replace("{files}", files), format="turtle").serialize(format=form, encoding="utf-8")
    )


def named(item: Dataset) -> Dataset:
    """The dataset without the things that have no name of their own: a notation makes one up for them."""
    return replace(item, contact="", spatial="", temporal="")


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    monkeypatch.setattr(urllib.request, "urlopen", never)
    return dcat.read("https://dulieu.example/catalog.ttl", written("https://tep.example", "turtle"), never)


def test_everything_that_a_catalogue_says_is_read(whole: Catalogue) -> None:
    one, other = whole.datasets
    assert whole.organizations == {"so-tu-phap": "Sở Tư pháp", "so-noi-vu": "Sở Nội vụ"}
    assert one.contact and one.spatial and one.temporal  # things without a name of their own
    assert named(one) == Dataset(
        id="a",
        title="Thủ tục hành chính",
        organization="so-tu-phap",
        page="https://dulieu.example/a",
        description="Danh mục",
        keywords=("hành chính", "thủ tục"),
        themes=("http://publications.europa.eu/resource/authority/data-theme/GOVE",),
        licence="https://creativecommons.org/licenses/by/4.0/",
        access_rights="http://publications.europa.eu/resource/authority/access-right/PUBLIC",
        publisher="Sở Tư pháp",
        frequency="http://publications.europa.eu/resource/authority/frequency/MONTHLY",
        issued=day("2025-01-02"),
        modified=day("2026-11-02"),
        updated=day("2026-11-02"),
        resources=(
            Resource(
                id="https://dulieu.example/a#csv",
                title="CSV",
                access_url="https://dulieu.example/a",
                download_url="https://tep.example/good/1.csv",
                format="http://publications.europa.eu/resource/authority/file-type/CSV",
                media_type="https://www.iana.org/assignments/media-types/text/csv",
                rights="mở",
                licence="https://creativecommons.org/licenses/by/4.0/",
                size=1234,
            ),
        ),
    )
    assert other.resources[0].download_url == "" and other.resources[0].url == "https://tep.example/scan/2.csv"


@pytest.mark.parametrize("form", ["xml", "json-ld", "pretty-xml"])
def test_every_notation_says_the_same(whole: Catalogue, form: str) -> None:
    read = dcat.read("https://dulieu.example/catalog.ttl", written("https://tep.example", form), never)
    assert list(map(named, read.datasets)) == list(map(named, whole.datasets))


def test_a_context_that_stands_elsewhere_is_loaded_by_us_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urllib.request, "urlopen", never)
    names = {"title": "http://purl.org/dc/terms/title", "Dataset": "http://www.w3.org/ns/dcat#Dataset"}
    loaded = []

    def load(url: str) -> bytes:
        loaded.append(url)
        return json.dumps({"@context": names}).encode()

    value = {"@context": ["context.jsonld"], "@id": "https://dulieu.example/a", "@type": "Dataset", "title": "A"}
    read = dcat.read("https://dulieu.example/catalog.jsonld", json.dumps(value).encode(), load)
    assert loaded == ["https://dulieu.example/context.jsonld"]
    assert [item.title for item in read.datasets] == ["A"]


def test_contexts_that_name_each_other_for_ever_are_refused() -> None:
    value = json.dumps({"@context": "a.jsonld", "@type": "Dataset"}).encode()
    with pytest.raises(UserError) as caught:
        dcat.read("https://dulieu.example/c.jsonld", value, lambda url: json.dumps({"@context": url + "x"}).encode())
    assert caught.value.key == "portal.contexts"


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"{", b"a dcat:Dataset", b"<?xml version='1.0'?><a/>"])
def test_what_is_no_catalogue_is_refused(content: bytes) -> None:
    with pytest.raises(UserError) as caught:
        dcat.read("https://dulieu.example/catalog.ttl", content, never)
    assert caught.value.key in ("portal.not_dcat", "portal.no_datasets")


def test_an_entity_of_a_catalogue_reads_no_file_of_this_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("mật", encoding="utf-8")
    text = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + written("x", "xml").decode()[
        len('<?xml version="1.0" encoding="utf-8"?>') :
    ].replace("Danh mục", "&x;")
    try:
        read = dcat.read("https://dulieu.example/catalog.xml", text.encode(), never)
    except UserError:
        return
    assert not any("mật" in item.description for item in read.datasets)


def test_data_json_is_read_as_the_list_that_it_is() -> None:
    assert data_json.is_list(PLAIN) and not data_json.is_list({"dataset": "x"}) and not data_json.is_list([])
    (item,) = data_json.read("https://dulieu.example/data.json", PLAIN).datasets
    assert (item.id, item.organization, item.frequency) == ("a", "so-tu-phap", "R/P1M")
    assert item.contact == "mailto:lienhe@example.gov.vn" and item.updated == day("2026-11-02")


class Catalogues(Files):
    """Serves a catalogue beside the files."""

    def _answer(self, body: bool) -> None:
        here = f"http://{self.headers['Host']}"
        if self.path == "/data.json":
            return self._send(200, json.dumps(PLAIN).replace("{files}", here).encode(), body)
        if self.path == "/only-ttl/catalog.ttl":
            return self._send(200, written(here, "turtle"), body)
        if "catalog" in self.path or "/api/" in self.path:
            return self._send(404, b"<html></html>", body)
        return super()._answer(body)


@pytest.mark.parametrize(("place", "n", "usable"), [("", 1, 1), ("/data.json", 1, 1), ("/only-ttl", 2, 1)])
def test_a_portal_without_ckan_is_audited_by_the_catalogue_beside_it(
    empty_cache: Asked, place: str, n: int, usable: int
) -> None:
    with serving(Catalogues) as portal:
        found = audit.run(f"{portal.url}{place}", empty_cache, AS_OF)
    assert (found.catalogue.kind, len(found.whole.datasets), found.whole.count("usable")) == ("dcat", n, usable)


def test_the_catalogue_of_a_site_of_ours_is_audited(run: Run, tmp_path: Path, files: Served) -> None:
    import small_site

    home = small_site.workspace(tmp_path / "kho", small_site.TABLES)
    built = run("site", "build", home, "--base-url", "https://dulieu.example", "--as-of", small_site.AS_OF)
    assert built.code == 0, built.err
    result = run("portal", "audit", home / "public" / "catalog.jsonld", "--metadata-only", "--format", "json")
    said = json.loads(result.out)
    assert result.code == 0, result.err
    assert said["total"]["datasets"] == 1 + len(small_site.TABLES)  # the package, and each of its tables
    assert said["total"]["metrics"]["download_url"]["count"] > 0
