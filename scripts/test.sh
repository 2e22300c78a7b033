#!/bin/sh
# Runs pytest with the arguments given. Without FAHUO_HOME the tests get a state folder and a database server of their
# own, stopped at the end; with it they use that server, in databases called test_…, and leave it running.
set -u
cd "$(dirname "$0")/.."
if [ -n "${FAHUO_HOME:-}" ]; then
    exec .venv/bin/python -m pytest "$@"
fi
mkdir -p var
FAHUO_HOME="$(pwd)/var/test"
export FAHUO_HOME
trap '.venv/bin/fahuo postgres stop >/dev/null' EXIT
trap 'exit 130' INT TERM
.venv/bin/python -m pytest "$@"
