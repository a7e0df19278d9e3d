"""Runs one worker of a bench in a process of its own, and prints what it took as one JSON object.

Processor time is counted from the first row that is read, over all threads; what a package takes to load is left out.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

Work = Callable[[Path, Path], int]
"""Takes the file and the folder for the results; returns how many rows are at fault."""


def measure(work: Work) -> None:
    """Run a worker on the file and folder of the command line."""
    file, out = map(Path, sys.argv[1:3])
    begun = time.process_time()
    faulty = work(file, out)
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu_s": seconds, "peak_mib": peak, "faulty": faulty}))
