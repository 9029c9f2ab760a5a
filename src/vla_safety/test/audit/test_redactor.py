# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Salted hashes in place of texts."""

from pathlib import Path

from vla_safety.audit.redactor import Redactor


def test_redaction_works_without_a_disk(tmp_path: Path) -> None:
    (tmp_path / 'file').write_text('in the way')
    redactor = Redactor(tmp_path / 'file')
    assert redactor.hash_of('a') == redactor.hash_of('a') != redactor.hash_of('b')


def test_equal_texts_have_equal_hashes_under_one_salt(tmp_path: Path) -> None:
    first, second = Redactor(tmp_path), Redactor(tmp_path)
    assert first.hash_of('a') == second.hash_of('a') == Redactor.existing_hash(tmp_path, 'a')
    assert first.hash_of('a') != first.hash_of('b')
    assert (tmp_path / 'audit.salt').stat().st_mode & 0o777 == 0o600
    assert Redactor(tmp_path / 'other').hash_of('a') != first.hash_of('a')


def test_without_a_salt_there_is_no_hash(tmp_path: Path) -> None:
    assert Redactor.existing_hash(tmp_path, 'a') == ''


def test_a_damaged_salt_is_not_used(tmp_path: Path) -> None:
    (tmp_path / 'audit.salt').write_bytes(b'short')
    redactor = Redactor(tmp_path)
    assert redactor.hash_of('a') != Redactor.existing_hash(tmp_path, 'a')
    assert (tmp_path / 'audit.salt').read_bytes() == b'short'
