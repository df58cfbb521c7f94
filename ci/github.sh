#!/usr/bin/env bash
# What the GitHub action runs. Reads LAWCHECK_PATHS, LAWCHECK_ARGUMENTS and LAWCHECK_SARIF; writes annotations to
# standard output and the job's summary to GITHUB_STEP_SUMMARY; ends with lawcheck's own exit code.
set -uo pipefail
# Blanks separate the inputs, as in any action; a name is never expanded or run.
set -f
# shellcheck disable=SC2206
paths=(${LAWCHECK_PATHS:-.})
# shellcheck disable=SC2206
arguments=(${LAWCHECK_ARGUMENTS:-})

check() { lawcheck check ${arguments[@]+"${arguments[@]}"} "$@" -- "${paths[@]}"; }

check --format github
code=$?
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  check --format markdown 2>/dev/null >>"$GITHUB_STEP_SUMMARY"
fi
if [ -n "${LAWCHECK_SARIF:-}" ]; then
  check --format sarif --output "$LAWCHECK_SARIF" 2>/dev/null
fi
exit "$code"
