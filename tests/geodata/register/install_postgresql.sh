#!/bin/sh
# PostgreSQL for the tests of the register: used where it stands, otherwise installed from the system's packages where that is allowed.
set -eu
for folder in /usr/lib/postgresql/*/bin; do
    if [ -x "$folder/initdb" ]; then exit 0; fi
done
if command -v initdb >/dev/null 2>&1 && command -v pg_ctl >/dev/null 2>&1; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    # The tests start a server of their own in a temporary folder; the package's own one is not wanted.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql
    exit 0
fi
echo "Without PostgreSQL the register is tested on SQLite alone: install your system's package 'postgresql' to test both." >&2
exit 0
