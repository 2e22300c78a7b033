"""The encoder: word pieces as BERT cuts them, tensors as they lie in the file, vectors that are kept and go stale."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from fahuo.hs.encoder import safetensors, vectors
from fahuo.hs.encoder.build import build
from fahuo.hs.encoder.minilm import PACKAGE, MiniLM, minilm
from fahuo.hs.encoder.vectors import Vectors
from fahuo.hs.encoder.wordpiece import WordPieces, basic_words
from fahuo.hs.library import assemble, encoded_texts, shipped_texts
from fahuo.hs.model import model
from fahuo.hs.question import Question
from fahuo.hs.recognise import answer
from fahuo.hs.tests import shelf

needs_encoder = pytest.mark.skipif(minilm() is None, reason=f"{PACKAGE} is not installed")


@pytest.fixture
def encoder() -> MiniLM:
    found = minilm()
    assert found
    return found


@needs_encoder
@pytest.mark.parametrize(
    ("text", "numbers"),
    [  # as the reference implementation of the model's own tokenizer.json gives them
        ("Bluetooth earphones, 5.3 TWS", [2630, 19392, 4540, 19093, 1010, 1019, 1012, 1017, 1056, 9333]),
        ("Café Señorita naïve résumé", [7668, 12411, 10050, 2696, 15743, 13746]),
        ("蓝牙耳机 charging case", [100, 100, 1937, 100, 13003, 2553]),
        ("100% cotton & 5'' €20 ™", [2531, 1003, 6557, 1004, 1019, 1005, 1005, 1574, 11387, 1580]),
        ("unbelievably", [4895, 8671, 2666, 3567, 6321]),
        ("x" * 120, [100]),
        ("", []),
    ],
)
def test_word_pieces_are_those_of_the_reference(encoder: MiniLM, text: str, numbers: list[int]) -> None:
    assert encoder._pieces.encode(text, 64) == [101, *numbers, 102]


@needs_encoder
def test_a_long_text_is_cut_between_its_marks(encoder: MiniLM) -> None:
    numbers = encoder._pieces.encode("mug " * 200, 16)
    assert (len(numbers), numbers[0], numbers[-1]) == (16, 101, 102)


def test_signs_stand_alone_and_controls_vanish() -> None:
    assert basic_words("A-b\u200bc\t(D)\n") == ["a", "-", "bc", "(", "d", ")"]


def test_pieces_are_the_longest_there_are(tmp_path: Path) -> None:
    (tmp_path / "vocab.txt").write_text("[UNK]\n[CLS]\n[SEP]\nlamp\nlam\n##shade\n##s\n", encoding="utf-8")
    pieces = WordPieces(tmp_path / "vocab.txt")
    assert pieces.encode("Lampshade lamps lamq", 64) == [1, 3, 5, 3, 6, 0, 2]


@needs_encoder
def test_likeness_follows_meaning_and_not_the_company_in_a_batch(encoder: MiniLM) -> None:
    texts = ["wireless headphones", "bluetooth earbuds", "garden hose", "a stainless steel knife for a cook"]
    rows = encoder.encode(texts)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    likeness = rows @ rows.T
    assert likeness[0, 1] > 0.5 > 0.3 > likeness[0, 2]
    assert np.allclose(rows[2], encoder.encode(texts[2:3])[0], atol=1e-5)


def test_tensors_are_read_by_name(tmp_path: Path) -> None:
    header = json.dumps(
        {
            "__metadata__": {"format": "pt"},
            "a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
            "ids": {"dtype": "I64", "shape": [1], "data_offsets": [24, 32]},
        }
    ).encode()
    numbers = np.arange(6, dtype="<f4").tobytes() + struct.pack("<q", 7)
    (tmp_path / "m").write_bytes(struct.pack("<Q", len(header)) + header + numbers)
    tensors = safetensors.read(tmp_path / "m")
    assert list(tensors) == ["a"]
    assert tensors["a"].tolist() == [[0, 1, 2], [3, 4, 5]]


def test_a_header_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(struct.pack("<Q", 1 << 40) + b"{}")
    with pytest.raises(ValueError, match="header of"):
        safetensors.read(tmp_path / "m")


def test_vectors_are_kept_small_and_come_back_alike(tmp_path: Path) -> None:
    rows = np.random.default_rng(1).normal(size=(20, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    texts = [f"text {number}" for number in range(20)]
    vectors.save(vectors.added(Vectors(), texts, rows), tmp_path / "v.npz")
    kept = vectors.load(tmp_path / "v.npz")
    back = vectors.grown(kept.rows[vectors.key(text)] for text in texts)
    assert np.abs(back @ back.T - rows @ rows.T).max() < 0.03
    assert (vectors.turned(rows, kept.directions) * back).sum(axis=1).min() > 0.999
    assert kept.missing([*texts, "new", "new"]) == ["new"]


@needs_encoder
def test_only_new_texts_are_encoded_and_old_ones_leave(tmp_path: Path) -> None:
    path = tmp_path / "v.npz"
    texts = [f"{colour} {thing}" for colour in ("red", "blue", "green") for thing in ("mug", "lamp", "shoe")]
    assert build(texts, path) == (9, 9)
    before = vectors.load(path)
    assert build(texts, path) == (9, 0)
    assert build([*texts[2:], "yellow hose"], path) == (8, 1)
    after = vectors.load(path)
    assert after.missing([*texts, "yellow hose"]) == texts[:2]
    assert (after.rows[vectors.key(texts[5])] == before.rows[vectors.key(texts[5])]).all()
    assert build([*texts, "yellow hose"], path) == (10, 2)
    assert build([*texts, "black tent", "white rope", "a bell", "an axe"], path) == (13, 13)  # too many are new
    assert build(texts, path, anew=True) == (9, 9)


@needs_encoder
def test_new_phrases_stay_unheard_until_vectors_are_built_by_command(tmp_path: Path) -> None:
    shelf.deep(tmp_path)
    kept = tmp_path / "vectors.npz"
    before = kept.read_bytes()
    newer = shelf.write(tmp_path, shelf.LINES + "940161\tarmchair;rocking chair\t扶手椅\n")
    stale = assemble(newer, shelf.TABLES, deep=True, kept=kept)
    assert stale.unencoded == 2
    assert stale.row_entries.max() < len(stale.words.entries) - 1
    found = answer(Question("rocking chair"), stale, model("deep-title"))
    assert found.candidates[0].code == "940161"
    assert kept.read_bytes() == before
    assert shelf.deep(tmp_path).unencoded == 0


@needs_encoder
def test_without_any_vector_nothing_is_encoded(tmp_path: Path) -> None:
    bare = assemble(shelf.write(tmp_path), shelf.TABLES, deep=True, kept=tmp_path / "none.npz")
    assert (bare.unencoded, len(bare.rows)) == (len({t for e in bare.words.entries for t in encoded_texts(e)}), 0)
    assert answer(Question("Blue mug"), bare, model("deep-title")).candidates[0].code == "691200"
    assert not (tmp_path / "none.npz").exists()


@pytest.mark.parametrize("content", [None, b"", b"no archive"])
def test_a_file_of_vectors_that_cannot_be_read_holds_none(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "v.npz").write_bytes(content)
    assert vectors.load(tmp_path / "v.npz").rows == {}


def test_the_shipped_vectors_are_those_of_the_shipped_lexicon() -> None:
    stale = vectors.load().missing(shipped_texts())
    assert not stale, f"{len(stale)} texts have no vector: run `fahuo hs vectors`"
    assert vectors.FILE.stat().st_size < 1_000_000
