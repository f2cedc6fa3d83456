"""Lucene's query syntax as CKAN uses it: a query is a condition on a document. Nothing is ranked."""

import re
from collections.abc import Callable, Sequence

from solr.documents import Bad, Doc, Schema, date_math, fold, tokens

Query = Callable[[Doc], bool]
Clause = tuple[str, Query]
WILD = re.compile(r"((?<!\\)[*?])")


def everything(doc: Doc) -> bool:
    return True


def nothing(doc: Doc) -> bool:
    return False


def leaf(schema: Schema, name: str, text: str, quoted: bool) -> Query:
    """One term or phrase in one field."""
    field = schema[name]
    if name == "*" and text == "*":
        return everything
    if not quoted and text == "*":
        return lambda doc: bool(doc.values.get(name))
    if not quoted and WILD.search(text):
        return _wild(schema, name, text)
    text = unescape(text)
    if field.type == "text_ngram":  # ngrams of 2 to 10 letters: a part of the value
        parts = text.lower().split()
        return lambda doc: any(all(part in value.lower() for part in parts) for value in doc.values.get(name, []))
    want = tokens(field, date_math(text) if field.date else text)
    if not want:
        return nothing
    if quoted or len(want) == 1:
        return lambda doc: any(_follow(words, want) for words in doc.words.get(name, []))
    return lambda doc: set(want) <= {word for words in doc.words.get(name, []) for word in words}


def _wild(schema: Schema, name: str, text: str) -> Query:
    pieces = (
        ".*" if piece == "*" else "." if piece == "?" else re.escape(unescape(piece)) for piece in WILD.split(text)
    )
    form = "".join(pieces)
    if schema[name].text:
        form = fold(form) if schema[name].type == "text" else form.lower()
    pattern = re.compile(form, re.DOTALL)
    return lambda doc: any(pattern.fullmatch(word) for words in doc.words.get(name, []) for word in words)


def _follow(words: list[str], want: list[str]) -> bool:
    return any(words[start : start + len(want)] == want for start in range(len(words) - len(want) + 1))


def between(schema: Schema, name: str, low: str, high: str, low_in: bool, high_in: bool) -> Query:
    """A range; `*` is an open end."""
    field = schema[name]

    def order(text: str) -> float | str:
        return float(text) if field.number else text

    def end(text: str) -> float | str | None:
        plain = unescape(text).strip('"')
        return None if text == "*" else order(date_math(plain) if field.date else plain)

    try:
        least, most = end(low), end(high)
    except ValueError:
        raise Bad(f"Invalid Number in range for {name}") from None

    def inside(value: float | str) -> bool:
        above = least is None or value > least or (low_in and value == least)  # type: ignore[operator]  # of one kind
        return above and (most is None or value < most or (high_in and value == most))  # type: ignore[operator]

    return lambda doc: any(inside(order(value)) for value in doc.values.get(name, []))


def boolean(clauses: Sequence[Clause], top: bool) -> Query:
    """Clauses that must hold (+), may (blank) and must not (-)."""
    must, should, never = ([query for sign, query in clauses if sign == kind] for kind in "+ -")

    def match(doc: Doc) -> bool:
        if any(query(doc) for query in never) or not all(query(doc) for query in must):
            return False
        return bool(must) or any(query(doc) for query in should) or (top and not should)

    return match


def disjunction(schema: Schema, text: str, quoted: bool, fields: Sequence[str]) -> Query:
    """A term in any of the fields."""
    parts = [leaf(schema, name, text, quoted) for name in fields]
    return lambda doc: any(query(doc) for query in parts)


def unescape(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


LEX = re.compile(
    r"""
  (?P<open>\() | (?P<close>\)) |
  (?P<conj>(?:AND|OR|&&|\|\|)(?=[\s(+\-!"]|$)) | (?P<mod>[+!-]|NOT(?=\s)) |
  (?P<field>(?:\\.|[\w.\-*])+)\s*: |
  (?P<range>[\[{]\s*(?P<low>"[^"]*"|[^\s\]}]+)\s+TO\s+(?P<high>"[^"]*"|[^\s\]}]+)\s*[\]}]) |
  (?P<phrase>"(?:\\.|[^"\\])*") |
  (?P<term>(?:\\.|[^\s:()\[\]{}"^~+!\\/-])(?:\\.|[^\s:()\[\]{}"^~\\])*)
""",
    re.VERBOSE,
)
KINDS = ("open", "close", "conj", "mod", "field", "range", "phrase", "term")
BOOST = re.compile(r"\^(\d+(\.\d+)?)")


class _Parser:
    """One text being read, clause by clause."""

    def __init__(self, schema: Schema, text: str, op: str, qf: Sequence[str], df: str) -> None:
        self.schema, self.text, self.op, self.qf, self.df = schema, text, op, qf, df
        self.pos = 0

    def token(self) -> tuple[str, re.Match[str]] | None:
        while self.pos < len(self.text) and self.text[self.pos].isspace():
            self.pos += 1
        if self.pos == len(self.text):
            return None
        match = LEX.match(self.text, self.pos)
        if not match:
            raise self.wrong(f"at column {self.pos}")
        self.pos = match.end()
        return next(kind for kind in KINDS if match[kind] is not None), match

    def wrong(self, why: str) -> Bad:
        return Bad(f"org.apache.solr.search.SyntaxError: Cannot parse '{self.text}': {why}")

    def group(self, field: str, top: bool) -> Query:
        clauses: list[Clause] = []
        conj = mod = name = ""
        closed = dangling = False
        while found := self.token():
            kind, match = found
            if kind == "close":
                closed = True
                break
            dangling = kind in ("conj", "mod", "field")
            if kind == "conj":
                conj = "AND" if match[0] in ("AND", "&&") else "OR"
            elif kind == "mod":
                mod = "+" if match[0] == "+" else "-"
            elif kind == "field":
                name = unescape(match["field"])
            else:
                self.add(clauses, self.node(kind, match, name or field), conj, mod)
                conj = mod = name = ""
        if dangling or closed == top:
            raise self.wrong("unexpected end" if dangling else "unbalanced )")
        return boolean(clauses, top) if clauses else nothing

    def node(self, kind: str, match: re.Match[str], where: str) -> Query:
        if kind == "open":
            made = self.group(where, False)
        elif kind == "range":
            inclusive = match[0][0] == "[", match[0][-1] == "]"
            made = between(self.schema, where or self.df, match["low"], match["high"], *inclusive)
        else:
            body = match[0][1:-1] if kind == "phrase" else match[0]
            one = where or (self.df if not self.qf else "")
            alone = leaf(self.schema, one, body, kind == "phrase") if one else None
            made = alone or disjunction(self.schema, body, kind == "phrase", self.qf)
        boost = BOOST.match(self.text, self.pos)
        if boost:
            self.pos = boost.end()
        return made

    def add(self, clauses: list[Clause], node: Query, conj: str, mod: str) -> None:
        """QueryParserBase.addClause, as Lucene has it."""
        if clauses and conj == "AND" and clauses[-1][0] == " ":
            clauses[-1] = ("+", clauses[-1][1])
        if clauses and conj == "OR" and self.op == "AND" and clauses[-1][0] == "+":
            clauses[-1] = (" ", clauses[-1][1])
        need = mod == "+" or conj == "AND" if self.op == "OR" else conj != "OR"
        clauses.append(("-" if mod == "-" else "+" if need else " ", node))


def parse(schema: Schema, text: str, op: str, qf: Sequence[str] = (), df: str = "text") -> Query:
    """Lucene's classic syntax; with qf, bare terms search those fields."""
    if text.lstrip().startswith("{!"):
        raise Bad("stand-in: local params are not supported")
    return _Parser(schema, text, op, qf, df).group("", True)


def dismax(schema: Schema, text: str, qf: Sequence[str]) -> Query:
    """Every word or phrase in one of the fields, as far as + and - do not say otherwise."""
    clauses: list[Clause] = []
    for sign, phrase, word in re.findall(r'([+-]?)(?:"([^"]*)"|([^\s"]+))', text):
        plain = re.sub(r"([*?\\])", r"\\\1", phrase or word)
        if plain:
            clauses.append((sign or "+", disjunction(schema, plain, bool(phrase), qf)))
    return boolean(clauses, False)
