#!/usr/bin/env bash
# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
#
# Create .venv-peers with requirements-peers.txt, for `make bench PEERS=1`. Takes a second when
# nothing changed.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$ROOT"
# shellcheck source=scripts/functions.sh
source scripts/functions.sh
VENV=$ROOT/.venv-peers
unset _ROS_WHEELS_BOOTSTRAP_COMPLETE PYTHONPATH LD_LIBRARY_PATH

current=$(printf 'requirements-peers.txt\0' | fingerprint "$ROOT")
[[ $current != "$(cat "$VENV/.environment" 2>/dev/null)" ]] || exit 0
find_python
say "creating .venv-peers with $BASE_PYTHON: up to 3 GB of downloads, 9 GB on disk"
rm -rf "$VENV"
"$BASE_PYTHON" -m venv "$VENV" || die "could not create $VENV"
install_uv
# The index of CPU builds, where it can be reached, has torch without 4 GB of CUDA.
uv=("$VENV/bin/python" -m uv pip install --quiet --python "$VENV/bin/python" -r requirements-peers.txt)
"${uv[@]}" --torch-backend cpu 2>"$VENV/torch.log" || {
  say "no CPU build of torch can be reached: $(tail -n 1 "$VENV/torch.log")"
  "${uv[@]}" || die 'requirements-peers.txt could not be installed; the reason is above.' \
    'After a network error, run the same make command again.'
}
printf '%s\n' "$current" >"$VENV/.environment"
