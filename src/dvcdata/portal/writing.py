"""Writes an audit: to the screen, to files, and as a data package in which audits add up."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dvcdata import profiles, texts, write
from dvcdata.errors import UserError
from dvcdata.formats import files
from dvcdata.importers.ids import slug
from dvcdata.package import DESCRIPTOR, read_json
from dvcdata.portal import as_json, as_text, tables
from dvcdata.portal.audit import Audit
from dvcdata.portal.guarded import host

PROFILE = ("sources", "open_datasets")
NAME = "portal-audit"


def render(audit: Audit, output: str, lang: str, quiet: bool = False) -> str:
    """The audit in the format asked for."""
    if output == "json":
        return as_json.render(audit)
    return as_text.markdown(audit, lang) if output == "markdown" else as_text.render(audit, lang, quiet)


def reports(audit: Audit, paths: Sequence[Path], lang: str) -> None:
    """Writes the audit to files, each in the format that its ending names: all of them, or none."""
    contents = []
    for path in paths:
        kind = files.module(path, files.OF_PORTAL)
        if kind == "portal_html":
            from dvcdata.formats import portal_html

            text = "".join(portal_html.pieces(audit, lang))
        else:
            text = render(audit, kind, lang) + "\n"
        contents.append((path, text.encode("utf-8", errors="backslashreplace")))
    write.write_files(contents)


def package(audit: Audit, folder: Path) -> None:
    """Writes the audit as a data package; rows of earlier audits of the portal stay in portal_organizations."""
    earlier = _earlier(audit, folder)
    columns = {name: list(found) for name, found in tables.COLUMNS.items()}
    columns |= {name: list(profiles.columns(name)) for name in PROFILE}
    found: dict[str, Iterable[Any]] = {
        "portal_organizations": [*earlier, *tables.organizations(audit)],
        "portal_datasets": tables.datasets(audit),
        "portal_resources": tables.resources(audit),
        "sources": [tables.source(audit)],
    }
    if audit.whole.checked:  # without a look at the files nothing can be counted
        found["open_datasets"] = tables.open_datasets(audit)
    contents = [(folder / f"{name}.csv", write.table_bytes(columns[name], rows)) for name, rows in found.items()]
    descriptor = write.json_bytes(_descriptor(audit, list(found)))
    write.write_files([*contents, (folder / DESCRIPTOR, descriptor)])


def _earlier(audit: Audit, folder: Path) -> list[dict[str, str]]:
    """The rows of audits of other days; a folder that holds another package is refused."""
    if not (folder / DESCRIPTOR).exists():
        return []
    said = read_json(folder / DESCRIPTOR)
    if not isinstance(said, dict) or not str(said.get("name")).startswith(NAME):
        raise UserError("portal.not_ours", path=str(folder))
    try:
        with (folder / "portal_organizations.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise UserError("portal.not_ours", path=str(folder)) from None
    if other := {row.get("portal") or "" for row in rows} - {audit.catalogue.url}:
        raise UserError("portal.other", path=str(folder), portal=min(other))
    columns, day = tables.COLUMNS["portal_organizations"], audit.as_of.isoformat()
    return [{name: row.get(name) or "" for name in columns} for row in rows if row.get("audited") != day]


def _descriptor(audit: Audit, names: Sequence[str]) -> dict[str, Any]:
    both = {
        f"{part}{'' if lang == 'vi' else '_en'}": texts.text(f"portal.package_{part}", lang, url=audit.catalogue.url)
        for part in ("title", "description")
        for lang in texts.LANGUAGES
    }
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"{NAME}-{slug(host(audit.catalogue.url))}".rstrip("-"),
        **both,
        "created": audit.as_of.isoformat(),
        "sources": [{"title": audit.catalogue.url, "path": audit.catalogue.url}],
        "resources": [
            {"name": name, "type": "table", "path": f"{name}.csv", "format": "csv", "encoding": "utf-8"}
            | ({**tables.titles(name), "schema": tables.schema(name)} if name in tables.COLUMNS else {})
            for name in names
        ],
    }
