# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Source this (bash or zsh) to use the workspace: environment, ROS 2, packages, rendering, transport.

if [ -n "${ZSH_VERSION:-}" ]; then _vla_suffix=zsh; else _vla_suffix=bash; fi
_vla_root=$(cd "$(dirname "${BASH_SOURCE[0]:-$0}")/.." && pwd -P)
unset _ROS_WHEELS_BOOTSTRAP_COMPLETE

if [ ! -e "$_vla_root/install/setup.$_vla_suffix" ]; then
  echo "scripts/env.sh: the workspace is not built; run: make -C '$_vla_root' setup" >&2
  unset _vla_root _vla_suffix
  return 1
fi
. "$_vla_root/install/setup.$_vla_suffix"
. "$_vla_root/.venv/bin/activate" # last: its python comes first

export MUJOCO_GL="${MUJOCO_GL:-$(cat "$_vla_root/.venv/mujoco_gl")}"
# Nodes of other machines are heard only where the user asks for it.
export ROS_AUTOMATIC_DISCOVERY_RANGE="${ROS_AUTOMATIC_DISCOVERY_RANGE:-LOCALHOST}"
# The variable's name changed after Jazzy, and each release warns about the other one.
if [ "${ROS_DISTRO:-}" = jazzy ]; then
  export FASTRTPS_DEFAULT_PROFILES_FILE="${FASTRTPS_DEFAULT_PROFILES_FILE:-$_vla_root/config/fastdds.xml}"
else
  export FASTDDS_DEFAULT_PROFILES_FILE="${FASTDDS_DEFAULT_PROFILES_FILE:-$_vla_root/config/fastdds.xml}"
fi
unset _vla_root _vla_suffix
