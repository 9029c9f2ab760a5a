#!/usr/bin/env bash
# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
#
# Run a command with ROS 2 and the workspace sourced.
set -e
source "/opt/ros/${ROS_DISTRO}/setup.bash"
source "${VLA_WS}/scripts/env.sh"
exec "$@"
