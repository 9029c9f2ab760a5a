# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""One thread that runs one function again and again."""

from collections.abc import Callable
import threading
import traceback


class WorkerThread:
    """
    Run `step` in a thread of its own until `stop`.

    `step` waits for its input with a time-out of its own. An error in it goes to `on_error` and
    does not end the thread: one bad input must not silence a node.
    """

    def __init__(
        self, name: str, step: Callable[[], None], on_error: Callable[[str], None]
    ) -> None:
        self._step = step
        self._on_error = on_error
        self._stopping = threading.Event()
        self.last_error = ''
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> bool:
        """Ask the thread to end and wait for it; False if it did not end in time."""
        self._stopping.set()
        if self._thread is not threading.current_thread():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._step()
            except Exception as error:  # noqa: BLE001
                if self._stopping.is_set():
                    return
                self.last_error = f'{type(error).__name__}: {error}'
                self._on_error(f'{self.last_error}\n{traceback.format_exc()}')
                # Without a pause a step that fails at once would take a whole core.
                self._stopping.wait(0.05)
