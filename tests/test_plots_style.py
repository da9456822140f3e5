"""The palette: legible on both pages, told apart by colour-blind eyes or by markers."""

import itertools

import matplotlib as mpl
import numpy as np
import pytest

from hpstudy.plots import style
from hpstudy.plots.style import ROLES

PAGES = {"light": "#ffffff", "dark": "#111111"}
DATA = ("seen", "unseen", "prediction", "incumbent", "grid", "random", "bayesian", "halving")
TOGETHER = [  # what meets in one picture
    ("seen", "unseen", "prediction", "model"),
    ("grid", "random", "bayesian", "incumbent", "prediction"),
    ("seen", "unseen", "incumbent"),
    ("random", "bayesian", "halving", "incumbent"),
    ("gradient_descent", "momentum", "adam"),
]
# Machado, Oliveira and Fernandes (2009), severity 1.0: what is seen of linear red, green, blue
SEEN_BY = {
    "all": np.eye(3),
    "protanopes": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopes": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}


def linear(colour):
    rgb = np.array(mpl.colors.to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(a, b):
    """The web's ratio of luminances (WCAG 2), 1 to 21."""
    light, dark = sorted((linear(c) @ [0.2126, 0.7152, 0.0722] for c in (a, b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    """CIE L*a*b* of linear red, green, blue under D65."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ np.clip(rgb, 0, 1) / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("page", PAGES)
def test_ink_is_read_and_data_is_seen_on_the_page(page):
    for name in ("ink", "muted"):
        assert contrast(getattr(ROLES[name], page), PAGES[page]) > 4.5, name
    for name in DATA:
        assert contrast(getattr(ROLES[name], page), PAGES[page]) > 3, name


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("eyes", SEEN_BY)
def test_what_meets_in_a_picture_is_told_apart(page, eyes):
    for names in TOGETHER:
        for a, b in itertools.combinations(names, 2):
            seen = [SEEN_BY[eyes] @ linear(getattr(ROLES[name], page)) for name in (a, b)]
            distance = np.linalg.norm(lab(seen[0]) - lab(seen[1]))
            assert distance > 15, (a, b)


def test_no_two_kinds_of_data_share_a_marker():
    markers = [style.marker(name) for name in DATA]
    assert len(set(markers)) == len(markers)


def test_a_colour_on_the_light_page_means_one_thing_on_the_dark_one():
    by_light = {}
    for role in ROLES.values():
        assert by_light.setdefault(role.light, role.dark) == role.dark


def test_the_look_ends_where_it_was_applied():
    before = dict(mpl.rcParams)
    with style.applied():
        assert mpl.rcParams["figure.dpi"] == 72
        figure = style.new_figure(300, 200)
    assert dict(mpl.rcParams) == before
    assert tuple(figure.bbox.size) == (300, 200)


def test_logarithmic_ticks_are_plain_numbers():
    with style.applied():
        figure = style.new_figure()
        axes = figure.subplots()
        axes.set(xscale="log", xlim=(1e-3, 1e3))
        style.plain_numbers(axes.xaxis)
        axes.set_xticks([0.001, 1, 1000])
        figure.draw_without_rendering()
    assert [text.get_text() for text in axes.get_xticklabels()] == ["0.001", "1", "1000"]
