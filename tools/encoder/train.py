"""Fine-tunes the encoder on every task at once and writes its weights.

  python train.py --data ../../../shared/data --corpus ../../internal/reading/corpus/comments.tsv --out encoder.npz
  python train.py … --leave-out governor --scores left-out.npz     (one family of sources kept for measuring)

With two cores it takes a quarter of an hour to an hour. Everything random has a seed; sums of bfloat16 products in
several threads may still differ in the last digits from run to run, so weights are equal in effect, not in bytes.
"""

import argparse
import collections
import os
import pickle
import random
import sys
import time

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_use_onednn=true")
os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", os.path.expanduser("~/.cache/otklik-encoder"))

import jax
import jax.numpy as jnp
import numpy as np
import optax

import pieces
import texts
import trunk

LONGEST, ABOVE, POST = 128, 40, 32
STRANGE = 0.2  # share of the rows without surroundings that are given some other row's: they must not tell by being there
WEAK = 0.25  # share of the rows labelled by where they stand that each epoch sees
BUCKETS = (16, 32, 64, 128)
BUDGET = 3072  # pieces of text in a batch
HIDDEN = 192
OUT = trunk.DIM + trunk.STRONGEST
FLAGS = 3  # something above, a post, how long the text is
NAMES = ("Анна", "Елена", "Сергей", "Александр", "Марина", "Иван", "Ольга", "Дмитрий", "Татьяна", "Андрей", "Юлия")


def cut(ids, longest):
    body = longest - 2
    if len(ids) > body:
        k = body * 3 // 4
        ids = ids[:k] + ids[len(ids) - (body - k):]
    return [pieces.START] + ids + [pieces.END]


def vocabulary(rows, cache):
    """Old numbers of the pieces to keep, by what the texts use; kept in a file between runs."""
    path = cache + ".kept" if cache else ""
    if path and os.path.exists(path):
        with open(path, "rb") as f:
            return pickle.load(f)
    whole, counts = trunk.tokenizer(), collections.Counter()
    for r in rows:
        counts.update(whole._encode_one(r["text"][:1200]))
    kept = pieces.keep(whole, counts)
    if path:
        with open(path, "wb") as f:
            pickle.dump(kept, f)
    return kept


class Tokens:
    """Numbers of the pieces of every row, with those of its variants, kept in a file between runs."""

    def __init__(self, rows, kept, cache):
        self.path = cache
        self.known = {}
        if cache and os.path.exists(cache):
            with open(cache, "rb") as f:
                self.known = pickle.load(f)
        self.tokenizer = pieces.Pruned(trunk.tokenizer(), kept)
        new = 0
        for r in rows:
            for t in variants(r) + [r["above"], r["post"]]:
                if t and t not in self.known:
                    self.known[t] = self.tokenizer.encode(t[:1200])[1:-1]
                    new += 1
        if cache and new:
            with open(cache, "wb") as f:
                pickle.dump(self.known, f)

    def of(self, text, longest):
        return cut(self.known[text], longest) if text else []


def variants(r):
    """The text as it stands, in small letters, and with names where masks stood."""
    g = random.Random(r["id"])
    t = r["text"]
    named = t
    while "[имя]" in named:
        named = named.replace("[имя]", g.choice(NAMES), 1)
    return [t, t.lower(), named, named.lower().rstrip(".!?")]


class Tasks:
    def __init__(self, groups):
        self.groups = groups

    def labels(self, r, w=1.0):
        """needs, its weight; kind, weight; group, weight; urgent, weight; degree of urgency, weight."""
        out = np.zeros(10, np.float32)
        if r["needs"] is not None and r["needs"] != 0.5:
            out[0], out[1] = r["needs"], r["weight"]
        if r["kind"]:
            out[2], out[3] = texts.KINDS.index(r["kind"]), 0.3
        if r["group"] in self.groups:
            out[4], out[5] = self.groups.index(r["group"]), 1.0 if r["kind"] else 0.5
        if r["urgent"] is not None and (r["needs"] or 0) >= 0.5:
            out[6], out[7] = r["urgent"], 1.0
        if r["degree"]:
            out[8], out[9] = texts.DEGREES.index(r["degree"]), 1.0
        return out


def width(groups):
    """How many numbers the heads give: needs, kinds, groups, urgent, degrees."""
    return 1 + len(texts.KINDS) + groups + 1 + len(texts.DEGREES)


def heads(rng, groups):
    wide = 4 * OUT + FLAGS
    def m(a, b):
        return jnp.asarray((rng.standard_normal((a, b)) * a**-0.5).astype(np.float32))
    n = width(groups)
    return {"head_h": m(wide, HIDDEN), "head_hb": jnp.zeros(HIDDEN), "head_w": m(HIDDEN, n) * 0.3,
            "head_s": jnp.zeros((OUT, n)), "head_b": jnp.zeros(n)}


SCALE = np.concatenate([np.full(trunk.DIM, trunk.DIM**0.5), np.ones(trunk.STRONGEST)]).astype(np.float32)


def vectors(p, eps, b, mm, key=None, drop=0.0):
    """The text's vector, scaled, and what the heads see of it and its surroundings."""
    t = trunk.forward(p, eps, b["ids"], b["len"], mm) * SCALE
    if "above" in b:
        a = trunk.forward(p, eps, b["above"], b["above_len"], mm) * SCALE * (b["above_len"] > 0)[:, None]
        q = trunk.forward(p, eps, b["post"], b["post_len"], mm) * SCALE * (b["post_len"] > 0)[:, None]
    else:
        a = q = jnp.zeros_like(t)
    flags = jnp.stack([(b["above_len"] > 0) * 1.0 if "above" in b else jnp.zeros(len(b["len"])),
                       (b["post_len"] > 0) * 1.0 if "above" in b else jnp.zeros(len(b["len"])),
                       jnp.log1p(b["len"].astype(jnp.float32)) - 3], 1)
    x = jnp.concatenate([t, a, q, t * a / 4, flags], 1)
    if key is not None:
        x = x * jax.random.bernoulli(key, 1 - drop, x.shape) / (1 - drop)
    return t, x


def outputs(p, eps, b, mm=trunk.dot, key=None, drop=0.0):
    t, x = vectors(p, eps, b, mm, key, drop)
    h = jax.nn.relu(x @ p["head_h"] + p["head_hb"])
    if key is not None:
        h = h * jax.random.bernoulli(jax.random.fold_in(key, 1), 1 - drop, h.shape) / (1 - drop)
    return h @ p["head_w"] + x[:, :OUT] @ p["head_s"] + p["head_b"]


def loss(p, eps, b, groups, key):
    y = outputs(p, eps, b, trunk.dot, key, 0.15)
    l, k = b["label"], len(texts.KINDS)
    def binary(z, t, w):
        return (w * optax.sigmoid_binary_cross_entropy(z, t)).sum()
    def classes(z, t, w):
        return (w * optax.softmax_cross_entropy_with_integer_labels(z, t.astype(jnp.int32))).sum()
    total = binary(y[:, 0], l[:, 0], l[:, 1]) + classes(y[:, 1:1 + k], l[:, 2], l[:, 3])
    total += 0.6 * classes(y[:, 1 + k:1 + k + groups], l[:, 4], l[:, 5]) + 0.7 * binary(y[:, 1 + k + groups], l[:, 6], l[:, 7])
    total += 0.5 * classes(y[:, 2 + k + groups:], l[:, 8], l[:, 9])
    return total / 40


def batches(rows, tokens, tasks, rng, learning):
    """Rows of about the same length together; learning shuffles, varies and drops surroundings."""
    made = []
    strangers = [(r["post"], r["above"]) for r in rows if r["post"]]
    for r in rows:
        if learning and r["weight"] < 1 and rng.random() > WEAK:
            continue
        v = variants(r)
        t = v[rng.choice(4, p=(0.5, 0.15, 0.25, 0.1))] if learning else r["text"]
        ids = tokens.of(t, LONGEST)
        above, post = r["above"], r["post"]
        if learning and (above or post) and rng.random() < 0.45:
            above, post = (above, "") if rng.random() < 0.3 else ("", post) if rng.random() < 0.1 else ("", "")
        elif learning and not above and not post and rng.random() < STRANGE:
            post, above = strangers[rng.integers(len(strangers))]
        if learning and len(ids) > 6:
            dropped = rng.random(len(ids)) < 0.05
            ids = [pieces.UNKNOWN if i and d else k for i, (k, d) in enumerate(zip(ids, dropped))]
        made.append((next(n for n in BUCKETS if n >= len(ids)), bool(above or post), ids,
                     tokens.of(above, ABOVE), tokens.of(post, POST), tasks.labels(r), r))
    order = rng.permutation(len(made)) if learning else np.arange(len(made))
    open_ = {}
    for i in order:
        m = made[i]
        key = m[:2]
        open_.setdefault(key, []).append((i, m))
        if len(open_[key]) == size(key):
            yield pack(key, open_.pop(key))
    for key, rest in open_.items():
        yield pack(key, rest)


def size(key):
    return min(192, BUDGET // (key[0] + (ABOVE + POST if key[1] else 0)))


def pack(key, items):
    n = size(key)
    def matrix(column, width):
        m, l = np.zeros((n, width), np.int32), np.zeros(n, np.int32)
        for j, (_, it) in enumerate(items):
            m[j, :len(it[column])], l[j] = it[column], len(it[column])
        return m, l
    b = {"label": np.zeros((n, 10), np.float32)}
    b["ids"], b["len"] = matrix(2, key[0])
    if key[1]:
        b["above"], b["above_len"] = matrix(3, ABOVE)
        b["post"], b["post_len"] = matrix(4, POST)
    for j, (_, it) in enumerate(items):
        b["label"][j] = it[5]
    return b, [i for i, _ in items]


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--data", required=True)
    a.add_argument("--corpus", required=True)
    a.add_argument("--leave-out", default="", help="sources or families, with commas; governor/2 is a fifth of one")
    a.add_argument("--scores", help="where to write what is said of the labelled rows")
    a.add_argument("--out", help="where to write the weights, 32 bits")
    a.add_argument("--cache", help="file of tokens between runs")
    a.add_argument("--epochs", type=float, default=2.0)
    a.add_argument("--rate", type=float, default=3e-4)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--frozen", action="store_true", help="learn the heads alone")
    o = a.parse_args()
    rng = np.random.default_rng(o.seed)

    read = texts.labelled(o.data)
    rows = read + texts.more(o.data, o.corpus)
    kept = vocabulary(rows, o.cache)
    tokens = Tokens(rows, kept, o.cache)
    groups = sorted({r["group"] for r in rows if r["group"] and r["group"] not in ("?", "Прочее", "-")})
    tasks = Tasks(groups)
    left = [left_out(r, o.leave_out) for r in rows]
    learn = [r for r, l in zip(rows, left) if not l]
    emphasise(learn)
    print(f"{len(learn)} rows to learn from, {sum(left)} left out, {len(groups)} groups", flush=True)

    p, eps = trunk.load(kept, rng)
    p |= heads(rng, len(groups))
    steps_an_epoch = sum(1 for _ in batches(learn, tokens, tasks, np.random.default_rng(0), True))
    total = int(steps_an_epoch * o.epochs)
    rate = optax.warmup_cosine_decay_schedule(0, o.rate, total // 12, total, o.rate / 50)
    kinds = {k: "table" if k == "table" else "head" if k.startswith("head") or k in ("max", "max_b") else "trunk" for k in p}
    fast = lambda s: (lambda n: s * rate(n))
    opt = optax.chain(optax.clip_by_global_norm(2.0), optax.multi_transform({
        "table": optax.set_to_zero() if o.frozen else optax.adam(fast(2.0)),
        "trunk": optax.set_to_zero() if o.frozen else optax.adamw(fast(1.0), weight_decay=0.01),
        "head": optax.adamw(fast(4.0), weight_decay=0.02)}, kinds))
    state = opt.init(p)

    @jax.jit
    def step(p, state, b, key):
        value, g = jax.value_and_grad(loss)(p, eps, b, len(groups), key)
        u, state = opt.update(g, state, p)
        return optax.apply_updates(p, u), state, value

    key, n, began, mean = jax.random.PRNGKey(o.seed), 0, time.time(), 0.0
    while n < total:
        for b, _ in batches(learn, tokens, tasks, rng, True):
            key, k = jax.random.split(key)
            p, state, v = step(p, state, b, k)
            mean = 0.98 * mean + 0.02 * float(v) if n else float(v)
            n += 1
            if n % 100 == 0:
                print(f"{n}/{total} loss {mean:.4f} {time.time() - began:.0f} s", flush=True)
            if n >= total:
                break
    if o.scores:
        np.savez(o.scores, **say(p, eps, read, tokens, tasks, left[:len(read)], groups))
    if o.out:
        np.savez(o.out, groups=np.array(groups), eps=eps, kept=np.array(kept), **{k: np.asarray(v) for k, v in p.items()})


def left_out(r, what):
    """Whether a row is kept for measuring. what: names of sources or families, with commas; "name/k" is the fifth part k
    of a source, in runs of 60 rows so that a thread stays together."""
    for item in filter(None, what.split(",")):
        name, _, part = item.partition("/")
        if name not in (r["source"], texts.family(r["source"])):
            continue
        if not part or int("0" + "".join(c for c in r["id"] if c.isdigit())) // 60 % 5 == int(part):
            return True
    return False


def emphasise(rows):
    """Labelled pages weigh more than rows labelled by where they stand."""
    for r in rows:
        if r["page"]:
            r["weight"] = 2.5 if r["needs"] == 1 else 1.5


def say(p, eps, rows, tokens, tasks, left, groups):
    plain = jax.jit(lambda p, b: outputs(p, eps, b, trunk.dot))
    y = np.zeros((2, len(rows), width(len(groups))), np.float32)
    for k, change in enumerate((lambda r: r, lambda r: r | {"above": "", "post": ""})):
        some = [change(r) for r in rows]
        for b, which in batches(some, tokens, tasks, np.random.default_rng(0), False):
            y[k, which] = np.asarray(plain(p, b))[:len(which)]
    return {"with": y[0], "without": y[1], "left": np.array(left), "groups": np.array(groups)}


if __name__ == "__main__":
    sys.exit(main())
