# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Build description of vla_common."""

from setuptools import find_packages
from setuptools import setup

PACKAGE = 'vla_common'

setup(
    name=PACKAGE,
    version='0.2.0',
    packages=find_packages(exclude=['test']),
    data_files=[
        ('share/ament_index/resource_index/packages', [f'resource/{PACKAGE}']),
        (f'share/{PACKAGE}', ['package.xml']),
    ],
    install_requires=[
        'setuptools',
        'PyYAML>=6',
        'numpy>=1.26',
        'onnxruntime>=1.20,<2',
        'safetensors>=0.4,<1',
        'torch>=2.3',
    ],
    extras_require={'test': ['pytest']},
    zip_safe=True,
    maintainer='The ROS 2 multimodal VLA authors',
    maintainer_email='maintainers@ros2-multimodal-vla.invalid',
    description='Shared code of all packages of the workspace.',
    license='Apache-2.0',
)
