from dataclasses import replace

from benchmarks.required_verdicts import PLANTED, breaches


def broken(clip):
    return {rule: by for rule, by in breaches([clip]).items() if by}


def test_true_angles_of_a_sound_start_break_no_rule(compared):
    assert breaches([compared()]) != {}
    assert broken(compared()) == {}


def test_a_sound_start_must_not_be_worked_on(compared):
    (by,) = broken(compared(off_deg=40, plus_minus=1.0)).values()
    assert "body_line_exit" in by
    assert "shin_touchdown_3" not in by


def test_a_refused_start_breaks_the_rule(turned_away):
    assert list(broken(turned_away).values()) == [["refused"]]


def test_planted_faults_must_be_seen(compared):
    assert broken(compared("D_faults")) == {}
    blind = broken(compared("D_faults", untold=PLANTED))
    assert next(iter(blind.values())) == list(PLANTED)
    assert ["only 0"] in blind.values()


def test_the_focus_must_be_one_of_the_planted(compared):
    clip = compared("D_faults")
    assert clip.found.focus in PLANTED
    elsewhere = replace(clip, found=replace(clip.found, focus="rear_knee_set"))
    (by,) = broken(elsewhere).values()
    assert by == ["rear_knee_set"]
