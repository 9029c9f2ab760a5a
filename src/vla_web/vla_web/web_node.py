# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Serve the local web page of the running system; prints its URL."""

import argparse
import asyncio
from collections.abc import Sequence
from contextlib import suppress
import os
from pathlib import Path
import signal
import sys

from rclpy.utilities import remove_ros_args
from vla_web.access import Access
from vla_web.robot_session import RobotSession
from vla_web.server import PageServer


def parse_arguments(args: Sequence[str]) -> argparse.Namespace:
    """Parse the arguments after the ROS arguments are removed."""
    parser = argparse.ArgumentParser(prog='web_node', description=__doc__)
    parser.add_argument('--namespace', default='', help='namespace of the system')
    parser.add_argument(
        '--url-file', type=Path, help='file to write the URL to, for this user only'
    )
    return parser.parse_args(remove_ros_args(['web_node', *args])[1:])


def write_private(path: Path, text: str) -> None:
    """Write a file that only this user may read, in one step."""
    partial = path.with_name(f'{path.name}.part')
    partial.unlink(missing_ok=True)
    file = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, 'w', encoding='utf-8') as stream:
        stream.write(text)
    partial.replace(path)


async def serve(session: RobotSession, url_file: Path | None) -> None:
    """Serve the page until SIGINT or SIGTERM."""
    ending, loop = asyncio.Event(), asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, ending.set)
    server = PageServer(session, Access())
    runner = await server.start(session.settings.port)
    if url_file is not None:
        write_private(url_file, server.url)
    else:
        print(server.url, flush=True)
    producer = asyncio.create_task(server.produce())
    waiter = asyncio.create_task(ending.wait())
    await asyncio.wait((producer, waiter), return_when=asyncio.FIRST_COMPLETED)
    if producer.done():
        producer.result()
    producer.cancel()
    with suppress(asyncio.CancelledError):
        await producer
    await runner.cleanup()


def main(args: Sequence[str] | None = None) -> None:
    """Run the web node."""
    options = parse_arguments(sys.argv[1:] if args is None else args)
    try:
        session = RobotSession(namespace=options.namespace)
        asyncio.run(serve(session, options.url_file))
    except (OSError, ValueError) as error:
        sys.exit(f'web_node: {error}')
    session.close()


if __name__ == '__main__':
    main()
