# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Build description of vla_system_tests."""

from setuptools import find_packages
from setuptools import setup

PACKAGE = 'vla_system_tests'

setup(
    name=PACKAGE,
    version='0.2.0',
    packages=find_packages(exclude=['test']),
    data_files=[
        ('share/ament_index/resource_index/packages', [f'resource/{PACKAGE}']),
        (f'share/{PACKAGE}', ['package.xml']),
    ],
    install_requires=['setuptools', 'numpy>=1.26', 'PyYAML>=6'],
    extras_require={'test': ['pytest']},
    zip_safe=True,
    maintainer='The ROS 2 multimodal VLA authors',
    maintainer_email='maintainers@ros2-multimodal-vla.invalid',
    description='Fault injection, stop latency and benchmarks of the running system.',
    license='Apache-2.0',
    entry_points={
        'console_scripts': [
            'vla_benchmark = vla_system_tests.benchmark.main:main',
            'vla_benchmark_peers = vla_system_tests.benchmark.peers.main:main',
            'vla_fault_injection = vla_system_tests.fault_injection.main:main',
            'vla_restart_runs = vla_system_tests.restart_runs.main:main',
            'vla_stop_latency = vla_system_tests.stop_latency.main:main',
        ]
    },
)
