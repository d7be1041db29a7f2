#!/bin/sh
# Tries deploy/nginx.conf on this machine, on loopback: three servers with sign-in on one PostgreSQL behind nginx with a
# certificate made on the spot. Needs nginx, openssl, PostgreSQL and an installed project; takes a minute or two.
#   sh deploy/try.sh [VENV] [DATA]      DATA: a data folder to copy; without it the demonstration is built
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=$(cd "${1:-.venv}" && pwd)
exec "$venv/bin/python" "$here/fleet.py" --venv "$venv" ${2:+--data "$2"} --first-port 8710 --tls-port 8720 --plain-port 8721 \
    "$venv/bin/python" "$here/try.py"
