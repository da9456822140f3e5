"""Measurements with the peers side by side; run one by `python -m tests.benchmarks.NAME`."""
