"""What is taken for plainly good is what frictionless takes for good."""

from typing import Any

import pytest
from frictionless import FrictionlessException, Schema

from dvcdata import profiles, schemas

FIELD: dict[str, Any] = {"name": "a", "type": "string"}
GOOD: list[dict[str, Any]] = [
    {"fields": [FIELD]},
    {"fields": [{**FIELD, "constraints": {"required": True, "pattern": "x+", "enum": ["x"], "maxLength": 3}}]},
    {"fields": [{"name": "n", "type": "integer", "constraints": {"minimum": 0, "exclusiveMaximum": 9}}]},
    {"fields": [{"name": "d", "type": "date", "constraints": {"minimum": "2025-06-28"}}], "fieldsMatch": "partial"},
]
DOUBTFUL: list[dict[str, Any]] = [
    {"fields": [FIELD, FIELD]},
    {"fields": [{**FIELD, "constraints": {"minimum": 1}}]},
    {"fields": [{**FIELD, "constraints": {"required": "yes"}}]},
    {"fields": [{"name": "n", "type": "integer", "constraints": {"minimum": "x"}}]},
    {"fields": [{"name": "d", "type": "date", "constraints": {"minimum": "2025-06-31"}}]},
    {"fields": [{"name": "d", "type": "ngày"}]},
    {"fields": [FIELD], "fieldsMatch": "some"},
    {"fields": [FIELD], "missingValues": [1]},
    {"fields": [{**FIELD, "format": "email"}]},
]


@pytest.mark.parametrize("schema", [*GOOD, *(profiles.schema(name) for name in profiles.tables())])
def test_a_plainly_good_schema_is_good_to_frictionless(schema: dict[str, Any]) -> None:
    assert schemas.plainly_good(schema)
    try:
        Schema.from_descriptor(schemas.plain(schema))
    except FrictionlessException as problem:
        pytest.fail(str(problem.reasons))


@pytest.mark.parametrize("schema", DOUBTFUL)
def test_a_doubtful_schema_is_left_to_frictionless(schema: dict[str, Any]) -> None:
    assert not schemas.plainly_good(schema)
