#!/bin/sh
# On the closed machine, in the folder that `make wheels` made: installs into TARGET/venv, asks no network, refuses
# any file that is not the one that was packed.   sh install.sh TARGET [PYTHON]
set -eu
target=${1:?the folder to install into, such as /srv/mahalla}
python=${2:-python3.11}
cd "$(dirname "$0")"
sha256sum --quiet --check SHA256SUMS
"$python" -m venv "$target/venv"
pip="$target/venv/bin/python -m pip --isolated --disable-pip-version-check"
$pip install -q --no-index --find-links wheels --require-hashes -r requirements.lock
$pip install -q --no-index --no-deps --force-reinstall wheels/mahalla_map-*.whl
"$target/venv/bin/mahalla" --help >/dev/null
echo "installed; next: $target/venv/bin/mahalla doctor --data $target/data"
