"""Reels: what is shared travels once, and what was sent can be put together again."""

from hpstudy.plots.drawing import Stroke
from hpstudy.widgets import reels
from hpstudy.widgets.live import Frame
from hpstudy.widgets.reels import Reels, key_of


def frame(*commands, trail=()):
    return Frame([Stroke(c, c in trail) for c in commands], "said", "seen")


def unpack(sent):
    """What the browser makes of reels: {key: (commands of the strokes, of the trail)}."""
    held, strokes = {}, {}
    for reel in sent:
        if reel["fresh"]:
            held, strokes = {}, {}
        at = 0
        for number, length in enumerate(reel["lengths"], reel["first"]):
            strokes[number] = reel["data"][at : at + length]
            at += length
        assert at == len(reel["data"])
        for entry in reel["frames"]:
            held[entry["key"]] = tuple(
                [strokes[n] for n in entry[part]] for part in ("strokes", "trail")
            )
    return held, strokes


def test_what_was_packed_comes_out_and_shared_strokes_travel_once():
    film = Reels(lambda: b"BACK")
    film.pack([("a", frame(b"dots", b"one"))])
    film.pack([("b", frame(b"dots", b"two", trail=[b"two"])), ("c", frame(b"one", b"dots"))])
    held, strokes = unpack(film.sent)
    assert held == {
        "a": ([b"dots", b"one"], []),
        "b": ([b"dots", b"two"], [b"two"]),
        "c": ([b"one", b"dots"], []),
    }
    assert strokes[0] == b"BACK"
    assert b"".join(reel["data"] for reel in film.sent) == b"BACKdotsonetwo"


def test_places_have_keys_and_are_known_once_packed():
    film = Reels(lambda: b"")
    place = (3, (0, 12))
    assert key_of(place) == "3:0,12"
    assert not film.holds(place)
    film.pack([(key_of(place), frame(b"x"))])
    assert film.holds(place)


def test_the_browser_never_holds_more_than_the_bound(monkeypatch):
    monkeypatch.setattr(reels, "_MOST_BYTES", 100)
    film = Reels(lambda: b"BACK")
    for i in range(40):
        film.pack([(f"0:{i}", frame(b"%015d" % i))])
        held, strokes = unpack(film.sent)
        assert held[f"0:{i}"] == ([b"%015d" % i], [])
        assert sum(map(len, strokes.values())) < 100 + 20
        assert film.sent[0]["fresh"]
        assert not any(reel["fresh"] for reel in film.sent[1:])
    assert film.sent[-1]["number"] == 40  # the count goes on over fresh starts
    assert not film.holds((0, (0,)))


def test_room_is_made_before_it_is_needed_and_only_then(monkeypatch):
    monkeypatch.setattr(reels, "_MOST_BYTES", 100)
    film = Reels(lambda: b"BACK")
    film.pack([("0:1", frame(b"x" * 30))])
    film.make_room()
    assert film.holds((0, (1,)))
    film.pack([("0:2", frame(b"y" * 30))])
    film.make_room()
    assert not film.holds((0, (1,)))
    assert film.pack([("0:3", frame(b"z"))])["fresh"]
