"""What machines read of the site: the metadata of datasets, the catalogue, the sitemap and the feeds."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

from markupsafe import Markup

from dvcdata import texts
from dvcdata.website import bundle, csvw, dcat, feeds, jsonld, places, results, tiles
from dvcdata.website.cite import contact, licence
from dvcdata.website.described import Dataset, of_bytes
from dvcdata.website.forms import made_of
from dvcdata.website.gather import Gathered
from dvcdata.website.tasks import Task
from dvcdata.write import json_bytes


def shared(site: Gathered) -> dict[str, Any]:
    """What templates need to say of datasets."""
    return {
        "licence": licence,
        "contact": contact,
        "datasets": site.datasets,
        "drawn": {page for page, _, _ in site.charts},
        "tiles": tiles.tiles,
        "cite": lambda page, lang: bundle.cite(_cited(site, page), site.base_url, lang),
        "bibtex": lambda page: bundle.bibtex(_cited(site, page), site.base_url),
        "csl": lambda page: bundle.citations(_cited(site, page), site.base_url)["CITATION.json"].decode(),
        "json_ld": lambda page, lang: json_ld(site, page, lang),
    }


def _cited(site: Gathered, page: str) -> Dataset:
    """What a page is about: a package, a table or an indicator."""
    name = page.removeprefix("indicators/").removesuffix(".html")
    return site.datasets.get(page) or results.dataset(site, name, site.numbers.found[name])


def json_ld(site: Gathered, page: str, lang: str) -> Markup:
    """schema.org and Croissant for the page of a dataset."""
    item = _with_zip(site, site.datasets[page])
    parts = {part: site.datasets[part] for part in item.parts}
    return jsonld.script(jsonld.of_dataset(item, parts, site.base_url, lang, bundle.cite(item, site.base_url, lang)))


def _with_zip(site: Gathered, item: Dataset) -> Dataset:
    """A dataset with the zip of all that belongs to it among its files."""
    stem = item.page.removesuffix(".html") if item.whole else f"{item.page.removesuffix('index.html')}{item.name}"
    path = f"{stem}.zip"
    return replace(item, files=(*item.files, of_bytes(path, site.bundles[path])))


def files(site: Gathered) -> Iterator[tuple[str, bytes]]:
    """The description of each CSV beside it, and the feeds."""
    for item in site.datasets.values():
        if file := item.file("csv"):
            yield f"{file.path}-metadata.json", json_bytes(csvw.metadata(item, site.base_url))
    yield from feeds.files(site)


def tasks(site: Gathered) -> Iterator[Task]:
    """The catalogue, whose library takes its time."""
    listed = [_with_zip(site, item) for item in site.datasets.values()]
    source = made_of("catalogue", dcat.VERSION, site.base_url, repr(listed))
    yield Task(("catalog.ttl", "catalog.jsonld"), source, partial(dcat.catalogue, listed, site.base_url, site.as_of))


def lists(site: Gathered, paths: Sequence[str]) -> dict[str, bytes]:
    """What crawlers look at first: the sitemap of these pages, and where it is; both need the site's address."""
    robots = "User-agent: *\nAllow: /\n"
    if not site.base_url:
        return {"robots.txt": robots.encode()}
    where = f"Sitemap: {site.base_url}/sitemap.xml\n"
    return {"sitemap.xml": sitemap(site.base_url, paths), "robots.txt": f"{robots}{where}".encode()}


def sitemap(base: str, paths: Sequence[str]) -> bytes:
    """The sitemap of every page in every language, each with its translations."""
    there = set(paths)
    urls = []
    for path in paths:
        main = path.removeprefix("en/")
        others = [(lang, places.in_language(main, lang)) for lang in texts.LANGUAGES]
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(f"{base}/{places.escaped(other)}")}"/>'
            for lang, other in others
            if other in there
        )
        urls.append(f"<url><loc>{escape(f'{base}/{places.escaped(path)}')}</loc>{links}</url>\n")
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    )
    return f"{head}{''.join(urls)}</urlset>\n".encode()
