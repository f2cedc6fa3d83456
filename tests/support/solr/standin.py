"""A stand-in for the part of Apache Solr that CKAN speaks to, for tests only: run as `python -m solr.standin`.

It is not Solr. It answers the four things that CKAN asks (select, update, ping, schema) from memory, by the field types
of CKAN's own schema.xml: filters, explicit sorts, paging and facets are right, relevance is not known. What it does not
know it refuses with 400; it never guesses.
"""

import argparse
import datetime as dt
import json
import re
import threading
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from solr.documents import Bad, Doc, Schema
from solr.queries import Query, dismax, everything, parse

KNOWN = set("q fl fq rows sort start wt qf facet facet.mincount facet.limit facet.field tie defType mm df q.op".split())
Parameters = dict[str, list[str]]


class Index:
    """The documents, and the changes that wait for a commit."""

    def __init__(self, schema: Schema) -> None:
        self.schema, self.lock = schema, threading.RLock()
        self.docs: dict[str, Doc] = {}
        self.added: list[tuple[str, Doc] | Query] = []

    def add(self, body: dict[str, Any]) -> None:
        for name in self.schema.required:
            if not body.get(name):
                raise Bad(f"[doc={body.get(self.schema.key)}] missing required field: {name}")
        body.setdefault("indexed_ts", dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
        self.added.append((body[self.schema.key], Doc(self.schema, body)))

    def commit(self) -> None:
        for change in self.added:  # like Solr: nothing is visible before a commit
            if isinstance(change, tuple):
                self.docs[change[0]] = change[1]
            else:
                self.docs = {key: doc for key, doc in self.docs.items() if not change(doc)}
        self.added = []

    def update(self, kind: str, body: bytes, given: Parameters) -> dict[str, Any]:
        if "json" in kind:
            data = json.loads(body)
            for doc in data if isinstance(data, list) else [data]:
                self.add(doc)
        else:
            root = ET.fromstring(body)
            for item in root if root.tag == "delete" else ():
                text = item.text or ""
                query = text if item.tag == "query" else f'{self.schema.key}:"{text}"'
                self.added.append(parse(self.schema, query, "OR"))
            if root.tag == "commit":
                self.commit()
        if "true" in (*given.get("commit", ()), *given.get("softCommit", ())):
            self.commit()
        return {"responseHeader": {"status": 0, "QTime": 0}}

    def select(self, given: Parameters) -> dict[str, Any]:
        if set(given) - KNOWN:
            raise Bad(f"stand-in: parameters not supported: {sorted(set(given) - KNOWN)}")
        queries = [self._query(given)]
        queries += [parse(self.schema, text, one(given, "q.op", "OR")) for text in given.get("fq", []) if text.strip()]
        hits = [doc for doc in self.docs.values() if all(query(doc) for query in queries)]
        hits = self._sorted(hits, one(given, "sort", "score desc"))
        start, rows = int(one(given, "start", "0")), int(one(given, "rows", "10"))
        fields = re.split(r"[\s,]+", one(given, "fl", "*").strip())
        docs = [doc.stored(self.schema, None if "*" in fields else fields) for doc in hits[start : start + rows]]
        found = {"numFound": len(hits), "start": start, "numFoundExact": True, "docs": docs}
        out = {"responseHeader": {"status": 0, "QTime": 0}, "response": found}
        if one(given, "facet", "") in ("true", "True", "on", "1"):
            out["facet_counts"] = {"facet_queries": {}, "facet_fields": facets(hits, given), "facet_ranges": {}}
        return out

    def _query(self, given: Parameters) -> Query:
        text, kind = one(given, "q", "*:*"), one(given, "defType", "lucene")
        fields = re.findall(r"([^\s^]+)(?:\^[\d.]+)?", one(given, "qf", ""))
        if text.strip() == "*:*":
            return everything
        if kind == "lucene" or (kind == "edismax" and re.search(r"[:()]", text)):
            named = fields if kind == "edismax" else ()
            return parse(self.schema, text, one(given, "q.op", "OR"), named, one(given, "df", "text"))
        if kind in ("dismax", "edismax"):
            return dismax(self.schema, text, fields or [one(given, "df", "text")])
        raise Bad(f"stand-in: defType not supported: {kind}")

    def _sorted(self, hits: list[Doc], how: str) -> list[Doc]:
        for part in reversed(how.split(",")):
            match = re.fullmatch(r"\s*([\w.-]+)\s+(asc|desc)\s*", part, re.IGNORECASE)
            if not match:
                raise Bad(f"Can't determine a Sort Order (asc or desc) in sort spec '{how}'")
            name = match[1]
            if name != "score":
                have = [doc for doc in hits if doc.values.get(name)]
                order = {id(doc): doc.order(self.schema, name) for doc in have}
                have.sort(key=lambda doc: order[id(doc)], reverse=match[2].lower() == "desc")  # used at once
                hits = have + [doc for doc in hits if not doc.values.get(name)]  # sortMissingLast
        return hits


def one(given: Parameters, name: str, default: str) -> str:
    return given.get(name, [default])[0]


def facets(hits: Iterable[Doc], given: Parameters) -> dict[str, list[str | int]]:
    """For each field asked for: its words and how many documents have them, the most frequent first."""
    least, limit = int(one(given, "facet.mincount", "0")), int(one(given, "facet.limit", "100"))
    out: dict[str, list[str | int]] = {}
    for name in given.get("facet.field", []):
        counts = Counter(w for doc in hits for w in {w for words in doc.words.get(name, []) for w in words})
        pairs = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[: limit if limit >= 0 else None]
        out[name] = [item for pair in pairs if pair[1] >= least for item in pair]
    return out


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    index: Index

    def do_GET(self) -> None:  # the name is the library's
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _answer(self, body: bytes) -> None:
        url, kind = urlsplit(self.path), self.headers.get("Content-Type", "")
        given = parse_qs(url.query, keep_blank_values=True)
        if "form-urlencoded" in kind:
            given.update(parse_qs(body.decode(), keep_blank_values=True))
        what = url.path.strip("/").removeprefix("solr/ckan").strip("/")
        code, out = self._result(what, kind, body, given)
        self.send_response(code)
        self.send_header("Content-Type", "application/xml" if what == "schema" else "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(out)))
        self.end_headers()
        self.wfile.write(out)

    def _result(self, what: str, kind: str, body: bytes, given: Parameters) -> tuple[int, bytes]:
        try:
            with self.index.lock:
                if what == "schema":
                    return 200, self.index.schema.raw
                if what == "select":
                    return 200, json.dumps(self.index.select(given)).encode()
                if what == "update":
                    return 200, json.dumps(self.index.update(kind, body, given)).encode()
                if what == "admin/ping":
                    return 200, b'{"status": "OK"}'
        except (Bad, ValueError) as problem:
            return 400, json.dumps({"error": {"msg": str(problem), "code": 400}}).encode()
        return 404, b'{"error": {"msg": "not found", "code": 404}}'

    def log_message(self, format: str, *args: Any) -> None:
        if not str(args[1] if len(args) > 1 else "").startswith("2"):
            super().log_message(format, *args)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--schema", required=True)
    given = parser.parse_args()
    Handler.index = Index(Schema(given.schema))
    ThreadingHTTPServer(("127.0.0.1", given.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
