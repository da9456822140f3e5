"""The search space: each scale, both ways, and every edge."""

from __future__ import annotations

import math
import pickle
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from hpstudy.space import Categorical, Float, Integer, SearchSpace

UNIT = st.floats(0, 1)
ANYWHERE = st.floats(allow_nan=False)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
POSITIVE = st.floats(0, exclude_min=True, allow_infinity=False)
BELOW_ONE = st.floats(0, 1, exclude_max=True)
SMALLEST, LARGEST = math.ulp(0.0), sys.float_info.max


@st.composite
def floats_of_any_scale(draw: st.DrawFn) -> Float:
    scale = draw(st.sampled_from(["linear", "log", "reverse_log"]))
    bounds = {"linear": FINITE, "log": POSITIVE, "reverse_log": BELOW_ONE}[scale]
    low, high = sorted((draw(bounds), draw(bounds)))
    assume(low < high)
    return Float(low, high, scale)


@st.composite
def integers_of_any_scale(draw: st.DrawFn) -> Integer:
    scale = draw(st.sampled_from(["linear", "log"]))
    if scale == "log":
        low = draw(st.integers(1, 2**44))
        return Integer(low, draw(st.integers(low + 1, 2**45 - 1)), "log")
    low = draw(st.integers(-(2**70), 2**70))
    return Integer(low, low + draw(st.integers(1, 2**45 - 1)))


CHOICES = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 2), st.sampled_from([0.0, 1.0, math.nan]), st.text()
)
CATEGORICALS = st.lists(
    CHOICES, min_size=1, max_size=8, unique_by=lambda choice: (type(choice), repr(choice))
).map(Categorical)
HYPERPARAMETERS = st.one_of(floats_of_any_scale(), integers_of_any_scale(), CATEGORICALS)
SPACES = st.dictionaries(st.text(max_size=5), HYPERPARAMETERS, min_size=1, max_size=4).map(
    SearchSpace
)


class TestFloat:
    @given(floats_of_any_scale())
    @example(Float(-LARGEST, LARGEST))
    @example(Float(SMALLEST, LARGEST, "log"))
    @example(Float(0.0, math.nextafter(1, 0), "reverse_log"))
    def test_the_ends_are_exact_both_ways(self, x: Float) -> None:
        assert (x.from_unit(0), x.from_unit(1)) == (x.low, x.high)
        assert (x.to_unit(x.low), x.to_unit(x.high)) == (0, 1)

    @given(floats_of_any_scale(), ANYWHERE)
    def test_nothing_falls_outside(self, x: Float, u: float) -> None:
        value = x.from_unit(u)
        assert type(value) is float
        assert x.low <= value <= x.high
        assert 0 <= x.to_unit(value) <= 1

    @given(floats_of_any_scale(), UNIT, UNIT)
    @example(Float(1e300, 1e300 * (1 + 1e-15), "log"), 0.3, 0.7)
    @example(Float(0.5, 0.5 + 3 * math.ulp(0.5), "reverse_log"), 0.3, 0.7)
    def test_later_positions_are_larger_values(self, x: Float, u: float, v: float) -> None:
        u, v = sorted((u, v))
        low, high = x.from_unit(u), x.from_unit(v)
        assert low <= high or math.isclose(low, high, rel_tol=1e-12)
        assert x.to_unit(min(low, high)) <= x.to_unit(max(low, high))

    @given(UNIT)
    @pytest.mark.parametrize(
        "x",
        [
            Float(-3, 5),
            Float(-LARGEST, LARGEST),
            Float(1e-8, 1e3, "log"),
            Float(0, 0.9999, "reverse_log"),
            Float(0.9, 0.999999, "reverse_log"),
        ],
        ids=repr,
    )
    def test_there_and_back(self, x: Float, u: float) -> None:
        assert x.to_unit(x.from_unit(u)) == pytest.approx(u, abs=1e-9)

    @given(UNIT)
    def test_scales_follow_their_formulas(self, u: float) -> None:
        low, high = 0.2, 0.95
        assert Float(low, high).from_unit(u) == pytest.approx(low + u * (high - low))
        assert Float(low, high, "log").from_unit(u) == pytest.approx(low * (high / low) ** u)
        assert Float(low, high, "reverse_log").from_unit(u) == pytest.approx(
            1 - (1 - low) ** (1 - u) * (1 - high) ** u
        )

    def test_equal_steps_in_the_exponent(self) -> None:
        assert Float(1e-4, 1, "log").grid(5) == pytest.approx([1e-4, 1e-3, 1e-2, 1e-1, 1])
        assert Float(0, 0.999, "reverse_log").grid(4) == pytest.approx([0, 0.9, 0.99, 0.999])

    def test_grid(self) -> None:
        assert Float(0, 1).grid(5) == [0, 0.25, 0.5, 0.75, 1]
        assert Float(0, 1).grid(1) == [0.5]
        assert Float(1, math.nextafter(1, 2)).grid(5) == [1, math.nextafter(1, 2)]  # none twice

    def test_bounds_become_plain_floats(self) -> None:
        x = Float(np.float32(0.5), np.int64(2))
        assert (type(x.low), type(x.high), x) == (float, float, Float(0.5, 2.0))

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            ((1, 1), "one value alone"),
            ((2, 1), "empty"),
            ((0, math.inf), "finite"),
            ((-math.inf, 0), "finite"),
            ((math.nan, 1), "finite"),
            ((0, 10**400), "finite"),
            (("0", 1), "number"),
            ((b"0", 1), "number"),
            ((None, 1), "number"),
            (([0], 1), "number"),
            ((False, 1), "number"),
            ((np.False_, 1), "number"),
            ((0j, 1), "number"),
            ((np.complex64(0), 1), "number"),
            ((0, 1, "log"), "low > 0"),
            ((-1, 1, "log"), "low > 0"),
            ((0, 1, "reverse_log"), "high < 1"),
            ((-0.1, 0.5, "reverse_log"), "0 <= low"),
            ((0.5, 2, "reverse_log"), "high < 1"),
            ((0, 1, "logarithmic"), "linear, log, reverse_log"),
        ],
    )
    def test_refused_in_one_sentence(self, arguments: tuple[object, ...], says: str) -> None:
        with pytest.raises(ValueError, match=says) as caught:
            Float(*arguments)  # type: ignore[arg-type]
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize("value", [-0.1, 1.1, math.nan, math.inf, "0.5", None, 0.5j, True])
    def test_a_value_outside_has_no_position(self, value: object) -> None:
        with pytest.raises(ValueError, match=r"outside|not a number"):
            Float(0, 1).to_unit(value)  # type: ignore[arg-type]


class TestInteger:
    @given(integers_of_any_scale(), st.data())
    def test_there_and_back_is_exact(self, x: Integer, data: st.DataObject) -> None:
        k = data.draw(st.integers(x.low, x.high))
        assert x.from_unit(x.to_unit(k)) == k

    @given(integers_of_any_scale())
    def test_the_ends(self, x: Integer) -> None:
        assert (x.from_unit(0), x.from_unit(1)) == (x.low, x.high)
        assert 0 < x.to_unit(x.low) < x.to_unit(x.high) < 1  # centres of slices

    @given(integers_of_any_scale(), ANYWHERE)
    def test_nothing_falls_outside(self, x: Integer, u: float) -> None:
        value = x.from_unit(u)
        assert type(value) is int
        assert x.low <= value <= x.high

    @given(st.integers(-50, 50), st.integers(1, 60))
    def test_each_value_owns_an_equal_slice(self, low: int, n: int) -> None:
        x = Integer(low, low + n)
        for i in range(n + 1):
            begin, end = i / (n + 1), (i + 1) / (n + 1)
            assert x.to_unit(low + i) == pytest.approx((begin + end) / 2)
            assert x.from_unit(begin + 1e-9) == x.from_unit(end - 1e-9) == low + i

    @given(st.integers(1, 50), st.integers(1, 60))
    def test_slices_are_equal_on_the_log_scale(self, low: int, n: int) -> None:
        x = Integer(low, low + n, "log")
        width = math.log((low + n + 0.5) / (low - 0.5))
        for k in range(low, low + n + 1):
            begin = math.log((k - 0.5) / (low - 0.5)) / width
            end = math.log((k + 0.5) / (low - 0.5)) / width
            assert x.to_unit(k) == pytest.approx((begin + end) / 2)
            assert x.from_unit(begin + 1e-9) == x.from_unit(end - 1e-9) == k

    def test_grid(self) -> None:
        assert Integer(1, 5).grid(5) == [1, 2, 3, 4, 5]
        assert Integer(1, 3).grid(5) == [1, 2, 3]
        assert Integer(0, 100).grid(3) == [0, 50, 100]
        assert Integer(1, 6, "log").grid(5) == sorted(
            {Integer(1, 6, "log").from_unit(i / 4) for i in range(5)}
        )

    def test_values_beyond_the_exact_doubles(self) -> None:
        low = 10**18
        x = Integer(low, low + 10)
        assert [x.from_unit(x.to_unit(low + i)) - low for i in range(11)] == list(range(11))

    def test_bounds_become_plain_ints(self) -> None:
        x = Integer(np.int8(1), 8.0)  # type: ignore[arg-type]
        assert (type(x.low), type(x.high), x) == (int, int, Integer(1, 8))

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            ((1, 1), "one value alone"),
            ((3, 1), "empty"),
            ((0.5, 2), "whole"),
            ((0, math.inf), "whole"),
            ((0, math.nan), "whole"),
            (("1", 2), "number"),
            ((True, 2), "number"),
            ((0, 8, "log"), "low >= 1"),
            ((1, 8, "reverse_log"), "linear, log"),
            ((0, 2**60), "too wide"),
            ((1, 2**60, "log"), "too wide"),
        ],
    )
    def test_refused_in_one_sentence(self, arguments: tuple[object, ...], says: str) -> None:
        with pytest.raises(ValueError, match=says) as caught:
            Integer(*arguments)  # type: ignore[arg-type]
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize("value", [0, 9, 2.5, math.nan, math.inf, "3", None, True])
    def test_a_value_outside_has_no_position(self, value: object) -> None:
        with pytest.raises(ValueError, match="not a"):
            Integer(1, 8).to_unit(value)  # type: ignore[arg-type]

    @pytest.mark.parametrize("value", [3, 3.0, np.int32(3), np.float64(3), Fraction(3), Decimal(3)])
    def test_a_whole_number_of_any_type_has_one(self, value: object) -> None:
        assert Integer(1, 8).to_unit(value) == Integer(1, 8).to_unit(3)  # type: ignore[arg-type]


class TestCategorical:
    @given(CATEGORICALS)
    def test_there_and_back_is_exact(self, x: Categorical) -> None:
        for i, choice in enumerate(x.choices):
            assert x.from_unit(x.to_unit(choice)) is choice
            assert x.index(choice) == i

    @given(CATEGORICALS, ANYWHERE)
    def test_nothing_falls_outside(self, x: Categorical, u: float) -> None:
        assert any(x.from_unit(u) is choice for choice in x.choices)

    @given(st.integers(1, 30))
    def test_equal_slices(self, n: int) -> None:
        x = Categorical(range(n))
        for i in range(n):
            assert x.to_unit(i) == pytest.approx((i + 0.5) / n)
            assert x.from_unit((i + 1e-9) / n) == x.from_unit((i + 1 - 1e-9) / n) == i
        assert (x.from_unit(0), x.from_unit(1)) == (0, n - 1)

    def test_type_counts(self) -> None:
        x = Categorical([1, True, 1.0, "1"])
        assert [x.index(choice) for choice in (1, True, 1.0, "1")] == [0, 1, 2, 3]
        assert Categorical([1]) != Categorical([True])
        assert Categorical([1, 2]) == Categorical((1, 2)) != Categorical([2, 1])

    def test_nan_is_itself_even_after_a_journey(self) -> None:
        x = Categorical([0.0, math.nan])
        travelled = pickle.loads(pickle.dumps(x))
        assert x.index(travelled.choices[1]) == 1
        assert (x, hash(x)) == (travelled, hash(travelled))

    def test_choices_become_plain(self) -> None:
        x = Categorical(np.array([1, 2]))  # type: ignore[arg-type]
        assert [type(choice) for choice in x.choices] == [int, int]
        assert x.index(np.int64(2)) == 1

    def test_one_choice_is_enough_and_no_number_cuts_the_grid(self) -> None:
        assert Categorical(["only"]).grid(5) == ["only"]
        assert Categorical(list("abc")).grid(1) == ["a", "b", "c"]

    @pytest.mark.parametrize(
        ("choices", "says"),
        [
            ([], "at least one"),
            (["a", "a"], "twice"),
            ([1, 2, 1], "twice"),
            ([0.0, -0.0], "twice"),
            ([math.nan, float("nan")], "twice"),
            ([np.int64(1), 1], "twice"),
            ([[1]], "hashable"),
            ([(1, [2])], "hashable"),
            ("abc", "list"),
            (b"abc", "list"),
            (None, "list"),
            ({"a", "b"}, "order"),
        ],
    )
    def test_refused_in_one_sentence(self, choices: list[object], says: str) -> None:
        with pytest.raises(ValueError, match=says) as caught:
            Categorical(choices)  # type: ignore[arg-type]
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize("value", ["c", 1, None, ["a"]])
    def test_a_stranger_has_no_position(self, value: object) -> None:
        with pytest.raises(ValueError, match="not one of"):
            Categorical(["a", "b"]).to_unit(value)  # type: ignore[arg-type]


class TestSearchSpace:
    @given(SPACES, st.integers(0, 2**32))
    def test_a_draw_lies_inside_and_comes_again(self, space: SearchSpace, seed: int) -> None:
        one = space.sample(np.random.default_rng(seed))
        two = space.sample(np.random.default_rng(seed))
        assert list(one) == list(space)
        assert repr(one) == repr(two)
        u = space.to_unit(one)
        assert u.shape == (len(space),)
        assert ((u >= 0) & (u <= 1)).all()

    @given(SPACES, st.data())
    def test_the_unit_cube_maps_dimension_by_dimension(
        self, space: SearchSpace, data: st.DataObject
    ) -> None:
        u = data.draw(st.lists(UNIT, min_size=len(space), max_size=len(space)))
        configuration = space.from_unit(u)
        for (name, hyperparameter), position in zip(space.items(), u, strict=True):
            assert repr(configuration[name]) == repr(hyperparameter.from_unit(position))
        back = [h.to_unit(configuration[name]) for name, h in space.items()]
        assert space.to_unit(configuration).tolist() == back

    @given(SPACES)
    def test_equal_and_hashed_as_declared(self, space: SearchSpace) -> None:
        again = pickle.loads(pickle.dumps(space))
        assert (again, hash(again), repr(again)) == (space, hash(space), repr(space))

    def test_the_draw_is_uniform_on_each_scale(self) -> None:
        space = SearchSpace(
            a=Float(1e-4, 1, "log"), b=Integer(1, 4), c=Categorical(["x", "y"]), d=Float(0, 10)
        )
        rng = np.random.default_rng(0)
        draws = [space.sample(rng) for _ in range(4000)]
        assert np.mean([draw["a"] < 1e-2 for draw in draws]) == pytest.approx(0.5, abs=0.03)
        assert np.mean([draw["b"] == 4 for draw in draws]) == pytest.approx(0.25, abs=0.03)
        assert np.mean([draw["c"] == "x" for draw in draws]) == pytest.approx(0.5, abs=0.03)
        assert np.mean([draw["d"] < 2 for draw in draws]) == pytest.approx(0.2, abs=0.03)

    def test_names_that_are_no_keywords(self) -> None:
        space = SearchSpace(
            {"learning-rate": Float(0, 1), "self": Float(0, 1)}, mapping=Float(0, 1)
        )
        assert list(space) == ["learning-rate", "self", "mapping"]

    def test_order_is_declaration_and_counts(self) -> None:
        one = SearchSpace(a=Float(0, 1), b=Float(0, 1))
        other = SearchSpace(b=Float(0, 1), a=Float(0, 1))
        assert list(one.from_unit([0, 1])) == ["a", "b"]
        assert list(other.from_unit([0, 1])) == ["b", "a"]
        assert one != other

    @pytest.mark.parametrize("empty", [{}, None])
    def test_empty(self, empty: dict[str, Float] | None) -> None:
        with pytest.raises(ValueError, match="at least one"):
            SearchSpace(empty)

    def test_refused_in_one_sentence(self) -> None:
        with pytest.raises(ValueError, match="'a' twice"):
            SearchSpace({"a": Float(0, 1)}, a=Float(0, 1))
        with pytest.raises(TypeError, match="'a' is \\(0, 1\\)"):
            SearchSpace(a=(0, 1))  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="name is text"):
            SearchSpace({1: Float(0, 1)})  # type: ignore[dict-item]
        with pytest.raises(TypeError, match="mapping"):
            SearchSpace([("a", Float(0, 1))])  # type: ignore[arg-type]

    def test_points_of_another_shape(self) -> None:
        space = SearchSpace(a=Float(0, 1), b=Float(0, 1))
        for point in ([0.5], [0.5] * 3, [[0.5, 0.5]], 0.5):
            with pytest.raises(ValueError, match="2 numbers"):
                space.from_unit(point)
        with pytest.raises(ValueError, match="NaN"):
            space.from_unit([0.5, math.nan])

    def test_a_configuration_of_another_space_is_named(self) -> None:
        space = SearchSpace(a=Float(0, 1), b=Float(0, 1))
        with pytest.raises(ValueError, match="missing b; unknown c"):
            space.to_unit({"a": 0.5, "c": 0.5})
        with pytest.raises(ValueError, match=r"^b: 2 lies outside 0 to 1"):
            space.to_unit({"a": 0.5, "b": 2})
