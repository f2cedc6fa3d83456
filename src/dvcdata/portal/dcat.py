"""Reads a catalogue written in DCAT: Turtle, RDF/XML or JSON-LD."""

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from dvcdata.errors import UserError
from dvcdata.importers.ids import slug
from dvcdata.portal.catalogue import Catalogue, Dataset, Resource, day
from dvcdata.portal.guarded import host

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

DCT = "http://purl.org/dc/terms/"
DCAT = "http://www.w3.org/ns/dcat#"
NAMES = ("http://xmlns.com/foaf/0.1/name", "http://www.w3.org/2006/vcard/ns#fn", f"{DCT}title")
NEXT = ("http://www.w3.org/ns/hydra/core#next", "http://www.w3.org/ns/hydra/core#nextPage")
TOTAL = "http://www.w3.org/ns/hydra/core#totalItems"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
MOST_PAGES = 1_000
MOST_CONTEXTS = 5  # of JSON-LD that a catalogue may name
Load = Callable[[str], bytes]


def read(url: str, content: bytes, load: Load) -> Catalogue:
    """The catalogue in these bytes, and in the pages that it names after it; UserError where there is none."""
    found: dict[str, Dataset] = {}
    declared, seen, place = None, {url}, url
    while True:
        graph = _graph(place, content, load)
        mine = {item.id: item for item in _datasets(graph)}
        found |= mine
        total = graph.value(predicate=_ref(TOTAL))
        declared = int(str(total)) if total is not None and str(total).isdigit() else declared
        place = urljoin(place, next((str(item) for name in NEXT for item in graph.objects(None, _ref(name))), ""))
        if place in seen or not mine or len(seen) >= MOST_PAGES:
            break
        seen.add(place)
        content = load(place)
    if not found:
        raise UserError("portal.no_datasets", url=url)
    organizations = {item.organization: item.publisher for item in found.values()}
    return Catalogue(url, "dcat", tuple(found.values()), organizations, declared)


def _graph(url: str, content: bytes, load: Load) -> "Graph":
    from rdflib import Graph

    start = content[:2000].removeprefix(b"\xef\xbb\xbf").lstrip()
    try:
        if start[:1] in (b"{", b"["):
            value = _with_contexts(json.loads(content.decode("utf-8-sig")), url, load, [])
            return Graph().parse(data=json.dumps(value), format="json-ld", publicID=url)
        kind = "xml" if start.startswith(b"<") and b"<rdf:RDF" in content[:4000] else "turtle"
        return Graph().parse(data=content, format=kind, publicID=url)
    except UserError:
        raise
    except Exception as problem:  # each of rdflib's parsers has errors of its own
        raise UserError("portal.not_dcat", url=url, why=" ".join(str(problem).split())[:120]) from None


def _with_contexts(value: Any, url: str, load: Load, seen: list[str]) -> Any:
    """The same with every context that is an address put in, so that no parser goes to the network by itself."""
    if isinstance(value, list):
        return [_with_contexts(item, url, load, seen) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _context(item, url, load, seen) if key == "@context" else _with_contexts(item, url, load, seen)
        for key, item in value.items()
        if key != "@import"
    }


def _context(value: Any, url: str, load: Load, seen: list[str]) -> Any:
    if isinstance(value, list):
        return [_context(item, url, load, seen) for item in value]
    if not isinstance(value, str):
        return _with_contexts(value, url, load, seen)
    place = urljoin(url, value)
    if len(seen) >= MOST_CONTEXTS or place in seen:
        raise UserError("portal.contexts", url=url)
    seen.append(place)
    loaded = json.loads(load(place))
    return _context(loaded.get("@context", {}), place, load, seen) if isinstance(loaded, dict) else {}


def _ref(name: str) -> "Node":
    from rdflib import URIRef

    return URIRef(name)


class _Subject:
    """One thing in the graph and what is said of it."""

    def __init__(self, graph: "Graph", node: "Node") -> None:
        self.graph, self.node = graph, node

    def each(self, *names: str) -> list["Node"]:
        """All objects of these properties."""
        return [item for name in names for item in self.graph.objects(self.node, _ref(name))]

    def text(self, *names: str) -> str:
        """What one of these properties says, in Vietnamese where there is a choice."""
        found = sorted(self.each(*names), key=lambda item: (_rank(item), str(item)))
        return str(found[0]).strip() if found else ""

    def named(self, *names: str) -> str:
        """What one of these properties says, by its name where it is a thing that has one."""
        for item in sorted(self.each(*names), key=str):
            label = _Subject(self.graph, item).text(*NAMES)
            if label or not _blank(item):
                return label or str(item).strip()
        return ""


def _rank(node: "Node") -> int:
    lang = getattr(node, "language", None)
    return 0 if lang == "vi" else 1 if lang is None else 2


def _blank(node: "Node") -> bool:
    from rdflib import BNode

    return isinstance(node, BNode)


def _datasets(graph: "Graph") -> Iterator[Dataset]:
    for node in sorted(set(graph.subjects(_ref(TYPE), _ref(f"{DCAT}Dataset"))), key=str):
        yield _dataset(_Subject(graph, node))


def _dataset(it: _Subject) -> Dataset:
    licence = it.text(f"{DCT}license")
    every = (_resource(_Subject(it.graph, node), licence) for node in it.each(f"{DCAT}distribution"))
    files = tuple(sorted(every, key=lambda file: (file.url, file.access_url, file.title)))
    publisher = it.named(f"{DCT}publisher")
    days = [day(_Subject(it.graph, node).text(f"{DCT}modified")) for node in it.each(f"{DCAT}distribution")]
    said = day(it.text(f"{DCT}modified"))
    title = it.text(f"{DCT}title")
    return Dataset(
        id=it.text(f"{DCT}identifier") or (str(it.node) if not _blank(it.node) else slug(title, 100)),
        title=title,
        organization=slug(publisher, 60) if publisher else "",
        page=it.text(f"{DCAT}landingPage") or (str(it.node) if host(str(it.node)) else ""),
        description=it.text(f"{DCT}description"),
        keywords=tuple(sorted(map(str, it.each(f"{DCAT}keyword")))),
        themes=tuple(sorted(map(str, it.each(f"{DCAT}theme")))),
        spatial=it.text(f"{DCT}spatial"),
        temporal=it.text(f"{DCT}temporal"),
        licence=licence or next((file.licence for file in files if file.licence), ""),
        access_rights=it.text(f"{DCT}accessRights"),
        contact=it.text(f"{DCAT}contactPoint"),
        publisher=publisher,
        frequency=it.text(f"{DCT}accrualPeriodicity"),
        issued=day(it.text(f"{DCT}issued")),
        modified=said,
        updated=said or max((item for item in days if item), default=None),
        resources=files,
    )


def _resource(it: _Subject, licence: str) -> Resource:
    size = it.text(f"{DCAT}byteSize").partition(".")[0]
    access, download = it.text(f"{DCAT}accessURL"), it.text(f"{DCAT}downloadURL")
    return Resource(
        id=str(it.node) if not _blank(it.node) else download or access,
        title=it.text(f"{DCT}title"),
        access_url=access,
        download_url=download,
        format=it.named(f"{DCT}format"),
        media_type=it.text(f"{DCAT}mediaType"),
        rights=it.text(f"{DCT}rights"),
        licence=it.text(f"{DCT}license") or licence,
        size=int(size) if size.isdigit() else None,
        stamp=it.text(f"{DCT}modified"),
    )
