"""Some of the bad inputs, each given to a child as the bot gives it a clip."""

import os

import pytest

from benchmarks.bad_inputs.__main__ import main
from benchmarks.bad_inputs.boxes import boxes, cut_at_boxes
from benchmarks.bad_inputs.corpus import corpus
from benchmarks.bad_inputs.films import Film, made


def test_there_are_more_than_five_hundred_and_all_are_different(tmp_path):
    found = [(one.group, one.name) for one in corpus(tmp_path / "film", "http://[::1]")]
    assert len(found) == len(set(found)) > 500


def test_each_of_some_ends_well(capsys):
    code = main(["--each", "4", "--at-once", "2"])
    told = capsys.readouterr().out
    assert code == 0, told
    assert "files left 0, calls 0" in told
    assert "sibling opened: yes" not in told


def test_the_boxes_are_all_found():
    names = [box.name for box in boxes(made(Film()))]
    assert names[0] == "ftyp"
    assert {"moov", "trak", "stsz", "mdat"} <= set(names)
    assert len(list(cut_at_boxes(made(Film())))) == 3 * len(names)


def test_making_a_film_leaves_this_process_its_priority():
    before = os.sched_getscheduler(0), os.sched_getparam(0)
    made(Film(codec="libsvtav1"))
    assert (os.sched_getscheduler(0), os.sched_getparam(0)) == before


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_a_film_is_the_same_every_time(codec):
    film = Film("avi", codec)
    assert made(film) == made(film)
