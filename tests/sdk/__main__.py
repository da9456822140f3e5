"""`python -m tests.sdk 2 3`: install each generation of the SDK and let it drive a tuning job."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NEEDS = {"2": ["sagemaker>=2.200,<3"], "3": ["sagemaker>=3"]}


def try_generation(generation: str, python: str | None) -> str:
    """Return what the client printed last; `python` is one that has this SDK already."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        python = python or installed(folder / "venv", NEEDS[generation])
        algorithm = "bowl=tests.sagemaker_algorithms:bowl"
        command = [
            "endpoint",
            "--port",
            "0",
            "--store",
            str(folder / "db"),
            "--algorithm",
            algorithm,
        ]
        server = subprocess.Popen(
            [sys.executable, "-m", "hpstudy", *command], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert server.stdout is not None
        try:
            return run_client(generation, python, server.stdout.readline().strip(), folder)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def installed(venv: Path, needs: list[str]) -> str:
    """Return the interpreter of a new environment that has `needs`."""
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    subprocess.run([venv / "bin" / "pip", "install", "-q", *needs], check=True)
    return str(venv / "bin" / "python")


def run_client(generation: str, python: str, url: str, folder: Path) -> str:
    """Run the client of this generation, which knows the endpoint by its address alone."""
    env = os.environ | {
        "AWS_ENDPOINT_URL_SAGEMAKER": url,
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
        "SAGEMAKER_VALIDATE_ROLE": "false",
        "HOME": str(folder),
    }
    client = [python, str(HERE / f"client_{generation}.py")]
    done = subprocess.run(client, env=env, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"SDK {generation} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout.strip().splitlines()[-1]


def main(arguments: list[str]) -> None:
    """Try each generation named, such as "2" or "3=PYTHON" for one that is installed already."""
    for argument in arguments or list(NEEDS):
        generation, _, python = argument.partition("=")
        print(f"SDK {generation}: {try_generation(generation, python or None)}")


if __name__ == "__main__":
    main(sys.argv[1:])
