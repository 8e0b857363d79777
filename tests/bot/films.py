"""A short silent film, as the analysis writes them."""

import numpy as np

from analysis.visuals.slow_motion.encoder import new_movie


def film(folder, pictures=45, size_px=(96, 120)):
    """Give its bytes: grey, 30 pictures a second."""
    path = folder / "film.mp4"
    with new_movie(path, size_px, 30, pictures / 30) as movie:
        movie.show(np.full((size_px[1], size_px[0], 3), 90, np.uint8), pictures)
    return path.read_bytes()
