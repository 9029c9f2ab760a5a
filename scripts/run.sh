#!/usr/bin/env bash
# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
#
# Run one command inside the workspace's environment: scripts/run.sh COMMAND [ARGUMENT...]
set -eo pipefail
# Another distribution's wheels may be sourced in this shell.
if [[ -n ${VLA_DISTRO:-} && ${ROS_DISTRO:-} != "$VLA_DISTRO" ]]; then
  unset AMENT_PREFIX_PATH CMAKE_PREFIX_PATH COLCON_PREFIX_PATH PYTHONPATH LD_LIBRARY_PATH ROS_DISTRO
  unset FASTDDS_DEFAULT_PROFILES_FILE FASTRTPS_DEFAULT_PROFILES_FILE
fi
# shellcheck source=scripts/env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
exec "$@"
