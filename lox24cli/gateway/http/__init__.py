"""One exchange with the gateway: connection, deadline, request and answer."""

import sys

if "httpx" not in sys.modules and "click" not in sys.modules:
    # httpx loads a command line of its own where click and rich are installed: four fifths of its time.
    sys.modules["click"] = None  # type: ignore[assignment]  # None says that it cannot be imported
    try:
        import httpx  # noqa: F401  loaded here, used in the rooms below
    finally:
        del sys.modules["click"]
