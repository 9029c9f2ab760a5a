# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Build description of vla_safety."""

from setuptools import find_packages
from setuptools import setup

PACKAGE = 'vla_safety'

setup(
    name=PACKAGE,
    version='0.2.0',
    packages=find_packages(exclude=['test']),
    data_files=[
        ('share/ament_index/resource_index/packages', [f'resource/{PACKAGE}']),
        (f'share/{PACKAGE}', ['package.xml']),
    ],
    install_requires=['setuptools', 'numpy>=1.26'],
    extras_require={'test': ['pytest', 'hypothesis']},
    entry_points={
        'console_scripts': [
            'safety_node = vla_safety.safety_node:main',
            'vla_audit = vla_safety.audit.audit_cli:main',
        ]
    },
    zip_safe=True,
    maintainer='The ROS 2 multimodal VLA authors',
    maintainer_email='maintainers@ros2-multimodal-vla.invalid',
    description='Safety node: checks action chunks, plays them within limits, holds and stops.',
    license='Apache-2.0',
)
