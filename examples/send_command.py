# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Send a command and print its progress and result.

Start the system (`ros2 launch vla_bringup vla.launch.py`), then run:
    python3 examples/send_command.py 'pick up the red cube'
"""

import argparse
import sys

from vla_client.client import VlaClient
from vla_client.readiness import NotReadyError


def main() -> int:
    """Return 0 if the command succeeded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('command', help='command in natural language')
    parser.add_argument('--namespace', default='', help='namespace of the robot')
    parser.add_argument('--timeout', type=float, default=60.0, metavar='S')
    options = parser.parse_args()
    with VlaClient(namespace=options.namespace) as client:
        try:
            client.wait_until_ready(options.timeout)
        except NotReadyError as error:
            print(error, file=sys.stderr)
            return 1
        # Non-blocking: feedback arrives while the robot moves. `client.execute` waits instead.
        handle = client.send(
            options.command,
            on_feedback=lambda f: print(f'{f.task}, {f.phase}: {f.progress:.0%}', flush=True),
        )
        try:
            result = handle.result(options.timeout)
        except (TimeoutError, KeyboardInterrupt):
            handle.cancel()
            result = handle.result(5.0)
        print(f'{result.outcome} after {result.duration_s:.1f} s {result.reason} {result.message}')
        return 0 if result.success else 1


if __name__ == '__main__':
    sys.exit(main())
