"""Fits how the encoder's scores and those of the cues go together, on pages that neither had learnt from, and prints what
each gives alone and both give together.

  python texts.py --data ../../../shared/data > rows.jsonl
  (cd ../.. && go run -tags noencoder ./cmd/otklik classify) < rows.jsonl > cues.jsonl
  python weighing.py --data ../../../shared/data --cues cues.jsonl --out weighing.json left-out-*.npz
"""

import argparse
import json

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

import texts

# A city's whole stream, where one comment in twenty needs an answer: it counts less, because on an official's own page it
# is one in three.
STREAM = "stavropol-vk"
STREAM_COUNTS = 0.3
LEARNT_BY_CUES = ("governor",)  # the cues' models have seen this page


def odds(p):
    p = np.clip(p, 0.001, 0.999)
    return np.log(p / (1 - p))


def best(y, z):
    """F1, precision, recall and the score where F1 is highest."""
    order = np.argsort(-z)
    hits, said = np.cumsum(y[order]), np.arange(1, len(y) + 1)
    p, r = hits / said, hits / y.sum()
    f = 2 * p * r / np.maximum(p + r, 1e-9)
    i = f.argmax()
    return f[i], p[i], r[i], z[order[i]]


def at(y, z, t=0.0):
    said = z > t
    p, r = (y & said).sum() / max(1, said.sum()), (y & said).sum() / max(1, y.sum())
    return 2 * p * r / max(p + r, 1e-9), p, r


def interval(y, z, rng, t=0.0):
    """The middle 95 of 100 of F1 over rows drawn again."""
    n = len(y)
    f = [at(y[k], z[k], t)[0] for k in (rng.integers(0, n, n) for _ in range(500))]
    return np.quantile(f, 0.025), np.quantile(f, 0.975)


def calibration(y, z, bins=10):
    """Mean distance of what is said and what is, by tenths of the probability; and the tenths."""
    p = 1 / (1 + np.exp(-z))
    rows, error = [], 0.0
    for k in range(bins):
        here = (p >= k / bins) & (p < (k + 1) / bins + (k == bins - 1))
        if here.any():
            rows.append((k / bins, int(here.sum()), float(p[here].mean()), float(y[here].mean())))
            error += here.mean() * abs(p[here].mean() - y[here].mean())
    return error, rows


def plot(path, bins):
    """Draws what is said against what is, a circle for each tenth, as large as it has rows."""
    side, edge = 320, 40
    at = lambda x, y: f'cx="{edge + side * x:.1f}" cy="{edge + side * (1 - y):.1f}"'
    box = side + 2 * edge
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {box} {box}" font-family="sans-serif"'
             ' font-size="12">', '<rect width="100%" height="100%" fill="white"/>',
             f'<path d="M{edge} {edge + side}L{edge + side} {edge}" stroke="#999" stroke-dasharray="4"/>',
             f'<path d="M{edge} {edge}V{edge + side}H{edge + side}" stroke="black" fill="none"/>']
    for k in range(0, 11, 2):
        where = edge + side * k / 10
        lines.append(f'<text x="{where:.0f}" y="{edge + side + 16}" text-anchor="middle">{k / 10}</text>')
        lines.append(f'<text x="{edge - 6}" y="{2 * edge + side - where + 4:.0f}" text-anchor="end">{k / 10}</text>')
    for _, n, said, are in bins:
        lines.append(f'<circle {at(said, are)} r="{1.5 + n ** 0.5 / 6:.1f}" fill="#1f6fb2" fill-opacity="0.7"/>')
    lines.append(f'<text x="{edge + side / 2}" y="{2 * edge + side - 6}" text-anchor="middle">said</text>')
    lines.append(f'<text x="12" y="{edge + side / 2}" text-anchor="middle"'
                 f' transform="rotate(-90 12 {edge + side / 2})">are</text></svg>')
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--data", required=True)
    a.add_argument("--cues", required=True)
    a.add_argument("--out")
    a.add_argument("--plot", help="where to draw the calibration (svg)")
    a.add_argument("--worst", type=int, default=0, help="how many of each source's mistakes to list, the worst first")
    a.add_argument("scores", nargs="+")
    o = a.parse_args()
    rows = texts.labelled(o.data)
    with open(o.cues, encoding="utf-8") as f:
        said = [json.loads(line) for line in f]
    assert len(said) == len(rows)
    source = np.array([r["source"] for r in rows])
    y = np.array([1 if r["needs"] == 1 else 0 for r in rows]).astype(bool)
    known = np.array([r["needs"] != 0.5 for r in rows])
    cues = odds(np.array([s["score"] for s in said]))
    z = np.full((2, len(rows)), np.nan)
    group, urgent, kind, degree = [None] * len(rows), np.full(len(rows), np.nan), [None] * len(rows), [None] * len(rows)
    for path in o.scores:
        d = np.load(path)
        left, groups = d["left"], list(d["groups"])
        z[0, left], z[1, left] = d["with"][left, 0], d["without"][left, 0]
        k, w = len(texts.KINDS), d["with"]
        for i in np.flatnonzero(left):
            kind[i] = texts.KINDS[w[i, 1:1 + k].argmax()]
            group[i] = groups[w[i, 1 + k:1 + k + len(groups)].argmax()]
            urgent[i] = w[i, 1 + k + len(groups)]
    fit = known & ~np.isnan(z[0]) & ~np.isin(source, LEARNT_BY_CUES)
    x = np.concatenate([np.stack([cues[fit], z[0][fit]], 1), np.stack([cues[fit], z[1][fit]], 1)])
    weight = np.where(source[fit] == STREAM, STREAM_COUNTS, 1.0)
    m = LogisticRegression(C=100).fit(x, np.concatenate([y[fit]] * 2), sample_weight=np.concatenate([weight] * 2))
    weighing = {"cues": float(m.coef_[0, 0]), "encoder": float(m.coef_[0, 1]), "bias": float(m.intercept_[0])}
    print("weighing", weighing)
    rng = np.random.default_rng(1)
    for s in sorted(set(source)):
        here = known & (source == s) & ~np.isnan(z[0])
        if not here.any():
            continue
        print(f"{s}: {here.sum()} rows, {y[here].sum()} need an answer")
        for name, v in (("cues", cues), ("encoder", z[0]),
                        ("both", m.decision_function(np.stack([cues, np.nan_to_num(z[0])], 1))),
                        ("both, without surroundings", m.decision_function(np.stack([cues, np.nan_to_num(z[1])], 1)))):
            if y[here].sum() < 2:
                print(f"  {name}: {(v[here] > 0).mean():.3f} said to need one")
                continue
            f, p, r = at(y[here], v[here])
            low, high = interval(y[here], v[here], rng)
            b = best(y[here], v[here])
            print(f"  {name}: AP {average_precision_score(y[here], v[here]):.3f}, F1 {f:.3f} [{low:.3f} {high:.3f}]"
                  f" P {p:.3f} R {r:.3f}; at best F1 {b[0]:.3f} P {b[1]:.2f} R {b[2]:.2f} at {b[3]:.2f}")
        some = [i for i in np.flatnonzero(here & y) if rows[i]["group"] and group[i]]
        print(f"  group: encoder {np.mean([group[i] == rows[i]['group'] for i in some] or [0]):.3f}, "
              f"cues {np.mean([said[i]['group'] == rows[i]['group'] for i in some] or [0]):.3f} of {len(some)}")
        some = [i for i in np.flatnonzero(here & y) if rows[i]["urgent"] is not None and not np.isnan(urgent[i])]
        u = np.array([rows[i]["urgent"] for i in some])
        if u.sum() > 2:
            b = best(u.astype(bool), urgent[some])
            print(f"  urgent {u.sum()} of {len(u)}: AP {average_precision_score(u, urgent[some]):.3f}, at best F1 {b[0]:.3f}"
                  f" P {b[1]:.2f} R {b[2]:.2f} at {b[3]:.2f}; cues found {sum(said[i]['urgent'] for i in some if rows[i]['urgent'])},"
                  f" wrongly {sum(said[i]['urgent'] for i in some if not rows[i]['urgent'])}")
    error, bins = calibration(y[fit], m.decision_function(np.stack([cues[fit], z[0][fit]], 1)))
    print(f"calibration error {error:.3f}")
    for low, n, p, share in bins:
        print(f"  {low:.1f}: {n} rows, said {p:.3f}, are {share:.3f}")
    if o.plot:
        plot(o.plot, bins)
    if o.worst:
        both = m.decision_function(np.stack([cues, np.nan_to_num(z[0])], 1))
        wrong = np.where(known & ~np.isnan(z[0]), np.where(y, -both, both), -np.inf)
        for s in sorted(set(source[wrong > 0])):
            print(f"worst of {s}")
            for i in [i for i in np.argsort(-wrong) if source[i] == s and wrong[i] > 0][:o.worst]:
                print(f"  {rows[i]['id']}: said {1 / (1 + np.exp(-both[i])):.2f}, is {int(y[i])}")
    if o.out:
        with open(o.out, "w", encoding="utf-8") as f:
            json.dump({"needs": weighing}, f)
            f.write("\n")


if __name__ == "__main__":
    main()
