# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Build description of vla_learning."""

from setuptools import find_packages
from setuptools import setup

PACKAGE = 'vla_learning'

setup(
    name=PACKAGE,
    version='0.2.0',
    packages=find_packages(exclude=['test']),
    package_data={PACKAGE: ['evaluation/command_sets/*', 'language/grammar/sentences/*.txt']},
    data_files=[
        ('share/ament_index/resource_index/packages', [f'resource/{PACKAGE}']),
        (f'share/{PACKAGE}', ['package.xml']),
    ],
    install_requires=[
        'setuptools',
        'gymnasium>=1.0,<2',
        'matplotlib',
        'numpy',
        'opencv-python-headless',
        'pillow>=10.1,<14',
        'pyyaml',
        'torch',
        'tqdm',
    ],
    extras_require={
        'export': ['pyarrow'],
        'train': ['onnx>=1.16,<2'],
        'test': ['pytest', 'pyarrow', 'onnx>=1.16,<2'],
    },
    zip_safe=True,
    maintainer='The ROS 2 multimodal VLA authors',
    maintainer_email='maintainers@ros2-multimodal-vla.invalid',
    description='Demonstrations, training and evaluation of the policy.',
    license='Apache-2.0',
)
