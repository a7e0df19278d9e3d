"""Times coding: adding a coding through the server, the files that leave a project, and the framework matrix.

A made-up project of 200 sources and 20,000 codings; the same script is played to Newel's web pages and, where its
program is named in NEWEL_TAGUETTE, to Taguette, each as a local server of its own in the same run. Prints one JSON
object a line; `ratio` is the peer's time by Newel's.

    NEWEL_TAGUETTE=~/taguette/bin/taguette make bench NAME=coding     three to ten minutes
    make bench NAME=coding OPTIONS=--quick                            a tenth of the sources, a fiftieth of the codings

The bench installs nothing. Taguette exports no whole project for other programs: beside the .qdpx stands the export of
its database; and it has no framework matrix.
"""

import argparse
import json
import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np

from bench._coding_http import Browser
from bench._coding_project import a_project
from newel.coding import Project, crosstab, framework_matrix
from newel.exchange.exporting import export_project
from newel.exchange.refi import schema
from newel.exchange.refi.elements import parse

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
PEER = "Taguette"
IN_ONE_SOURCE = 5
"""Passages that are added to a source before the next one is opened."""
_WAIT = 60


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="a small project")
    options.add_argument("--without-web", action="store_true", help="leave out what needs a server")
    given = options.parse_args()
    sources, codings, adds = (20, 400, 20) if given.quick else (200, 20_000, 200)
    project = a_project(sources, codings)
    ours = in_process(project)
    peer = {} if given.without_web else taguette(project, adds)
    ours |= {} if given.without_web else web(sources, codings, adds=adds)
    for figure, value in ours.items():
        line(figure, value, peer=peer)
    if "missing" in peer and not given.without_web:
        print(json.dumps({"figure": "coding_vs_taguette", "peer": PEER, "missing": peer["missing"]}), flush=True)


def in_process(project: Project) -> dict[str, float]:
    """Time the files and the matrix, without a server. The best of three, as other programs run on the machine too."""
    qdpx = export_project(project, ".qdpx").content
    with ZipFile(BytesIO(qdpx)) as archive:
        faults = schema.faults(parse("project.qde", archive.read("project.qde")))
    if faults:
        raise SystemExit(f"The .qdpx is not valid: {faults}")
    every = [code.id for code in project.codebook.codes]

    def matrix() -> object:
        return framework_matrix(project.codings, project.sources, project.codebook, codes=every, rows="source")

    return {
        "csv_s": best(lambda: export_project(project, ".csv")),
        "qdpx_s": best(lambda: export_project(project, ".qdpx")),
        "matrix_ms": 1_000 * best(matrix),
        "crosstab_ms": 1_000
        * best(lambda: crosstab(project.codings, project.sources, by="site", codebook=project.codebook)),
    }


def best(work: Callable[[], object]) -> float:
    """Return the shortest of three times, in seconds."""
    return min(timed(work, 3))


def web(sources: int, codings: int, *, adds: int) -> dict[str, float]:
    """Time adding codings through Newel's own pages, as the script of the page sends them."""
    password = secrets.token_urlsafe(15)
    with tempfile.TemporaryDirectory(prefix="newel-bench-") as folder:
        places = {"NEWEL_STUDY": str(REPOSITORY / "studies" / "secure_stairs"), "NEWEL_DATA": f"{folder}/web"}
        places |= {"NEWEL_PUBLIC": f"{folder}/public", "DJANGO_SETTINGS_MODULE": "newel.web.settings"}
        surroundings = os.environ | places | ONE_THREAD
        command = [sys.executable, str(HERE / "_coding_web.py"), str(sources), str(codings)]
        given = json.loads(run(command, surroundings, said=password).splitlines()[-1])
        port = free_port()
        serve = [sys.executable, "-m", "newel.web", "serve", "--port", str(port)]
        with serving(serve, surroundings, port=port):
            return played_to_newel(Browser(port), given, password, adds=adds)


def played_to_newel(browser: Browser, given: Mapping[str, Any], password: str, *, adds: int) -> dict[str, float]:
    """Sign in, open the page of a source, code passages, and fetch the file of all codings."""
    browser.get(given["sign_in"])
    browser.form(given["sign_in"], token(browser) | {"username": "lead", "password": password})
    times, at_hand = [], -1
    for source, start, end, code in script(given["sources"], len(given["codes"]), adds):
        address, text = given["sources"][source]
        if source != at_hand:
            browser.get(address)
            at_hand = source
        fields = {"version": "2", "start": str(start), "end": str(end), "quote": text[start:end]}
        fields |= {"code": given["codes"][code], "ticket": secrets.token_hex(8), **token(browser)}
        begun = time.perf_counter()
        browser.form(f"{address}add/", fields, {"Accept": "application/json"})
        times.append(1_000 * (time.perf_counter() - begun))
    begun = time.perf_counter()
    browser.form(given["file"], token(browser))
    served = time.perf_counter() - begun
    pages = [1_000 * seconds for seconds in timed(lambda: browser.get(f"{given['matrix']}?codes=all"), 8)]
    return {"csv_served_s": served, "matrix_page_ms": statistics.median(pages[1:])} | as_figures(times)


def timed(work: Callable[[], object], many: int) -> list[float]:
    """Return how long each of many times took, in seconds."""
    times = []
    for _ in range(many):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return times


def token(browser: Browser) -> dict[str, str]:
    """Return what Django wants beside every form."""
    return {"csrfmiddlewaretoken": next(value for name, value in browser.cookies.items() if "csrf" in name.lower())}


def taguette(project: Project, adds: int) -> dict[str, Any]:
    """Play the same script to Taguette, or say why not."""
    program = os.environ.get("NEWEL_TAGUETTE", "")
    if not program or not Path(program).expanduser().is_file():
        return {"missing": "NEWEL_TAGUETTE does not name the program `taguette`"}
    path = Path(program).expanduser()
    with tempfile.TemporaryDirectory(prefix="newel-bench-") as folder:
        data, database = Path(folder) / "project.json", Path(folder) / "taguette.sqlite3"
        data.write_text(json.dumps(as_taguette_has_it(project)), encoding="utf-8")
        filling = [str(path.with_name("python")), str(HERE / "_coding_taguette.py"), str(database), str(data)]
        given = json.loads(run(filling, os.environ).splitlines()[-1])
        port = free_port()
        command = [str(path), "--no-browser", "--port", str(port), "--database", str(database)]
        with serving(command, os.environ | {"XDG_DATA_HOME": folder}, port=port) as said:
            return played_to_taguette(Browser(port), project, given, secret=said(), adds=adds)


def as_taguette_has_it(project: Project) -> dict[str, Any]:
    """Return texts, tags and highlights with places in bytes."""
    places = {source.id: place for place, source in enumerate(project.sources)}
    codes = {code.id: place for place, code in enumerate(project.codebook.codes)}
    texts = [source.text for source in project.sources]
    return {
        "texts": [[source.title, source.text] for source in project.sources],
        "tags": [code.name for code in project.codebook.codes],
        "highlights": [
            [
                places[one.source],
                len(texts[places[one.source]][: one.start].encode()),
                len(texts[places[one.source]][: one.end].encode()),
                codes[one.code],
            ]
            for one in project.codings
        ],
    }


def played_to_taguette(
    browser: Browser, project: Project, given: Mapping[str, Any], *, secret: str, adds: int
) -> dict[str, Any]:
    """Add the same passages, and fetch the file of all highlights and the whole project."""
    browser.get(f"/?token={secret}")
    browser.get("/project/new")
    texts = [[source.id, source.text] for source in project.sources]
    headers = {"X-XSRFToken": browser.cookies["_xsrf"]}
    times, at_hand = [], -1
    for source, start, end, code in script(texts, len(given["tags"]), adds):
        text = texts[source][1]
        document = f"/api/project/{given['project']}/document/{given['documents'][source]}"
        if source != at_hand:
            browser.get(f"{document}/contents")
            at_hand = source
        at = {"start_offset": len(text[:start].encode()), "end_offset": len(text[:end].encode())}
        begun = time.perf_counter()
        browser.json(f"{document}/highlight/new", at | {"tags": [given["tags"][code]]}, headers)
        times.append(1_000 * (time.perf_counter() - begun))
    found: dict[str, Any] = as_figures(times)
    for figure, path in (("csv_s", "highlights/.csv"), ("qdpx_s", "project.sqlite3")):
        begun = time.perf_counter()
        browser.get(f"/project/{given['project']}/export/{path}")
        found[figure] = time.perf_counter() - begun
    return found | {"csv_served_s": found["csv_s"]}


def script(sources: list[list[str]], codes: int, adds: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield (source, start, end, code) of the passages to add, several in one source: the same for both programs."""
    generator = np.random.default_rng(2)
    source = 0
    for number in range(adds):
        if number % IN_ONE_SOURCE == 0:
            source = int(generator.integers(len(sources)))
        length = int(generator.integers(20, 300))
        start = int(generator.integers(len(sources[source][1]) - length))
        yield source, start, start + length, int(generator.integers(codes))


def as_figures(times: list[float]) -> dict[str, float]:
    """Return median and 95th percentile, the first three left out: a server is slow to begin with."""
    warm = sorted(times[3:])
    return {
        "coding_add_median_ms": statistics.median(warm),
        "coding_add_p95_ms": warm[min(len(warm) - 1, int(0.95 * len(warm)))],
    }


@contextmanager
def serving(command: list[str], surroundings: Mapping[str, str], *, port: int) -> Iterator[Callable[[], str]]:
    """Run a server until the block ends; yields a function that returns the token it printed."""
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, env=dict(surroundings), stdout=said, stderr=said)
        try:
            _wait_for(port, process, said)

            def printed() -> str:
                said.seek(0)
                found = re.search(r"token=(\S+)", said.read())
                return found[1] if found else ""

            yield printed
        finally:
            process.terminate()
            process.wait(_WAIT)


def _wait_for(port: int, process: subprocess.Popen[bytes], said: Any) -> None:
    until = time.monotonic() + _WAIT
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(0.5)
                return
        time.sleep(0.1)
    said.seek(0)
    raise SystemExit(f"The server did not start:\n{said.read()[-2000:]}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def run(command: list[str], surroundings: Mapping[str, str], *, said: str = "") -> str:
    """Run a worker, say something to it, and return what it printed."""
    ended = subprocess.run(
        command, input=said, capture_output=True, text=True, check=False, env=dict(surroundings)
    )
    if ended.returncode:
        raise SystemExit(f"{' '.join(command[:2])} failed:\n{ended.stderr[-3000:]}")
    return ended.stdout


def line(figure: str, value: float, *, peer: Mapping[str, Any]) -> None:
    """Print a figure, with the peer's where it has one."""
    entry: dict[str, Any] = {"figure": figure, "value": round(value, 4), "unit": figure.rpartition("_")[2]}
    if figure in peer:
        entry |= {"peer": PEER, "peer_value": round(peer[figure], 3), "ratio": round(peer[figure] / value, 1)}
    print(json.dumps(entry), flush=True)


if __name__ == "__main__":
    main()
