"""Two looks at every frame made one: where they disagree, the steadier path wins.

Below 45 frames a second of life every frame counts, legs blur and the model takes one
for the other. The second look sees the picture mirrored and sharpened, the first one
denoised: they seldom fail in the same frame.
"""

from __future__ import annotations

import numpy as np

from analysis.estimation.smoothest_path import smoothest
from analysis.landmarks import LOWER_LEGS, leg_length
from analysis.types import Floats

# Looks whose leg landmarks all lie this near agree, in leg lengths: the mean is best.
AGREED = 0.15


def steadier(one: Floats, other: Floats) -> Floats:
    """Choose in each frame the look that makes the legs' paths least jerky.

    Parameters
    ----------
    one, other
        (frames, 33, 2) landmarks of consecutive looks; NaN where nothing was found.

    Returns
    -------
    ndarray
        (frames, 33, 2): the mean where both agree, else the chosen one; the one that
        found anything where the other did not.
    """
    looks = np.stack([one, other])
    leg_px = leg_length(looks)
    missing = np.isnan(looks[:, :, 0, 0])
    for this, that in ((0, 1), (1, 0)):
        looks[this, missing[this]] = looks[that, missing[this]]
    if len(one) < 3:
        mean: Floats = looks.mean(axis=0)
        return mean
    legs = looks[:, :, LOWER_LEGS]
    chosen: Floats = looks[smoothest(legs / leg_px), np.arange(len(one))]
    apart = np.linalg.norm(legs[0] - legs[1], axis=-1).max(axis=1)
    agreed = apart < AGREED * leg_px
    chosen[agreed] = looks[:, agreed].mean(axis=0)
    return chosen
