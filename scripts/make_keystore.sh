#!/usr/bin/env bash
# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
#
# Create an SROS2 keystore with an enclave for every node of config/security_policy.xml.
#   scripts/make_keystore.sh KEYSTORE    needs a sourced ROS 2 with the package sros2
set -euo pipefail

KEYSTORE=${1:?usage: scripts/make_keystore.sh KEYSTORE}
POLICY=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/config/security_policy.xml

command -v ros2 >/dev/null && ros2 security --help >/dev/null 2>&1 || {
  echo 'ros2 security is needed; it was not found. Source ROS 2 and install sros2' >&2
  exit 1
}
# Private keys are in there.
umask 077
[[ -e $KEYSTORE/public ]] || ros2 security create_keystore "$KEYSTORE"
sed -n 's/.*<enclave path="\([^"]*\)".*/\1/p' "$POLICY" | while read -r enclave; do
  ros2 security create_enclave "$KEYSTORE" "$enclave"
  ros2 security create_permission "$KEYSTORE" "$enclave" "$POLICY"
done
echo "put into force by: export ROS_SECURITY_KEYSTORE=$KEYSTORE ROS_SECURITY_ENABLE=true ROS_SECURITY_STRATEGY=Enforce"
