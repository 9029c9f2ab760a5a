# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# An arm that does not place.
ifeq ($(value ROBOT),so101)
COMMAND ?= point at the red cube
endif
COMMAND ?= put the blue sphere in the green bowl
SEED ?= 1
ROBOT ?= builtin
CONFIG ?=
EPISODES ?=
OUT ?=
TICKS ?=
CHUNKS ?=
DISTRO ?=
PORT ?=
CHECKPOINT ?=
PEERS ?=

# The values reach the recipes as environment variables and unchanged: neither make nor the shell
# expands them, so a command may contain quotes, $ and #.
override VLA_COMMAND := $(value COMMAND)
override VLA_SEED := $(value SEED)
override VLA_ROBOT := $(value ROBOT)
override VLA_CONFIG := $(value CONFIG)
override VLA_EPISODES := $(value EPISODES)
override VLA_OUT := $(value OUT)
override VLA_PORT := $(value PORT)
override VLA_PEERS := $(value PEERS)
override VLA_CHECKPOINT := $(value CHECKPOINT)
override VLA_TICKS := $(value TICKS)
override VLA_CHUNKS := $(value CHUNKS)
override VLA_DISTRO := $(or $(value DISTRO),$(VLA_DISTRO))
export VLA_COMMAND VLA_SEED VLA_ROBOT VLA_CONFIG VLA_EPISODES VLA_OUT VLA_TICKS VLA_CHUNKS VLA_DISTRO VLA_PORT \
  VLA_CHECKPOINT VLA_PEERS
unexport COMMAND SEED ROBOT CONFIG EPISODES OUT TICKS CHUNKS DISTRO PORT CHECKPOINT PEERS

# The shell expands this one; empty without CHECKPOINT.
WEIGHTS := $${VLA_CHECKPOINT:+--checkpoint="$$VLA_CHECKPOINT"}

# $(call given,NAME,OPTION): the option if NAME was set by the user; the defaults above are the demo's.
given = $(if $(filter file,$(origin $(1))),,$(2))

# Runs one command in the environment of the workspace.
RUN := scripts/run.sh

.PHONY: help setup setup-runtime build docs demo film run test soak joint-checks bench data export train graphs eval \
  eval-commands eval-destinations eval-scenes eval-camera robustness instruction-following retrieval attention-faithfulness \
  bias alignment attention attention-kinds actions compare \
  fault-injection restart-runs stop-latency lint format clean distclean

help: ## show this list (DISTRO=jazzy with any target: ROS 2 Jazzy wheels instead of Kilted)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-23s %s\n", $$1, $$2}' Makefile

setup: ## create .venv, install all dependencies and build; takes a second when nothing changed
	@scripts/setup.sh

setup-runtime: ## the same with only what the nodes and the simulator need: no torch, no tools of developers
	@scripts/setup.sh runtime

build: ## build the workspace with colcon, even when nothing changed
	@rm -f install*/.fingerprint
	@scripts/setup.sh runtime

# ROBOT=builtin, or a robot of config/robots/simulated, whose models are in packages of their own.
.PHONY: known-robot robot-models all-robot-models
known-robot:
	@scripts/robot_models.sh check "$$VLA_ROBOT"

robot-models: known-robot setup-runtime
	@scripts/robot_models.sh install "$$VLA_ROBOT"

# Every arm of the data set; all models are in the same packages.
all-robot-models: setup-runtime
	@scripts/robot_models.sh install ur5e

demo: robot-models ## run one command on the simulated robot (COMMAND="put the blue sphere in the green bowl" SEED=1 ROBOT=ur5e CHECKPOINT=file)
	@$(RUN) python -m vla_bringup.demo.main --command="$$VLA_COMMAND" --seed="$$VLA_SEED" --robot="$$VLA_ROBOT" $(WEIGHTS)

film: setup ## make the film of the README from real runs: a placing, a refusal, a stop; into log/film/demo.webp
	@$(RUN) python -m vla_bringup.film.main

run: robot-models ## start the simulated robot with a web page and commands from this terminal (SEED=1 PORT=number ROBOT=ur5e CHECKPOINT=file)
	@$(RUN) python -m vla_bringup.interactive.main --seed="$$VLA_SEED" --robot="$$VLA_ROBOT" $${VLA_PORT:+--port="$$VLA_PORT"} $(WEIGHTS)

test: setup ## run the linters, then the tests of all packages
	@scripts/robot_models.sh install ur5e
	@$(RUN) scripts/test.sh

docs: setup ## build the documentation with API reference as HTML in log/docs, warnings are errors
	@$(RUN) python scripts/build_docs.py

soak: setup ## soak test: random and malformed input to the safety gate for 8 hours of ticks (TICKS=number)
	@$(RUN) python -m vla_safety.testing.soak $${VLA_TICKS:+--ticks="$$VLA_TICKS"}

joint-checks: setup ## measure the joint checks of the gate on 10,000 random chunks and 100,000 ticks per arm, against an oracle (CHUNKS=number, TICKS=number)
	@$(RUN) python -m vla_safety.testing.joint_checks_report $${VLA_CHUNKS:+--chunks="$$VLA_CHUNKS"} $${VLA_TICKS:+--ticks="$$VLA_TICKS"}

# PEERS=1 needs an environment of its own.
.PHONY: peers-environment
peers-environment:
	@[[ -z $$VLA_PEERS || $$VLA_PEERS == 1 ]] || { echo "PEERS must be 1 or not given; got '$$VLA_PEERS'" >&2; exit 2; }
	@[[ -z $$VLA_PEERS ]] || scripts/peers.sh

bench: peers-environment setup ## measure latency, CPU time and memory of the running system, 11 minutes; writes into docs/performance.md (PEERS=1: compare with LeRobot and CLIP, 6 minutes)
	@$(RUN) python -m vla_system_tests.benchmark.$${VLA_PEERS:+peers.}main --page docs/performance.md

data: setup all-robot-models ## generate the data set with the scripted expert (CONFIG=file.yaml)
	@$(RUN) python -m vla_learning.data.generate_dataset $${VLA_CONFIG:+--config="$$VLA_CONFIG"}

export: setup ## export expert episodes as a LeRobot data set (EPISODES=number OUT=folder)
	@$(RUN) python -m vla_learning.lerobot.export $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"} \
	  $${VLA_OUT:+--out="$$VLA_OUT"}

train: setup all-robot-models ## train the policy from scratch into log/train (CONFIG=file.yaml)
	@$(RUN) python -m vla_learning.training.train $${VLA_CONFIG:+--config="$$VLA_CONFIG"}

graphs: setup ## write the ONNX graphs beside the weights: of the shipped networks, or of CHECKPOINT=file
	@$(RUN) python -m vla_learning.graphs.export_graphs $${VLA_CHECKPOINT:+"$$VLA_CHECKPOINT"}

eval: robot-models setup ## evaluate closed-loop success in simulation (EPISODES=number ROBOT=ur5e CHECKPOINT=file)
	@$(RUN) python -m vla_learning.evaluation.evaluate --robot="$$VLA_ROBOT" \
	  $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"} $(WEIGHTS)

eval-commands: setup ## evaluate the commands of other authors in simulation (EPISODES=number per half)
	@$(RUN) python -m vla_learning.evaluation.evaluate_commands $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"}

eval-destinations: setup ## evaluate destinations beside, on and towards objects and at places of the table (EPISODES=number per kind)
	@$(RUN) python -m vla_learning.evaluation.evaluate_destinations $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"}

eval-scenes: setup all-robot-models ## evaluate what is detected in single images: arms, cameras, light, objects in receptacles (EPISODES=number of images CHECKPOINT=file)
	@$(RUN) python -m vla_learning.evaluation.evaluate_scenes $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"} $(WEIGHTS)

eval-camera: setup ## evaluate a moved camera with its pose given and without (EPISODES=number per task CHECKPOINT=file)
	@$(RUN) python -m vla_learning.evaluation.evaluate_camera $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"} $(WEIGHTS)

robustness: setup ## evaluate success under delay, image loss, noise, occlusion, moved targets and cameras (EPISODES=number)
	@$(RUN) python -m vla_learning.evaluation.robustness $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"} $(WEIGHTS)

instruction-following: setup ## evaluate whether the action follows the command (EPISODES=number of scenes)
	@$(RUN) python -m vla_learning.evaluation.instruction_following $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"} $(WEIGHTS)

retrieval: setup ## evaluate image-text retrieval (EPISODES=number of scenes CHECKPOINT=file)
	@$(RUN) python -m vla_learning.evaluation.retrieval $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"} $(WEIGHTS)

attention-faithfulness: setup ## deletion metric of the attention maps (EPISODES=number of images)
	@$(RUN) python -m vla_learning.evaluation.attention_faithfulness $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"} $(WEIGHTS)

bias: setup ## compare success and refusals between colors, shapes, nouns, light and places (EPISODES=number CHECKPOINT=file)
	@$(RUN) python -m vla_learning.evaluation.bias $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"} $(WEIGHTS)

alignment: setup ## tutorial: train the alignment of images and descriptions with InfoNCE and L2 (EPISODES=number of scenes)
	@$(RUN) python -m vla_learning.tutorials.alignment $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"}

attention: setup ## tutorial: words, patches and deletion curve of one command (COMMAND="pick up the red cube" SEED=3)
	@$(RUN) python -m vla_learning.tutorials.attention $(call given,COMMAND,--command="$$VLA_COMMAND") $(call given,SEED,--seed="$$VLA_SEED")

attention-kinds: setup ## tutorial: train three kinds of attention side by side (EPISODES=number of scenes)
	@$(RUN) python -m vla_learning.tutorials.attention_kinds $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"}

actions: setup ## tutorial: film the expert, train an action decoder, evaluate it (EPISODES=number of demonstrations)
	@$(RUN) python -m vla_learning.tutorials.actions $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"}

compare: setup ## train and compare all fusion, attention and decoder variants (EPISODES=number)
	@$(RUN) python -m vla_learning.ablation.compare $${VLA_EPISODES:+--episodes="$$VLA_EPISODES"}

fault-injection: setup ## inject faults into the running system, 20 minutes; writes into docs/safety.md
	@scripts/robot_models.sh install ur5e
	@$(RUN) python -m vla_system_tests.fault_injection.main --page docs/safety.md

restart-runs: setup ## kill and restart the safety node 200 times, 20 minutes; writes into docs/safety.md
	@$(RUN) python -m vla_system_tests.restart_runs.main --page docs/safety.md

stop-latency: setup ## measure the stop latency 100 times per cause, 10 minutes; writes into docs/safety.md
	@$(RUN) python -m vla_system_tests.stop_latency.main --page docs/safety.md

lint: setup ## check format, spelling, style and types
	@$(RUN) scripts/lint.sh

format: setup ## format all Python files and sort their imports
	@$(RUN) ruff check --select I --fix --quiet .
	@$(RUN) ruff format .

# Former names of targets.
sensitivity: RENAMED_TO = instruction-following
faithfulness: RENAMED_TO = attention-faithfulness
faults: RENAMED_TO = fault-injection
reactions: RENAMED_TO = stop-latency
sensitivity faithfulness faults reactions:
	@echo "make $@ was renamed. Run: make $(RENAMED_TO)" >&2; exit 2

clean: ## remove build, install, log and caches, but not the environment
	rm -rf build build-jazzy install install-jazzy log .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src test scripts -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## remove the environments too
	rm -rf .venv .venv-jazzy .venv-peers .setup.lock .setup-jazzy.lock
