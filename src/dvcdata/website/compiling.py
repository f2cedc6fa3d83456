"""Compiles templates for one language: fixed words become plain text, and our own functions are called straight."""

from collections.abc import Callable, Mapping
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from dvcdata import texts


class Environment(jinja2.Environment):
    """An environment whose templates may call these functions; `t` of a text without values is the text itself."""

    def __init__(self, lang: str, functions: Mapping[str, Callable[..., Any]], **options: Any) -> None:
        super().__init__(**options)
        self.globals |= functions
        self.filters |= functions
        self.straight = Straight(lang, frozenset(functions))

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
            if isinstance(key, nodes.Const) and key.value in texts.catalogue():
                return nodes.Const(texts.text(key.value, self.lang), lineno=node.lineno)
        if node.node.name in self.functions and node.args:
            name, given = node.node.name, list(node.args[1:])
            return nodes.Filter(node.args[0], name, given, node.kwargs, None, None, lineno=node.lineno)
        return node
