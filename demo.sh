#!/bin/sh
# Sets everything up in .venv/, and checks the sample package: a report worth looking at.
set -eu
cd "$(dirname "$0")"
. tools/venv.sh
pip install --quiet .
# exit code 1 says that problems were found, and in the sample some are planted
dvcdata "$@" validate datasets/sample --as-of 2026-11-21 || [ $? -eq 1 ]
