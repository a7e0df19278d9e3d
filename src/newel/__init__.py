"""Newel: a national, multi-site, mixed-methods evaluation from one protocol file to the published report."""

import os

# Sums over threads end in other digits from run to run, and for matrices of forty columns they are slower too. Numbers
# must not hang on how many cores there are, so linear algebra runs on one thread unless somebody says otherwise.
for _library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")


__version__ = "0.1.0"
