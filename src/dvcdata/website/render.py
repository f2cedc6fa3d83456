"""Renders pages by the templates of site/templates, a workspace's own before the shipped ones, file by file."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup

from dvcdata import __version__, builtin, texts
from dvcdata.errors import UserError
from dvcdata.website import places, tongues
from dvcdata.website.compiling import Environment
from dvcdata.website.order import by_name

ANYWHERE = "404.html"  # which servers show at the address that was asked for
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'self'"
)


@dataclass(frozen=True)
class Page:
    """One page in every language: its path (without a language), its template, and what the template is given.

    A page that `stands_alone` is made of its values and the frame of every page, and of nothing else of the site.
    """

    path: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[str] = ()  # paths of the same content in other forms, beside the page
    search: tuple[str, ...] = ()  # kind, title and further words by which it is found
    search_en: str | None = None  # its title in English, where it has one
    search_more: str = ""  # words that find it and are no name of it
    stands_alone: bool = False

    @property
    def paths(self) -> list[str]:
        """Where it lies in every language, and the files that are made of its values."""
        beside = self.files if "series" in self.values else ()
        return [*(places.in_language(self.path, lang) for lang in texts.LANGUAGES), *beside]


class Renderer:
    """Templates in one language: what all pages share is global in them, and links start from the page at hand."""

    def __init__(
        self,
        home: Path | None,
        lang: str,
        frame: Mapping[str, Any],
        site: Mapping[str, Any],
        release: tuple[str, Set[str]] = ("", frozenset()),
    ) -> None:
        self.lang, self.site = lang, site
        self.marked = {path for path, _ in (*frame["menu"], *frame["small_menu"])}
        self.parts: dict[tuple[str, ...], Markup] = {}
        self.links = Links(lang, *release, top=f"{urlsplit(base).path}/" if (base := frame["base_url"]) else "")
        foreign = Markup("" if lang == places.MAIN else f' lang="{places.MAIN}"')  # of names in that language only
        self.environment = Environment(
            lang,
            self._functions(lang, foreign),
            loader=jinja2.FileSystemLoader([folder / "templates" for folder in _sites(home)]),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        always = {"lang": lang, "place": places, "version": __version__, "policy": POLICY, "vi": foreign}
        always |= {"release_name": self.links.prefix.strip("/").rpartition("/")[2]}
        always |= {"here": self.links.here, "latest": self.links.latest, "kept": self.links.kept}
        self.environment.globals |= {**frame, **always}

    def _functions(self, lang: str, foreign: Markup) -> dict[str, Any]:
        """What templates call."""
        said = cache(lambda key: texts.text(key, lang))
        say = lru_cache(10_000, typed=True)(partial(texts.formatted, lang=lang))
        unknown = Markup('<span class="none">{}</span>').format(said("site.unknown"))
        return {
            "t": lambda key, /, **params: texts.text(key, lang, **params) if params else said(key),
            "say": say,
            "cell": lambda value, kind="": unknown if value is None else say(value, kind),
            "template": partial(texts.words, lang=lang),
            "named": partial(named, lang=lang),
            "tongue": lambda item, part="name": "" if item.get(f"{part}_{lang}") else foreign,
            "in_order": partial(in_order, lang=lang),
            "mixed": tongues.marked if foreign else str,
            "unbroken": tongues.unbroken,
            "given": given,
            "url": self.links.url,
            "file": self.links.file,
            "other": self.links.other,
            "once": self.once,
        }

    def compile(self, names: Iterable[str]) -> None:
        """Reads these templates ahead of their use."""
        for name in names:
            with _plainly(name):
                self.environment.get_template(f"site/{name}.html")

    @jinja2.pass_context  # else the compiler might ask it ahead of time
    def once(self, context: Any, name: str) -> Markup:
        """A part that all pages of a folder have alike, but for those that the menu leads to; it sees `page`'s path."""
        page = self.links.path
        place = name, page.rpartition("/")[0], page if page in self.marked or self.links.anywhere else ""
        if place not in self.parts:
            self.parts[place] = Markup(self.environment.get_template(name).render(page=page))
        return self.parts[place]

    def page(self, page: Page) -> bytes:
        """The bytes of a page."""
        self.links.start(page.path)
        with _plainly(page.template):
            template = self.environment.get_template(f"site/{page.template}.html")
            more = {} if page.stands_alone else self.site
            return template.render(more, **page.values, page=page).encode()


@contextmanager
def _plainly(name: str) -> Iterator[None]:
    """What is wrong with a template is said with its file and line."""
    try:
        yield
    except jinja2.TemplateNotFound as problem:
        raise UserError("site.no_template", name=str(problem.name)) from None
    except jinja2.TemplateSyntaxError as problem:
        path = problem.filename or problem.name
        raise UserError("site.bad_template", path=path, line=problem.lineno, why=problem.message) from None
    except (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as problem:
        path, line = _where(problem)
        raise UserError("site.bad_template", path=path or name, line=line, why=str(problem)) from None


class Links:
    """Links from the page at hand, relative, so that the site works in any folder.

    What a release froze lies under a prefix, each path of it as in the site. Templates ask with their context, else the
    compiler would ask ahead of time.
    """

    def __init__(self, lang: str, prefix: str = "", frozen: Set[str] = frozenset(), top: str = "") -> None:
        self.lang, self.prefix, self.frozen = lang, prefix, frozen
        self.top = top
        self.ways: dict[tuple[str, str], tuple[Callable[[str], str], ...]] = {}  # by folder: its pages have links alike
        self.start("index.html")

    def start(self, path: str) -> None:
        """From here on links start at this page; one that a server shows at any address names its own whole."""
        self.path, self._here = path, self._page(path, self.lang)
        self.anywhere = self.top if path == ANYWHERE else ""
        place = self._here.rpartition("/")[0], self.anywhere
        if place not in self.ways:
            self.ways[place] = cache(self._url), cache(self._file)
        self._to_page, self._to_file = self.ways[place]

    def here(self) -> str:
        """The path of the page at hand in its language."""
        return self._here

    @jinja2.pass_context
    def url(self, context: Any, path: str) -> str:
        """A link to a page in the same language."""
        return self._to_page(path)

    @jinja2.pass_context
    def other(self, context: Any, lang: str) -> str:
        """A link to the page at hand in another language."""
        return self._link(self._page(self.path, lang))

    @jinja2.pass_context
    def file(self, context: Any, path: str) -> str:
        """A link to a file of the site."""
        return self._to_file(path)

    def _url(self, path: str) -> str:
        if self.prefix or self.anywhere:
            return self._link(self._page(path, self.lang))
        return _link(self.path, path)

    def _file(self, path: str) -> str:
        return self._link(self._placed(path, path))

    def latest(self) -> str:
        """A link to what the page at hand is today."""
        return _link(self._here, places.in_language(self.path, self.lang))

    def kept(self, path: str) -> bool:
        """Whether a file beside a page is there: a release does not keep all of them."""
        return not self.prefix or path in self.frozen

    def _link(self, there: str) -> str:
        return f"{self.anywhere}{places.escaped(there)}" if self.anywhere else _link(self._here, there)

    def _page(self, path: str, lang: str) -> str:
        return self._placed(path, places.in_language(path, lang))

    def _placed(self, path: str, where: str) -> str:
        return self.prefix + where if self.prefix and path.partition("#")[0] in self.frozen else where


def _link(here: str, there: str) -> str:
    folder = here[: here.rfind("/") + 1]
    if there.startswith(folder):
        return places.escaped(there[len(folder) :])
    return "../" * folder.count("/") + places.escaped(there)


def assets(home: Path | None) -> dict[str, Path]:
    """The files of site/assets by name, a workspace's own instead of the shipped ones of the same name."""
    return {path.name: path for folder in reversed(_sites(home)) for path in sorted((folder / "assets").glob("*.*"))}


def sources(home: Path | None) -> Iterator[Path]:
    """The templates, the shipped and the workspace's own."""
    for folder in _sites(home):
        yield from sorted((folder / "templates").rglob("*.*"))


def named(item: Mapping[str, Any], part: str = "name", *, lang: str) -> Any:
    """A name, title or description in one language, or in Vietnamese where the other has none."""
    return (item.get(f"{part}_{lang}") if lang != places.MAIN else None) or item.get(part)


def in_order(rows: Sequence[Mapping[str, Any]], *, lang: str) -> Sequence[Mapping[str, Any]]:
    """Rows that stand in the order of their names, in that of their names in another language."""
    return rows if lang == places.MAIN else sorted(rows, key=lambda row: by_name(named(row, lang=lang)))


def given(rows: Iterable[Mapping[str, Any]], column: str) -> list[Any]:
    """The values of a column that are known."""
    return [row[column] for row in rows if row[column] is not None]


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
