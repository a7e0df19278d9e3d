"""Times the analysis engine beside R: mixed models, many fits, Kenward-Roger, ordinal and logit models, imputation.

Each job is done by the reference software and by Newel in the same minutes, on one thread, on the data of the reference
folder (NEWEL_SHARED, or `shared` beside the checkout). Processor time, what is compiled or loaded first left out, the
median of some repetitions. Prints one JSON object a line; `ratio` is R's time by Newel's, so more than 1 is ahead.

    make bench NAME=impact                    about ten minutes
    make bench NAME=impact OPTIONS=--quick    each job once: about four minutes

R is looked for as `Rscript`; nothing else in the project uses it. The bench installs nothing. On Debian or Ubuntu:

    apt-get install r-base-core r-cran-jsonlite r-cran-lme4 r-cran-lmertest r-cran-pbkrtest r-cran-glmmtmb \\
        r-cran-ordinal r-cran-mice r-cran-mitml r-cran-jomo r-cran-pan
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
REFERENCE = Path(os.environ.get("NEWEL_SHARED", HERE.parents[1] / "shared")) / "reference" / "quantitative"
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "POLARS_MAX_THREADS"), "1")
REPETITIONS = 5

JOBS = ("power", "ordinal", "mixed", "imputation")
"""Each is a script of R in the reference folder, and a job of `_impact_own.py`."""
FIGURES = {
    "stepped_wedge_batch": ("stepped_wedge", "lmerTest::lmer + Satterthwaite"),
    "stepped_wedge_batch_vs_lmer": ("stepped_wedge", "lme4::lmer"),
    "stepped_wedge_batch_vs_refit": ("stepped_wedge", "lme4::refit"),
    "kenward_roger": ("stepped_wedge_kr", "pbkrtest::summary (Kenward-Roger)"),
    "ordinal_crossed": ("verbagg_clmm_crossed", "ordinal::clmm"),
    "logit_crossed": ("verbagg_logit_crossed", "lme4::glmer"),
    "logit_crossed_vs_glmmtmb": ("verbagg_logit_crossed", "glmmTMB::glmmTMB"),
    "insteval": ("insteval_crossed3", "lme4::lmer"),
    "small_lmm_sleepstudy": ("sleepstudy_slope", "lme4::lmer"),
    "small_lmm_penicillin": ("penicillin_crossed", "lme4::lmer"),
    "small_lmm_pastes": ("pastes_nested", "lme4::lmer"),
    "mi_jomo": ("brandsma_m50", "jomo::jomoImpute"),
    "mi_pan": ("brandsma_m50", "pan::panImpute"),
}
"""Each figure: the case of Newel and of R, and R's software."""
SMALL = ("small_lmm_sleepstudy", "small_lmm_penicillin", "small_lmm_pastes")
Times = dict[tuple[str, str], float]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="each job once")
    options.add_argument("--only", choices=JOBS, action="append", help="this job only; may be given several times")
    chosen = options.parse_args()
    if not REFERENCE.is_dir():
        raise SystemExit(f"The data are in the folder {REFERENCE}, which is not here. Set NEWEL_SHARED.")
    repetitions = 1 if chosen.quick else REPETITIONS
    ratios: dict[str, dict[str, Any]] = {}
    for job in chosen.only or JOBS:
        peers, why_none = run_peer(job, repetitions)
        own = run_own(job, repetitions)
        for figure, (case, software) in FIGURES.items():
            if case in own:
                ratios[figure] = entry(figure, own[case], software, peers.get((case, software)), why_none)
        for figure, value in own.items():
            if figure.endswith("_slope_of_cost"):
                print(json.dumps({"figure": figure, "value": round(value, 3), "unit": "log s by log rows"}), flush=True)
    summary = [ratios[figure] for figure in SMALL if "ratio" in ratios.get(figure, {})]
    if summary:
        smallest = min(summary, key=lambda one: float(one["ratio"]))
        print(json.dumps(smallest | {"figure": "small_lmm", "of": [figure.rpartition("_")[2] for figure in SMALL]}))


def run_peer(job: str, repetitions: int) -> tuple[Times, str]:
    """Run a script of R; return its times by case and software, or why there are none."""
    program = shutil.which("Rscript")
    if program is None:
        return {}, "Rscript was not found: see the command in bench/impact.py"
    with tempfile.TemporaryDirectory(prefix="newel-bench-") as folder:
        out = Path(folder) / "times.json"
        command = [program, REFERENCE / "bench" / f"{job}.R", REFERENCE / "data", out, str(repetitions)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | ONE_THREAD)
        if ended.returncode:
            said = " ".join(ended.stderr.split())[-200:]
            return {}, f"Rscript bench/{job}.R ended with: {said}"
        return {(one["case"], one["software"]): float(one["cpu"]) for one in json.loads(out.read_text())}, ""


def run_own(job: str, repetitions: int) -> dict[str, float]:
    """Run Newel's side in a process of its own; return processor seconds by case."""
    command = [sys.executable, "-m", "bench._impact_own", job, REFERENCE, str(repetitions)]
    ended = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | ONE_THREAD, cwd=HERE.parent
    )
    if ended.returncode:
        raise SystemExit(f"Newel's side of {job} failed:\n{ended.stderr[-2000:]}")
    measured: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return measured


def entry(figure: str, value: float, peer: str, peer_value: float | None, why_none: str) -> dict[str, Any]:  # noqa: PLR0917 - a line
    """Print one figure; without the peer it says which is missing."""
    found: dict[str, Any] = {"figure": figure, "value": significant(value), "unit": "s", "peer": peer}
    if peer_value is None:
        found["missing"] = why_none or f"{peer} gave no time"
    else:
        found |= {"peer_value": significant(peer_value), "ratio": round(peer_value / value, 2)}
    print(json.dumps(found), flush=True)
    return found


def significant(value: float) -> float:
    """Return a number with four digits that count."""
    return float(f"{value:.4g}")


if __name__ == "__main__":
    main()
