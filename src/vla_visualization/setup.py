# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Build description of vla_visualization."""

from setuptools import find_packages
from setuptools import setup

PACKAGE = 'vla_visualization'

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
        'numpy>=1.26',
        'opencv-python-headless>=4.8,<5',
        'pillow>=10.1,<14',
    ],
    extras_require={'test': ['pytest']},
    zip_safe=True,
    maintainer='The ROS 2 multimodal VLA authors',
    maintainer_email='maintainers@ros2-multimodal-vla.invalid',
    description='Visualization of attention, planned path, refusals and status.',
    license='Apache-2.0',
    entry_points={'console_scripts': [f'visualization_node = {PACKAGE}.visualization_node:main']},
)
