#!/bin/sh
# Installs Karrio into a folder of its own and compares. `make bench-karrio` calls it; ORDERS=500 changes the count.
set -eu
cd "$(dirname "$0")/../../.."

place="${FAHUO_HOME:-var}/karrio"
list=tests/bench/karrio/requirements.txt
mark="$(cksum < "$list") $(.venv/bin/python -V)"
if [ "$(cat "$place/made" 2>/dev/null || true)" != "$mark" ]; then
    echo "bench: installing Karrio into $place" >&2
    .venv/bin/python -m venv --clear "$place"
    "$place/bin/python" -m pip install -q --disable-pip-version-check --no-input -r "$list"
    echo "$mark" > "$place/made"
fi
exec .venv/bin/python -m tests.bench.karrio.compare "$place/bin/python" "${ORDERS:-200}"
