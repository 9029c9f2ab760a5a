# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Source this file (bash or zsh): virtual environment, ROS 2, packages, rendering, transport.
# VLA_DISTRO=jazzy selects the environment of `make setup DISTRO=jazzy`.

if [ -n "${ZSH_VERSION:-}" ]; then _vla_shell=zsh; else _vla_shell=bash; fi
_vla_root=$(cd "$(dirname "${BASH_SOURCE[0]:-$0}")/.." && pwd -P)
if [ "${VLA_DISTRO:-}" = jazzy ] && ! grep -qs installed: "$_vla_root/.venv/.ros_source"; then
  _vla_suffix=-jazzy
else
  _vla_suffix=
fi
unset _ROS_WHEELS_BOOTSTRAP_COMPLETE

if [ ! -e "$_vla_root/install$_vla_suffix/setup.$_vla_shell" ]; then
  echo "scripts/env.sh: the workspace is not built; run: make -C '$_vla_root' setup${_vla_suffix:+ DISTRO=jazzy}" >&2
  unset _vla_root _vla_shell _vla_suffix
  return 1
fi
. "$_vla_root/install$_vla_suffix/setup.$_vla_shell"
. "$_vla_root/.venv$_vla_suffix/bin/activate" # last: its python comes first

# Later make commands of this shell use the same environment.
[ -z "$_vla_suffix" ] || export VLA_DISTRO=jazzy
export MUJOCO_GL="${MUJOCO_GL:-$(cat "$_vla_root/.venv$_vla_suffix/mujoco_gl")}"
# Nodes of other machines are discovered only if the user asks for it.
export ROS_AUTOMATIC_DISCOVERY_RANGE="${ROS_AUTOMATIC_DISCOVERY_RANGE:-LOCALHOST}"
# The name of the variable changed after Jazzy, and each release warns about the other name.
if [ "${ROS_DISTRO:-}" = jazzy ]; then
  export FASTRTPS_DEFAULT_PROFILES_FILE="${FASTRTPS_DEFAULT_PROFILES_FILE:-$_vla_root/config/fastdds.xml}"
else
  export FASTDDS_DEFAULT_PROFILES_FILE="${FASTDDS_DEFAULT_PROFILES_FILE:-$_vla_root/config/fastdds.xml}"
fi
unset _vla_root _vla_shell _vla_suffix
