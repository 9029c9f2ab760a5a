#!/usr/bin/env bash
# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
#
# Format, style, spelling and types; runs inside the workspace's environment (make lint).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

status=0
ruff format --check --quiet . || {
  echo 'lint: the files below are not formatted; run: make format' >&2
  ruff format --check . >&2 || status=1
}
ruff check . || status=1
# The language path holds misspelled words, as people write them.
git ls-files -z --cached -- . ':!docs/media' ':!*.safetensors*' ':!LICENSE' \
  ':!src/vla_language/vla_language/meaning' ':!src/vla_language/test' \
  ':!src/vla_learning/vla_learning/language/grammar' ':!src/vla_learning/test/language' \
  ':!src/vla_learning/vla_learning/evaluation/command_sets' | xargs -0 codespell || status=1

# Sources of the packages; ruff alone checks tests and setup.py.
packages=()
for manifest in src/*/package.xml; do
  package=$(basename "$(dirname "$manifest")")
  [[ ! -d src/$package/$package ]] || packages+=("src/$package/$package")
done
mypy scripts "${packages[@]}" || status=1
exit "$status"
