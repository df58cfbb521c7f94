"""The command: arguments in, exit code out; no rule, no format, no sum."""
