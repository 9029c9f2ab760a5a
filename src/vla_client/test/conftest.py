# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shared fixtures: a simulated policy and safety node, and a client in the same domain."""

from collections.abc import Iterator

import pytest
from vla_client.client import VlaClient
from vla_client.testing import FakeSystem
from vla_common.domain_id import free_domain_id


@pytest.fixture
def domain_id() -> int:
    return free_domain_id()


@pytest.fixture
def system(domain_id: int) -> Iterator[FakeSystem]:
    with FakeSystem(domain_id) as running:
        yield running


@pytest.fixture
def client(domain_id: int) -> Iterator[VlaClient]:
    with VlaClient('test_client', domain_id=domain_id) as opened:
        yield opened
