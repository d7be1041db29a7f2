#!/bin/sh
# Writes both locks: every package pinned with its hashes and no address, so that any mirror or folder of wheels serves it.
set -eu
bin=$1
"$bin/python" -m pip install -q pip-tools
compile() {
    out=$1
    shift
    "$bin/pip-compile" --quiet --strip-extras --generate-hashes --allow-unsafe --no-header --no-emit-index-url \
        --no-emit-find-links --no-emit-trusted-host --no-emit-options --annotation-style=line "$@" -o "$out" pyproject.toml
}
compile requirements-dev.lock --extra=build --extra=dev --extra=bench
compile requirements.lock --extra=build --constraint=requirements-dev.lock
