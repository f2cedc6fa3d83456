"""Builds the static site: gathers everything, checks that nothing published is lost, then writes."""

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dvcdata import texts, workspace
from dvcdata.errors import UserError
from dvcdata.findings import SEVERITIES
from dvcdata.formats import sentences
from dvcdata.package import Package, open_all
from dvcdata.report import Report
from dvcdata.rules import catalogue
from dvcdata.validate import validate
from dvcdata.website import files, gather, metadata, numbers, pages, places
from dvcdata.website.gather import Gathered
from dvcdata.website.numbers import Numbers
from dvcdata.website.output import Output, Tombstone, refuse_gone, tombstones
from dvcdata.website.render import Page, Renderer, assets
from dvcdata.write import json_bytes

MENU = (
    ("indicators/index.html", "indicators"),
    ("datasets/index.html", "datasets"),
    ("agencies/index.html", "agencies"),
    ("fields/index.html", "fields"),
    ("procedures/index.html", "procedures"),
    ("services/index.html", "services"),
    ("changes.html", "changes"),
    ("figures.html", "figures"),
    ("quality/index.html", "quality"),
    ("status.html", "status"),
)
SMALL_MENU = tuple((f"{name}.html", name) for name in ("methods", "api", "accessibility"))


@dataclass(frozen=True)
class Built:
    """What a build came to."""

    folder: Path
    pages: int
    written: int
    same: int


def run(paths: Sequence[Path], *, out: Path | None = None, base_url: str = "", as_of: date | None = None) -> Built:
    """`dvcdata site build`: the site of what the paths name (else of the workspace), in its folder."""
    home = workspace.find(paths[0] if paths else Path())
    packages = open_all(paths or [home or Path()])
    rules = catalogue.choose(catalogue.load(home), (), ())
    report = validate(packages, rules, as_of or date.today())
    _refuse_blocked(report)
    site, tables = gather.gather(packages, report)
    counted = numbers.gather(packages, home, None)
    output = Output(out or (home or Path()) / "public")
    heads = {key: files.head(table) for key, table in _tables(packages)}
    listed = [*pages.all_pages(site, heads), *numbers.pages(counted)]
    gone = tombstones(home)
    refuse_gone(output.published(), _planned(listed), [*gone, *(f"en/{path}" for path in gone)])
    # everything is gathered; from here on files are written
    _write(output, site, counted, listed, tables, list(gone.values()), home, base_url.rstrip("/"))
    return Built(output.folder, len(listed) * len(texts.LANGUAGES), output.written, output.same)


def _refuse_blocked(report: Report) -> None:
    if blocking := report.counts["block"]:
        found = next(item for item in report.findings if item.severity == "block")
        raise UserError("site.blocked", n=blocking, rule=found.rule, package=found.package, table=found.table)


def _tables(packages: Sequence[Package]) -> Iterator[tuple[tuple[str, str], Any]]:
    for package in packages:
        yield from (((package.name, table.name), table) for table in package.tables)


def _planned(listed: Sequence[Page]) -> set[str]:
    found: set[str] = set()
    for page in listed:
        if page.path in found:
            raise UserError("site.same_path", path=page.path)
        found |= {places.in_language(page.path, lang) for lang in texts.LANGUAGES}
    return found


def _write(
    output: Output,
    site: Gathered,
    counted: Numbers,
    listed: Sequence[Page],
    tables: Mapping[str, bytes],
    gone: Sequence[Tombstone],
    home: Path | None,
    base: str,
) -> None:
    renderer = Renderer(home, {**_shared(site, counted, base), **numbers.shared(counted)})
    buried = [Page(item.path, "tombstone", vars(item)) for item in gone]
    for lang in texts.LANGUAGES:
        for page in (*listed, *buried):
            output.put(places.in_language(page.path, lang), renderer.page(page, lang))
        output.put(f"search-{lang}.json", _index(listed, lang))
    for page in listed:
        if "series" in page.values:
            facts = page.values.get("row") or {"code": page.values.get("code"), "name": page.values.get("name")}
            stem = page.path.removesuffix(".html")
            for path, content in files.page_files(stem, facts, page.values["series"]):
                output.put(path, content)
    for path, content in (
        *tables.items(),
        *numbers.files(counted),
        *_packages(site, tables, base),
        *_rest(site, listed, base),
    ):
        output.put(path, content)
    for name, asset in assets(home).items():
        output.put(f"assets/{name}", asset.read_bytes())
    output.finish()


def _shared(site: Gathered, counted: Numbers, base: str) -> dict[str, Any]:
    return {
        "settings": {
            part if lang == "vi" else f"{part}_{lang}": texts.text(f"site.{part}", lang)
            for part in ("title", "description")
            for lang in texts.LANGUAGES
        },
        "base_url": base,
        "languages": texts.LANGUAGES,
        "severities": SEVERITIES,
        "kept": gather.KEPT,
        "menu": [
            (path, name) for path, name in MENU if site.rows.get(name) != [] and (name != "indicators" or counted.found)
        ],
        "small_menu": SMALL_MENU,
        "message": lambda finding, lang: site.report.words(finding, "message", lang),
        "checked": lambda lang: sentences.checked(site.report, lang),
        "why_not": lambda item, lang: texts.text(item.key, lang, **item.params),
        "licence": metadata.licence,
        "contact": metadata.contact,
        "cite": lambda package, lang, table="": metadata.cite(site, base, package, lang, table),
        "bibtex": lambda package: metadata.bibtex(site, base, package),
        "site": site,
        "json_ld": lambda package: metadata.json_ld(base, package),
        "rule_title": lambda rule, lang: rule_title(site, rule, lang),
    }


def rule_title(site: Gathered, rule_id: str, lang: str) -> str:
    """The title of a rule, or of a kind of error in the structure."""
    found = site.findings.get(("rule", rule_id))
    rule = site.report.rules.get(rule_id)
    if rule:
        return rule.title[lang]
    return site.report.words(found[0], "title", lang) if found else rule_id


def folded(text: str) -> str:
    """Letters without diacritics, in lower case: what search compares."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()


def _index(listed: Sequence[Page], lang: str) -> bytes:
    entries = [
        {
            "path": page.path,
            "title": page.search[1],
            "kind": texts.text(f"site.entry.{page.search[0]}", lang),
            "words": folded(" ".join(word for word in page.search[1:] if word)),
        }
        for page in listed
        if page.search
    ]
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode()


def _packages(site: Gathered, tables: Mapping[str, bytes], base: str) -> Iterator[tuple[str, bytes]]:
    """The description, checksums and zip of each package."""
    for package in site.packages:
        top = places.package(package.name).removesuffix("index.html")
        members = {
            path.removeprefix(top): content
            for path, content in tables.items()
            if path.startswith(top) and path.endswith(".csv")
        }
        readme = "\n\n".join(metadata.cite(site, base, package, lang) for lang in texts.LANGUAGES) + "\n"
        yield f"{top}datapackage.json", json_bytes(package.descriptor)
        yield (
            f"{top}SHA256SUMS",
            files.sums({path.removeprefix(top): c for path, c in tables.items() if path.startswith(top)}),
        )
        yield f"{top}{package.name}.zip", files.archive(package, members, readme)


def _rest(site: Gathered, listed: Sequence[Page], base: str) -> Iterator[tuple[str, bytes]]:
    title = texts.text("site.title", "vi")
    paths = [places.in_language(page.path, lang) for lang in texts.LANGUAGES for page in listed]
    yield "catalog.jsonld", metadata.catalogue(site, base, title)
    yield "sitemap.xml", metadata.sitemap(base, paths)
    yield "feed.atom", metadata.feed(site, base, title)
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n".encode()
