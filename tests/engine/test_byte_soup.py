"""Whatever the bytes of a table are: it is refused in one sentence, or judged as frictionless judges it."""

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dvcdata.errors import UserError

from .test_agreement import meant, ours, theirs

PIECES = [
    *(b"a", b"b", b"1", b"01", b"-5", b"1.5", b"na", b" ", b",", b",", b",", b";", b"\t", b"|", b"#", b"'"),
    *(b'"', b'"', b'""', b'"a,b"', b'"a\nb"', b'"1"', b"\n", b"\n", b"\n", b"\r\n", b"\r", b"\x0b", b"\x0c", b"\x1f"),
    *(
        "Đăng ký".encode(),
        "é".encode(),
        b"\xc2\xa0",
        b"\xe2\x80\xa8",
        b"\xc2\x85",
        b"\xef\xbb\xbf",
        b"\\",
        b"2026-08-01",
    ),
]
STRANGE = [b"\0", b"\xff", b"\xc4", b"\x80", b"\xf0\x9f", b"\xed\xa0\x80"]
SCHEMAS: list[dict[str, Any]] = [
    {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}], "primaryKey": ["a"]},
    {
        "fields": [
            {"name": "a", "type": "string", "constraints": {"required": True, "maxLength": 4}},
            {"name": "b", "type": "number", "constraints": {"minimum": 0}},
        ],
        "missingValues": ["", "na"],
    },
    {"fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "date"}], "fieldsMatch": "partial"},
]


def soups() -> st.SearchStrategy[bytes]:
    plain = st.lists(st.sampled_from(PIECES), max_size=40)
    strange = st.lists(st.sampled_from([*PIECES, *STRANGE]), max_size=40).map(lambda pieces: [*pieces, b"\n"])
    anything = st.binary(max_size=60).map(lambda raw: [raw, b"\n"])
    return st.one_of(plain, plain, plain, strange, anything).map(b"".join)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    header=st.sampled_from([b"a,b\n", b"a,b\n", b"a,b\n", b'"a","b"\r\n', b"\xef\xbb\xbfa,b\n", b"a;b\n", b""]),
    soup=soups(),
    schema=st.sampled_from(SCHEMAS),
    large=st.booleans(),
)
def test_any_bytes_are_refused_or_judged_as_frictionless_judges_them(
    header: bytes, soup: bytes, schema: dict[str, Any], large: bool
) -> None:
    content = header + soup
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "t.csv").write_bytes(content)
        resource = {"name": "t", "path": "t.csv", "schema": schema}
        (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
        try:
            mine, ways = ours(folder, large)
        except UserError as refusal:
            assert refusal.key.startswith("file.")
            assert refusal.key == "file.binary_kind" or not is_plain_text(content), refusal
            return
        first = next(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")), [])
        assume(first and all(first))  # frictionless reads on in silence below a blank header
        assert meant(mine) == meant(theirs(folder)), ways


def is_plain_text(content: bytes) -> bool:
    """Whether there is no reason to refuse these bytes."""
    try:
        return bool(content.strip()) and "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False
