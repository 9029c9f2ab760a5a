# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Salted hashes in place of texts, for audit logs without the words of people."""

import hashlib
import hmac
import os
from pathlib import Path
import secrets

_SALT_NAME = 'audit.salt'
_SALT_BYTES = 32


class Redactor:
    """
    Replace texts by salted hashes; equal texts have equal hashes under the same salt.

    The salt is in a file beside the log. Without that file no text can be compared with a hash;
    deleting it makes the log permanently anonymous.
    """

    def __init__(self, directory: Path) -> None:
        self._path = directory / _SALT_NAME
        # While the directory cannot be written, hashes are comparable within this run only.
        self._salt = secrets.token_bytes(_SALT_BYTES)
        self._is_stored = False

    @staticmethod
    def existing_hash(directory: Path, text: str) -> str:
        """Return the hash of a text in the log of `directory`; empty without a salt."""
        path = directory / _SALT_NAME
        return _hash(path.read_bytes(), text) if path.is_file() else ''

    def hash_of(self, text: str) -> str:
        """Return the salted hash of a text."""
        self._store_salt()
        return _hash(self._salt, text)

    def _store_salt(self) -> None:
        if self._is_stored:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._salt = self._salt_on_disk()
            self._is_stored = True
        except OSError:
            pass  # the audit log reports the same disk

    def _salt_on_disk(self) -> bytes:
        if not self._path.exists():
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            file = os.open(self._path, flags, 0o600)
            try:
                os.write(file, self._salt)
            finally:
                os.close(file)
        salt = self._path.read_bytes()
        if len(salt) != _SALT_BYTES:
            raise OSError(
                f'{self._path} must have {_SALT_BYTES} bytes; got {len(salt)}. Delete it'
            )
        return salt


def _hash(salt: bytes, text: str) -> str:
    return hmac.new(salt, text.encode(errors='replace'), hashlib.sha256).hexdigest()
