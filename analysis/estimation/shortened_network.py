"""The pose network without its segmentation: the same landmarks, a tenth sooner.

It ends in five outputs. One is a mask of the body, 256 pixels across, which nobody here
asks for. The steps that lead nowhere else are left out, and in the mask's place stands
another output, so that landmarks are the same to the last bit.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import flatbuffers.encode
import flatbuffers.number_types
import numpy as np
from flatbuffers.table import Table
from numpy.typing import NDArray

NETWORK = "pose_landmarks_detector.tflite"
MASK = (1, 256, 256, 1)
# Fields of TensorFlow Lite's format, as its ``schema.fbs`` numbers them from 0.
SUBGRAPHS = 2  # of the model
TENSORS, RESULTS, STEPS = 0, 2, 3  # of a subgraph
SHAPE = 0  # of a tensor
TAKES, GIVES = 1, 2  # of a step


def shorten(model: Path, short: Path) -> None:
    """Write a pose model's file anew, with a shorter way to the same landmarks.

    Parameters
    ----------
    model
        The ``.task`` file: an archive of networks.
    short
        The file that is written; the same bytes from the same model.
    """
    with zipfile.ZipFile(model) as parts:
        network = parts.read(NETWORK)
    brief = _shortened(network)
    # Nothing moves: the model is used in place, where it has to lie on round addresses.
    content = model.read_bytes().replace(network, brief)
    short.write_bytes(content.replace(_crc(network), _crc(brief)))


def _crc(content: bytes) -> bytes:
    """The checksum of a part as an archive has it, before the part and at its end."""
    return zlib.crc32(content).to_bytes(4, "little")


def _shortened(network: bytes) -> bytes:
    content = bytearray(network)
    (graph,) = _tables(_root(content), SUBGRAPHS)
    shapes = [tuple(_numbers(one, SHAPE)) for one in _tables(graph, TENSORS)]
    results = _numbers(graph, RESULTS)
    is_mask = np.array([shapes[one] == MASK for one in results])
    results[is_mask] = results[~is_mask][-1]
    _keep(graph, _needed(list(_tables(graph, STEPS)), set(results.tolist())))
    return bytes(content)


def _needed(steps: list[Table], wanted: set[int]) -> list[int]:
    """Which steps lead to any of the tensors wanted; they are in order."""
    needed = []
    for number in range(len(steps) - 1, -1, -1):
        if wanted.intersection(_numbers(steps[number], GIVES).tolist()):
            wanted.update(_numbers(steps[number], TAKES).tolist())
            needed.append(number)
    return needed[::-1]


def _keep(graph: Table, steps: list[int]) -> None:
    """Shorten the list of steps; what is left out stays in the file, unread."""
    listed = _numbers(graph, STEPS)
    start = graph.Vector(_place(graph, STEPS))
    here = start + 4 * np.arange(len(listed))
    # Each entry says how far it is from itself to its step.
    listed[: len(steps)] = (here + listed)[steps] - here[: len(steps)]
    flatbuffers.encode.Write(
        flatbuffers.number_types.UOffsetTFlags.packer_type,
        graph.Bytes,
        start - 4,
        len(steps),
    )


def _root(content: bytearray) -> Table:
    return Table(content, int.from_bytes(content[:4], "little"))


def _tables(table: Table, field: int) -> Iterator[Table]:
    start = table.Vector(_place(table, field))
    for number in range(table.VectorLen(_place(table, field))):
        yield Table(table.Bytes, table.Indirect(start + 4 * number))


def _numbers(table: Table, field: int) -> NDArray[np.int32]:
    """The numbers of a list, in place: what is written to them is in the file."""
    place = _place(table, field)
    if not place:
        return np.empty(0, np.int32)
    return np.frombuffer(
        table.Bytes, "<i4", table.VectorLen(place), table.Vector(place)
    )


def _place(table: Table, field: int) -> int:
    return int(table.Offset(4 + 2 * field))
