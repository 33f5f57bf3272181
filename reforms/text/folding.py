"""Text as searches see it: folded one character at a time by a fixed table."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .fold_table import FOLDING, HANGUL

# The same as an array, for the planes of Chinese: what has a fold of several characters, and all
# beyond, is ODD. A text of 1,500 characters takes 10 µs, with str.translate 78.
PLANES, ODD = 0x30000, 0xFFFFFFFF
SHORT = 100  # characters, up to which str.translate is as fast
CODES = np.zeros(PLANES + 1, np.uint32)
for _first, _last in zip(FOLDING.starts, FOLDING.ends, strict=True):
    _stop = min(_last + 1, PLANES)
    CODES[_first:_stop] = np.arange(_first, _stop)
for _code, _text in FOLDING.items():
    CODES[min(_code, PLANES)] = ord(_text) if len(_text) == 1 else ODD if _text else 0
CODES[HANGUL.start : HANGUL.stop] = CODES[PLANES] = ODD


def fold(text: str) -> str:
    """Letters and digits of all scripts: lower case, simplified, without marks and widths.

    Decomposed (NFKD) with its marks dropped, since that alone makes é typed as one character and
    as two fold alike while each character is folded by itself: fold(a + b) == fold(a) + fold(b).
    """
    if len(text) > SHORT and (codes := folded_codes(text)) is not None:
        return codes[codes > 0].tobytes().decode("utf-32-le")
    return text.translate(FOLDING)


def origins(text: str) -> Sequence[int]:
    """For each character of a text's fold: where in the text the one stands that it is from."""
    if len(text) > SHORT and (codes := folded_codes(text)) is not None:
        return np.flatnonzero(codes).tolist()
    return [place for place, char in enumerate(text) for _ in FOLDING[ord(char)]]


def folded_codes(text: str) -> NDArray[np.uint32] | None:
    """The code point to which each character folds, 0 where it is dropped; None for an odd text."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    codes = CODES.take(points, mode="clip").astype("<u4", copy=False)
    return None if (codes == ODD).any() else codes
