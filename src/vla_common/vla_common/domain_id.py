# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""ROS domains that nothing else on this machine uses."""

import gc
import itertools
import socket

#: A bound port per domain tells the other processes of this machine that it is taken.
_RESERVATION_PORT = 17_300
_DOMAINS = range(1, 101)
_DOMAINS_PER_PROCESS = 8
_reserved: dict[int, socket.socket] = {}
_calls = itertools.count()


def free_domain_id() -> int:
    """
    Return a domain that no other process which asked here uses (1..100).

    A process gets eight of them in turn and keeps them until it ends. Nodes of its own that it
    destroyed and let go of have left a domain that it gets again.

    Raises
    ------
    RuntimeError
        If other processes hold all domains.

    """
    if len(_reserved) < _DOMAINS_PER_PROCESS:
        for domain_id in _DOMAINS:
            if domain_id not in _reserved and _reserve(domain_id):
                return domain_id
    if not _reserved:
        raise RuntimeError(f'all domains {_DOMAINS} are taken; wait for other runs to end')
    # A lifecycle node is part of a cycle, and its services stay on the graph until that is freed.
    gc.collect()
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
