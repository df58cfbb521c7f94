#!/usr/bin/env bash
# What the GitHub action runs. Reads LAWCHECK_PATHS (one a line), LAWCHECK_ARGUMENTS and LAWCHECK_SARIF; writes annotations to
# standard output and the job's summary to GITHUB_STEP_SUMMARY; ends with lawcheck's own exit code.
set -uo pipefail
# A name is never expanded or run; blanks in it are its own.
set -f
paths=()
while IFS= read -r line; do
  if [ -n "$line" ]; then paths+=("$line"); fi
done <<<"${LAWCHECK_PATHS:-.}"
# shellcheck disable=SC2206
arguments=(${LAWCHECK_ARGUMENTS:-})

check() { lawcheck check ${arguments[@]+"${arguments[@]}"} "$@" -- "${paths[@]}"; }

code=0
check --format github || code=$?
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  check --format markdown 2>/dev/null >>"$GITHUB_STEP_SUMMARY" || true
fi
if [ -n "${LAWCHECK_SARIF:-}" ]; then
  written=0
  check --format sarif --output "$LAWCHECK_SARIF" >/dev/null || written=$?
  if [ "$written" -gt "$code" ]; then code=$written; fi  # a file that could not be written is not passed over
fi
exit "$code"
