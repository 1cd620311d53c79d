"""The command `lox24`, also as `python -m lox24cli`: listens to signals from its first moment on."""

import gc
import signal
from types import FrameType

_RARELY = 50_000
"""Objects made until they are searched for circles: rows make none, and their time is a tenth less."""


def main() -> None:
    """Run the command line. A signal ends it with exit 130 or 143, also one that comes while it starts."""
    heard: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        heard.append(number)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # not every system has all
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, note)
    gc.disable()  # what is loaded now stays to the end: to look through it again and again is a tenth of `--help`
    from lox24cli.cli import app  # noqa: PLC0415  takes a tenth of a second, and is not to be broken off half way

    gc.freeze()
    gc.set_threshold(_RARELY)
    gc.enable()
    app.main(heard)


if __name__ == "__main__":
    main()
