"""Wrong answers to the lab of lesson 04."""

from tests.wrong_answers import wrong


@wrong("heavy-ball", "uphill")
def _(weights, gradient, rate, velocity, momentum):
    velocity = momentum * velocity + rate * gradient
    return weights + velocity, velocity


@wrong("heavy-ball", "1 - momentum")
def _(weights, gradient, rate, velocity, momentum):
    velocity = momentum * velocity - (1 - momentum) * rate * gradient
    return weights + velocity, velocity


@wrong("heavy-ball", "old velocity")
def _(weights, gradient, rate, velocity, momentum):
    moved = weights + velocity if velocity.any() else weights - rate * gradient
    return moved, momentum * velocity - rate * gradient


@wrong("heavy-ball", "without memory")
def _(weights, gradient, rate, velocity, momentum):
    return weights - rate * gradient, velocity


@wrong("heavy-ball", "two things")
def _(weights, gradient, rate, velocity, momentum):
    return weights + momentum * velocity - rate * gradient
