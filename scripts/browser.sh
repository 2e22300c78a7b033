#!/bin/sh
# Browser tests drive the system's Chromium. As root on Debian it is installed when missing; otherwise they skip.
if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "browser: installing chromium from the distribution" >&2
    if apt-get -qq update >&2 &&
        DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >&2; then
        exit 0
    fi
fi
echo "browser: Chromium is missing, so browser tests skip: as root run \`apt-get install chromium\`." >&2
