"""Benchmarks: figures with a target, never tests. `make bench` prints them and writes `$FAHUO_HOME/bench.json`."""
