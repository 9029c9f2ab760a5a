#!/usr/bin/env bash
# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
#
# Run one command inside the workspace's environment: scripts/run.sh COMMAND [ARGUMENT...]
set -eo pipefail
# shellcheck source=scripts/env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
exec "$@"
