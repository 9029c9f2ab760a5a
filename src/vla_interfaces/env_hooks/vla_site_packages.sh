# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# Python packages of the environment that `make setup` created on top of an installed ROS 2: nodes
# that run on the system's Python, after a plain `colcon build`, import them from there.
_vla_venv="${AMENT_CURRENT_PREFIX:-${COLCON_CURRENT_PREFIX:-}}/../../.venv" # ament or colcon
if grep -q installed: "$_vla_venv/.ros_source" 2>/dev/null; then
  _vla_site=$(/usr/bin/env python3 -c 'import os, sys
path = "{}/lib/python{}.{}/site-packages".format(os.path.realpath(sys.argv[1]), *sys.version_info[:2])
print(path if os.path.isdir(path) else "")' "$_vla_venv")
  case ":${PYTHONPATH:-}:" in
    *":$_vla_site:"*) ;;
    *) [ -z "$_vla_site" ] || export PYTHONPATH="${PYTHONPATH:+$PYTHONPATH:}$_vla_site" ;;
  esac
  unset _vla_site
fi
unset _vla_venv
