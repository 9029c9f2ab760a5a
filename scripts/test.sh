#!/usr/bin/env bash
# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
#
# Linters, then the tests of all packages in one run, so that the last line is pytest's summary.
# Arguments go to pytest. Runs inside the workspace's environment (make test).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/lint.sh

# Assigning a wrong value to a message field fails here instead of on the wire.
export ROS_PYTHON_CHECK_FIELDS=1
export PYTHONFAULTHANDLER=1
exec python -m pytest "$@"
