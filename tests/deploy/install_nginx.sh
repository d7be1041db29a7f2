#!/bin/sh
# nginx for the test of several servers: used where it stands, otherwise installed from the system's packages where that is allowed.
set -eu
PATH="$PATH:/usr/sbin:/sbin"
if command -v nginx >/dev/null 2>&1 && command -v openssl >/dev/null 2>&1; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    # The test starts an nginx of its own in a temporary folder; the package's own one is not wanted, nor port 80 for it.
    [ -e /usr/sbin/policy-rc.d ] || { printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d; chmod +x /usr/sbin/policy-rc.d; made=yes; }
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light openssl
    [ "${made:-}" != yes ] || rm /usr/sbin/policy-rc.d
    exit 0
fi
echo "Without nginx the test of several servers is left out: install your system's packages 'nginx' and 'openssl' to run it." >&2
exit 0
