#!/usr/bin/env python3
"""What scikit-learn reaches on the split on which `otklik train` is measured. Run by hand: needs Debian's python3-sklearn.

    python3 bench/topics_sklearn.py PATH/portal-dev.tsv

A row is held out when the FNV-1a hash (32 bits) of its id is divisible by 5; TestAgainstScikitLearn in internal/reading/topic splits the same way.
"""
import csv
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC


def fnv1a(text):
    h = 2166136261
    for b in text.encode():
        h = (h ^ b) * 16777619 & 0xFFFFFFFF
    return h


def model(min_df=1):
    return make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=min_df),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=min_df),
        ),
        LinearSVC(),
    )


def main(path):
    csv.field_size_limit(1 << 30)
    with open(path, encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))
    train = [r for r in rows if fnv1a(r["id"]) % 5]
    test = [r for r in rows if not fnv1a(r["id"]) % 5]
    right = [r["group"] for r in test]
    for min_df in (1, 2):
        start = time.time()
        m = model(min_df).fit([r["text"] for r in train], [r["group"] for r in train])
        said = m.predict([r["text"] for r in test])
        print(
            f"LinearSVC, words 1-2 and characters 2-5, min_df={min_df}: {len(train)} rows to learn from, {len(test)} held out, "
            f"accuracy {accuracy_score(right, said):.4f}, macro-F1 {f1_score(right, said, average='macro', zero_division=0):.3f}, "
            f"{time.time() - start:.1f} s"
        )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: topics_sklearn.py PATH/portal-dev.tsv")
    main(sys.argv[1])
