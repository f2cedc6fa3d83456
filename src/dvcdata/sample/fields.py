"""The fields (lĩnh vực) that the made-up province handles, read from fields.toml."""

from dataclasses import dataclass
from pathlib import Path

import tomli


@dataclass(frozen=True)
class Home:
    """A tier that takes dossiers of a field (SO, XA, HUYEN until the reorganisation, CA for the police)."""

    tier: str
    volume: int  # dossiers of a usual month in the whole province
    share: int  # percent of the tier's bodies whose form 06 has the field; 0: another system keeps them


@dataclass(frozen=True)
class Field:
    """A field: who announces its procedures, who takes its dossiers, and the words its procedures are named from."""

    code: str
    name: str
    issuer: str
    before: str
    since: str
    homes: tuple[Home, ...]
    words: tuple[tuple[str, tuple[str, ...]], ...]


def _field(item: dict[str, object]) -> Field:
    homes, words = item.pop("homes"), item.pop("words")
    assert isinstance(homes, dict) and isinstance(words, dict)
    return Field(
        **{name: str(value) for name, value in item.items()},
        homes=tuple(Home(tier, *numbers) for tier, numbers in homes.items()),
        words=tuple((kind, tuple(objects)) for kind, objects in words.items()),
    )


FIELDS = tuple(map(_field, tomli.loads(Path(__file__).with_name("fields.toml").read_text("utf-8"))["field"]))
BY_CODE = {field.code: field for field in FIELDS}
