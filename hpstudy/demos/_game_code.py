"""Codes of finished games: twenty letters that carry a score to the front of a class, offline."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hpstudy.demos._game_rules import MODES

LETTERS = 20  # of 5 bits each: 28 of checksum, 4 of mode, 32 of seed, three losses of 12
_CHECK, _MODE, _SEED, _LOSS = 28, 4, 32, 12
_FINE = 1000  # losses are kept to three places
_MISREAD = str.maketrans("018", "OIB")  # base32 has no such digits


class Score(NamedTuple):
    """How a game ended: the losses that count, the reader's and those of both rivals."""

    mode: str
    seed: int
    you: float
    bayesian: float
    random: float


def encode(score: Score) -> str:
    """Return the code of a score, "ABCD-EFGH-IJKL-MNOP-QRST"."""
    number = (MODES.index(score.mode) << _SEED) | (score.seed % 2**_SEED)
    for loss in (score.you, score.bayesian, score.random):
        number = (number << _LOSS) | min(round(loss * _FINE), 2**_LOSS - 1)
    number |= _checksum(number) << (_MODE + _SEED + 3 * _LOSS)
    letters = base64.b32encode((number << 4).to_bytes(13, "big")).decode()[:LETTERS]
    return "-".join(letters[i : i + 4] for i in range(0, LETTERS, 4))


def decode(code: str) -> Score:
    """Return the score in a code, however it was typed; a `ValueError` if it is damaged."""
    letters = "".join(filter(str.isalnum, code.upper())).translate(_MISREAD)
    if len(letters) != LETTERS:
        raise ValueError(
            f"The code {code.strip()!r} has {len(letters)} letters, not {LETTERS}: copy it again "
            "from the last sentence of the game."
        )
    damaged = f"The code {code.strip()!r} is damaged, a letter is wrong: copy it again."
    try:
        number = int.from_bytes(base64.b32decode(letters + "A" + "==="), "big") >> 4
    except ValueError:
        raise ValueError(damaged) from None
    number, check = number % 2 ** (100 - _CHECK), number >> (100 - _CHECK)
    if check != _checksum(number) or number >> (_SEED + 3 * _LOSS) >= len(MODES):
        raise ValueError(damaged)
    losses = [(number >> shift) % 2**_LOSS / _FINE for shift in (2 * _LOSS, _LOSS, 0)]
    mode, seed = divmod(number >> 3 * _LOSS, 2**_SEED)
    return Score(MODES[mode], seed, *losses)


def _checksum(number: int) -> int:
    return zlib.crc32(number.to_bytes(9, "big")) & ((1 << _CHECK) - 1)


@dataclass(frozen=True, repr=False)
class Standings:
    """Who is where: (name, score), the lowest loss first among those of the same game."""

    rows: tuple[tuple[str, Score], ...]

    def __repr__(self) -> str:
        if not self.rows:
            return "No scores yet: paste codes of finished games, one a line."
        head = ("place", "who", "game", "loss", "bayesian", "random")
        lines = [head, *map(self._line, range(len(self.rows)))]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        padded = (zip(line, widths, strict=True) for line in lines)
        return "\n".join("  ".join(f"{word:<{n}}" for word, n in line).rstrip() for line in padded)

    def _line(self, i: int) -> tuple[str, ...]:
        who, score = self.rows[i]
        losses = (f"{loss:.3f}" for loss in score[2:])
        return (str(self.place(i)), who, f"{score.mode}, seed {score.seed}", *losses)

    def place(self, i: int) -> int:
        """Return the place of row `i` among those who played the same game; equals share one."""
        mine = self.rows[i][1]
        same = [score for _, score in self.rows if score[:2] == mine[:2]]
        return 1 + sum(score.you < mine.you for score in same)


def standings(codes: str | Sequence[str] | Mapping[str, str]) -> Standings:
    """Return the table of a class: codes as {name: code}, as a list, or pasted, one a line.

    A line may have a name before its code. Games of another seed or mode are other games, and are
    ranked apart.
    """
    if isinstance(codes, str):
        codes = [line for line in codes.splitlines() if line.strip()]
    if isinstance(codes, Mapping):
        named = list(codes.items())
    else:
        lines = [line.strip().rpartition(" ") for line in codes]
        named = [(who.strip(" :"), code) for who, _, code in lines]
        named = [(who or f"player {i}", code) for i, (who, code) in enumerate(named, start=1)]
    scores = [(who, decode(code)) for who, code in named]
    order = {mode: place for place, mode in enumerate(MODES)}
    return Standings(
        tuple(sorted(scores, key=lambda row: (order[row[1].mode], row[1].seed, row[1].you)))
    )
