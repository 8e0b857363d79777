"""Who sees whose clips, and whose a clip is."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.store import About, Coach, Part, Store
from bot.store.links import LASTS
from tests.bot.visits import add_clip

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
TOM, ANA, LEA = 1, 2, 3


class Clock:
    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(place, clock):
    made = Store(place, clock)
    for person in (TOM, ANA, LEA):
        made.meet(person)
    yield made
    made.close()


def test_an_athlete_of_a_name_is_kept_once(store):
    ben = store.keep(TOM, "Ben")
    assert store.keep(TOM, "BEN") == ben
    assert store.keep(LEA, "Ben").id != ben.id
    assert [one.name for one in store.squad(TOM)] == ["Ben"]
    assert ben.id < 0


def test_no_id_of_a_kept_athlete_comes_again(store):
    gone = store.keep(TOM, "Ben").id
    store.delete_athlete(gone)
    assert gone not in [store.keep(TOM, f"Ben {n}").id for n in range(20)]


def test_only_who_shares_or_is_kept_is_seen_until_it_ends(store):
    ben = store.keep(TOM, "Ben").id
    assert store.sees(TOM, ben)
    assert not store.sees(LEA, ben)
    assert not store.sees(TOM, ANA)
    assert store.share(ANA, "Ana", Coach(TOM, "Tom"))
    assert not store.share(ANA, "Ana", Coach(TOM, "Tom"))
    assert not store.share(ANA, "Ana", Coach(ANA, "Ana"))
    assert store.sees(TOM, ANA)
    assert not store.keeps(TOM, ANA)
    store.look_at(TOM, ANA)
    assert store.unshare(ANA, TOM)
    assert not store.sees(TOM, ANA)
    assert store.athlete(TOM).subject is None


def test_who_leaves_takes_all_along_and_goes_on_to_share(store):
    ben = store.keep(TOM, "Ben").id
    store.set_about(ben, About("club", "under_16", 170))
    store.set_agreed(ben, True)
    add_clip(store, "c1", NOW, athlete=TOM)
    store.give("c1", ben)
    store.keep_stills("c1", {"still_1.jpg": b"x"})
    store.keep_reply("c1", {"words": Part(7, "d")})
    store.mark_sent("c1:0", 7, athlete_id=ben)
    store.look_at(TOM, ben)
    assert store.take_over(ben, LEA, "Tom") == TOM
    assert store.clip("c1").athlete_id == LEA
    assert store.stills("c1") == {"still_1.jpg": b"x"}
    assert store.reply("c1") == {"words": Part(7, "d")}
    assert store.was_sent("c1:0") == 7
    assert store.athlete(ben) is None
    lea = store.athlete(LEA)
    assert (lea.about, lea.waits) == (About("club", "under_16", 170), False)
    assert [(one.name, one.kept) for one in store.squad(TOM)] == [("Ben", False)]
    assert store.athlete(TOM).subject == LEA
    assert store.take_over(ben, ANA, "Tom") is None


def test_what_the_athlete_told_themselves_counts_more(store):
    ben = store.keep(TOM, "Ben").id
    store.set_about(ben, About("new", "under_14", None))
    store.set_about(LEA, About("national", None, 181))
    store.take_over(ben, LEA, "Tom")
    assert store.athlete(LEA).about == About("national", "under_14", 181)
    assert store.athlete(LEA).waits, "nobody has said yes for them"


def test_a_clip_given_away_takes_its_pictures_and_reply_along(store):
    ben = store.keep(TOM, "Ben").id
    add_clip(store, "c1", NOW, athlete=TOM)
    store.keep_stills("c1", {"still_1.jpg": b"x"})
    store.keep_reply("c1", {"words": Part(7, "d")})
    store.give("c1", LEA)
    store.delete_athlete(TOM)
    assert store.athlete(ben) is None
    assert store.stills("c1") == {"still_1.jpg": b"x"}
    assert store.reply("c1") == {"words": Part(7, "d")}


def test_a_link_works_once_and_for_seven_days(store, clock):
    token = store.make_link("share", ANA, "Ana")
    assert store.link(token).name == "Ana"
    assert store.use_link(token) is not None
    assert store.use_link(token) is None
    late = store.make_link("invite", TOM)
    clock.now = NOW + LASTS + timedelta(seconds=1)
    assert store.link(late) is None
    assert store.use_link(late) is None
    assert store.link("nonsense") is None


def test_only_who_opened_a_link_is_told_of_it(store, clock):
    token = store.make_link("share", ANA, "Ana")
    assert store.link_opened(token, TOM) is None
    store.use_link(token, 7, TOM)
    assert store.link_opened(token, TOM).name == "Ana"
    assert store.link_opened(token, LEA) is None
    store.delete_athlete(TOM)
    assert store.link_opened(token, TOM) is None
    clock.now = NOW + LASTS + timedelta(seconds=1)
    store.meet(TOM)
    assert store.link_opened(token, TOM) is None


def test_no_row_opens_a_link(store):
    tokens = [store.make_link(kind, ANA, "Ana") for kind in ("share", "invite")]
    kept = store._read("select * from links")
    assert len(kept) == 2
    assert not any(token in str(kept) for token in tokens)
    assert not any(store.link(str(value)) for row in kept for value in row.values())


def test_links_go_with_their_maker(store):
    token = store.make_link("share", ANA, "Ana")
    store.delete_athlete(ANA)
    assert store.link(token) is None
