"""Benchmarks: run as ``python -m benchmarks.speed``; figures are ratios and shares, never pass or fail."""
