# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Build description of vla_policy."""

from glob import glob

from setuptools import find_packages
from setuptools import setup

PACKAGE = 'vla_policy'
#: Weights, their hash, graphs and their index.
MODELS = ('safetensors', 'safetensors.sha256', 'onnx', 'onnx.json')

setup(
    name=PACKAGE,
    version='0.2.0',
    packages=find_packages(exclude=['test']),
    data_files=[
        ('share/ament_index/resource_index/packages', [f'resource/{PACKAGE}']),
        (f'share/{PACKAGE}', ['package.xml']),
        (
            f'share/{PACKAGE}/models',
            sorted(path for kind in MODELS for path in glob(f'models/*.{kind}')),
        ),
    ],
    install_requires=['setuptools', 'numpy>=1.26', 'torch>=2.3'],
    extras_require={'test': ['pytest']},
    zip_safe=True,
    maintainer='The ROS 2 multimodal VLA authors',
    maintainer_email='maintainers@ros2-multimodal-vla.invalid',
    description='Policy that plans action chunks from features, a command and the robot state.',
    license='Apache-2.0',
    entry_points={'console_scripts': ['policy_node = vla_policy.policy_node:main']},
)
