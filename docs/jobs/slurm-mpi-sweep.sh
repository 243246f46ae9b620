#!/bin/bash
# A whole sweep by the processes of one job: the first deals the runs out, the others run them.
#
#   sbatch --ntasks=16 --export=ALL,SCENARIO=multiparts.yaml,RUNS=runs docs/jobs/slurm-mpi-sweep.sh
#
# If a node is lost, submit it again: the journal in RUNS goes on.
#SBATCH --job-name=durasim-sweep
#SBATCH --time=01:00:00
#SBATCH --output=%x-%j.out
set -euo pipefail

: "${SCENARIO:?the scenario file}" "${RUNS:?the folder for the results}"
exec mpirun durasim sweep "$SCENARIO" --out "$RUNS"
