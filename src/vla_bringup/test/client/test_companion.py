# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A companion goes on listening, whatever is destroyed meanwhile."""

from collections.abc import Iterator
from contextlib import suppress
import threading

import pytest
from std_msgs.msg import Bool
from vla_bringup.client.companion import Companion
from vla_common import qos
from vla_common.domain_id import free_domain_id


class Listener(Companion):
    """Makes and destroys publishers while it listens."""

    def __init__(self) -> None:
        super().__init__('test_companion', free_domain_id())
        self._node.create_timer(0.0005, lambda: None)
        self.threads: list[str] = []
        self.start()

    @property
    def listens(self) -> bool:
        """Whether the listening thread has not ended."""
        return bool(self._thread.is_alive())

    def come_and_go(self) -> None:
        """Make a publisher here and destroy it in the listening thread."""
        publisher = self._node.create_publisher(Bool, 'for_a_while', qos.SENSOR)

        def leave() -> None:
            self.threads.append(threading.current_thread().name)
            self._node.destroy_publisher(publisher)

        self.do_between(leave)


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Yield a companion that leaves the graph in the end."""
    companion = Listener()
    yield companion
    companion.close()


def test_a_busy_companion_survives_that_its_publishers_go(listener: Listener) -> None:
    for _ in range(200):
        listener.come_and_go()
    assert listener.listens
    assert listener.threads == ['test_companion'] * 200


def test_a_companion_that_does_not_listen_says_so(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('vla_bringup.client.companion._LONGEST_WAIT_S', 0.2)
    busy = threading.Event()

    def keep_busy() -> None:
        with suppress(TimeoutError):
            listener.do_between(lambda: busy.wait(5.0))

    sleeper = threading.Thread(target=keep_busy)
    sleeper.start()
    try:
        with pytest.raises(TimeoutError, match=r'0\.2 s'):
            listener.do_between(lambda: None)
    finally:
        busy.set()
        sleeper.join()
