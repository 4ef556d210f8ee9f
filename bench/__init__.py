"""What a file costs on its way to ranked disputes: ``make bench``, explained in docs/bench.md."""
