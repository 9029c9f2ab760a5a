# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Build description of vla_web."""

from setuptools import find_packages
from setuptools import setup

PACKAGE = 'vla_web'

setup(
    name=PACKAGE,
    version='0.2.0',
    packages=find_packages(exclude=['test']),
    package_data={PACKAGE: ['page/*']},
    data_files=[
        ('share/ament_index/resource_index/packages', [f'resource/{PACKAGE}']),
        (f'share/{PACKAGE}', ['package.xml']),
    ],
    install_requires=['setuptools', 'aiohttp>=3.9,<4', 'numpy>=1.26'],
    extras_require={'test': ['pytest']},
    zip_safe=False,
    maintainer='The ROS 2 multimodal VLA authors',
    maintainer_email='maintainers@ros2-multimodal-vla.invalid',
    description='Local web page: commands, status, camera, 3-D scene and stop.',
    license='Apache-2.0',
    entry_points={'console_scripts': [f'web_node = {PACKAGE}.web_node:main']},
)
