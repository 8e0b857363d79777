"""The content itself: everything that can be asked for has words, and nothing else."""

import re

import pytest

from analysis import errors
from analysis.measurement.definitions import DEFINED
from analysis.scoring.checklist import (
    CUE_WORDS,
    PHASE_WORDS,
    load_checklist,
    load_sources,
)
from content.words import languages, load_words

WHYS = (
    *("event_before_clip", "event_after_clip", "event_not_found", "joint_hidden"),
    *("out_of_picture", "head_hidden", "frame_rate_too_low"),
    *("speed_changes", "repeated_pictures", "frames_missing", "too_squeezed"),
    *("set_unseen", "hidden_by_other", "others_close", "not_kept"),
    *("arm_hidden", "foot_hidden", "pace_unknown", "off_side"),
)
NOTES = {
    "slow_motion": {"factor"},
    "slow_motion_unknown": set(),
    "runs_right_to_left": set(),
    "low_frame_rate": {"fps"},
    "variable_frame_rate": set(),
    "starts_late": set(),
    "ends_early": set(),
    "leaves_picture": set(),
    "steps_not_found": set(),
    "stumbles": set(),
    "reaction": {"seconds", "plus_minus"},
    "reaction_early": {"seconds", "plus_minus"},
    "camera_followed": set(),
    "small_athlete": {"times"},
    "off_side_view": {"degrees"},
    "picked_starter": {"others"},
    "far_leg_wider": set(),
    "levelled": {"degrees"},
    "tilted": {"degrees"},
    "speed_changes": set(),
    "repeated_pictures": set(),
    "frames_missing": set(),
    "too_squeezed": set(),
    "dark": set(),
    "out_of_picture": set(),
    "set_unseen": set(),
    "hidden_by_other": set(),
    "turned_upright": {"degrees"},
    "inner_picture": set(),
    "last_start": {"starts"},
    "error_basis": set(),
    "corrected_by_you_athlete": set(),
    "corrected_by_you_moment": {"phases"},
    "corrected_by_you_direction": set(),
    "corrected_by_you_pace": {"factor"},
    "corrected_by_you_real_time": set(),
}
VERDICTS = ("good", "minor", "work_on", "cant_tell", "close")
STAGES = ("opening", "finding", "posing", "measuring", "drawing")
FILM = ("title", "short", "card", "send", "size", "safety")
REFUSAL = ("what", "fix")
FAMILIES = {
    *("phase", "check", "praise", "measure", "cue", "refusal"),
    *("why", "note", "verdict", "stage", "film", "cause", "aside"),
}


def leaves(error):
    below = error.__subclasses__()
    return [leaf for child in below for leaf in leaves(child)] if below else [error]


def refusal_codes():
    kinds = (
        *(errors.BadFile, errors.BadView),
        *(errors.BadStart, errors.BadCorrection),
    )
    return [leaf.code for kind in kinds for leaf in leaves(kind)]


def cues_of_the_checklist():
    checks = load_checklist().checks
    return {cue for check in checks for cue in (check.cue_low, check.cue_high) if cue}


def asides_of_the_checklist():
    silent = [check for check in load_checklist().checks if not check.leads]
    return {cue for check in silent for cue in (check.cue_low, check.cue_high) if cue}


def expected_keys():
    checks = [check.id for check in load_checklist().checks]
    return {
        *(f"phase.{number}.{part}" for number in range(1, 9) for part in PHASE_WORDS),
        *(f"check.{check}.name" for check in checks),
        *(f"praise.{check}" for check in checks),
        *(f"measure.{measure}.name" for measure in DEFINED),
        *(f"cue.{cue}.{part}" for cue in cues_of_the_checklist() for part in CUE_WORDS),
        *(f"refusal.{code}.{part}" for code in refusal_codes() for part in REFUSAL),
        *(f"why.{code}" for code in WHYS),
        *(f"note.{code}" for code in NOTES),
        *(f"verdict.{verdict}" for verdict in VERDICTS),
        *(f"stage.{stage}" for stage in STAGES),
        *(f"film.{part}" for part in FILM),
        *(f"cause.{cause.id}" for cause in load_checklist().causes),
        *(f"aside.{cue}" for cue in asides_of_the_checklist()),
    }


@pytest.fixture(params=languages())
def words(request):
    return load_words(request.param)


@pytest.fixture
def keys(words):
    """Keys of the families above; the bot's and the pictures' own have their tests."""
    return {key for key in iter(words) if key.split(".")[0] in FAMILIES}


def test_the_tree_of_errors_has_the_twenty_two_refusals():
    assert len(set(refusal_codes())) == len(refusal_codes()) == 22


def test_everything_that_can_be_asked_for_has_words(keys):
    assert expected_keys() - keys == set()


def test_there_are_no_orphans(keys):
    assert keys
    assert keys - expected_keys() == set()


def test_only_notes_and_praise_ask_for_values_and_only_for_those_they_get(words, keys):
    allowed = {f"note.{code}": names for code, names in NOTES.items()}
    allowed |= {key: {"value"} for key in keys if key.startswith("praise.")}
    for key in keys:
        assert set(words.placeholders(key)) <= allowed.get(key, set()), key


def test_a_note_with_a_figure_shows_it(words):
    for code, names in NOTES.items():
        assert set(words.placeholders(f"note.{code}")) == names


def test_nobody_is_told_to_open_the_back_knee_to_the_seeds_angle(words):
    for cue in cues_of_the_checklist():
        told = " ".join(words.text(f"cue.{cue}.{part}") for part in CUE_WORDS)
        assert "135" not in told
        assert not re.search(r"\d\s*°", told), "a cue names the world, not an angle"


def test_the_seeds_targets_are_named_with_their_phase(words):
    for check in load_checklist().checks:
        if check.seed_target is not None:
            seed = words.text(f"phase.{check.phase}.seed")
            assert f"{check.seed_target:.0f}°" in seed


def test_cues_are_short_enough_to_remember_at_the_line(words):
    for cue in cues_of_the_checklist():
        say = words.text(f"cue.{cue}.say")
        assert len(say) <= 120, say
        assert say.count(". ") == 1, "what we see, then one thing to think of"


def test_a_refusal_names_one_fix_in_one_sentence(words):
    for code in refusal_codes():
        assert ". " not in words.text(f"refusal.{code}.fix")


def test_words_diagnose_nobody(words, keys):
    medical = re.compile(r"injur|diagnos|disease|strain|torn|lazy|wrong|bad\b", re.I)
    for key in keys:
        assert not medical.search(words.text(key, **values_for(words, key))), key


def values_for(words, key):
    return dict.fromkeys(words.placeholders(key), 1)


def test_the_filming_card_fits_a_phone(words):
    card = words.text("film.card")
    assert len(card) <= 1000
    assert len(card.splitlines()) <= 10


def test_every_source_is_used_and_says_what_it_is():
    checklist = load_checklist()
    rows = (*checklist.checks, *checklist.causes)
    used = {source for row in rows for source in row.source}
    assert set(load_sources()) == used
    for id, citation in load_sources().items():
        assert len(citation) > 20
        assert citation.startswith("Our proposal: ") == id.startswith("P")
        assert "://" not in citation
