#!/bin/sh
# Sets everything up in .venv/, and runs every check: style, types, tests.
set -eu
cd "$(dirname "$0")"
. tools/venv.sh
. tools/debian.sh
pip install --quiet --editable '.[test]'
ruff check .
ruff format --check .
mypy
# a test module stays in one process, so servers start once a module; -n 0 runs all in this one
exec pytest -n auto "$@"
