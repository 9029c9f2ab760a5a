# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Print every change of the policy status and of the safety status, until Ctrl-C.

Start the system (`ros2 launch vla_bringup vla.launch.py`), then run:
    python3 examples/follow_status.py
"""

import threading

from vla_client.client import VlaClient
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus

POLICY_STATES = ('idle', 'waiting', 'executing', 'succeeded', 'refused', 'failed')
SAFETY_STATES = ('idle', 'active', 'hold', 'stopped')


class StatusPrinter:
    """Print a line if it differs from the last one of the same node."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}

    def on_policy_status(self, status: PolicyStatus) -> None:
        """Print state, task and reason of the policy."""
        state = POLICY_STATES[status.state]
        self._show('policy', f'{state} {status.task} {status.phase} {status.message}')

    def on_safety_status(self, status: SafetyStatus) -> None:
        """Print state and reason of the safety gate."""
        self._show('safety', f'{SAFETY_STATES[status.state]} {status.reason} {status.message}')

    def _show(self, node: str, text: str) -> None:
        if self._last.get(node) != text:
            self._last[node] = text
            print(f'{node}: {text}'.rstrip(), flush=True)


def main() -> None:
    """Print changes until Ctrl-C."""
    printer = StatusPrinter()
    with VlaClient('follow_status') as client:
        client.on_policy_status(printer.on_policy_status)
        client.on_safety_status(printer.on_safety_status)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            pass


if __name__ == '__main__':
    main()
