"""dvcdata as people run it: its command line in a fresh process."""

import sys

from dvcdata.cli import main

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

folder, command, *options = sys.argv[1:]
if command == "validate":
    options = [folder, "--as-of", "2026-11-21", *options]
main([command, *options])
