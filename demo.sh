#!/bin/sh
# Sets everything up in .venv/, and checks the sample package: a report worth looking at.
# For the report in English: ./demo.sh --lang en
set -eu
cd "$(dirname "$0")"
. tools/venv.sh
pip install --quiet --editable .
# exit code 1 says that problems were found, and in the sample some are planted
dvcdata "$@" validate datasets/sample --as-of 2026-11-21 || [ $? -eq 1 ]
[ ! -t 1 ] || printf '\n%s\n    . .venv/bin/activate\n    dvcdata --help\n' 'Với tệp của bạn / On your own files:'
