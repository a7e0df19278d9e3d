"""The site as it is really served: `python -m newel.web serve`, from an empty folder."""

import os
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.client import HTTPConnection

import pytest

from newel.web.proxies import take_the_address_the_proxy_saw
from tests.support.web import STUDIES

TRIES = 300


def command(*arguments):
    return [sys.executable, "-m", "newel.web", *arguments]


def environment(tmp_path, **more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWEL_", "DJANGO_"))}
    return kept | {"NEWEL_DATA": str(tmp_path / "data"), "NEWEL_STUDY": str(STUDIES / "secure_stairs")} | more


@contextmanager
def served(tmp_path):
    """Serve on a free port and yield the port once it answers; stop it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(command("serve", "--port", str(port)), env=environment(tmp_path), stdout=subprocess.PIPE)
    try:
        wait_for(process, port)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=30)


def fetched(port, path):
    """Return the kind and the text of a page."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.headers["Content-Type"], text


def wait_for(process, port):
    for _ in range(TRIES):
        assert process.poll() is None, "the server ended"
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.1)
    pytest.fail("the server did not answer")


def test_an_example_is_loaded_and_served_on_its_own_day(tmp_path):
    loaded = subprocess.run(
        command("load_example"), env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    with served(tmp_path) as port:
        _, text = fetched(port, "/")
        kind, _ = fetched(port, "/static/newel/newel.css")

    assert "Take part at /take-part/" in loaded.stdout
    assert kind.startswith("text/css")
    assert "Today is set to 15 September 2020" in text


def test_a_study_that_cannot_be_read_is_not_served_and_the_fault_is_named(tmp_path):
    (tmp_path / "protocol.toml").write_text("[study]\n")
    ran = subprocess.run(
        command("serve"),
        env=environment(tmp_path, NEWEL_STUDY=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 1
    assert "The study cannot be served" in ran.stderr
    assert "protocol.toml, line 1" in ran.stderr


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [("198.51.100.7", "198.51.100.7"), ("made-up, 198.51.100.7", "198.51.100.7"), (None, "192.0.2.1")],
)
def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(rf, forwarded, address):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    seen = take_the_address_the_proxy_saw(lambda request: request.META["REMOTE_ADDR"])

    assert seen(rf.get("/", headers=headers, REMOTE_ADDR="192.0.2.1")) == address
