"""dvcdata as people run it: its command line in a fresh process; `{scratch}` in an option is a folder for its files."""

import sys
import tempfile

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
with tempfile.TemporaryDirectory() as scratch:
    sys.argv[1:] = [command, *(option.format(scratch=scratch) for option in options)]
    main()
