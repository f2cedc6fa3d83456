"""The address of an engine: what its URL says, with credentials from the environment and never shown."""

import os
import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from dvcdata.errors import UserError

KINDS = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "spark": "spark",
    "sc": "spark",
}
VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
SECRETS = ("password", "token", "sslpassword")
MASK = "•••"


@dataclass(frozen=True)
class Address:
    """`given` is the URL as it was typed, the only form that is ever shown."""

    given: str
    kind: str
    url: str = field(repr=False)
    parts: SplitResult = field(repr=False)
    options: dict[str, str] = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False, default=())

    @property
    def base(self) -> str:
        """The URL without its options."""
        return self.url.partition("?")[0]

    @property
    def user(self) -> str | None:
        """Whom to connect as."""
        return unquote(self.parts.username) if self.parts.username else None

    @property
    def password(self) -> str | None:
        """The password that the URL took from the environment, if any."""
        return unquote(self.parts.password) if self.parts.password else None

    def masked(self, text: str) -> str:
        """A text of the engine on one line, with nothing secret in it."""
        for secret in self.secrets:
            text = text.replace(secret, MASK)
        return " ".join(text.split())


def read(given: str) -> Address:
    """The address in a URL; a password or token written into it is refused, since a command line is no secret."""
    kind = KINDS.get(re.split("[:?]", given)[0].lower())
    if kind is None or (kind == "postgresql" and "://" not in given):
        raise UserError("engine.unknown", url=MASK if "@" in given else given)
    try:
        shown = urlsplit(given)
        named = [shown.password or "", *(value for name, value in _options(shown) if name in SECRETS)]
        secrets = tuple(_filled(item) for item in named if item)
        url = _filled(given)
        parts = urlsplit(url)
        if kind == "postgresql":
            parts.port  # noqa: B018  # raises when it is no number
    except ValueError:
        raise UserError("engine.unknown", url=MASK) from None
    if any(not VARIABLE.fullmatch(item) for item in named if item):
        raise UserError("engine.secret_in_url")
    secrets += tuple(value for value in (os.environ.get("PGPASSWORD"),) if value)
    return Address(given, kind, url, parts, dict(parse_qsl(parts.query)), secrets)


def _options(parts: SplitResult) -> list[tuple[str, str]]:
    """The options behind `?`, and behind `;` as Spark Connect writes them."""
    pairs = (item.partition("=") for item in parts.path.split(";")[1:])
    return [*parse_qsl(parts.query), *((name, value) for name, _, value in pairs)]


def _filled(text: str) -> str:
    """The text with `${NAME}` as the environment has it."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in os.environ:
            raise UserError("engine.no_variable", name=match[1])
        return os.environ[match[1]]

    return VARIABLE.sub(value, text)
