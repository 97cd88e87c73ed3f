"""Serve the demo sites until Ctrl-C, so that a person can browse them: `python -m flows.demo [1|2]`."""

import sys
import threading

from flows.demo.server import DemoServer


def main(arguments: list[str]) -> int:
    """Serve the day named in `arguments` (1 when none is) and return the exit code: 0, or 2 for wrong use."""
    if arguments not in ([], ["1"], ["2"]):
        sys.stderr.write("usage: python -m flows.demo [1|2]\n")
        return 2
    with DemoServer() as server:
        server.set_day(int(arguments[0]) if arguments else 1)
        for slug, origin in server.origins.items():
            sys.stdout.write(f"{slug:20} {origin}/\n")
        sys.stdout.write("Ctrl-C ends it.\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
