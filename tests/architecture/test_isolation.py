"""The core runs without the web shell, and no test reaches the network."""

import socket
import subprocess
import sys
import warnings

import pytest
import pytest_socket

CORE = "newel.pipeline, newel.cli"


def test_a_fresh_interpreter_with_the_core_has_no_django() -> None:
    loaded = f"import sys, {CORE}; print(*sorted(name for name in sys.modules if name.split('.')[0] == 'django'))"
    answer = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == ""


def test_a_test_cannot_reach_the_network() -> None:
    somewhere = ("192.0.2.1", 443)  # an address kept for documents, RFC 5737
    with (
        socket.socket() as line,
        pytest.raises((pytest_socket.SocketConnectBlockedError, UserWarning), match=r"192\.0\.2\.1"),
    ):
        line.connect(somewhere)


def test_a_test_reaches_a_server_of_its_own() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as line:
        line.connect(server.getsockname())
        assert line.getpeername() == server.getsockname()


def test_a_warning_fails_a_test() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("the old way", DeprecationWarning, stacklevel=1)
