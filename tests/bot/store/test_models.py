import pytest

from bot.store import About


@pytest.mark.parametrize(
    ("about", "level"),
    [
        (About(), "trained"),
        (About("club"), "trained"),
        (About("national", "older"), "trained"),
        (About("national", "under_16"), "trained"),
        (About("new", "older"), "developing"),
        (About("club", "under_16"), "developing"),
        (About(None, "under_16"), "developing"),
        (About("national", "under_14"), "developing"),
    ],
)
def test_who_is_new_or_still_growing_is_judged_as_developing(about, level):
    assert about.level == level


def test_the_young_and_the_new_learn_to_start_step_by_step():
    groups = ("under_14", "under_16", "older", None)
    assert [About(age_group=one).builds_up for one in groups] == [True] + [False] * 3
    assert About("new", "older").builds_up
