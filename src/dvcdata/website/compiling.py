"""Compiles templates for one language: fixed words become plain text, and our own functions are called straight."""

import contextlib
import hashlib
import os
import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.runtime import Macro as GeneralMacro
from jinja2.utils import missing
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


class Macro(GeneralMacro):
    """A macro that is called with values only, as most are, without ado."""

    def __call__(self, *values: Any, **named: Any) -> str:
        """What it prints."""
        lacking = self._argument_count - len(values)
        if named or lacking < 0 or self.caller or self.catch_kwargs or self.catch_varargs:
            return super().__call__(*values, **named)
        return str.__new__(Markup, self._func(*values, *[missing] * lacking))


def called(function: Callable[..., Any], *values: Any, **named: Any) -> Any:
    """What a function or a macro gives."""
    return function(*values, **named)


class Environment(jinja2.Environment):
    """An environment whose templates may call these functions; `t` of a text without values is the text itself."""

    def __init__(self, lang: str, functions: Mapping[str, Callable[..., Any]], **options: Any) -> None:
        super().__init__(**options, autoescape=True, cache_size=-1, bytecode_cache=Compiled(lang, sorted(functions)))
        self.globals |= functions
        self.filters |= {**functions, "called": called}
        self.straight = Straight(lang, frozenset(functions))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a template calls `row.name`: mostly an entry of a row, which Jinja itself looks for last."""
        if type(obj) is dict and attribute in obj and attribute not in METHODS:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """All templates have these globals alike: to look them up in two places takes longer on every page."""
        return super().make_globals(d) if d else self.globals

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        code = super()._generate(source, name, filename, defer_init)
        # behind the import of its own, on the same line, since lines lead back to those of the template
        return code.replace("\n", f"; from {__name__} import Macro, escaped as escape\n", 1)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        self.straight.visit(parsed)
        return parsed


class Straight(NodeTransformer):
    """Makes a call a filter: Jinja looks into every callable before it calls it, but into no filter."""

    def __init__(self, lang: str, functions: frozenset[str]) -> None:
        self.lang = lang
        self.functions = functions

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # as the visitor looks for it
        """The call, its arguments first."""
        self.generic_visit(node)
        if node.dyn_args or node.dyn_kwargs:
            return node
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name == "t" and len(node.args) == 1 and not node.kwargs:
            key = node.args[0]
            if isinstance(key, nodes.Const) and texts.entry(key.value):
                return nodes.Const(texts.text(key.value, self.lang), lineno=node.lineno)
        if name in self.functions and node.args:
            first, *given = node.args
        else:
            first, name, given = node.node, "called", node.args
        return nodes.Filter(first, name, given, node.kwargs, None, None, lineno=node.lineno)


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
