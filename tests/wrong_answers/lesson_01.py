"""Wrong answers to the labs of lesson 01."""

from hpstudy.demos.memory import nearest_label
from tests.wrong_answers import wrong


@wrong("memory-learner", "has never seen")
def _(seen, labels, pictures):
    known = {picture.tobytes(): label for picture, label in zip(seen, labels, strict=True)}
    return [known[picture.tobytes()] for picture in pictures]


@wrong("memory-learner", "compares them with what it has seen")
def _(seen, labels, pictures):
    return nearest_label(seen, labels, pictures)


@wrong("memory-learner", "picture.tobytes()")
def _(seen, labels, pictures):
    return dict(zip(seen, labels, strict=True))


@wrong("memory-learner", "one answer for all")
def _(seen, labels, pictures):
    return [0 for _ in pictures]


@wrong("memory-learner", "a memory forgets none")
def _(seen, labels, pictures):
    known = {picture.sum(): label for picture, label in zip(seen, labels, strict=True)}
    return [known.get(picture.sum(), 0) for picture in pictures]


@wrong("memory-learner", "in a list")
def _(seen, labels, pictures):
    return {picture.tobytes(): label for picture, label in zip(seen, labels, strict=True)}


@wrong("honest-depth", "by heart")
def _(study):
    best = max(range(1, 13), key=study.score_training)
    return best, study.score_test(best)


@wrong("honest-depth", "has nothing left to judge")
def _(study):
    best = max(range(1, 13), key=study.score_test)
    return best, study.score_test(best)


@wrong("honest-depth", "the depths from 1")
def _(study):
    scores = [study.score_validation(depth) for depth in range(1, 13)]
    best = scores.index(max(scores))
    return best, study.score_test(best)


@wrong("honest-depth", "Once is enough")
def _(study):
    best = max(range(1, 13), key=study.score_validation)
    print(study.score_test(best))
    return best, study.score_test(best)


@wrong("honest-depth", "flatters the winner")
def _(study):
    best = max(range(1, 13), key=study.score_validation)
    study.score_test(best)
    return best, study.score_validation(best)


@wrong("honest-depth", "never opened")
def _(study):
    best = max(range(1, 13), key=study.score_validation)
    return best, study.score_validation(best)


@wrong("honest-depth", "Return two things")
def _(study):
    return max(range(1, 13), key=study.score_validation)


@wrong("honest-depth", "try all from 1 to 12")
def _(study):
    best = max((2, 3), key=study.score_validation)
    return best, study.score_test(best)


@wrong("honest-depth", "more than chance explains")
def _(study):
    worst = min(range(1, 13), key=study.score_validation)
    return worst, study.score_test(worst)
