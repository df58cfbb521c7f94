"""Benchmarks: run as ``python -m benchmarks.stages``; figures are ratios and shares, never pass or fail."""
