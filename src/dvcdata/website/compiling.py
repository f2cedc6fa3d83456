"""Compiles templates for one language: fixed words become plain text, and our own functions are called straight."""

import contextlib
import hashlib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from dvcdata import kept, texts

METHODS = frozenset(dir(dict))
SPECIAL = re.compile("[&<>\"']")


def escaped(value: Any) -> str:
    """What a template prints, without markup: most texts are as they are, which is found out faster than they are made
    anew."""
    if type(value) is Markup or (type(value) is str and not SPECIAL.search(value)):
        return value
    return escape(value)


class Environment(jinja2.Environment):
    """An environment whose templates may call these functions; `t` of a text without values is the text itself."""

    def __init__(self, lang: str, functions: Mapping[str, Callable[..., Any]], **options: Any) -> None:
        super().__init__(**options, bytecode_cache=Compiled(lang, sorted(functions)))
        self.globals |= functions
        self.filters |= functions
        self.straight = Straight(lang, frozenset(functions))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a template calls `row.name`: mostly an entry of a row, which Jinja itself looks for last."""
        if type(obj) is dict and attribute in obj and attribute not in METHODS:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        code = super()._generate(source, name, filename, defer_init)
        # behind the import of its own, on the same line, since lines lead back to those of the template
        return code.replace("\n", f"; from {__name__} import escaped as escape\n", 1)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        self.straight.visit(parsed)
        return parsed


class Straight(NodeTransformer):
    """Makes a call of a function a filter: Jinja looks into every callable before it calls it, but into no filter."""

    def __init__(self, lang: str, functions: frozenset[str]) -> None:
        self.lang = lang
        self.functions = functions

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # as the visitor looks for it
        """The call, its arguments first."""
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return node
        if node.node.name == "t" and len(node.args) == 1 and not node.kwargs:
            key = node.args[0]
            if isinstance(key, nodes.Const) and texts.entry(key.value):
                return nodes.Const(texts.text(key.value, self.lang), lineno=node.lineno)
        if node.node.name in self.functions and node.args:
            name, given = node.node.name, list(node.args[1:])
            return nodes.Filter(node.args[0], name, given, node.kwargs, None, None, lineno=node.lineno)
        return node


class Compiled(jinja2.BytecodeCache):
    """Templates as they were compiled for this language, kept on this machine as long as nothing of it changes."""

    def __init__(self, lang: str, functions: Sequence[str]) -> None:
        self.folder = kept.folder("templates")
        self.lang = lang
        words = sorted(Path(texts.__file__).parent.glob("*.toml"))
        made_by = b"".join(path.read_bytes() for path in (Path(__file__), *words))
        self.of = hashlib.sha256(made_by + repr((jinja2.__version__, functions)).encode()).digest()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Another for each language."""
        return f"{super().get_cache_key(name, filename)}-{self.lang}"

    def get_source_checksum(self, source: str) -> str:
        """A digest of the template and of what else makes the code."""
        return hashlib.sha256(self.of + source.encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Takes what is kept, where it is of the same."""
        with contextlib.suppress(OSError):
            bucket.bytecode_from_string((self.folder / bucket.key).read_bytes())

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps it, where that can be done."""
        aside = self.folder / f"{bucket.key}.{os.getpid()}"
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(bucket.bytecode_to_string())
            aside.replace(self.folder / bucket.key)
