#!/bin/sh
# Chromium for the browser tests: used where it stands, otherwise installed from the system's packages where that is allowed.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
    exit 0
fi
echo "The browser tests need Chromium: install your system's package 'chromium' and run make test again." >&2
exit 1
