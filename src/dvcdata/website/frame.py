"""What stands on every page, and what pages about the site as a whole are given."""

from collections.abc import Mapping
from typing import Any

from dvcdata import texts
from dvcdata.findings import SEVERITIES
from dvcdata.formats import sentences
from dvcdata.indicators import words
from dvcdata.website.gather import Gathered

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
    ("portals/index.html", "portals"),
    ("explore.html", "explore"),
    ("check.html", "check"),
)
AUDIT = {"portal_organizations", "portal_datasets", "portal_resources"}  # the tables of an audit
SMALL = ("methods", "releases/index", "corrections", "api", "accessibility")
SMALL_MENU = tuple((f"{path}.html", path.partition("/")[0]) for path in SMALL)


def of_every_page(site: Gathered, lang: str) -> dict[str, Any]:
    """What every page is given in one language; a page that stands alone sees nothing else of the site."""
    return {
        "settings": {
            part if code == "vi" else f"{part}_{code}": texts.text(f"site.{part}", code)
            for part in ("title", "description")
            for code in texts.LANGUAGES
        },
        "base_url": site.base_url,
        "as_of": site.as_of,
        "languages": texts.LANGUAGES,
        "severities": SEVERITIES,
        "words": words,
        "menu": [(path, name) for path, name in MENU if _there(site, name)],
        "small_menu": SMALL_MENU,
        "message": lambda finding: site.report.words(finding, "message", lang),
    }


def _there(site: Gathered, name: str) -> bool:
    if name == "portals":
        return audited(site)
    if name in ("explore", "check"):
        return bool(site.engine.files)
    found = {
        "indicators": site.numbers.found,
        "changes": site.numbers.changed,
        "figures": site.numbers.held.figures,
        "status": site.deliveries,
        "fields": site.fields.names,
    }
    return bool(found[name]) if name in found else site.rows.get(name) != []


def audited(site: Gathered) -> bool:
    """Whether any of the packages holds audits of portals."""
    return any({table.name for table in package.tables} >= AUDIT for package in site.packages)


def of_site(site: Gathered) -> Mapping[str, Any]:
    """What pages about the site as a whole are given besides."""
    return {
        "site": site,
        "checked": lambda lang: sentences.checked(site.report, lang),
        "why_not": lambda item, lang: texts.text(item.key, lang, **item.params),
    }
