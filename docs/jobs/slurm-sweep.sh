#!/bin/bash
# One shard of a sweep for each task of an array. SCENARIO and RUNS lie where all nodes see them.
#
#   sbatch --array=1-8 --export=ALL,SCENARIO=multiparts.yaml,RUNS=runs docs/jobs/slurm-sweep.sh
#   durasim merge runs/shard-* --out runs        when all tasks are done
#
# A task that was killed, or that ran out of time, goes on where it was when it is submitted again.
#SBATCH --job-name=durasim-sweep
#SBATCH --cpus-per-task=1
#SBATCH --time=01:00:00
#SBATCH --output=%x-%A-%a.out
set -euo pipefail

: "${SCENARIO:?the scenario file}" "${RUNS:?the folder for the results}"
first=${SLURM_ARRAY_TASK_MIN:?submit with --array=1-N}
count=${SLURM_ARRAY_TASK_COUNT:?submit with --array=1-N}
shard=$((SLURM_ARRAY_TASK_ID - first + 1))

# Shards are numbered by what the whole array was: give SHARDS to submit single tasks again.
count=${SHARDS:-$count}
[[ -z ${SHARDS:-} ]] || shard=$SLURM_ARRAY_TASK_ID

exec durasim sweep "$SCENARIO" --shard "$shard/$count" --out "$RUNS/shard-$shard" \
  --jobs "${SLURM_CPUS_PER_TASK:-1}"
