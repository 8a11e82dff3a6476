"""Writes what the reference makes of texts, for the Go encoder's tests: a line of JSON each, with the text, its pieces
(the package's tokenizer) and, of the first ones, the numbers (the forward pass in 32 bits).

  python tools/encoder/reference.py WEIGHTS STRANGE.json TEXTS.tsv… > REFERENCE
  OTKLIK_ENCODER=WEIGHTS OTKLIK_ENCODER_REFERENCE=REFERENCE go test ./internal/reading/encoder
"""

import csv
import functools
import json
import sys

import jax
import numpy as np

import pieces
import trunk
import weights

COUNT, NUMBERS = 10_000, 400


def texts(strange, files):
    with open(strange, encoding="utf-8") as f:
        yield from json.load(f)
    found = []
    for name in files:
        with open(name, encoding="utf-8", newline="") as f:
            rows = csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)
            found += [row["text"] for row in rows if row.get("text")]
    step = max(len(found) // COUNT, 1)
    yield from found[::step][:COUNT]


def shorten(ids, most):
    body, most = ids[1:-1], most - 2
    if len(body) > most:
        k = most * 3 // 4
        body = body[:k] + body[len(body) - (most - k):]
    return ids[:1] + body + ids[-1:]


def main(path, strange, *files):
    meta, held = weights.read(path)
    tokenizer = trunk.tokenizer()
    old = {piece: i for i, piece in enumerate(tokenizer._pieces)}
    pruned = pieces.Pruned(tokenizer, [old[p] for p in held["pieces"].tobytes().decode().split("\0")[:-1]])
    params = {k: np.asarray(v, np.float32) for k, v in held.items() if v.dtype != np.uint8}
    params["table"] = held["table"] * held["table_scale"][:, None] + held["table_low"][:, None]
    forward = jax.jit(functools.partial(trunk.forward, eps=meta["epsilon"], mm=trunk.exact))
    for i, text in enumerate(texts(strange, files)):
        ids = shorten(pruned.encode(text), meta["max_pieces"])
        line = {"text": text, "pieces": ids}
        if i < NUMBERS:
            count = np.array([len(ids)])
            padded = np.array([ids + [0] * (meta["max_pieces"] - len(ids))])
            numbers = forward(params, ids=padded, lens=count)[0]
            line["numbers"] = [float(n) for n in numbers]
        print(json.dumps(line))


if __name__ == "__main__":
    main(*sys.argv[1:])
