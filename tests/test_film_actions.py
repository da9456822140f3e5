"""Demos with actions: what an action leaves changes every picture, and what its button says."""

import asyncio

import numpy as np

from hpstudy.widgets.demos.box import DEMO as BOX
from hpstudy.widgets.demos.lattice import DEMO as LATTICE
from tests.test_film import Watched, quiet

OPENING = [0, 2, 1]  # offset 0, nine runs, two hyperparameters
TRAIN = "Train them all"


def trained(runs):
    """A film of the lattice after a few messages, each worked off to its end."""

    async def run():
        film = Watched(LATTICE)
        for kind, message in runs:
            film.hear(kind, **message)
            await quiet(film)
        return film

    return asyncio.run(run())


def rest(position, seed=0):
    return "rest", {"position": position, "seed": seed, "focus": 0}


def action(position, label=TRAIN):
    return "run", {"position": position, "seed": 0, "run": 1, "label": label}


def test_moves_between_layouts_are_drawn_ahead():
    assert LATTICE.ahead
    held = trained([rest(OPENING)]).held()
    assert {f"0:{offset},2,1" for offset in range(21)} <= set(held)


def test_while_an_action_runs_its_pictures_are_those_of_the_place():
    film = trained([rest(OPENING), action(OPENING)])
    shown = [m for m, _ in film.sent if m.get("run") == 1]
    assert {frame["key"] for m in shown for frame in m["frames"]} == {"0:0,2,1"}
    assert shown[-1]["done"]
    assert "Lowest loss" in shown[-1]["frames"][0]["sentence"]


def test_after_an_action_everything_is_drawn_anew():
    before = trained([rest(OPENING)]).held()
    film = trained([rest(OPENING), action(OPENING), rest(OPENING)])
    reels = [m for m, _ in film.sent if m["kind"] == "reel"]
    last_fresh = max(i for i, reel in enumerate(reels) if reel["fresh"])
    done = next(i for i, reel in enumerate(reels) if reel.get("done"))
    assert done < last_fresh
    after = film.held()
    assert set(before) == set(after)
    for offset in range(21):  # at each of them the random dots have their colours now
        assert before[f"0:{offset},2,1"] != after[f"0:{offset},2,1"]


def test_a_reset_and_a_new_seed_forget_what_the_action_left():
    fresh = trained([rest(OPENING)]).held()
    film = trained([action(OPENING), ("reset", {"run": 2})])
    assert film.held()["0:0,2,1"] == fresh["0:0,2,1"]
    film = trained([action(OPENING), rest(OPENING, seed=1), rest(OPENING, seed=0)])
    assert film.held()["0:0,2,1"] == fresh["0:0,2,1"]


def test_every_click_counts_however_soon_the_next_one_comes():
    async def run():
        film = Watched(BOX)
        for n in range(1, 13):  # none waits for the one before
            film.hear("run", position=[6 * n, 50], seed=0, run=n, label="Train here")
        await quiet(film)
        return film

    film = asyncio.run(run())
    rates = [training.rate for training in film.live.numbers.trainings]
    assert rates == [BOX.controls[0].values[6 * n] for n in range(1, 13)]
    assert film.frames()[-1][2]


def test_the_button_names_the_price_once_there_is_one():
    async def run():
        film = Watched(BOX)
        for n in range(1, 11):
            film.hear("run", position=[8 * n, 50], seed=0, run=n, label="Train here")
        film.hear("run", position=[0, 0], seed=0, run=11, label="Buy the landscape")
        await asyncio.sleep(0.3)
        film.hear("stop")
        await quiet(film)
        return film

    film = asyncio.run(run())
    offers = [m["frames"][0]["offers"] for m, _ in film.sent if m["kind"] == "reel"]
    assert offers[:9] == [[None]] * 9
    assert offers[9][0].startswith("Buy the landscape: 400 trainings, about")
    bought = film.live.numbers.bought
    assert 0 < bought < 400
    assert offers[-1][0].startswith(f"Buy the landscape: {400 - bought} trainings, about")
    assert np.isfinite(film.live.numbers.landscape).sum() == bought
