# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Start of the training processes, by torchrun's elastic launch or by torchrun itself."""

from collections.abc import Callable
import logging
import os
import signal
from tempfile import TemporaryDirectory
from threading import RLock
import time
from types import FrameType
from typing import Any
from typing import TypeVar
from uuid import uuid4

import torch
from torch import distributed
from torch.distributed.elastic.multiprocessing import DefaultLogsSpecs
from torch.distributed.elastic.multiprocessing import SignalException
from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
from torch.distributed.launcher.api import elastic_launch
from torch.distributed.launcher.api import LaunchConfig
from tqdm import tqdm
from vla_learning.training.distributed import cleanup

_T = TypeVar('_T')
_HOST = '127.0.0.1'
_LOCAL = (_HOST, 'localhost')
_ENDED = '{}, perhaps for lack of memory. Run the same command to resume'
_CAUSE_TIMEOUT_S = 10.0
# These modules log a failure or Ctrl-C with a traceback; `launch` raises an error instead.
_QUIET = (
    'torch.distributed.elastic.agent.server.api',
    'torch.distributed.elastic.multiprocessing.api',
    'torch.multiprocessing.spawn',
)


class DistributedError(ValueError):
    """The training processes cannot start or continue; the message contains the remedy."""


class ConnectionLostError(DistributedError):
    """A collective operation failed, because another process has ended."""


class WorkerError(Exception):
    """A ValueError or OSError of a training process, on its way to the launching process."""


def launch(processes: int, work: Callable[..., _T], *args: object) -> _T:
    """
    Run `work` in `processes` processes and return the result of rank 0.

    One process needs no launch. A process that torchrun has started joins its group.
    """
    if launched_by_torchrun():
        return _run_worker(processes, work, args)
    if processes < 2:
        return work(*args)
    return _launch_locally(processes, work, args)


def launched_by_torchrun() -> bool:
    """Return whether torchrun, or a compatible launcher, has started this process."""
    return 'RANK' in os.environ and 'WORLD_SIZE' in os.environ


def _backend() -> str:
    """Return NCCL for GPUs, unless processes share one: NCCL refuses that."""
    local = int(os.environ.get('LOCAL_WORLD_SIZE', '1'))
    has_gpus = torch.cuda.is_available() and distributed.is_nccl_available()
    return 'cpu:gloo,cuda:nccl' if has_gpus and local <= torch.cuda.device_count() else 'gloo'


def _launch_locally(processes: int, work: Callable[..., _T], args: tuple[object, ...]) -> _T:
    """Start the processes on this machine, as torchrun does, and wait for their end."""
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    handlers = {s: signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)}
    with TemporaryDirectory() as errors:
        config = LaunchConfig(
            min_nodes=1,
            max_nodes=1,
            nproc_per_node=processes,
            run_id=uuid4().hex,
            rdzv_backend='c10d',
            rdzv_endpoint=f'{_HOST}:0',
            local_addr=_HOST,
            max_restarts=0,
            signals_to_handle='SIGTERM,SIGINT',
            logs_specs=DefaultLogsSpecs(log_dir=errors),
        )
        try:
            results = elastic_launch(config, _run_launched_worker)(processes, work, args)
        except SignalException as error:
            if error.sigval == signal.SIGINT:
                raise KeyboardInterrupt from None
            raise SystemExit(128 + error.sigval) from None
        except ChildFailedError as error:
            raise _to_error(error) from None
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
    result: _T = results[0]
    return result


def _run_worker(processes: int, work: Callable[..., _T], args: tuple[object, ...]) -> _T:
    """Join the process group that the environment describes, and run `work`."""
    started = int(os.environ['WORLD_SIZE'])
    if processes != started:
        raise DistributedError(
            f'processes must be the number that torchrun has started, {started}; got '
            f'{processes}. Change one of them'
        )
    if os.environ.get('MASTER_ADDR') in _LOCAL:
        # The name of the host may not resolve, and no packet has to leave the host.
        os.environ.setdefault('GLOO_SOCKET_IFNAME', 'lo')
    distributed.init_process_group(_backend())
    try:
        return work(*args)
    except RuntimeError as error:
        if 'gloo' not in str(error) and not isinstance(error, distributed.DistError):
            raise
        raise ConnectionLostError(_ENDED.format(f'another process has ended ({error})')) from error
    finally:
        cleanup()


def _run_launched_worker(processes: int, work: Callable[..., _T], args: tuple[object, ...]) -> _T:
    signal.signal(signal.SIGINT, _interrupt_once)
    # The default lock of progress bars is a semaphore, which a terminated process leaks.
    tqdm.set_lock(RLock())
    try:
        return _run_worker(processes, work, args)
    except ConnectionLostError:
        # The launcher reports the first process that fails: let it find the cause.
        time.sleep(_CAUSE_TIMEOUT_S)
        raise
    except (ValueError, OSError) as error:
        raise WorkerError(str(error)) from error


def _interrupt_once(number: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt; the launcher repeats the signal of the terminal during the exit."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _to_error(error: ChildFailedError) -> Exception:
    """Return the error of the process that has failed first."""
    rank, failure = error.get_first_failure()
    # A dictionary if the process has raised an exception, despite the annotation of torch.
    message: Any = failure.message
    if not isinstance(message, dict):
        return DistributedError(
            _ENDED.format(f'process {rank} has ended (exit code {failure.exitcode})')
        )
    kind, _, text = message['message'].partition(': ')
    if kind == WorkerError.__name__:
        return DistributedError(text)
    return RuntimeError(f'process {rank} failed\n{message["extraInfo"]["py_callstack"]}')
