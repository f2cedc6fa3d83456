"""Renders pages by the templates of site/templates, a workspace's own before the shipped ones, file by file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import jinja2

from dvcdata import __version__, builtin, texts
from dvcdata.errors import UserError
from dvcdata.website import places

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'self'"
)


@dataclass(frozen=True)
class Page:
    """One page in every language: its path (without a language), its template, and what the template is given."""

    path: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[str] = ()  # paths of the same content in other forms, beside the page
    search: tuple[str, ...] = ()  # kind, title and further words by which it is found


class Renderer:
    """Templates with what all pages share."""

    def __init__(self, home: Path | None, shared: Mapping[str, Any]) -> None:
        folders = [folder / "templates" for folder in _sites(home)]
        self.environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folders),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.shared = {**shared, "version": __version__, "policy": POLICY}
        self.say = {lang: lru_cache(maxsize=10_000)(partial(texts.formatted, lang=lang)) for lang in texts.LANGUAGES}

    def page(self, page: Page, lang: str) -> bytes:
        """The bytes of a page in one language."""
        here = places.in_language(page.path, lang)
        try:
            template = self.environment.get_template(f"site/{page.template}.html")
            content = template.render(
                **self.shared,
                **page.values,
                page=page,
                lang=lang,
                here=here,
                t=lambda key, /, **params: texts.text(key, lang, **params),
                say=self.say[lang],
                url=lambda path: places.link(here, places.in_language(path, lang)),
                file=partial(places.link, here),
                other=lambda code: places.link(here, places.in_language(page.path, code)),
                place=places,
                named=partial(named, lang=lang),
            )
        except jinja2.TemplateNotFound as problem:
            raise UserError("site.no_template", name=str(problem.name)) from None
        except jinja2.TemplateSyntaxError as problem:
            raise UserError(
                "site.bad_template", path=problem.filename or problem.name, line=problem.lineno, why=problem.message
            ) from None
        except (jinja2.TemplateError, TypeError, KeyError, AttributeError) as problem:
            where = _where(problem)
            raise UserError(
                "site.bad_template", path=where[0] or page.template, line=where[1], why=str(problem)
            ) from None
        return content.encode()


def assets(home: Path | None) -> dict[str, Path]:
    """The files of site/assets by name, a workspace's own instead of the shipped ones of the same name."""
    return {path.name: path for folder in reversed(_sites(home)) for path in sorted((folder / "assets").glob("*.*"))}


def named(item: Mapping[str, Any], part: str = "name", *, lang: str) -> Any:
    """A name, title or description in one language, or in Vietnamese where the other has none."""
    return (item.get(f"{part}_{lang}") if lang != places.MAIN else None) or item.get(part)


def _sites(home: Path | None) -> list[Path]:
    own = [home / "site"] if home and (home / "site").is_dir() else []
    return [*own, builtin.folder("site")]


def _where(problem: BaseException) -> tuple[str, int]:
    """The template and line where a problem arose."""
    found, trace = ("", 0), problem.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename.endswith(".html"):
            found = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return found
