#!/usr/bin/env bash
# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
#
# Style and types; runs inside the workspace's environment (make lint).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

ruff check .

# One package has one folder of its own name; tests and setup.py are checked by ruff only.
packages=()
for manifest in src/*/package.xml; do
  package=$(basename "$(dirname "$manifest")")
  [[ ! -d src/$package/$package ]] || packages+=("src/$package/$package")
done
mypy scripts "${packages[@]}"
