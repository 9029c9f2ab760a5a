# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""HTTP server of the page on 127.0.0.1: files, a WebSocket for the view, POST for actions."""

import asyncio
from collections.abc import Awaitable
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
import json
import logging
from pathlib import Path
from typing import Any
from typing import Final

from aiohttp import web
from vla_client.trigger_clients import TriggerReply
from vla_web.access import Access
from vla_web.access import SECURITY_HEADERS
from vla_web.robot_session import RobotSession

_LOG: Final = logging.getLogger(__name__)

HOST: Final = '127.0.0.1'
PAGE_FOLDER: Final = Path(__file__).parent / 'page'
MAX_BODY_BYTES: Final = 16_384
MAX_PAGES: Final = 8
#: Period of the timeline while no page is open [s].
_IDLE_PERIOD_S: Final = 0.5
_PONG_TIMEOUT_S: Final = 10.0
_ACTIONS: Final = ('command', 'stop', 'reset', 'approve', 'new_scene')


@dataclass(frozen=True)
class PageUpdate:
    """What all pages get at one time; None: as before."""

    state: str
    scene: str | None
    image: bytes | None


class PageServer:
    """
    Serve the page.

    Parameters
    ----------
    session
        Connection to the robot.
    access
        Check of requests.

    """

    def __init__(self, session: RobotSession, access: Access) -> None:
        self._session, self._access = session, access
        self._pages = 0
        self._update: PageUpdate | None = None
        self._changed = asyncio.Condition()
        # A stop must not wait for commands, and neither for pictures.
        self._pools = {name: ThreadPoolExecutor(2, name) for name in ('stop', 'action', 'view')}
        self.port = 0

    async def start(self, port: int) -> web.AppRunner:
        """Bind the port and serve in this event loop."""
        runner = web.AppRunner(self._application(), shutdown_timeout=0.3)
        await runner.setup()
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        self.port = int(runner.addresses[0][1])
        return runner

    @property
    def url(self) -> str:
        """Return the address of the page with the token."""
        return f'http://{HOST}:{self.port}/?token={self._access.token}'

    async def produce(self) -> None:
        """Make the updates of all pages until canceled."""
        period_s, viewed = 1 / self._session.settings.rate_hz, False
        while True:
            if viewed != bool(self._pages):
                viewed = bool(self._pages)
                await self._run('view', partial(self._session.set_viewed, viewed))
            try:
                update = await self._run('view', lambda: self._build(self._pages > 0))
            except Exception:  # noqa: BLE001 - without a picture, stop must still work
                _LOG.exception('the view could not be made')
            else:
                async with self._changed:
                    self._update = update
                    self._changed.notify_all()
            await asyncio.sleep(period_s if viewed else _IDLE_PERIOD_S)

    def _build(self, viewed: bool) -> PageUpdate:
        state = json.dumps({'type': 'state', **self._session.state()})
        if not viewed:
            return PageUpdate(state, None, None)
        return PageUpdate(state, self._session.take_scene(), self._session.take_image())

    async def _run(self, pool: str, action: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pools[pool], action)

    # Requests ------------------------------------------------------------------------------

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[self._guard], client_max_size=MAX_BODY_BYTES)
        app.router.add_get('/', self._index)
        app.router.add_get('/view', self._view)
        app.router.add_post('/api/{action}', self._act)
        app.router.add_static('/page/', PAGE_FOLDER)
        return app

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[Any]]
    ) -> Any:
        origin = request.headers.get('Origin')
        if not self._access.is_local(request.host, origin, self.port):
            raise web.HTTPForbidden(text=f'the page must be opened as http://{HOST}:{self.port}')
        token = request.query.get('token') or request.headers.get('X-Token')
        if not request.path.startswith('/page/') and not self._access.has_token(token):
            raise web.HTTPForbidden(
                text='the URL must contain the token of this run; open the URL that was printed'
            )
        response = await handler(request)
        if not response.prepared:
            response.headers.update(SECURITY_HEADERS)
        return response

    async def _index(self, _: web.Request) -> web.StreamResponse:
        text = (PAGE_FOLDER / 'index.html').read_text(encoding='utf-8')
        return web.Response(text=text, content_type='text/html')

    async def _act(self, request: web.Request) -> web.StreamResponse:
        action = request.match_info['action']
        if action not in _ACTIONS:
            raise web.HTTPNotFound(text=f'an action must be one of {_ACTIONS}; got {action!r}')
        try:
            values = await request.json() if request.can_read_body else {}
            call = self._call(action, values)
        except (ValueError, UnicodeDecodeError) as error:
            raise web.HTTPBadRequest(text=f'{action}: {error}') from error
        try:
            reply = await self._run('stop' if action == 'stop' else 'action', call)
        except (RuntimeError, TimeoutError) as error:
            reply = TriggerReply(False, str(error))
        return web.json_response({'success': reply.success, 'message': reply.message})

    def _call(self, action: str, values: Any) -> Callable[[], TriggerReply]:
        """Return the call of the session; raises ValueError for other values."""
        if not isinstance(values, dict):
            raise ValueError(f'the body must be a JSON object; got {type(values).__name__}')
        if action in ('command', 'approve'):
            key = 'text' if action == 'command' else 'command_id'
            value = values.get(key)
            if not isinstance(value, str) or not value.strip():
                raise ValueError(f'{key} must be a text that is not empty; got {value!r}')
            function = self._session.send_command if key == 'text' else self._session.approve
            return lambda: function(value)
        return {
            'stop': self._session.stop,
            'reset': self._session.reset,
            'new_scene': self._session.new_scene,
        }[action]

    async def _view(self, request: web.Request) -> web.StreamResponse:
        if self._pages >= MAX_PAGES:
            raise web.HTTPServiceUnavailable(
                text=f'at most {MAX_PAGES} pages may be open; close one'
            )
        # On one computer, compression costs more than the bytes that it saves.
        socket = web.WebSocketResponse(
            heartbeat=_PONG_TIMEOUT_S, max_msg_size=1024, compress=False
        )
        await socket.prepare(request)
        self._pages += 1
        shown = asyncio.Event()
        sender = asyncio.create_task(self._send_updates(socket, shown))
        try:
            # The page answers each state that it has shown.
            async for _ in socket:
                shown.set()
        finally:
            self._pages -= 1
            sender.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await sender
        return socket

    def _is_newer_than(self, update: PageUpdate | None) -> bool:
        return self._update is not update

    async def _send_updates(self, socket: web.WebSocketResponse, shown: asyncio.Event) -> None:
        """
        Send the newest update, each after the page has shown the one before.

        A slow page misses updates. Without its answers they would queue up in the buffers of the
        connection, and the page would show the past as if it were live.
        """
        history = self._session.timeline.samples()
        await socket.send_str(json.dumps({'type': 'history', 'samples': history}))
        sent: PageUpdate | None = None
        while not socket.closed:
            async with self._changed:
                await self._changed.wait_for(partial(self._is_newer_than, sent))
                update = sent = self._update
            if update is not None:
                shown.clear()
                await socket.send_str(update.state)
                if update.scene:
                    await socket.send_str(update.scene)
                if update.image:
                    await socket.send_bytes(update.image)
                await shown.wait()
