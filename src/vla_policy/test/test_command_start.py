# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Start of a command: which images the policy node judges it by."""

from pathlib import Path

from policy_node_harness import PolicyNodeHarness
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import PolicyStatus


def test_a_command_starts_without_a_further_image(ros: NodeTestHarness, tmp_path: Path) -> None:
    """The newest image from before the command is as good as one after it."""
    harness = PolicyNodeHarness(ros, tmp_path, None, max_image_age_s=10.0)
    harness.connect()
    harness.feed(0.3)
    harness.transform = lambda msg: None
    assert not harness.chunks
    harness.send_command('pick it', 'a')
    harness.wait_for_state(PolicyStatus.EXECUTING)
    harness.wait_for(lambda: bool(harness.chunks), 'no chunk')
    assert len(harness.chunks) == 1
