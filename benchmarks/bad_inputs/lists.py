"""Files that name other files: playlists, concats, descriptions, and what hides one."""

from __future__ import annotations

from collections.abc import Iterator

HLS = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n"


def lists(own: str, sibling: str, address: str) -> Iterator[tuple[str, bytes]]:
    """Every kind.

    Parameters
    ----------
    own
        The name the list itself will have: it names itself.
    sibling
        A film that must not be opened.
    address
        Where somebody listens whom nobody must call.
    """
    for told, name in (("itself", own), ("a sibling", sibling), ("a call", address)):
        for kind, text in _naming(name):
            yield f"{kind} {told}", text.encode()


def _naming(name: str) -> Iterator[tuple[str, str]]:
    yield "ffconcat", "ffconcat version 1.0\n" + f"file '{name}'\n" * 1000
    yield "concat", f"file '{name}'\n" * 3
    yield "HLS", f"{HLS}#EXTINF:2,\n{name}\n#EXT-X-ENDLIST\n"
    yield "HLS key", f'{HLS}#EXT-X-KEY:METHOD=AES-128,URI="{name}"\n#EXTINF:2,\nx.ts\n'
    yield "HLS map", f'{HLS}#EXT-X-MAP:URI="{name}"\n#EXTINF:2,\nx.ts\n'
    yield "HLS of lists", f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{name}\n"
    yield "M3U", f"#EXTM3U\n{name}\n"
    yield "PLS", f"[playlist]\nFile1={name}\nNumberOfEntries=1\n"
    yield "DASH", _dash(name)
    yield "SMIL", f'<smil><body><video src="{name}"/></body></smil>'
    yield "ASX", f'<asx version="3"><entry><ref href="{name}"/></entry></asx>'
    yield "SDP", f"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\na={name}\n"
    yield "SVG", f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{name}"/></svg>'
    yield "XSPF", f"<playlist><track><location>{name}</location></track></playlist>"
    yield "address", name


def _dash(name: str) -> str:
    return (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
        'mediaPresentationDuration="PT2S"><Period><AdaptationSet mimeType="video/mp4">'
        f'<Representation id="1" bandwidth="1"><BaseURL>{name}</BaseURL>'
        "</Representation></AdaptationSet></Period></MPD>"
    )


def polyglots(film: bytes, text: bytes) -> Iterator[tuple[str, bytes]]:
    """A list that begins as a film, and a film that begins as a list."""
    yield "list, film behind", text + film
    yield "film, list behind", film + text
    yield "GIF's name, list", b"GIF89a" + text
    yield "AVI's name, list", b"RIFF\xff\xff\x00\x00AVI LIST" + text
    yield "Matroska's name, list", b"\x1a\x45\xdf\xa3" + text
    yield "MP4's name, list", b"\x00\x00\x00\x14ftypisom\x00\x00\x00\x00isom" + text
    yield "free box, list", len(text).to_bytes(4, "big") + b"free" + text
    yield "transport's marks, list", _with_marks(text)
    yield "mark of Unicode, list", b"\xef\xbb\xbf" + text
    yield "ID3, list", b"ID3\x04\x00\x00\x00\x00\x00\x00" + text
    yield "photo, film behind", b"\xff\xd8\xff\xe0\x00\x10JFIF" + film
    yield "archive, film behind", b"PK\x03\x04" + film


def _with_marks(text: bytes) -> bytes:
    changed = bytearray(text.ljust(188 * 8, b"\n"))
    changed[::188] = b"G" * len(changed[::188])
    return bytes(changed)
