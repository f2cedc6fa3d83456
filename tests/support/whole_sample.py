"""The whole sample, judged on files and on an engine, for one to be held against the other."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache

from examples import places

from dvcdata import builtin
from dvcdata.engines import validating
from dvcdata.engines.database import Engine
from dvcdata.findings import Finding
from dvcdata.package import open_all
from dvcdata.rules import catalogue
from dvcdata.validate import validate

SAMPLE = builtin.folder("datasets") / "sample"
DAY = date(2026, 11, 21)


def located(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    """How often each rule finds something at each place."""
    found = list(findings)
    return Counter((rule, place) for rule in {item.rule for item in found} for place in places(found, rule))


@cache
def here() -> Counter[tuple[str, str]]:
    """What is found on files."""
    found = located(validate(open_all([SAMPLE]), catalogue.load(), DAY).findings)
    assert sum(found.values()) > 500
    return found


def there(engine: Engine) -> Counter[tuple[str, str]]:
    """What is found on an engine."""
    found: list[Finding] = []
    validating.judge(engine, engine.packages([SAMPLE], None), catalogue.load(), DAY, found.append)
    engine.close()
    return located(found)
