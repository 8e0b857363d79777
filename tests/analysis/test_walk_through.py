"""A rendered start that somebody walks in front of: read but for what they hide."""

from pathlib import Path

import av
import numpy as np
import pytest

from analysis import analyse

CLIPS = Path(__file__).parents[1] / "clips"
# The passer is the runner of another clip, larger: nearer to the camera.
LARGER, FIGURE, BEYOND_PX = 1.45, 143, 440
TIMES_S = {"front_foot_block_exit": 0.02, "touchdown_1": 0.02, "toe_off_1": 0.02}


def pictures(name):
    with av.open(CLIPS / f"{name}.mp4") as container:
        return [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]


def figure():
    """A running body and where it is, cut from a clip by what was there before."""
    import cv2

    clip = [picture[:, BEYOND_PX:] for picture in pictures("A_borzov60")]
    away = cv2.absdiff(clip[FIGURE], clip[0]).max(axis=2) > 24
    body = cv2.morphologyEx(away.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((7, 7)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(body)
    largest = 1 + int(np.argmax(stats[1:count, cv2.CC_STAT_AREA]))
    left, top, width, height, _ = stats[largest]
    part = slice(top, top + height), slice(left, left + width)
    size = round(width * LARGER), round(height * LARGER)
    mask = (labels == largest).astype(np.uint8)[part]
    return cv2.resize(clip[FIGURE][part], size), cv2.resize(mask, size) > 0


def walked_through(path, first_px, pace_px):
    """The clip `B_30fps` with somebody who goes on by so many pixels a frame."""
    body, mask = figure()
    if pace_px < 0:
        body, mask = body[:, ::-1], mask[:, ::-1]
    height, width = mask.shape
    with av.open(path, "w") as container:
        # One thread: what it writes is the same on machines of any size.
        options = {"crf": "18", "threads": "1"}
        stream = container.add_stream("libx264", rate=30, options=options)
        clip = pictures("B_30fps")
        stream.height, stream.width = clip[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for number, picture in enumerate(clip):
            left, top = round(first_px + pace_px * number), 525 - height
            first, last = max(left, 0), min(left + width, picture.shape[1])
            if first < last:
                room = picture[top : top + height, first:last]
                shown = slice(None), slice(first - left, last - left)
                room[mask[shown]] = body[shown][mask[shown]]
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.slow
def test_who_walks_through_costs_what_they_hide_and_not_the_clip(seen, tmp_path):
    alone = seen.found
    path = walked_through(tmp_path / "walk.mp4", first_px=-120, pace_px=15)
    crossed = analyse(path)
    assert crossed.refusal is None
    assert (crossed.direction, crossed.front_leg) == (alone.direction, alone.front_leg)
    for name, within_s in TIMES_S.items():
        event = crossed.events[name]
        assert event is not None
        assert abs(event.t_s - alone.events[name].t_s) < within_s
    judged = {one.check: one.verdict for one in alone.findings}
    for finding in crossed.findings:
        assert finding.verdict != "work_on" or judged[finding.check] == "work_on"


@pytest.mark.slow
def test_a_start_that_is_hidden_is_refused_by_that_name(tmp_path):
    path = walked_through(tmp_path / "hidden.mp4", first_px=1100, pace_px=-18)
    refused = analyse(path).refusal
    assert refused is not None
    assert refused.code == "hidden_by_other"
