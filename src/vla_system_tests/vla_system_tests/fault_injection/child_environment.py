# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Environment of the processes of a system under test."""

import os
from pathlib import Path
from typing import Any
from typing import Final

from vla_bringup.files import share
from vla_bringup.transport import transport_variables

#: Folder of the logs of ROS in the folder of the logs.
ROS_LOG: Final = 'ros'


def child_environment(domain_id: int, folder: Path) -> dict[str, str]:
    """Return the environment of nodes in a domain whose logs go to a folder."""
    environment = {
        **os.environ,
        'ROS_DOMAIN_ID': str(domain_id),
        'PYTHONUNBUFFERED': '1',
        'ROS_AUTOMATIC_DISCOVERY_RANGE': 'LOCALHOST',
        # The audit log is written there too.
        'ROS_LOG_DIR': str((folder / ROS_LOG).absolute()),
    }
    changes: dict[str, Any] = transport_variables(environment, share() / 'config' / 'fastdds.xml')
    os.environ.update(changes)
    return {**environment, **changes}
