# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

COMMAND ?= put the blue sphere in the green bowl
SEED ?= 1
CONFIG ?=
EPISODES ?=
OUT ?=
TICKS ?=

# The values reach the recipes as environment variables and as they were typed: neither make nor
# the shell expands them, so that a command may hold quotes, $ and #.
override VLA_COMMAND := $(value COMMAND)
override VLA_SEED := $(value SEED)
override VLA_CONFIG := $(value CONFIG)
override VLA_EPISODES := $(value EPISODES)
override VLA_OUT := $(value OUT)
override VLA_TICKS := $(value TICKS)
export VLA_COMMAND VLA_SEED VLA_CONFIG VLA_EPISODES VLA_OUT VLA_TICKS
unexport COMMAND SEED CONFIG EPISODES OUT TICKS

# Runs one command inside the workspace's environment.
RUN := scripts/run.sh

.PHONY: help setup build demo test soak bench data export train words eval robustness sensitivity retrieval faithfulness compare faults reactions lint clean distclean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: ## create .venv, install everything and build; quick when nothing changed
	@scripts/setup.sh

build: ## build the workspace with colcon even when nothing changed
	@rm -f install/.fingerprint
	@scripts/setup.sh

demo: setup ## let the simulated robot do COMMAND="put the blue sphere in the green bowl" (SEED=1)
	@$(RUN) python -m vla_bringup.demo.main --command="$$VLA_COMMAND" --seed="$$VLA_SEED"

test: setup ## run the linters, then the tests of all packages
	@$(RUN) scripts/test.sh

soak: setup ## run the safety gate for 8 hours' ticks of bad input (TICKS=number)
	@$(RUN) python -m vla_safety.testing.soak $${VLA_TICKS:+--ticks="$$VLA_TICKS"}

bench: setup ## measure latency and throughput on this machine
	@$(RUN) python -m vla_system_tests.benchmark.main

data: setup ## record demonstrations of the scripted expert (CONFIG=file.yaml)
	@$(RUN) python -m vla_learning.data.generate_dataset $${VLA_CONFIG:+--config="$$VLA_CONFIG"}

export: setup ## record demonstrations as a LeRobot data set (EPISODES=number OUT=folder)
	@$(RUN) python -m vla_learning.lerobot.export $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"} \
	  $${VLA_OUT:+--out="$$VLA_OUT"}

train: setup ## make the shipped checkpoint again from scratch (CONFIG=file.yaml)
	@$(RUN) python -m vla_learning.training.train $${VLA_CONFIG:+--config="$$VLA_CONFIG"}

words: setup ## teach the shipped checkpoint the words of vla_learning/language/noun_lexicon.py (CONFIG=file.yaml)
	@$(RUN) python -m vla_learning.training.finetune_language $${VLA_CONFIG:+--config="$$VLA_CONFIG"}

eval: setup ## measure closed-loop success in the simulator (EPISODES=number)
	@$(RUN) python -m vla_learning.evaluation.evaluate $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"}

robustness: setup ## measure success against delay, lost images, noise, dirt, moved targets (EPISODES=number)
	@$(RUN) python -m vla_learning.evaluation.robustness $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"}

sensitivity: setup ## measure whether the action follows the words (EPISODES=number of scenes)
	@$(RUN) python -m vla_learning.evaluation.instruction_following $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"}

retrieval: setup ## measure whether scenes and descriptions find each other
	@$(RUN) python -m vla_learning.evaluation.retrieval

faithfulness: setup ## measure whether attention says what mattered (EPISODES=number of images)
	@$(RUN) python -m vla_learning.evaluation.attention_faithfulness $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"}

compare: setup ## train every fusion, attention, decoder and ablation alike, and compare (EPISODES=number)
	@$(RUN) python -m vla_learning.ablation.compare $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"}

faults: setup ## try faults on the running system, about 15 minutes; writes into docs/safety.md
	@$(RUN) python -m vla_system_tests.fault_injection.main --page docs/safety.md

reactions: setup ## measure how soon safety stops, 100 times each, about 10 minutes; writes into docs/safety.md
	@$(RUN) python -m vla_system_tests.stop_latency.main --page docs/safety.md

lint: setup ## run ruff and mypy
	@$(RUN) scripts/lint.sh

clean: ## remove what builds and runs created, except the environment
	rm -rf build install log .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src test scripts -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## remove the environment too
	rm -rf .venv .setup.lock
