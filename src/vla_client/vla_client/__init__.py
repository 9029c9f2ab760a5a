# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Python client of the running system, as nav2_simple_commander is for navigation.

>>> from vla_client.client import VlaClient
>>> with VlaClient() as client:
...     client.wait_until_ready(timeout_s=60.0)
...     result = client.execute('pick up the red cube', timeout_s=60.0)
...     print(result.outcome, result.reason, result.message)
"""
