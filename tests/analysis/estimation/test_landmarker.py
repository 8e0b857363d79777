"""Models are made ahead, each is used once, and all are freed."""

import pytest

from analysis.estimation import landmarker
from analysis.estimation.landmarker import Estimators


class Model:
    made = ()

    def __init__(self, file):
        if file is None:
            raise RuntimeError("no model file")
        self.closed = False
        Model.made = [*Model.made, self]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        assert not self.closed
        self.closed = True


@pytest.fixture(autouse=True)
def models(monkeypatch):
    monkeypatch.setattr(Model, "made", ())
    monkeypatch.setattr(landmarker, "MediaPipe", Model)
    return Model


def test_each_pair_has_seen_nothing_and_is_freed_after_use(models, tmp_path):
    with Estimators(tmp_path) as estimators:
        with estimators.pair() as first:
            assert not any(one.closed for one in first)
        with estimators.pair() as second:
            assert not {*map(id, first)} & {*map(id, second)}
    assert len(models.made) == 4
    assert all(one.closed for one in models.made)


def test_a_pair_that_nobody_took_is_freed_too(models, tmp_path):
    with Estimators(tmp_path):
        pass
    assert len(models.made) == 2
    assert all(one.closed for one in models.made)


def test_a_model_that_cannot_be_made_is_an_error_for_who_wants_it(models):
    with (
        Estimators(None) as estimators,
        pytest.raises(RuntimeError, match="no model file"),
        estimators.pair(),
    ):
        pass
