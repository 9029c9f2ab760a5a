# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Build description of vla_language."""

from setuptools import find_packages
from setuptools import setup

PACKAGE = 'vla_language'

setup(
    name=PACKAGE,
    version='0.2.0',
    packages=find_packages(exclude=['test']),
    package_data={PACKAGE: ['meaning/*.txt', 'weights/*']},
    data_files=[
        ('share/ament_index/resource_index/packages', [f'resource/{PACKAGE}']),
        (f'share/{PACKAGE}', ['package.xml']),
    ],
    install_requires=[
        'setuptools',
        'numpy>=1.26',
        'rapidfuzz>=3,<4',
        'safetensors>=0.4,<1',
        'tokenizers>=0.21,<1',
        'torch>=2.3',
    ],
    extras_require={'test': ['pytest']},
    zip_safe=True,
    maintainer='The ROS 2 multimodal VLA authors',
    maintainer_email='maintainers@ros2-multimodal-vla.invalid',
    description='Typed meanings and token states of natural-language commands.',
    license='Apache-2.0',
    entry_points={'console_scripts': ['language_node = vla_language.language_node:main']},
)
