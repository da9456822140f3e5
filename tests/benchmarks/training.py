"""Time the two-knob digits net against scikit-learn's, side by side.

    OPENBLAS_NUM_THREADS=1 python -m tests.benchmarks.training

Both train on the same 300 pictures: 32 hidden units, minibatches of 16, 8 epochs, gradient descent,
the same rate and L2; ours also takes the validation loss after every epoch. Times
are medians; the two take turns.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from statistics import median

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier

from hpstudy.data import Split, digits
from hpstudy.training import train

RATE, L2, BATCH, EPOCHS = 0.1, 1e-4, 16, 8
Judged = tuple[float, float]


def ours(data: Split, seed: int) -> Judged:
    """Return validation loss and accuracy of our net."""
    *_, last = train(
        data,
        seed=seed,
        measure=("validation",),
        hidden=(32,),
        batch_size=BATCH,
        epochs=EPOCHS,
        learning_rate=RATE,
        l2=L2,
    )
    return last.validation_loss, last.validation_accuracy


def theirs(data: Split, seed: int) -> Judged:
    """Return the same of scikit-learn's, which divides its penalty by the size of the batch."""
    net = MLPClassifier(
        (32,),
        solver="sgd",
        momentum=0,
        learning_rate_init=RATE,
        alpha=L2 * BATCH,
        batch_size=BATCH,
        max_iter=EPOCHS,
        n_iter_no_change=EPOCHS,
        random_state=seed,
    )
    net.fit(data.X_train, data.y_train)
    probabilities = net.predict_proba(data.X_validation)
    hits = probabilities.argmax(axis=1) == data.y_validation
    return float(log_loss(data.y_validation, probabilities)), float(hits.mean())


def timed(run: Callable[[Split, int], Judged], data: Split, seed: int) -> tuple[float, Judged]:
    """Return milliseconds and what the run came to."""
    start = time.perf_counter()
    judged = run(data, seed)
    return 1000 * (time.perf_counter() - start), judged


def main(n_runs: int = 50) -> None:
    """Print one line a side and the ratio."""
    warnings.simplefilter("ignore", ConvergenceWarning)
    runs: dict[str, list[tuple[float, Judged]]] = {"hpstudy": [], "scikit-learn": []}
    for seed in range(-3, n_runs):  # the first few only warm up
        data = digits(300, 600, seed=max(seed, 0))
        for name, run in (("hpstudy", ours), ("scikit-learn", theirs)):
            result = timed(run, data, max(seed, 0))
            if seed >= 0:
                runs[name].append(result)
    for name, results in runs.items():
        losses, hits = np.array([judged for _, judged in results]).T
        error = losses.std() / n_runs**0.5
        print(
            f"{name:13} {median(ms for ms, _ in results):6.2f} ms   "
            f"loss {losses.mean():.3f} ± {error:.3f}   accuracy {hits.mean():.3f}"
        )
    pairs = zip(runs["hpstudy"], runs["scikit-learn"], strict=True)
    print(f"ratio of times {median(a / b for (a, _), (b, _) in pairs):.2f}")


if __name__ == "__main__":
    main()
