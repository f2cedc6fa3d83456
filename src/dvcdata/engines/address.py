"""The address of an engine: what its URL says, with credentials from the environment and never shown."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from dvcdata.errors import UserError

KINDS = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "spark": "spark",
    "sc": "connect",
}
VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
SECRET = re.compile(r"secret|password|token|authorization|(access|account|api)[._-]?key", re.IGNORECASE)
READ_BY_DRIVERS = ("PGPASSWORD", "SPARK_CONNECT_AUTHENTICATE_TOKEN")  # where they look for what no address names
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
    unknown = UserError("engine.unknown", url=MASK if "@" in given else re.split("[;?]", given)[0])
    if kind is None or (kind == "postgresql" and "://" not in given):
        raise unknown
    try:
        hidden = [VARIABLE.fullmatch(item) for item in _secrets(given)]
        if None in hidden:
            raise UserError("engine.secret_in_url")
        names = [match[1] for match in hidden if match]
        url = _filled(given, names)
        parts = urlsplit(url)
        parts.port  # noqa: B018  # raises when it is no number
    except ValueError:
        raise unknown from None
    values = {value for name in (*names, *READ_BY_DRIVERS) if (value := os.environ.get(name))}
    secrets = sorted(values | {quote(value, safe="") for value in values}, key=len, reverse=True)
    return Address(given, kind, url, parts, dict(parse_qsl(parts.query)), tuple(secrets))


def _secrets(given: str) -> Iterator[str]:
    """What a URL has for secrets: its password, and options behind `?`, or behind `;` as Spark Connect writes them."""
    if password := urlsplit(given).password:
        yield password
    for item in re.split("[?;&#]", given)[1:]:
        name, _, value = item.partition("=")
        if value and SECRET.search(unquote(name)):
            yield value


def _filled(text: str, secrets: list[str]) -> str:
    """The text with `${NAME}` as the environment has it; of a secret, no sign can be taken for one of the URL's own."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in os.environ:
            raise UserError("engine.no_variable", name=match[1])
        found = os.environ[match[1]]
        return quote(found, safe="") if match[1] in secrets else found

    return VARIABLE.sub(value, text)
