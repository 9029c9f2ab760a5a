# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Thread that calls a function repeatedly."""

from collections.abc import Callable
import threading
import traceback


class WorkerThread:
    """
    Call `step` repeatedly in a thread until `stop`.

    `step` waits for its input with a timeout. An exception in `step` is passed to `on_error` and
    does not end the thread: a node must survive an invalid input.
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
        """Stop the thread and wait for its end; return False if it does not end in time."""
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
                # Without a pause, a step that fails at once would load a whole core.
                self._stopping.wait(0.05)
