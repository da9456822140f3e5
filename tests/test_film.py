"""The film between kernel and browser, with a screen that only takes notes."""

import asyncio

import pytest

from hpstudy.widgets.film import Film
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.reels import LIVE, key_of
from tests import tiny_demos
from tests.test_reels import unpack
from tests.tiny_demos import BOX, LINE, WALK


class Watched(Film):
    """A film whose messages are kept."""

    def __init__(self, demo):
        self.live = LiveDemo(demo)
        super().__init__(self.live)
        self.sent = []
        self.screen.send = lambda message, buffers=(): self.sent.append((message, buffers))
        tiny_demos.calls.clear()

    def hear(self, kind, **message):
        self._receive(None, {"kind": kind, **message}, [])

    def kinds(self):
        return [message["kind"] for message, _ in self.sent]

    def held(self):
        """What the browser holds: {key: strokes}, by the messages alone."""
        opening = self.screen.reels
        later = [{**m, "data": b[0]} for m, b in self.sent if m["kind"] == "reel"]
        return unpack([*opening, *later])[0]

    def frames(self):
        """What was shown of runs, in order: (run, sentence, done)."""
        return [
            (m["run"], m["frames"][0]["sentence"], m["done"]) for m, _ in self.sent if "run" in m
        ]


async def quiet(film):
    """Let the work in the background go on to its end."""
    while film._task is not None and not film._task.done():
        await asyncio.sleep(0.001)


def keys(places):
    return {key_of((0, place)) for place in places}


def test_the_opening_picture_comes_with_the_widget():
    film = Watched(LINE)
    assert set(film.held()) == {"0:4,0,0"}
    assert film.screen.spec["controls"][0]["label"] == "Slope"


def test_without_a_loop_it_draws_what_it_is_asked_and_no_more():
    film = Watched(LINE)
    film.hear("want", position=[7, 1, 0], seed=0, focus=0)
    assert set(film.held()) == keys([(4, 0, 0), (7, 1, 0)])
    assert film.live.settings == {"slope": 7.0, "shift": 3, "steep": False}


def test_the_axes_are_drawn_ahead_nearest_first_and_the_one_in_use_before_the_others():
    async def run():
        film = Watched(LINE)
        film.hear("rest", position=[4, 0, 0], seed=0, focus=0)
        await quiet(film)
        return film

    film = asyncio.run(run())
    slopes = [arguments[1] for _, arguments in tiny_demos.calls[1:]]
    assert slopes[:9] == [3, 5, 2, 6, 1, 7, 0, 8, 9]
    places = [(i, 0, 0) for i in range(9)] + [(4, 1, 0), (4, 0, 1)]  # 9 cannot be computed
    assert set(film.held()) == keys(places)
    assert "trouble" not in film.kinds()


def test_a_place_asked_for_is_answered_before_the_rest_of_the_plan():
    async def run():
        film = Watched(LINE)
        film.hear("rest", position=[4, 0, 0], seed=0, focus=0)
        await asyncio.sleep(0)
        film.hear("want", position=[0, 1, 1], seed=0, focus=1)
        film.hear("want", position=[1, 1, 1], seed=0, focus=1)
        at_once = set(film.held())
        await quiet(film)
        return film, at_once

    film, at_once = asyncio.run(run())
    assert keys([(0, 1, 1), (1, 1, 1)]) < at_once
    assert len(at_once) <= 4
    assert keys([(1, 0, 1), (1, 1, 0), (8, 1, 1)]) < set(film.held())
    assert not keys([(0, 0, 1)]) & set(film.held())  # the plan of a place left behind is dropped


def test_every_picture_drawn_ahead_is_that_of_its_place():
    async def run():
        film = Watched(LINE)
        film.hear("rest", position=[4, 0, 0], seed=0, focus=0)
        await quiet(film)
        return film.held()

    held = asyncio.run(run())
    live = LiveDemo(LINE)
    for key, (strokes, trail) in held.items():
        frame = live.frame_at([int(i) for i in key.partition(":")[2].split(",")], 0)
        assert strokes == [stroke.commands for stroke in frame.strokes]
        assert trail == [stroke.commands for stroke in frame.strokes if stroke.trail]


def test_what_cannot_be_computed_is_said_in_one_sentence():
    film = Watched(LINE)
    film.hear("want", position=[9, 0, 0], seed=0, focus=0)
    ((message, _),) = film.sent
    assert message == {
        "kind": "trouble",
        "sentence": "This could not be computed: nine is too much",
    }


def test_a_page_that_comes_later_gets_what_it_lacks():
    film = Watched(LINE)
    film.hear("want", position=[5, 0, 0], seed=0, focus=0)
    film.hear("want", position=[6, 0, 0], seed=0, focus=0)
    film.sent.clear()
    film.hear("ready", have=2, position=[4, 0, 0], seed=0, focus=0)
    assert [m["number"] for m, _ in film.sent if m["kind"] == "reel"] == [3]
    assert ({"kind": "move", "position": [6, 0, 0], "seed": 0}, ()) in film.sent


def test_moved_from_python_the_browser_follows():
    film = Watched(LINE)
    film.live.set(slope=2, seed=3)
    assert "3:2,0,0" in film.held()
    assert ({"kind": "move", "position": [2, 0, 0], "seed": 3}, ()) in film.sent


def test_a_run_streams_from_its_first_answer_to_its_last():
    async def run():
        film = Watched(WALK)
        film.hear("run", position=[2], seed=0, run=1, label="")
        await quiet(film)
        return film

    film = asyncio.run(run())
    frames = film.frames()
    assert frames[0] == (1, "0 after 1 steps, 0 walks before.", False)
    assert frames[-1] == (1, "57 after 20 steps, 0 walks before.", True)
    assert len(frames) > 3
    assert set(film.held()) == {LIVE}
    assert film.sent[-1][0]["progress"] == 1


def test_the_next_move_cancels_the_run():
    async def run():
        film = Watched(WALK)
        film.hear("run", position=[2], seed=0, run=1, label="")
        await asyncio.sleep(0.03)
        film.hear("run", position=[0], seed=0, run=2, label="")
        await quiet(film)
        return film.frames()

    frames = asyncio.run(run())
    assert not any(run == 1 and done for run, _, done in frames)
    assert frames[-1] == (2, "19 after 20 steps, 0 walks before.", True)


@pytest.mark.parametrize("message", ["stop", "reset"])
def test_an_action_is_stopped_and_a_reset_forgets_it(message):
    async def run():
        film = Watched(BOX)
        film.hear("run", position=[10, 10], seed=0, run=1, label="Show the land")
        await asyncio.sleep(0.2)
        film.hear(message, **({"run": 2} if message == "reset" else {}))
        await quiet(film)
        film.hear("run", position=[0, 20], seed=0, run=3, label="Put it here")
        await quiet(film)
        return film

    film = asyncio.run(run())
    assert not any(run == 1 and done for run, _, done in film.frames())
    assert film.live.sentence == ("1 dots, land" if message == "stop" else "1 dots")


def test_a_new_seed_runs_a_training_and_empties_a_box():
    async def run(demo):
        film = Watched(demo)
        place = [0] * len(demo.controls)
        film.hear("run", position=place, seed=0, run=1, label=demo.button)
        await quiet(film)
        film.hear("reseed", position=place, seed=5, run=2)
        await quiet(film)
        return film

    film = asyncio.run(run(WALK))
    assert film.frames()[-1] == (2, "19 after 20 steps, 0 walks before.", True)
    film = asyncio.run(run(BOX))
    assert film.frames()[-1] == (2, "0 dots", True)


def test_answers_of_the_runs_are_plain():
    for demo, answer in ((LINE, "up"), (WALK, 38.0), (BOX, [0.25, 0.75])):
        film = Watched(demo)
        film.hear("answer", seed=0)
        assert film.sent == [({"kind": "answer", "seed": 0, "answer": answer}, ())]


def test_the_prediction_is_known_in_python():
    film = Watched(LINE)
    film.hear("predicted", prediction="down")
    assert film.screen.prediction == "down"
