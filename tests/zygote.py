"""The real command in a fresh process, without the cost of starting Python.

A process that has loaded everything forks one for each command, before it has any thread of its own.

The forked process has its own id, environment, folder and files, and dies of real signals. Run as a program, this
module is the forking side: orders come as JSON lines on standard input, answers go to standard output. It kills for
its user, because it alone knows that a process id is still the one it means.
"""

import contextlib
import gc
import json
import os
import queue
import select
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parent.parent
_LINE = 65536
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Ended:
    """A command has ended: its exit code, or the negative number of the signal that killed it."""

    status: int


class Zygote:
    """Starts commands one after the other; `events` receives an `Ended` for each."""

    def __init__(self, events: "queue.SimpleQueue[Any] | None" = None) -> None:
        self.events: queue.SimpleQueue[Any] = events if events is not None else queue.SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.zygote"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "PYTHONWARNINGS": "error", "PYTHONUTF8": "1"},
        )
        self._writing = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True, name="zygote")
        self._reader.start()

    def launch(
        self,
        args: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: Path,
        stdout: Path,
        stderr: Path,
        stdin: Path | None = None,
        largest_file: int | None = None,
    ) -> None:
        """Begin `lox24 ARGS`; `largest_file` is the most bytes that a file of its may have (RLIMIT_FSIZE)."""
        places = {"cwd": str(cwd), "stdout": str(stdout), "stderr": str(stderr), "stdin": str(stdin or os.devnull)}
        self._order({"args": list(args), "env": dict(env), "largest_file": largest_file, **places})

    def signal(self, number: int) -> None:
        """Send a signal to the command, if it lives; from any thread."""
        self._order({"signal": number})

    def close(self) -> None:
        """Kill what still runs, and end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._writing, contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait(10)
        self._reader.join()
        self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _order(self, order: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        with self._writing, contextlib.suppress(ValueError):  # closed meanwhile
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.events.put(Ended(json.loads(line)["status"]))


# ---- the forking side ------------------------------------------------------------------------------


class _Orders:
    """Lines of standard input, without a buffer that a fork would copy half-read."""

    def __init__(self) -> None:
        self._rest = b""

    def next(self, other: int | None = None) -> dict[str, Any] | None:
        """Return the next order; None when there is none any more, or when `other` has ended."""
        while b"\n" not in self._rest:
            ready, _, _ = select.select([0] if other is None else [0, other], [], [])
            if other in ready:
                return None
            data = os.read(0, _LINE)
            if not data:
                raise EOFError
            self._rest += data
        line, self._rest = self._rest.split(b"\n", 1)
        order: dict[str, Any] = json.loads(line)
        return order


def serve() -> None:
    """Fork for each order until standard input ends."""
    _switch_rule_off()
    _load_everything()
    orders = _Orders()
    with contextlib.suppress(EOFError):
        while (order := orders.next()) is not None:
            if "args" in order:
                _run(order, orders)


def _run(order: dict[str, Any], orders: _Orders) -> None:
    alive, held = os.pipe()
    # A signal that comes before the command has begun ends it as it would any process, not as an error of ours.
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    pid = os.fork()
    if pid == 0:
        os.close(alive)
        for number in _SIGNALS:  # what an earlier command heard or passed over is not this one's
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        _become(order)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    os.close(held)
    try:
        while (wish := orders.next(alive)) is not None:
            os.kill(pid, wish["signal"])  # not reaped yet: the id is still its own
    except EOFError:
        os.kill(pid, signal.SIGKILL)
        raise
    finally:
        os.close(alive)
        _, status = os.waitpid(pid, 0)
    os.write(1, json.dumps({"status": os.waitstatus_to_exitcode(status)}).encode() + b"\n")


def _become(order: dict[str, Any]) -> None:
    """Turn into the command; never return."""
    code = 1
    try:
        os.chdir(order["cwd"])
        os.environ.clear()
        os.environ.update(order["env"])
        for number, name, flags in (
            (0, order["stdin"], os.O_RDONLY),
            (1, order["stdout"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
            (2, order["stderr"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        ):
            descriptor = os.open(name, flags, 0o600)
            os.dup2(descriptor, number)
            os.close(descriptor)
        if order["largest_file"] is not None:
            import resource  # noqa: PLC0415  not on every system

            resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest_file"], order["largest_file"]))
        sys.argv = ["lox24", *order["args"]]
        code = _main()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _main() -> int:
    from lox24cli.__main__ import main  # noqa: PLC0415  the driver's side needs none of it

    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        return 130
    except BaseException:  # noqa: BLE001  what the interpreter would do
        traceback.print_exc()
        return 1
    return 0


def _switch_rule_off() -> None:
    """Let commands do without the judging rule that `make heuristics` asks about."""
    if "TESTS_RULE_OFF" in os.environ:
        from tests.heuristics.judging import switch_off_named  # noqa: PLC0415  only there

        switch_off_named()


def _load_everything() -> None:
    """Run two commands that fail soon, so that what they load need not be loaded after each fork."""
    import importlib  # noqa: PLC0415  the driver's side needs none of it
    import tempfile  # noqa: PLC0415  the same

    for name in ("xlsxwriter", "filelock", "lox24cli.importing.resuming"):
        importlib.import_module(name)
    kept, variables = (sys.argv, os.dup(1), os.dup(2)), dict(os.environ)
    with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        os.environ["LOX24_STATE_DIR"] = f"{folder}/state"
        samples = [str(path) for path in (ROOT / "samples").glob("contacts.*")]
        for file in samples:
            sys.argv = ["lox24", "phones", "check", file, "--region", "DE", "--report-dir", folder]
            _main()
        os.environ |= {"LOX24_BASE_URL": "http://127.0.0.1:9", "LOX24_TOKEN": "1:x"}
        sys.argv = ["lox24", "phones", "import", samples[0], "--group", "1", "--retries", "0", "--json"]
        _main()
        sys.stdout.flush()
        sys.stderr.flush()
        os.dup2(kept[1], 1)
        os.dup2(kept[2], 2)
    sys.argv = kept[0]
    os.environ.clear()
    os.environ.update(variables)
    assert threading.active_count() == 1, "a process with threads must not fork"
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    serve()
