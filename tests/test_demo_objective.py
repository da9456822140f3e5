"""d.objective: measures against scikit-learn's, and winners that are best by what was asked."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score

from hpstudy.demos._pool import epochs, pool
from hpstudy.demos.objective import (
    JOBS,
    MAXIMIZE,
    MEASURES,
    MINIMIZE,
    TEST,
    VALIDATION,
    measures,
    objective,
    run_jobs,
    winners,
)


def asked(seed=0, **settings):
    *_, last = run_jobs(seed, **settings)
    return last


def test_accuracy_and_log_loss_are_those_of_the_training():
    jobs = pool(0).first(5)
    values = measures(jobs, 0, VALIDATION)
    from hpstudy.objectives import DigitsNet

    for job, row in zip(jobs, values, strict=True):
        *_, loss = DigitsNet(4, seed=0)(job.configuration)
        assert row[1] == pytest.approx(loss, rel=1e-4)


def test_the_worst_class_is_the_lowest_of_ten_accuracies():
    from hpstudy.data import digits
    from hpstudy.network import forward

    job = pool(0).first(2)[1]
    data = digits(300, 600, 0)
    *_, last = epochs(0, job.configuration)
    said = forward(last.layers, data.X_test)[-1].argmax(axis=1)
    by_class = [
        accuracy_score(data.y_test[data.y_test == c], said[data.y_test == c]) for c in range(10)
    ]
    row = measures([job], 0, TEST)[0]
    assert row[0] == pytest.approx(accuracy_score(data.y_test, said))
    assert row[2] == pytest.approx(min(by_class))


@pytest.mark.parametrize("chosen", list(MEASURES))
def test_the_winner_is_the_best_in_its_direction(chosen):
    now = asked()
    values = now.column(chosen)
    for direction, extreme in ((MAXIMIZE, values.max()), (MINIMIZE, values.min())):
        turned = objective(chosen=chosen, direction=direction, before=now)
        assert values[turned.winner] == extreme
    assert (
        now.winners[chosen]
        == objective(chosen=chosen, direction=MEASURES[chosen].better, before=now).winner
    )


def test_ranks_put_the_winner_by_a_measure_at_its_end():
    now = asked()
    for column, name in enumerate(MEASURES):
        assert now.ranks[now.winners[name], column] == now.ranks[:, column].max()


def test_draws_name_jobs_of_the_draw_and_agree_with_themselves():
    now = asked()
    assert now.agreeing[0] == 1
    assert ((now.agreeing >= 0) & (now.agreeing <= 1)).all()
    values = np.random.default_rng(0).random((100, len(MEASURES)))
    values[:, 1] = -values[:, 0]
    named = winners(values, np.random.default_rng(1), 20)
    assert (named[:, 0] == named[:, 1]).all()


def test_before_the_jobs_there_is_no_winner():
    assert objective().winner is None
    assert len(asked().validation) == JOBS
