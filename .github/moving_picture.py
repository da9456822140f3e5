"""Make the moving picture of README: d.ravine while its momentum slider goes up and down again.

Each frame is what the demo computes and draws at that position; run it from a clone with

    python .github/moving_picture.py
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from hpstudy.demos import compute
from hpstudy.plots.drawing import Drawing
from hpstudy.widgets.demos.ravine import DEMO

MOMENTUM = DEMO.controls[0]
MILLISECONDS, AT_THE_ENDS = 160, 900


def frames() -> list[Image.Image]:
    """Return the pictures of the demo at every other position of its momentum slider."""
    drawing = Drawing(DEMO.draw)
    pictures = []
    for momentum in MOMENTUM.values[::2]:
        drawing.update(compute(DEMO.name, momentum=momentum, kappa=30, rate=0.05))
        pictures.append(Image.open(io.BytesIO(drawing.png(scale=1.2))).convert("RGB"))
    return pictures


def main() -> None:
    """Write the frames, up and down the slider, as one file beside this script."""
    up = frames()
    there_and_back = [*up, *up[-2:0:-1]]
    pauses = [MILLISECONDS] * len(there_and_back)
    pauses[0] = pauses[len(up) - 1] = AT_THE_ENDS
    palette = up[-1].quantize(64, method=Image.Quantize.MEDIANCUT)
    few = [one.quantize(palette=palette, dither=Image.Dither.NONE) for one in there_and_back]
    few[0].save(
        Path(__file__).with_name("ravine.gif"),
        save_all=True,
        append_images=few[1:],
        duration=pauses,
        loop=0,
        optimize=True,
    )


if __name__ == "__main__":
    main()
