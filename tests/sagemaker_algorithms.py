"""Algorithms for tests: they do what a script says, and so are light to import.

A script is a list of steps: a number is printed as an epoch's loss, `[verb, ...]` is done. The
training jobs of a tuning job take the scripts in the channel "script" in the order they begin.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path


def play(hyperparameters, channels, output):
    """Do the next script of the channel; the last one again when all have been taken."""
    folder = channels["script"]
    scripts = json.loads((folder / "scripts.json").read_text())
    place = take_number(folder)
    for step in scripts[min(place, len(scripts) - 1)]:
        if isinstance(step, list):
            VERBS[step[0]](output, *step[1:])
        else:
            print(f"loss={step};")


def take_number(folder):
    """Return how many have taken one before; no two ever get the same."""
    number = 0
    while True:
        try:
            os.close(os.open(folder / f"taken-{number}", os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            number += 1
        else:
            return number


def fail(output, message):
    raise ValueError(message)


def save(output):
    """On SIGTERM print a last loss, write a file and end."""

    def handler(*_):
        print("loss=0.125;")
        (output / "saved").write_text("saved")
        sys.exit(0)

    signal.signal(signal.SIGTERM, handler)


def stay(output):
    """Ignore SIGTERM."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def child(output):
    """Start a process that goes on, and note its id."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    (output / "child").write_text(str(process.pid))


VERBS = {
    "say": lambda output, text: print(text),
    "write": lambda output, text: print(text, end="", flush=True),
    "sleep": lambda output, seconds: time.sleep(seconds),
    "fail": fail,
    "exit": lambda output, code: sys.exit(code),
    "signal": lambda output, number: os.kill(os.getpid(), number),
    "save": save,
    "stay": stay,
    "child": child,
    "read": lambda output: print(f"read {len(sys.stdin.read())} bytes"),
}


def bowl(hyperparameters, channels, output):
    """Print (x - 0.3)^2 after as many epochs as `epochs` says, slowly if `pause` says so."""
    x = float(hyperparameters["x"])
    for epoch in range(1, int(hyperparameters.get("epochs", "1")) + 1):
        time.sleep(float(hyperparameters.get("pause", "0")))
        print(f"loss={(x - 0.3) ** 2 + 1 / epoch!r};")


def confess(hyperparameters, channels, output):
    """Write down everything the service gave."""
    told = {
        "hyperparameters": hyperparameters,
        "channels": {name: str(path) for name, path in channels.items()},
        "types": [type(path).__name__ for path in (*channels.values(), output)],
        "environment": os.environ.get("GREETING"),
        "directory": output.is_dir(),
    }
    (output / "told.json").write_text(json.dumps(told))
    print("loss=1;")


def crowd(hyperparameters, channels, output):
    """Note when it began and ended, so that a test sees how many there were at once."""
    log = Path(channels["log"])
    begun = time.monotonic()
    time.sleep(0.03)
    (log / output.parent.name).write_text(f"{begun} {time.monotonic()}")
    print("loss=1;")
