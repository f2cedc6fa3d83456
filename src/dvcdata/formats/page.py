"""Pages in one file that loads nothing from anywhere: style and script inside, and a policy that allows just these."""

import base64
import hashlib
from collections.abc import Iterator
from functools import partial
from typing import Any

import jinja2
from markupsafe import Markup

from dvcdata import __version__, builtin, texts

POLICY = (
    "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
)


def pieces(template: str, lang: str, **values: Any) -> Iterator[str]:
    """A page of site/templates piece by piece; in it `t` is a text, `say` a value as the language writes it."""
    site = builtin.folder("site")
    style, script = ((site / "assets" / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(site / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(template).stream(
        lang=lang,
        version=__version__,
        policy=POLICY.format(style=_digest(style), script=_digest(script)),
        style=Markup(style),
        script=Markup(script),
        t=lambda key, **params: texts.text(key, lang, **params),
        say=partial(texts.formatted, lang=lang),
        **values,
    )
    page.enable_buffering(200)
    yield from page


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
