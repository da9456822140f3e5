"""The tuning game: the rules hold for all three players, and the judge counts what was trained."""

import string
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from hpstudy.demos import _game_rules as rules_of
from hpstudy.demos._game_code import LETTERS, Score, decode, encode
from hpstudy.demos._game_rules import BLIND, BUDGET, COSTS, MODES, NOISY, OPEN, TWO, Job, Rules
from hpstudy.demos._players import LADDERS, SPACE, experienced, novice, play
from hpstudy.demos.game import PLAYERS, SIDE, Game, deal, game, judge, standings
from hpstudy.objectives import DigitsNet
from hpstudy.plots.drawing import Drawing
from hpstudy.plots.game import HIGHEST, LOWEST, _apart, column_of, draw_game
from hpstudy.widgets.demos.game import DEMO
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.spec import describe

MIDDLE = {"learning_rate": 0.01, "l2": 1e-3, "momentum": 0.9, "width": 16}


def submit(now, **sliders):
    """The game after another job."""
    mode, seed = now.rules.mode, now.rules.seed
    *_, after = game(seed, mode=mode, **{**MIDDLE, **sliders}, before=now)
    return after


def played(mode=OPEN, seed=0):
    """A game at its end: the rate goes up from job to job, then stays."""
    now = Game(Rules(mode, seed))
    while not now.over:
        now = submit(now, learning_rate=min(0.002 * 1.5 ** len(now.yours), 0.1))
    return now


@pytest.fixture(scope="module")
def judged():
    *_, last = judge(0, before=played())
    return last


# -- the rules --


def test_a_job_is_a_training_of_the_net_and_the_rivals_move_after_it():
    steps = list(game(3, **MIDDLE))
    oracle = list(DigitsNet(4, seed=3)(MIDDLE))
    assert [len(now.training) for now in steps] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 0]
    assert steps[4].training.tolist() == oracle[:4]
    assert all(not now.bayesian and not now.random for now in steps[:-1])
    last = steps[-1]
    assert last.yours[0].losses.tolist() == oracle
    assert len(last.bayesian) == len(last.random) == 1


def test_rivals_do_not_look_at_your_jobs():
    good, bad = Game(Rules(OPEN, 1)), Game(Rules(OPEN, 1))
    for _ in range(4):
        good, bad = submit(good), submit(bad, learning_rate=1e-4)
    assert [j.configuration for j in good.bayesian] == [j.configuration for j in bad.bayesian]
    assert [j.configuration for j in good.random] == [j.configuration for j in bad.random]


def test_rivals_play_as_their_strategies_would_alone():
    from hpstudy.strategies.bayesian_optimization import BayesianOptimization

    alone, net = BayesianOptimization(SPACE, seed=0), DigitsNet(4, seed=0)
    for job in rules_of.rival(Rules(OPEN, 0), "bayesian").jobs(7):
        trial = alone.ask()
        assert job.configuration == trial.configuration
        *_, loss = net(trial.configuration)
        assert job.loss == loss
        alone.tell(trial, loss)


def test_after_twelve_jobs_nothing_is_trained():
    end = played(seed=2)
    assert len(end.yours) == len(end.bayesian) == len(end.random) == BUDGET
    assert list(game(2, **MIDDLE, before=end)) == [end]
    assert DEMO.offer(end) is None


def test_blind_sliders_turn_each_knob_exactly_once():
    for seed in range(20):
        rules = Rules(BLIND, seed)
        order, backwards = rules.mixed
        assert sorted(order) == [0, 1, 2, 3]
        u = np.array([0.1, 0.3, 0.6, 0.9])
        turned = SPACE.to_unit(rules.behind(SPACE.from_unit(u)))
        expected = np.where(backwards, 1 - u, u)
        assert turned[order] == pytest.approx(expected, abs=0.12)  # a width is a whole number
    assert len({tuple(Rules(BLIND, seed).mixed[0]) for seed in range(20)}) > 5


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != BLIND])
def test_else_sliders_are_what_they_say(mode):
    assert Rules(mode, 0).behind(MIDDLE).items() <= MIDDLE.items()
    assert set(Rules(mode, 0).behind(MIDDLE)) == set(Rules(mode, 0).space)


def test_where_width_is_paid_for_nobody_spends_more_than_twelve():
    rules = Rules(COSTS, 0)
    assert [rules.cost({"width": width}) for width in (4, 32, 64, 128)] == [1, 1, 2, 4]
    now = Game(rules)
    for width in (128, 128, 91, 64):
        now = submit(now, width=width)
    assert now.over
    assert now.yours[-1].configuration["width"] == 37  # what was left paid for no more
    for jobs in (now.yours, now.bayesian, now.random):
        assert BUDGET - 1 < rules_of.spent(jobs) <= BUDGET


def test_noise_is_new_in_each_job_and_gone_in_the_end():
    now = submit(submit(Game(Rules(NOISY, 0))))
    first, second = now.yours
    assert first.loss != second.loss
    *_, clean = DigitsNet(4, seed=0)(MIDDLE)
    assert now.ends[0] == clean
    assert clean not in (first.loss, second.loss)


def test_an_unknown_mode_is_one_sentence():
    with pytest.raises(ValueError, match="no mode 'hard'; choose from open, blind"):
        Rules("hard", 0)


# -- the judge --


def test_before_the_end_there_is_nothing_to_judge():
    now = submit(Game(Rules(OPEN, 0)))
    assert list(judge(0, before=now)) == [now]
    assert DEMO.actions[0].offer(now) is None


def test_the_judge_knows_the_lowest_of_all(judged):
    said = judged.judgement
    assert said.done == 1
    assert said.lowest <= min(judged.ends)
    assert judged.beaten == np.mean(said.ends > judged.ends[0])
    assert np.isin(said.ends, [loss for _, loss in rules_pool(judged)]).all()
    assert (np.diff(said.band, axis=1) >= 0).all()
    assert (np.diff(said.band, axis=0) <= 0).all()


def rules_pool(now):
    from hpstudy.demos.game import long_search

    return long_search(now.rules).pool


def test_slices_go_through_your_best(judged):
    best = rules_of.incumbent(judged.yours).configuration
    for row, name in zip(judged.judgement.slices, SPACE, strict=True):
        for place in (0, SIDE - 1):
            value = SPACE[name].from_unit(place / (SIDE - 1))
            *_, loss = DigitsNet(4, seed=0)({**best, name: value})
            assert row[place] == loss


def test_dealing_agrees_with_every_deal_there_is():
    """Twelve jobs out of thirteen: which is left out decides, and there are thirteen ways."""
    true = np.random.default_rng(0).random(13)
    ends, band = deal(true, np.ones(13), true, np.random.default_rng(1))
    assert len(ends) == PLAYERS
    assert set(ends) == set(np.sort(true)[:2])
    share = np.mean(ends == true.min())
    assert share == pytest.approx(12 / 13, abs=4 * np.sqrt(12 / 169 / PLAYERS))
    assert band[-1].tolist() == [true.min()] * 3


def test_a_player_who_cannot_pay_stops_and_one_who_is_misled_pays_for_it():
    told, true = np.array([0.1, 0.5]), np.array([0.9, 0.5])
    ends, _ = deal(told, np.array([7.0, 7.0]), true, np.random.default_rng(0))
    assert np.mean(ends == 0.9) == pytest.approx(0.5, abs=0.04)  # only the first of both is paid
    ends, _ = deal(told, np.ones(2), true, np.random.default_rng(0))
    assert set(ends) == {0.9}


def jobs(*configurations):
    return tuple(Job({**MIDDLE, **c}, np.array([1.0])) for c in configurations)


def test_style_is_read_from_the_jobs():
    now = Game(
        Rules(OPEN, 0),
        jobs({}, {"width": 32}, {"learning_rate": 0.02}, {"l2": 0.01, "momentum": 0.1}),
    )
    assert now.style.at_once.tolist() == [1, 1, 2]
    assert now.style.alike == 4
    assert int(now.style.moved.argmax()) == 2  # momentum, by 0.8 of its range
    far = Game(Rules(OPEN, 0), jobs(*({"learning_rate": r} for r in (1e-4, 1e-3, 2e-3, 0.9))))
    assert far.style.alike == 2
    assert Game(Rules(OPEN, 0), jobs({}, {})).style.moved.tolist() == [0, 0, 0, 0]


def test_calls_are_held_against_the_losses():
    losses, called = (1.0, 0.5, 0.7, 0.4, 0.4), (True, True, True, False, True)
    now = Game(
        Rules(OPEN, 0),
        tuple(Job(MIDDLE, np.array([x]), called=c) for x, c in zip(losses, called, strict=True)),
    )
    assert now.style.lowest.tolist() == [True, True, False, True, False]
    assert "loss 0.400, not your lowest. Lowest so far: you 0.400" in DEMO.sentence(now)
    end = played()
    for told in (False, True):
        jobs = tuple(replace(job, called=told) for job in end.yours)
        sentence = DEMO.sentence(replace(end, yours=jobs))
        right = int(end.style.lowest[1:].sum())
        assert (f"Of {BUDGET - 1} jobs called your lowest, {right} were." in sentence) == told


# -- codes --


@pytest.mark.parametrize("mode", MODES)
def test_a_code_holds_the_score(mode):
    score = Score(mode, 2**32 - 1, 0.123, 4.0, 0.0)
    assert decode(encode(score)) == score
    assert decode(encode(score).lower().replace("-", " ")) == score


def test_each_wrong_letter_and_each_swap_is_found():
    good = encode(Score(OPEN, 7, 0.217, 0.259, 0.268)).replace("-", "")
    wrong = [
        good[:i] + letter + good[i + 1 :]
        for i in range(LETTERS)
        for letter in string.ascii_uppercase + "234567"
        if letter != good[i]
    ]
    swapped = [good[:i] + good[i + 1] + good[i] + good[i + 2 :] for i in range(LETTERS - 1)]
    for code in wrong + [code for code in swapped if code != good]:
        with pytest.raises(ValueError, match="a letter is wrong: copy it again"):
            decode(code)
    with pytest.raises(ValueError, match="has 19 letters, not 20"):
        decode(good[1:])


def test_standings_rank_within_a_game_in_any_order_of_pasting():
    scores = [Score(OPEN, 0, loss, 0.25, 0.3) for loss in (0.3, 0.2, 0.2)]
    codes = [encode(score) for score in [*scores, Score(TWO, 0, 0.1, 0.2, 0.3)]]
    for order in permutations(range(4)):
        pasted = "\n".join(f"  P{i}: {codes[i]}\n" for i in order)
        table = standings(pasted)
        places = {who: table.place(row) for row, (who, _) in enumerate(table.rows)}
        assert places == {"P0": 3, "P1": 1, "P2": 1, "P3": 1}
    assert repr(standings(codes)).count("\n") == 4
    assert standings({"Z": codes[0]}).rows[0][0] == "Z"
    assert "No scores yet" in repr(standings(""))


# -- the scripted players --


def test_scripted_players_move_one_knob_of_the_best_at_a_time():
    rng = np.random.default_rng(0)
    for player in (experienced, novice(3)):
        tried = play(player, lambda knobs: float(rng.random()), 30)
        for n in range(1, 30):
            best, _ = min(tried[:n], key=lambda trial: trial[1])
            differ = [name for name in SPACE if tried[n][0][name] != best[name]]
            assert len(differ) <= 1
    assert all(0 <= SPACE[name].to_unit(v) <= 1 for name, steps in LADDERS.items() for v in steps)


def test_the_experienced_player_walks_down_a_bowl():
    goal = {"learning_rate": 0.01, "l2": 1e-4, "momentum": 0.95, "width": 128}

    def loss(knobs):
        return float(np.square(SPACE.to_unit(knobs) - SPACE.to_unit(goal)).sum())

    *_, (_, last) = (
        play(experienced, loss, 12),
        min(play(experienced, loss, 16), key=lambda trial: trial[1]),
    )
    assert last == pytest.approx(0, abs=1e-3)


# -- as the reader uses it --


def test_another_mode_begins_anew_and_a_new_seed_keeps_it():
    live = LiveDemo(DEMO)
    live.press("Train it")
    assert len(live.numbers.yours) == 1
    live.set(mode=BLIND)
    assert (live.numbers.rules, live.numbers.yours) == (Rules(BLIND, 0), ())
    live.press("Train it")
    live.set(seed=5)
    assert live.numbers.rules == Rules(BLIND, 5)
    assert live.numbers.yours == ()


def test_the_browser_is_told_what_knobs_are_called_in_each_mode():
    controls = describe(LiveDemo(DEMO), predict=True)["controls"]
    blind, two = (controls[-1]["instead"][MODES.index(mode)] for mode in (BLIND, TWO))
    assert [look["label"] for look in blind[:4]] == ["Knob A", "Knob B", "Knob C", "Knob D"]
    assert blind[0]["texts"][0] == "0"
    assert blind[0]["texts"][-1] == "100"
    assert [len(look["texts"]) for look in blind[:4]] == [len(c["texts"]) for c in controls[:4]]
    assert two == [None, None, False, False, None, None]


def test_a_blind_table_tells_positions_until_the_end():
    now = submit(Game(Rules(BLIND, 0)), learning_rate=1.0)
    assert column_of(now, 0)[0] == "100"
    assert column_of(now, 1) == [""] * 5
    end = played(BLIND)
    real = end.yours[0].configuration
    assert column_of(end, 0)[3] == str(real["width"])


@pytest.mark.parametrize("mode", MODES)
def test_the_end_fits_in_a_sentence_and_its_code_is_the_score(mode):
    end = played(mode)
    sentence = DEMO.sentence(end)
    assert len(sentence) < 230
    score = decode(sentence.split()[-1])
    assert score[:2] == (mode, 0)
    assert score[2:] == pytest.approx(end.ends, abs=0.0006)
    assert ("you win" in sentence) == (end.ends[0] == min(end.ends))


def test_the_picture_turns_from_curves_to_slices(judged):
    drawing = Drawing(draw_game)
    drawing.update(played())
    before = drawing.record()
    drawing.update(judged)
    assert drawing.record() != before
    assert f"beat {judged.beaten:.0%}" in DEMO.sentence(judged)
    assert DEMO.actions[0].offer(judged) is None


def test_names_of_slices_never_cover_each_other():
    rng = np.random.default_rng(0)
    for _ in range(50):
        heights = rng.uniform(LOWEST, rng.uniform(LOWEST, HIGHEST), 4)
        apart = np.sort(_apart(list(heights)))
        assert np.diff(np.log(apart)).min() > 0.24
        assert apart.max() <= HIGHEST + 1e-9
        assert apart.min() >= LOWEST - 1e-9
