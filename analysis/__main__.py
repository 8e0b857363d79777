"""The command: ``python -m analysis CLIP`` reports what it saw and what to work on.

Exit code 0 analysed, 3 refused (the JSON is written all the same), 2 usage,
1 failure. ``BLOCKSTART_DEBUG=1`` shows the trace of a failure.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, get_args

from analysis import analyse, corrections
from analysis.errors import ExitCode
from analysis.quantities import AthleteLevel
from analysis.scoring.apply_corrections import check_names
from analysis.scoring.metres import HEIGHTS_CM
from analysis.serialization import to_json
from analysis.types import Analysis
from content.words import FALLBACK, Words, languages, load_words

# Routine log lines of MediaPipe and TensorFlow Lite; their errors and fatal errors
# begin with E and F and are let through.
CHATTER = (
    r"^([IW][0-9]{4} [0-9:.]+ |INFO: |WARNING: (All log messages|Logging) before )"
)

# Share of the whole each stage takes, measured on clips of 100 to 150 frames with
# everything drawn.
STAGE_SHARE = {
    "opening": 0.06,
    "finding": 0.17,
    "posing": 0.38,
    "measuring": 0.01,
    "drawing": 0.38,
}

RESULTS = {
    "--json": ("FILE", "all numbers"),
    "--pictures": ("DIR", "cards, strip and slow motion"),
    "--poses": ("FILE.npz", "where every joint was seen"),
    "--series": ("FILE.csv", "joints and angles of every frame, as measured"),
}

Progress = Callable[[str, float], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Analyse the clip named on the command line; return the exit code."""
    options = _parse(arguments)
    words = load_words(options.language)
    try:
        with (
            _without_chatter() as screen,
            _progress(options, words, screen) as progress,
        ):
            analysis = _analyse(options, progress)
        _write_json(analysis, options.json)
    except KeyboardInterrupt:
        return ExitCode.STOPPED
    except Exception as error:  # one clear line whatever went wrong
        if os.environ.get("BLOCKSTART_DEBUG") == "1":
            raise
        print(f"blockstart: {type(error).__name__}: {error}", file=sys.stderr)
        return ExitCode.FAILED
    if options.progress is None:
        _print_report(analysis, words, options.height)
    return ExitCode.ANALYSED if analysis.refusal is None else ExitCode.REFUSED


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m analysis",
        description="Measure one clip of a sprint start, filmed from the side.",
        epilog="Exit code: 0 analysed, 3 refused, 2 usage, 1 failure.",
    )
    _add_results(parser)
    _add_ways(parser)
    _add_knowledge(parser)
    options = parser.parse_args(arguments)
    _check_files(parser, options)
    return options


def _add_results(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("clip", metavar="CLIP", type=Path, help="a video file")
    for option, (kind, what) in RESULTS.items():
        parser.add_argument(option, metavar=kind, type=Path, help=f"write {what}")


def _add_ways(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model",
        choices=("heavy", "full"),
        default="heavy",
        help="heavy sees better, full takes about half the time",
    )
    parser.add_argument(
        "--model-path", metavar="FILE.task", type=Path, help="the model's file itself"
    )
    parser.add_argument(
        "--language",
        choices=languages(),
        default=FALLBACK,
        help="of the report and of the words on the pictures",
    )
    parser.add_argument(
        "--progress",
        choices=("json",),
        help="print how far it is as JSON lines, instead of the report",
    )
    parser.add_argument(
        "--hide-faces",
        action="store_true",
        help="cover the athlete's head in all that is drawn",
    )


def _add_knowledge(parser: argparse.ArgumentParser) -> None:
    """What only the athlete knows."""
    parser.add_argument(
        "--level",
        choices=get_args(AthleteLevel),
        default="trained",
        help="whose bands: a developing athlete may leave the blocks higher",
    )
    parser.add_argument(
        "--height",
        metavar="CM",
        type=_height,
        help="the athlete's, for step lengths and speed in metres in the report",
    )
    parser.add_argument(
        "--corrections",
        metavar="JSON",
        type=_corrections,
        default=corrections.NOTHING,
        help='what you know better: {"athlete": 1, "shifts": {"touchdown_2": -1}, '
        '"mirrored": true}',
    )


def _corrections(text: str) -> corrections.Corrections:
    try:
        found = corrections.from_json(json.loads(text))
        check_names(found)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return found


def _height(text: str) -> int:
    if not text.isdecimal() or int(text) not in HEIGHTS_CM:
        raise argparse.ArgumentTypeError(f"no height in centimetres: {text}")
    return int(text)


def _check_files(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Find out before the work, not after it, that a result can't be written."""
    if not options.clip.is_file():
        parser.error(f"no such file: {options.clip}")
    for file, ending in ((options.poses, ".npz"), (options.series, ".csv")):
        if file is not None and file.suffix != ending:
            parser.error(f"this file must end in {ending}: {file}")
    for file in (options.json, options.poses, options.series):
        if file is not None and not file.absolute().parent.is_dir():
            parser.error(f"no such directory: {file.parent}")


def _analyse(options: argparse.Namespace, progress: Progress | None) -> Analysis:
    return analyse(
        options.clip,
        model=options.model,
        model_path=options.model_path,
        pictures=options.pictures,
        poses=options.poses,
        series=options.series,
        progress=progress,
        language=options.language,
        corrections=options.corrections,
        level=options.level,
        hide_faces=options.hide_faces,
    )


@contextmanager
def _without_chatter() -> Iterator[TextIO]:
    """Keep the model's C++ chatter off the screen; yields the screen itself.

    The filter is a process of its own, so that the last words of a crash get through.
    """
    sys.stderr.flush()
    with os.fdopen(os.dup(2), "w") as screen:
        try:
            command = ["grep", "--line-buffered", "-vE", CHATTER]
            sieve = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=screen)
        except OSError:
            yield screen
            return
        with sieve:
            os.dup2(sieve.stdin.fileno(), 2)  # type: ignore[union-attr]
            sieve.stdin.close()  # type: ignore[union-attr]
            try:
                yield screen
            finally:
                sys.stderr.flush()
                os.dup2(screen.fileno(), 2)


@contextmanager
def _progress(
    options: argparse.Namespace, words: Words, screen: TextIO
) -> Iterator[Progress | None]:
    if options.progress == "json":
        yield _json_lines()
    elif screen.isatty():
        with _bar(words, screen) as progress:
            yield progress
    else:
        yield None


def _json_lines() -> Progress:
    """Print a line whenever a stage advances by a hundredth."""
    last: tuple[str, int] | None = None

    def tell(stage: str, done: float) -> None:
        nonlocal last
        if last != (stage, int(done * 100)):
            last = stage, int(done * 100)
            print(json.dumps({"stage": stage, "done": round(done, 2)}), flush=True)

    return tell


@contextmanager
def _bar(words: Words, screen: TextIO) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Bar(*columns, console=Console(file=screen), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def tell(stage: str, done: float) -> None:
            before = list(STAGE_SHARE).index(stage)
            whole = sum(list(STAGE_SHARE.values())[:before]) + done * STAGE_SHARE[stage]
            text = words.text(f"stage.{stage}")
            bar.update(task, completed=whole, description=text)

        yield tell


def _write_json(analysis: Analysis, file: Path | None) -> None:
    if file is not None:
        text = json.dumps(to_json(analysis), indent=1, ensure_ascii=False)
        file.write_text(text + "\n", encoding="utf-8")


def _print_report(analysis: Analysis, words: Words, height_cm: int | None) -> None:
    from analysis import report

    if sys.stdout.isatty():
        from rich.console import Console

        Console(emoji=False).print(report.as_renderable(analysis, words, height_cm))
    else:
        print(report.as_text(analysis, words, height_cm), end="")


if __name__ == "__main__":
    sys.exit(main())
