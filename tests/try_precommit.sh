#!/bin/sh
# Runs our hooks with the real pre-commit in a scratch repository.
# Usage: sh tests/try_precommit.sh [python]
set -eu
python=${1:-python3}
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PRE_COMMIT_HOME="$work/home" GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org

"$python" -m venv "$work/venv"
"$work/venv/bin/pip" install -q pre-commit
mkdir "$work/scratch"
cd "$work/scratch"
git init -q .
cp "$root"/seeds/003*.txt 报告.txt
mkdir rules
cat >rules/checklist.yaml <<'YAML'
checklist: ours
version: 1.0.0
title: 本县
extends: annual-report
elements: [{id: legal-counsel, level: statutory}]
YAML
mkdir other
sed 's/ours/theirs/' rules/checklist.yaml >other/lawcheck-rules.yaml
git add .
git commit -qm reports

code=0
"$work/venv/bin/pre-commit" try-repo "$root" lawcheck --all-files >out.txt 2>&1 || code=$?
grep -q '不足的原因' out.txt || { cat out.txt; exit 1; }
[ "$code" -eq 1 ] || { cat out.txt; echo "expected exit code 1, got $code"; exit 1; }
"$work/venv/bin/pre-commit" try-repo "$root" lawcheck-rules --all-files || exit 1
echo "pre-commit works"
