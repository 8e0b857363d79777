"""Why a clip can't be analysed.

    CannotAnalyse
    ├── Refused
    │   ├── BadFile          Unreadable, NoVideo, TooShort, TooLong, TooLarge,
    │   │                    TooSqueezed, RepeatedPictures, SpeedChanges,
    │   │                    BreaksReader
    │   ├── BadView          Nobody, TooSmall, SeveralAthletes, NotSideOn,
    │   │                    CameraMoves, NotUpright, TooDark, HiddenByOther
    │   ├── BadStart         NoStart, CutOff, SeveralStarts
    │   └── BadCorrection    NobodyElse, CannotMove
    └── ModelUnavailable     (a failure of ours, not a refusal of the clip)

Every leaf has a ``code``; every refusal's code has words in ``content/``.

    OutdatedAnalysis         (what an older version stored can't be read any more)
"""

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """How the command ends; the JSON is written when analysed and when refused."""

    ANALYSED = 0
    FAILED = 1
    USAGE = 2
    REFUSED = 3
    STOPPED = 130


class CannotAnalyse(Exception):
    """Base of the tree. The message gives the figures behind the refusal."""

    code: ClassVar[str]


class Refused(CannotAnalyse):
    """What is wrong with the clip, or with what was asked of it."""


class BadFile(Refused):
    """The file itself."""


class Unreadable(BadFile):
    """Not a video, damaged, or a codec we don't have."""

    code = "unreadable"


class NoVideo(BadFile):
    """A media file with no moving picture in it."""

    code = "no_video"


class TooShort(BadFile):
    """Under 0.5 s."""

    code = "too_short"


class TooLong(BadFile):
    """Over 60 s or 3,600 frames."""

    code = "too_long"


class TooLarge(BadFile):
    """A picture or file larger than we decode."""

    code = "too_large"


class TooSqueezed(BadFile):
    """The file was compressed so hard on its way that joints can't be read."""

    code = "too_squeezed"


class RepeatedPictures(BadFile):
    """Pictures stand still or repeat where the start is."""

    code = "repeated_pictures"


class SpeedChanges(BadFile):
    """The clip changes its speed where the start is."""

    code = "speed_changes"


class BreaksReader(BadFile):
    """The process that read it broke down.

    Only whoever ran that process can tell; see ``bot.jobs.analysis_process``.
    """

    code = "breaks_reader"


class BadView(Refused):
    """The way the clip was filmed."""


class Nobody(BadView):
    """No person found."""

    code = "nobody"


class TooSmall(BadView):
    """The athlete fills too few pixels to measure."""

    code = "too_small"


class SeveralAthletes(BadView):
    """More than one possible starter and none stands out.

    ``people`` is how many of them the athlete can choose from, or 0.
    """

    code = "several_athletes"

    def __init__(self, message: str, people: int = 0) -> None:
        super().__init__(message)
        self.people = people


class NotSideOn(BadView):
    """Filmed from the front, from behind or far off the side."""

    code = "not_side_on"


class CameraMoves(BadView):
    """The camera pans, zooms or shakes."""

    code = "camera_moves"


class NotUpright(BadView):
    """The picture is on its side or upside down, and nothing shows which way is up."""

    code = "not_upright"


class TooDark(BadView):
    """Too little light to see a body."""

    code = "too_dark"


class HiddenByOther(BadView):
    """Somebody walks through in front and hides the start."""

    code = "hidden_by_other"


class BadStart(Refused):
    """What the athlete does in the clip."""


class NoStart(BadStart):
    """Somebody moves, but not out of the blocks."""

    code = "no_start"


class CutOff(BadStart):
    """The athlete leaves the picture, or the clip ends, before the push ends."""

    code = "cut_off"


class SeveralStarts(BadStart):
    """Several starts one after the other, and none stands out."""

    code = "several_starts"


class BadCorrection(Refused):
    """What was corrected by hand; the clip itself may be fine."""


class NobodyElse(BadCorrection):
    """Another athlete was asked for, and nobody else moves."""

    code = "nobody_else"


class CannotMove(BadCorrection):
    """A moment that is not in the clip, or that would pass its neighbour."""

    code = "cannot_move"


class ModelUnavailable(CannotAnalyse):
    """The pose model could not be found or fetched; the message lists each attempt."""

    code = "model_unavailable"


class OutdatedAnalysis(Exception):
    """What an older version stored can't be read any more; the message says why."""


def codes_of(kind: type[CannotAnalyse]) -> list[str]:
    """Codes of the leaves below a branch of the tree, in its order."""
    below = kind.__subclasses__()
    return [code for one in below for code in codes_of(one)] or [kind.code]
