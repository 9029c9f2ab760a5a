# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Token, host and origin of requests."""

import pytest
from vla_web.access import Access
from vla_web.access import SECURITY_HEADERS


def test_only_the_token_opens_the_page() -> None:
    access = Access('secret')
    assert access.has_token('secret')
    assert [access.has_token(other) for other in (None, '', 'secre', 'secret ', 'gé')] == [
        False
    ] * 5


def test_every_run_has_its_own_token() -> None:
    assert Access().token != Access().token
    assert len(Access().token) >= 32


@pytest.mark.parametrize(
    ('host', 'origin', 'expected'),
    [
        ('127.0.0.1:80', None, True),
        ('localhost:80', 'http://localhost:80', True),
        ('127.0.0.1:80', 'http://127.0.0.1:81', False),
        ('127.0.0.1:80', 'https://attacker.example', False),
        # A name of another server that resolves to this address.
        ('attacker.example:80', None, False),
        ('127.0.0.1', None, False),
    ],
)
def test_requests_of_other_pages_are_refused(
    host: str, origin: str | None, expected: bool
) -> None:
    assert Access.is_local(host, origin, 80) is expected


def test_the_page_loads_nothing_from_other_servers() -> None:
    assert "default-src 'self'" in SECURITY_HEADERS['Content-Security-Policy']
