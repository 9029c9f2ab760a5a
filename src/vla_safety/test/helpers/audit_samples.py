# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sample records and a sample audit log for tests."""

from pathlib import Path
from typing import Any

import numpy as np
from vla_safety.audit.audit_file import AuditFile
from vla_safety.audit.audit_file import AuditSettings
from vla_safety.audit.audit_log import AuditLog
from vla_safety.audit.auditor import Auditor
from vla_safety.audit.redactor import Redactor
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import make_gate

POLICY_STATE = {
    'command_id': 'c1',
    'state': 'executing',
    'task': 'pick',
    'target': 'red cube',
    'destination': '',
    'reason': '',
    'confidence': 0.75,
    'step': '',
}


class RecordList(list[dict[str, Any]]):
    """Sink that keeps all records."""

    put = list.append


def write_sample_log(folder: Path, *, redactor: Redactor | None = None) -> GateHarness:
    """Write the log of a command: a refusal, motion, a failed approval, a stop and a reset."""
    log = AuditLog(AuditFile(AuditSettings(), folder, 'robot'))
    auditor, harness = Auditor(log, redactor), GateHarness(make_gate())
    auditor.record_start(dry_run=False, limits={})
    auditor.record_command('pick up the red cube', ['/terminal'], is_stop=False)
    auditor.record_classification(
        command_id='command-1',
        text='pick up the red cube',
        kind='task',
        reason='',
        normalized_text='pick up the red cube',
        meaning='pick: red cube',
    )
    auditor.record_policy_state(**{**POLICY_STATE, 'command_id': 'command-1'})
    harness.tick()
    harness.send(displacement=np.array((0.0, 0.0, 1.0)))
    harness.run(0.5)
    harness.gate.approve()
    harness.gate.stop('stop_word', 'a command was a stop word')
    harness.tick(40)
    harness.send()
    harness.gate.reset(harness.now)
    auditor.record_events(harness.gate.events.take())
    log.close()
    return harness
