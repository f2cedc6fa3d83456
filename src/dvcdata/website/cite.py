"""How a package is cited: who publishes it, under which licence, and whom to ask."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dvcdata import texts
from dvcdata.package import Package
from dvcdata.website import places

if TYPE_CHECKING:
    from dvcdata.website.gather import Gathered


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


def cite(site: "Gathered", package: Package, lang: str, table: str = "") -> str:
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
        url=f"{site.base_url}/{places.package(package.name)}" if site.base_url else None,
    )


def bibtex(site: "Gathered", package: Package) -> str:
    """The same as BibTeX."""
    said = package.descriptor
    lines = {
        "title": f"{{{said.get('title') or package.name}}}",
        "author": f"{{{publisher(said)}}}",
        "year": str(site.as_of.year),
        "version": str(said.get("version") or ""),
        "url": f"{site.base_url}/{places.package(package.name)}" if site.base_url else "",
    }
    body = ",\n".join(f"  {key} = {{{value}}}" for key, value in lines.items() if value)
    return f"@dataset{{{places.name(package.name)}_{site.as_of.year},\n{body}\n}}"
