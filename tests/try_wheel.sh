#!/bin/sh
# Builds the wheel, installs it into an empty environment and runs it from another folder.
# With a folder of samples, they are checked as well, with every extra and without LibreOffice.
# Usage: sh tests/try_wheel.sh [python [samples]]
set -eu
python=${1:-python3}
samples=${2:-}
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m venv "$work/build"
"$work/build/bin/pip" install -q build
"$work/build/bin/python" -m build --wheel --outdir "$work/dist" "$root" >"$work/build.log" 2>&1 || {
    cat "$work/build.log"; exit 1; }

"$python" -m venv "$work/empty"
"$work/empty/bin/pip" install -q "$work"/dist/*.whl
mkdir "$work/elsewhere"
cd "$work/elsewhere"
cp "$root"/seeds/*.txt .

"$work/empty/bin/lawcheck" --version
"$work/empty/bin/lawcheck" rules list | tee rules.list
grep -q '^annual-report ' rules.list
"$work/empty/bin/lawcheck" rules check
# The samples give no causes, so the run must fail with 1: neither pass nor break.
code=0
"$work/empty/bin/lawcheck" check --format json --output out.json . || code=$?
[ "$code" -eq 1 ] || { echo "expected exit code 1, got $code"; exit 1; }
"$work/empty/bin/python" - <<'PY'
import json
import lawcheck

run = json.load(open("out.json", encoding="utf-8"))
assert run["summary"]["reports"] == 5 and run["summary"]["errors"] == 0, run["summary"]
assert "site-packages" in lawcheck.__file__, lawcheck.__file__
assert lawcheck.check_text("清溪镇2023年法治政府建设情况报告\n一、主要举措\n法律顾问审核合同46份。")["legal-counsel"].status == "covered"
PY
# The wheel brings its rules compiled: a first run, with nothing kept from another, needs no compiler.
LAWCHECK_CACHE=off "$work/empty/bin/python" -c "
import sys, lawcheck
assert lawcheck.check_text('召开会议2次。').error is None
assert not {'pydantic', 'yaml'} & {*sys.modules}, 'the rules in the wheel are not compiled'"
"$work/empty/bin/python" -c "import importlib.resources as r; assert (r.files('lawcheck') / 'py.typed').is_file()"
for schema in checklist cases report; do
    [ -s "$work/empty/lib/"python3*"/site-packages/lawcheck/rules/schemas/$schema-1.schema.json" ] || { echo "no $schema schema in the wheel"; exit 1; }
done
if [ -n "$samples" ]; then
    "$python" -m venv "$work/full"
    "$work/full/bin/pip" install -q "$(echo "$work"/dist/*.whl)[all]"
    code=0
    # Nothing but our own command is on the path.
    PATH="$work/full/bin" "$work/full/bin/lawcheck" check --format json --output full.json "$samples" || code=$?
    [ "$code" -eq 2 ] || { echo "expected exit code 2 for the scanned samples, got $code"; exit 1; }
    "$work/full/bin/python" - <<'PY'
import json

run = json.load(open("full.json", encoding="utf-8"))
refused = {(r["path"].rpartition(".")[2], r["error_code"]) for r in run["reports"] if r["error"]}
assert run["summary"]["reports"] >= 60, run["summary"]
assert refused <= {("pdf", "no-text-layer"), ("odt", "unsupported")}, refused
print(run["summary"])
PY
fi
echo "wheel works"
