# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Status card: one state and one reason from the states of language, policy and safety gate."""

from dataclasses import dataclass

from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_visualization.observations import CardIcon
from vla_visualization.observations import Severity
from vla_visualization.observations import StatusCard

_GATE_STATES = {
    SafetyStatus.IDLE: 'idle',
    SafetyStatus.ACTIVE: 'active',
    SafetyStatus.HOLD: 'hold',
    SafetyStatus.STOPPED: 'stopped',
}
_APPROVAL = 'approval_pending'


@dataclass(frozen=True)
class SystemStatus:
    """
    Newest messages about the state; None where there is none.

    Parameters
    ----------
    command
        Newest command.
    policy, safety
        Status of policy and safety gate.
    is_policy_running, is_safety_running
        Whether a node publishes that status. A latched status outlives its publisher.

    """

    command: CommandEmbedding | None = None
    policy: PolicyStatus | None = None
    safety: SafetyStatus | None = None
    is_policy_running: bool = True
    is_safety_running: bool = True


def to_status_card(status: SystemStatus) -> StatusCard:
    """Return the state that matters most to a person beside the robot, with its whole reason."""
    facts = _facts(status)
    card = _node_card(status) or _gate_card(status) or _policy_card(status)
    return StatusCard(card.icon, card.severity, card.title, card.why, facts)


def is_pending(safety: SafetyStatus | None) -> bool:
    """Return whether the safety gate waits for approval of the newest chunk."""
    return bool(safety and safety.state == SafetyStatus.IDLE and safety.reason == _APPROVAL)


def is_refused(safety: SafetyStatus | None) -> bool:
    """Return whether the robot stands because the safety gate refuses the newest chunks."""
    if safety is None or safety.state != SafetyStatus.IDLE:
        return False
    return bool(safety.reason) and not is_pending(safety)


def _node_card(status: SystemStatus) -> StatusCard | None:
    """Return that a node is missing; None if both run."""
    if not status.is_safety_running:
        why = 'Without it nothing moves the robot. Start safety_node'
        return StatusCard(CardIcon.WAITING, Severity.WARNING, 'Safety gate not running', why)
    if not status.is_policy_running:
        why = 'Without it no command is executed. Start policy_node'
        return StatusCard(CardIcon.WAITING, Severity.WARNING, 'Policy not running', why)
    return None


def _gate_card(status: SystemStatus) -> StatusCard | None:
    """Return a state of the gate that comes before that of the policy; None for others."""
    safety, policy = status.safety, status.policy
    if safety is None:
        return StatusCard(CardIcon.WAITING, Severity.WARNING, 'Waiting for safety_status')
    why = _sentence(safety.message or safety.reason)
    if safety.state == SafetyStatus.STOPPED:
        return StatusCard(CardIcon.STOPPED, Severity.ERROR, 'Stopped', why)
    if is_pending(safety):
        task = '' if policy is None else policy.meaning or policy.text
        why = _sentence(f'{task}. {why}' if task else why)
        return StatusCard(CardIcon.WAITING, Severity.WARNING, 'Waiting for approval', why)
    if safety.state == SafetyStatus.HOLD:
        title = f'On hold: {_words(safety.reason)}'
        return StatusCard(CardIcon.WAITING, Severity.WARNING, title, why)
    is_executing = policy is not None and policy.state == PolicyStatus.EXECUTING
    if is_refused(safety) and is_executing:
        title = f'Refused by the safety gate: {_words(safety.reason)}'
        return StatusCard(CardIcon.REFUSED, Severity.ERROR, title, why)
    return None


def _policy_card(status: SystemStatus) -> StatusCard:
    """Return the state of the policy."""
    policy, safety = status.policy, status.safety
    if policy is None:
        return StatusCard(CardIcon.WAITING, Severity.WARNING, 'Waiting for policy_status')
    why = _sentence(policy.message.removeprefix(f'refused {policy.text!r}: '))
    match policy.state:
        case PolicyStatus.EXECUTING:
            return _executing_card(policy, safety)
        case PolicyStatus.WAITING:
            return StatusCard(CardIcon.WAITING, Severity.INFO, 'Observing the scene', why)
        case PolicyStatus.SUCCEEDED:
            why = _sentence(policy.meaning)
            return StatusCard(CardIcon.DONE, Severity.SUCCESS, 'Done', why)
        case PolicyStatus.REFUSED if policy.candidates or policy.asked_about:
            return StatusCard(CardIcon.QUESTION, Severity.WARNING, 'Which one?', why)
        case PolicyStatus.REFUSED:
            title = f'Refused: {_words(policy.reason)}'
            return StatusCard(CardIcon.REFUSED, Severity.ERROR, title, why)
        case PolicyStatus.FAILED if policy.reason == 'stopped' and safety is not None:
            # The stop was reset: the message of the policy still asks for that.
            why = _sentence(safety.message or 'give a new command')
            return StatusCard(CardIcon.IDLE, Severity.INFO, 'Ready', why)
        case PolicyStatus.FAILED:
            title = f'Failed: {_words(policy.reason)}'
            return StatusCard(CardIcon.REFUSED, Severity.ERROR, title, why)
    reason = '' if safety is None else _sentence(safety.message)
    return StatusCard(CardIcon.IDLE, Severity.INFO, 'Ready', reason or 'Waiting for a command')


def _executing_card(policy: PolicyStatus, safety: SafetyStatus | None) -> StatusCard:
    step = f'step {policy.step} of {policy.step_count}: ' if policy.step_count > 1 else ''
    title = f'Executing: {step}{policy.task}, {_words(policy.phase)}'
    target = ' '.join(filter(None, (policy.target, policy.destination and '->')))
    why = _sentence(' '.join(filter(None, (target, policy.destination))) or policy.meaning)
    if policy.message:
        why = f'{why}. {_sentence(policy.message)}'
    if safety is not None and safety.reason:
        reason = _sentence(safety.message or safety.reason)
        why = f'{why}. The safety gate reports {_words(safety.reason)}: {reason}'
        return StatusCard(CardIcon.RUNNING, Severity.WARNING, title, why)
    return StatusCard(CardIcon.RUNNING, Severity.SUCCESS, title, why)


def _facts(status: SystemStatus) -> tuple[str, ...]:
    policy, safety = status.policy, status.safety
    facts = []
    if safety is not None and status.is_safety_running:
        dry_run = ' (dry run)' if safety.dry_run else ''
        facts.append(f'gate {_GATE_STATES.get(safety.state, safety.state)}{dry_run}')
        if safety.latency_s >= 0:
            facts.append(f'image to motion {1000 * safety.latency_s:.0f} ms')
        if safety.chunks_refused:
            facts.append(f'{safety.chunks_refused} of {_total(safety)} chunks refused')
    if policy is not None and policy.state == PolicyStatus.EXECUTING:
        facts.append(f'confidence {policy.confidence:.0%}')
    return tuple(facts)


def _total(safety: SafetyStatus) -> int:
    return int(safety.chunks_accepted + safety.chunks_refused)


def _words(name: str) -> str:
    return name.replace('_', ' ')


def _sentence(text: str) -> str:
    """Return a text that begins with a capital letter and does not end with a full stop."""
    return f'{text[:1].upper()}{text[1:]}'.rstrip('. ')
