"""dvcdata called from Python: what a validation takes once everything that it uses is imported."""

import datetime
import sys
from pathlib import Path

import babel.numbers
import frictionless
from task import begin

from dvcdata import validate

CHECKS = {
    "encoding": "yes",
    "header": "yes",
    "shape": "yes",
    "types": "yes",
    "required": "yes",
    "minimum": "yes",
    "pattern": "yes",
    "enum": "yes",
    "key": "yes",
    "foreign": "yes",
    "identities": "yes",
    "explained": "yes",
}
IMPORTED = (babel.numbers, frictionless)  # dvcdata imports them only where it needs them

rules = [item for item in sys.argv[2:] if item != "--rule"]
task = begin()
report = validate.run([Path(task.folder)], as_of=datetime.date(2026, 11, 21), only=rules)
task.end(sum(report.counts.values()), rows=report.checked.rows)
