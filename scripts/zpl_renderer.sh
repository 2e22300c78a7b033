#!/bin/sh
# Tests let code that is not ours draw our ZPL: one pinned file, run by the Node.js among the tests' own packages.
# Where it cannot be had, those tests skip with the reason.
cd "$(dirname "$0")/.." || exit 0
version=3.4.0
checksum=b0dbf20e75225f398a4cea4a6d5ab6b38c48cba1d90ebaa4f5ee4dad43cbb066
folder=.venv/zpl-renderer
file=$folder/node_modules/zpl-renderer-js/dist/index.cjs.js

is_right() {
    [ -f "$file" ] && [ "$(sha256sum < "$file" | cut -d' ' -f1)" = "$checksum" ]
}

is_right && exit 0
mkdir -p "$folder"
if [ -x .venv/bin/npm ] && PATH="$(pwd)/.venv/bin:$PATH" .venv/bin/npm install --prefix "$folder" --silent --no-save \
    --no-package-lock --no-audit --no-fund --ignore-scripts --fetch-retries 1 --fetch-timeout 30000 \
    "zpl-renderer-js@$version" >&2 && is_right; then
    exit 0
fi
rm -rf "$folder"
echo "zpl renderer: zpl-renderer-js $version cannot be installed, so the tests that need it skip." >&2
exit 0
