#!/bin/sh
# On a connected machine: a folder to carry to a closed one, with every wheel pinned in requirements.lock, the project's
# own wheel, the installer, the guides and the hash of each file.   sh deploy/wheels.sh PYTHON FOLDER
set -eu
python=$1
folder=$2
cd "$(dirname "$0")/.."
mkdir -p "$folder/wheels"
rm -f "$folder"/wheels/mahalla_map-*.whl
"$python" -m pip download -q --require-hashes --only-binary :all: -r requirements.lock -d "$folder/wheels" ||
    "$python" -m pip wheel -q --require-hashes -r requirements.lock -w "$folder/wheels" # what has no wheel is built here
"$python" -m pip wheel -q --no-deps --no-build-isolation -w "$folder/wheels" .
rm -rf build
cp requirements.lock deploy/install.sh README.md "$folder/"
cp -R docs "$folder/"
(cd "$folder" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
echo "$(ls "$folder/wheels" | wc -l) wheels in $folder; carry the folder over and run there: sh install.sh /srv/mahalla"
