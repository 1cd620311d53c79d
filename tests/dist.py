"""Building twice, and the tests against the wheel: `make dist`, `make test-wheel`. Needs nothing but Python.

`python -m tests.dist build` leaves wheel and sdist in dist/ and fails when a second build, from another copy, differs.
`python -m tests.dist test [WORDS]` installs the wheel of dist/ in an environment of its own and runs pytest there, in a
folder that has no lox24cli but the installed one.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"
PACKAGE = "lox24cli"
_EPOCH = "1580601600"
"""Where there is no commit to date it by: hatchling's own date."""


def epoch() -> str:
    """Return the time of the last commit, which stands in the archives for that of every file."""
    said = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    return said.stdout.strip() or _EPOCH


def copy_sources(target: Path, *, without: frozenset[str] = frozenset()) -> None:
    """Copy the files that are committed or would be, less the folders `without`."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if Path(name).parts[0] not in without and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)  # not its times: they are no part of what is built


def build(sources: Path, target: Path) -> None:
    """Build wheel and sdist of a folder with the build tools of this environment."""
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", target, sources],
        env=os.environ | {"SOURCE_DATE_EPOCH": epoch()},
        stdout=subprocess.DEVNULL,
        check=True,
    )


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def build_twice(target: Path) -> dict[str, str]:
    """Build from two copies, made under different umasks; return what was built.

    Raises:
        SystemExit: they differ.
    """
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for name, umask in (("one", 0o022), ("two", 0o077)):
            before = os.umask(umask)
            try:
                copy_sources(Path(folder, name))
                build(Path(folder, name), Path(folder, f"{name}.dist"))
            finally:
                os.umask(before)
            found.append(digests(Path(folder, f"{name}.dist")))
        if found[0] != found[1]:
            raise SystemExit(f"two builds differ: {found}")
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(Path(folder, "one.dist"), target)
    return found[0]


def run_tests(words: list[str]) -> int:
    """Run the tests against the wheel of dist/; return pytest's exit code."""
    (wheel,) = DIST.glob("*.whl")
    with tempfile.TemporaryDirectory() as folder:
        home, tests = Path(folder, "venv"), Path(folder, "tests")
        venv.create(home, with_pip=True, symlinks=os.name != "nt")
        python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
        pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", ROOT / "constraints.txt")
        subprocess.run([python, *pip, f"{wheel}[dev]"], check=True)
        copy_sources(tests, without=frozenset({PACKAGE}))
        place = subprocess.run(
            [python, "-c", f"import {PACKAGE}; print({PACKAGE}.__file__)"],
            cwd=tests,
            capture_output=True,
            text=True,
            check=True,
        )
        print(f"testing {place.stdout.strip()}", flush=True)  # noqa: T201  it is the answer
        return subprocess.run([python, "-m", "pytest", "-q", *words], cwd=tests, check=False).returncode


if __name__ == "__main__":
    if sys.argv[1:2] == ["build"]:
        for file, digest in build_twice(DIST).items():
            print(digest, file)  # noqa: T201  the same
    else:
        sys.exit(run_tests(sys.argv[2:] or ["-n", "auto"]))
