"""What machines read of the site: schema.org, a DCAT catalogue, a sitemap and a feed."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

from dvcdata import texts
from dvcdata.package import Package
from dvcdata.website import places
from dvcdata.website.cite import bibtex, cite, contact, licence, publisher
from dvcdata.website.gather import Gathered

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}


def json_ld(base: str, package: Package) -> Markup:
    """schema.org's Dataset for the page of a package; nothing in it can end the script that holds it."""
    said = package.descriptor
    value = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": said.get("title") or package.name,
        "description": said.get("description") or said.get("title") or package.name,
        "license": [item.get("path") for item in said.get("licenses", []) if item.get("path")],
        "creator": {"@type": "Organization", "name": publisher(said)},
        "isAccessibleForFree": True,
        "version": said.get("version"),
        "distribution": [
            {"@type": "DataDownload", "name": table.name, "encodingFormat": MEDIA[kind], "contentUrl": url}
            for table in package.tables
            for kind, url in downloads(base, package, table.name)
        ],
    }
    dumped = json.dumps({key: item for key, item in value.items() if item}, ensure_ascii=False)
    return Markup(dumped.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def shared(site: Gathered) -> dict[str, Any]:
    """What templates need to say of packages."""
    return {
        "licence": licence,
        "contact": contact,
        "cite": lambda package, lang, table="": cite(site, package, lang, table),
        "bibtex": lambda package: bibtex(site, package),
        "json_ld": lambda package: json_ld(site.base_url, package),
    }


def files(site: Gathered) -> Iterator[tuple[str, bytes]]:
    """The catalogue and the feed."""
    title = texts.text("site.title", "vi")
    yield "catalog.jsonld", catalogue(site, site.base_url, title)
    yield "feed.atom", feed(site, site.base_url, title)


def lists(site: Gathered, paths: Sequence[str]) -> dict[str, bytes]:
    """What crawlers look at first: the sitemap of these pages, and where it is."""
    robots = f"User-agent: *\nAllow: /\nSitemap: {site.base_url}/sitemap.xml\n"
    return {"sitemap.xml": sitemap(site.base_url, paths), "robots.txt": robots.encode()}


def downloads(base: str, package: Package, table: str) -> Iterable[tuple[str, str]]:
    """The files of a table by kind."""
    stem = places.table(package.name, table).removesuffix(".html")
    return [(kind, f"{base}/{stem}.{kind}" if base else f"{stem}.{kind}") for kind in MEDIA]


def catalogue(site: Gathered, base: str, title: str) -> bytes:
    """The DCAT catalogue of all packages as JSON-LD."""
    value = {
        "@context": CONTEXT,
        "@id": f"{base}/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": {"@value": title, "@language": "vi"},
        "dct:description": {"@value": texts.text("site.description", "vi"), "@language": "vi"},
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": title},
        "dcat:dataset": [_dataset(base, package) for package in site.packages],
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _dataset(base: str, package: Package) -> dict[str, Any]:
    said = package.descriptor
    found: dict[str, Any] = {
        "@id": f"{base}/{places.package(package.name)}",
        "@type": "dcat:Dataset",
        "dct:identifier": package.name,
        "dct:title": [{"@value": said.get("title") or package.name, "@language": "vi"}],
        "dct:description": [{"@value": said.get("description") or package.name, "@language": "vi"}],
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": publisher(said)},
        "dcat:landingPage": {"@id": f"{base}/{places.package(package.name)}"},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": f"{table.name}.{kind}",
                "dcat:accessURL": {"@id": url},
                "dcat:downloadURL": {"@id": url},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{MEDIA[kind]}"},
                **_rights(said),
            }
            for table in package.tables
            for kind, url in downloads(base, package, table.name)
        ],
    }
    if keywords := said.get("keywords"):
        found["dcat:keyword"] = keywords
    for person in said.get("contributors", []):
        if person.get("email"):
            mail = {"@id": f"mailto:{person['email']}"}
            found["dcat:contactPoint"] = {
                "@type": "vcard:Kind",
                "vcard:fn": person.get("title"),
                "vcard:hasEmail": mail,
            }
            break
    return found


def _rights(said: Mapping[str, Any]) -> dict[str, Any]:
    paths = [item["path"] for item in said.get("licenses", []) if item.get("path")]
    return {"dct:license": {"@id": paths[0]}} if paths else {}


def sitemap(base: str, paths: Sequence[str]) -> bytes:
    """The sitemap of every page in every language."""
    urls = "".join(f"<url><loc>{escape(f'{base}/{path}')}</loc></url>\n" for path in paths)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{urls}</urlset>\n".encode()


def feed(site: Gathered, base: str, title: str) -> bytes:
    """An Atom feed with an entry for each package as of its day."""
    day = f"{site.as_of.isoformat()}T00:00:00Z"
    entries = "".join(
        f"<entry><id>{escape(f'{base}/{places.package(item.name)}#{day[:10]}')}</id><updated>{day}</updated>"
        f"<title>{escape(str(item.descriptor.get('title') or item.name))}</title>"
        f"<link href={quoteattr(f'{base}/{places.package(item.name)}')}/>"
        f"<summary>{escape(str(item.descriptor.get('description') or item.name))}</summary></entry>\n"
        for item in site.packages
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">\n'
        f"<id>{escape(base or 'urn:dvcdata:site')}/</id><title>{escape(title)}</title><updated>{day}</updated>"
        f'<author><name>{escape(title)}</name></author><link rel="self" href={quoteattr(f"{base}/feed.atom")}/>\n'
        f"{entries}</feed>\n"
    ).encode()
