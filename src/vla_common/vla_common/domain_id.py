# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Allocation of ROS domain ids that no other process on this computer uses."""

import itertools
import socket

#: A process reserves a domain by binding the port with this number plus the domain id. The ports
#: are below 7400, the first one that DDS uses itself.
_RESERVATION_PORT = 7_250
_DOMAINS = range(1, 101)
_DOMAINS_PER_PROCESS = 8
_reserved: dict[int, socket.socket] = {}
_calls = itertools.count()


def free_domain_id() -> int:
    """
    Return a domain id (1 .. 100) that no other process has reserved with this function.

    A process reserves at most eight domains, returns them in turn, and keeps them until it ends.

    Raises
    ------
    RuntimeError
        If other processes have reserved all domains.

    """
    if len(_reserved) < _DOMAINS_PER_PROCESS:
        for domain_id in _DOMAINS:
            if domain_id not in _reserved and _reserve(domain_id):
                return domain_id
    if not _reserved:
        raise RuntimeError(
            f'a run needs a free domain; all of {_DOMAINS} are reserved. '
            'Wait until other runs have ended'
        )
    return list(_reserved)[next(_calls) % len(_reserved)]


def _reserve(domain_id: int) -> bool:
    holder = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        holder.bind(('127.0.0.1', _RESERVATION_PORT + domain_id))
    except OSError:
        holder.close()
        return False
    _reserved[domain_id] = holder
    return True
