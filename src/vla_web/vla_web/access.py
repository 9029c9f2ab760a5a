# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Who may use the page: holders of the token, from a page of this server."""

from collections.abc import Mapping
import secrets

#: Sent with every response: the page loads nothing from other servers and is in no frame.
SECURITY_HEADERS: Mapping[str, str] = {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': (
        "default-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
}


class Access:
    """
    Check of requests.

    Parameters
    ----------
    token
        Secret in the URL of the page; empty makes a new one.

    """

    def __init__(self, token: str = '') -> None:
        self.token = token or secrets.token_urlsafe(24)

    def has_token(self, given: str | None) -> bool:
        """Return whether the token is the right one; the time does not depend on its letters."""
        return secrets.compare_digest((given or '').encode(), self.token.encode())

    @staticmethod
    def is_local(host: str, origin: str | None, port: int) -> bool:
        """
        Return whether a request names this server, and comes from its page if from any.

        A page of another server must not reach this one, under a name that resolves to 127.0.0.1
        either.
        """
        names = {f'127.0.0.1:{port}', f'localhost:{port}'}
        return host in names and (origin is None or origin in {f'http://{n}' for n in names})
