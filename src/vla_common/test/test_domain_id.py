# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Allocation of ROS domain ids."""

import gc
import os
import socket
import subprocess
import sys

import pytest
from vla_common import domain_id as domain_ids
from vla_common.domain_id import free_domain_id
from vla_common.node import VlaNode
from vla_common.testing import NodeTestHarness


def test_a_process_uses_its_domains_in_turn() -> None:
    ids = [free_domain_id() for _ in range(30)]
    assert all(1 <= domain_id <= 100 for domain_id in ids)
    assert len(set(ids)) <= 8
    assert ids[-1] != ids[-2]


def test_destroyed_nodes_have_left_a_domain_that_is_returned_again() -> None:
    gc.disable()
    try:
        first = NodeTestHarness(free_domain_id())
        first.add(VlaNode('destroyed', context=first.context))
        first.close()
        domain_id = first.domain_id
        del first
        while free_domain_id() != domain_id:
            pass
        second = NodeTestHarness(domain_id)
        second.spin(1.0)
        names = second.node.get_node_names()
        second.close()
    finally:
        gc.enable()
    assert names == ['test_harness']


def test_another_process_gets_other_domains() -> None:
    own = {free_domain_id() for _ in range(20)}
    code = 'from vla_common.domain_id import *; print({free_domain_id() for _ in range(20)})'
    environment = {**os.environ, 'PYTHONPATH': os.pathsep.join(filter(None, sys.path))}
    output = subprocess.run(
        [sys.executable, '-c', code], env=environment, capture_output=True, text=True, check=True
    ).stdout
    other = {int(word) for word in output.strip().strip('{}').split(',')}
    assert len(other) == 8
    assert not own & other


@pytest.fixture
def unreserved(monkeypatch: pytest.MonkeyPatch) -> dict[int, socket.socket]:
    """Let the process begin without reservations, on ports that no other test uses."""
    reserved: dict[int, socket.socket] = {}
    monkeypatch.setattr(domain_ids, '_reserved', reserved)
    monkeypatch.setattr(domain_ids, '_RESERVATION_PORT', 18_300)
    return reserved


def _hold(domain_id: int) -> socket.socket:
    """Reserve a domain as another process does."""
    holder = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    holder.bind(('127.0.0.1', 18_300 + domain_id))
    return holder


def test_a_domain_of_another_process_is_skipped(unreserved: dict[int, socket.socket]) -> None:
    others = [_hold(1), _hold(2)]
    try:
        assert free_domain_id() == 3
        assert list(unreserved) == [3]
    finally:
        for holder in [*others, *unreserved.values()]:
            holder.close()


def test_without_a_free_domain_there_is_an_error(
    unreserved: dict[int, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(domain_ids, '_DOMAINS', range(1, 3))
    others = [_hold(1), _hold(2)]
    try:
        with pytest.raises(RuntimeError, match='needs a free domain'):
            free_domain_id()
    finally:
        for holder in others:
            holder.close()


def test_reservation_ports_are_below_those_of_dds() -> None:
    first_dds_port = 7400
    assert domain_ids._RESERVATION_PORT + max(domain_ids._DOMAINS) < first_dds_port
