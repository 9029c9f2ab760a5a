# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Build description of vla_bringup; it also installs the top-level launch and config folders."""

from glob import glob

from setuptools import find_packages
from setuptools import setup

PACKAGE = 'vla_bringup'

setup(
    name=PACKAGE,
    version='0.2.0',
    packages=find_packages(exclude=['test']),
    data_files=[
        ('share/ament_index/resource_index/packages', [f'resource/{PACKAGE}']),
        (f'share/{PACKAGE}', ['package.xml']),
        (f'share/{PACKAGE}/launch', sorted(glob('../../launch/*.launch.py'))),
        (f'share/{PACKAGE}/config', sorted(glob('../../config/*.*'))),
        (f'share/{PACKAGE}/config/robots', sorted(glob('../../config/robots/*.yaml'))),
        (
            f'share/{PACKAGE}/config/robots/simulated',
            sorted(glob('../../config/robots/simulated/*.yaml')),
        ),
    ],
    install_requires=['setuptools', 'numpy>=1.26', 'pillow>=10.1', 'PyYAML>=6'],
    extras_require={'test': ['pytest']},
    zip_safe=True,
    maintainer='The ROS 2 multimodal VLA authors',
    maintainer_email='maintainers@ros2-multimodal-vla.invalid',
    description='Launch files and configuration, the system in one process, and the demo.',
    license='Apache-2.0',
    entry_points={
        'console_scripts': [
            'vla_composed = vla_bringup.composed:main',
            'vla_demo = vla_bringup.demo.main:main',
            'vla_run = vla_bringup.interactive.main:main',
        ]
    },
)
