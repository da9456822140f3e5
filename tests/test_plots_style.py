"""The palette: legible on both pages, told apart by colour-blind eyes or by markers."""

import itertools
from functools import cache

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.collections import Collection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from hpstudy.plots import style
from hpstudy.plots.search import HIGHEST, LOWEST, loss_colours
from hpstudy.plots.style import ROLES
from hpstudy.widgets import show
from hpstudy.widgets.live import LiveDemo

PAGES = {"light": "#ffffff", "dark": "#111111"}
DATA = ("seen", "unseen", "prediction", "incumbent", "grid", "random", "bayesian", "halving")
TOGETHER = [  # what meets in one picture, whatever its marker
    ("seen", "unseen", "prediction", "model"),
    ("grid", "random", "bayesian", "incumbent", "prediction"),
    ("seen", "unseen", "incumbent"),
    ("random", "bayesian", "halving", "incumbent"),
    ("gradient_descent", "momentum", "adam"),
]
APART = 15  # CIE 1976 distance; 2 is just seen when the two lie side by side
# What is seen of linear red, green, blue: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A
# Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE Transactions on
# Visualization and Computer Graphics 15(6), 2009, severity 1.0
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
    "tritanopes": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
BY_COLOUR = {role.light: name for name, role in ROLES.items()}


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


def distance(a, b, eyes):
    """How far two colours are from each other to these eyes."""
    one, other = (lab(SEEN_BY[eyes] @ linear(colour)) for colour in (a, b))
    return np.linalg.norm(one - other)


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
            assert distance(*(getattr(ROLES[name], page) for name in (a, b)), eyes) > APART, (a, b)


def looks(axes):
    """What is drawn on these axes: (its form, its role), the form being all but the colour."""
    for artist in axes.get_children():
        if isinstance(artist, Line2D):
            mark = artist.get_marker() if artist.get_marker() not in (None, "None", "") else None
            dashes = artist._dash_pattern if artist.get_linestyle() != "None" else None
            faces = artist.get_markerfacecolor(), artist.get_markeredgecolor()
            hollow = bool(mpl.colors.same_color(faces[0], "none"))
            form = ("line", str(mark), str(dashes), hollow)
            colours = [artist.get_color()] * bool(dashes) + [faces[hollow]] * (mark is not None)
        elif isinstance(artist, Patch) and artist is not axes.patch:
            form = (type(artist).__name__, artist.get_hatch())
            colours = [artist.get_facecolor()]
        elif isinstance(artist, Collection):
            form = (type(artist).__name__,)
            colours = [*artist.get_facecolor(), *artist.get_edgecolor()]
        else:
            continue
        for colour in colours:
            name = BY_COLOUR.get(mpl.colors.to_hex(colour))
            if name and name not in ("paper", "hairline"):
                yield form, name


@cache
def opening(name):
    """The axes of a demo as it opens."""
    return LiveDemo(show.find_demo(name)).figure.axes


@pytest.mark.parametrize("name", show.names())
def test_what_meets_in_a_demo_differs_in_form_or_to_all_eyes(name):
    assert opening(name)
    for axes in opening(name):
        for (one, a), (other, b) in itertools.combinations(sorted(set(looks(axes)), key=str), 2):
            if one != other or a == b:
                continue
            for page, eyes in itertools.product(PAGES, SEEN_BY):
                pair = [getattr(ROLES[role], page) for role in (a, b)]
                assert distance(*pair, eyes) > APART, (a, b, page, eyes)


@pytest.mark.parametrize("name", show.names())
def test_shades_are_a_scale_to_all_eyes(name):
    images = [image for axes in opening(name) for image in axes.get_images()]
    for image, page, eyes in itertools.product(images, PAGES, SEEN_BY):
        if image.get_array().ndim > 2:
            continue  # painted in colours of its own, those of the losses, for which see below
        shares = np.linspace(0, 1, min(image.cmap.N, 5))
        colours, opacity = image.cmap(shares)[:, :3], image.cmap(shares)[:, 3:]
        paper = np.array(mpl.colors.to_rgb(getattr(ROLES["paper"], page)))
        shades = [mpl.colors.to_hex(c) for c in opacity * colours + (1 - opacity) * paper]
        apart = [distance(a, b, eyes) for a, b in itertools.combinations(shades, 2)]
        assert min(apart) > 8, (page, eyes)


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_the_shades_of_losses_darken_evenly_to_all_eyes(eyes):
    losses = np.geomspace(LOWEST, HIGHEST, 12)
    shades = [lab(SEEN_BY[eyes] @ linear(shade[:3]))[0] for shade in loss_colours(losses)]
    assert (np.diff(shades) < -2).all()


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
