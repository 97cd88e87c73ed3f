"""One stage's figures as JSON on the last line: `python -m tests.benchmarks.bench_stage STAGE WARC`."""

import importlib
import json
import sys
from pathlib import Path

if __name__ == "__main__":
    stage = importlib.import_module(f"tests.benchmarks.stage_{sys.argv[1]}")
    sys.stdout.write(json.dumps([one.as_json() for one in stage.figures(Path(sys.argv[2]))]) + "\n")
