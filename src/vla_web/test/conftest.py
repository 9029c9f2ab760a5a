# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shared fixtures: a simulated system, and the page in the same domain."""

from collections.abc import Iterator

import pytest
from vla_client.testing import FakeSystem
from vla_common.domain_id import free_domain_id
from web_harness import RunningPage


@pytest.fixture
def domain_id() -> int:
    return free_domain_id()


@pytest.fixture
def system(domain_id: int) -> Iterator[FakeSystem]:
    with FakeSystem(domain_id) as running:
        yield running


@pytest.fixture
def page(domain_id: int) -> Iterator[RunningPage]:
    with RunningPage(domain_id) as running:
        yield running
