# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The web node in a thread, against a system that a test controls."""

import asyncio
import threading
from typing import Any

from vla_web.access import Access
from vla_web.robot_session import RobotSession
from vla_web.server import PageServer


class RunningPage:
    """Serve the page in a thread until the end of the block."""

    def __init__(self, domain_id: int) -> None:
        self.session = RobotSession(domain_id)
        self._started, self._loop = threading.Event(), asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.server: Any = None

    def __enter__(self) -> 'RunningPage':
        self._thread.start()
        assert self._started.wait(20.0), 'the server must start within 20 s'
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(10.0)
        self.session.close()

    @property
    def url(self) -> str:
        """Address of the page."""
        return str(self.server.url)

    def _run(self) -> None:
        self._task = self._loop.create_task(self._serve())
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            pass
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        self.server = PageServer(self.session, Access('secret'))
        runner = await self.server.start(0)
        self._started.set()
        try:
            await self.server.produce()
        finally:
            await runner.cleanup()
