# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Grammar of tagged sentences for the training of the command tagger.

Tables of words and frames, and a generator. May import vla_language and vla_common.
"""
