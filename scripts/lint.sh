#!/usr/bin/env bash
# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
#
# Style and types; runs inside the workspace's environment (make lint).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

status=0
ruff check . || status=1

# A package's own folder has its name; tests and setup.py are checked by ruff only.
packages=()
for manifest in src/*/package.xml; do
  package=$(basename "$(dirname "$manifest")")
  [[ ! -d src/$package/$package ]] || packages+=("src/$package/$package")
done
mypy scripts "${packages[@]}" || status=1
exit "$status"
