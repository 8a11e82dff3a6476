"""The file of weights that the program carries: everything in it is read in place, little-endian.

  8 bytes   "OTKENC01"
  4 bytes   length of the header
  header    JSON: {"meta": {…}, "tensors": [{"name", "type", "shape", "at"}]}, at counted from the data's start
  padding   to a multiple of 64 bytes; each tensor starts at a multiple of 64
Types: f32; f16 (IEEE half); u8. The table of pieces is u8 with a scale and a lowest value for each row:
value = byte * table_scale[row] + table_low[row]. "pieces" are their UTF-8 texts, each ended by a byte 0;
"scores" their log probabilities; "charsmap" the reference's normalisation (darts-clone trie, then texts).
"""

import json
import struct

import numpy as np

MAGIC = b"OTKENC01"
TYPES = {"f32": "<f4", "f16": "<f2", "u8": "u1"}


def quantise(table, bits=8):
    low = table.min(1)
    scale = np.maximum((table.max(1) - low) / (2**bits - 1), 1e-12)
    q = np.clip(np.rint((table - low[:, None]) / scale[:, None]), 0, 2**bits - 1).astype(np.uint8)
    return q, scale.astype(np.float32), low.astype(np.float32)


def write(path, meta, tensors):
    """tensors: name → (type, array)."""
    entries, blobs, at = [], [], 0
    for name, (kind, array) in tensors.items():
        data = np.ascontiguousarray(array.astype(TYPES[kind])).tobytes()
        entries.append({"name": name, "type": kind, "shape": list(array.shape), "at": at})
        data += b"\0" * (-len(data) % 64)
        blobs.append(data)
        at += len(data)
    header = json.dumps({"meta": meta, "tensors": entries}, ensure_ascii=False, sort_keys=True).encode()
    start = MAGIC + struct.pack("<I", len(header)) + header
    with open(path, "wb") as f:
        f.write(start + b"\0" * (-len(start) % 64))
        for b in blobs:
            f.write(b)


def read(path):
    data = open(path, "rb").read()
    if data[:8] != MAGIC:
        raise ValueError(f"{path} is no file of weights")
    (n,) = struct.unpack("<I", data[8:12])
    head = json.loads(data[12:12 + n])
    start = 12 + n + -(12 + n) % 64
    tensors = {}
    for e in head["tensors"]:
        size = int(np.prod(e["shape"])) if e["shape"] else 1
        tensors[e["name"]] = np.frombuffer(data, TYPES[e["type"]], size, start + e["at"]).reshape(e["shape"])
    return head["meta"], tensors
