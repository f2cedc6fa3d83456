"""What machines read of the site: schema.org, a DCAT catalogue, a sitemap and a feed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

from dvcdata import texts
from dvcdata.package import Package
from dvcdata.website import places
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


def licence(said: Mapping[str, Any]) -> str:
    """The licences that a package states, by name or else by title or path."""
    given = [item for item in said.get("licenses", []) if isinstance(item, dict)]
    return ", ".join(str(item.get("name") or item.get("title") or item.get("path")) for item in given)


def contact(said: Mapping[str, Any]) -> str:
    """Whom to ask: the contributors with their address."""
    given = [item for item in said.get("contributors", []) if isinstance(item, dict)]
    shown = ([item.get("title"), item.get("email") or item.get("path")] for item in given)
    return "; ".join(", ".join(str(part) for part in parts if part) for parts in shown)


def publisher(said: Mapping[str, Any]) -> str:
    """Who publishes a package: its first contributor, else its title."""
    given = [item.get("title") for item in said.get("contributors", []) if isinstance(item, dict)]
    return str(next(filter(None, given), said.get("title") or said.get("name")))


def cite(site: Gathered, base: str, package: Package, lang: str, table: str = "") -> str:
    """A sentence to cite a package or one of its tables."""
    said = package.descriptor
    title = (said.get("title_en") if lang == "en" else None) or said.get("title") or package.name
    return texts.text(
        "site.cite.says",
        lang,
        publisher=publisher(said),
        title=f"{title} – {table}" if table else title,
        version=str(said.get("version") or "–"),
        as_of=site.as_of,
        url=f"{base}/{places.package(package.name)}" if base else None,
    )


def bibtex(site: Gathered, base: str, package: Package) -> str:
    """The same as BibTeX."""
    said = package.descriptor
    lines = {
        "title": f"{{{said.get('title') or package.name}}}",
        "author": f"{{{publisher(said)}}}",
        "year": str(site.as_of.year),
        "version": str(said.get("version") or ""),
        "url": f"{base}/{places.package(package.name)}" if base else "",
    }
    body = ",\n".join(f"  {key} = {{{value}}}" for key, value in lines.items() if value)
    return f"@dataset{{{places.name(package.name)}_{site.as_of.year},\n{body}\n}}"


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
