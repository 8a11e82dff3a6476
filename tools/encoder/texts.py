"""Texts for learning and measuring, as rows of one shape.

A row is a dict: id, source, text, above (the comment answered), post, and labels that are None where unknown:
needs (0 to 1), kind (C R Q O T X S), group (name), urgent (0 or 1); weight is how much the row counts, page whether it is
of a page that was read whole.
"""

import csv
import os
import re

csv.field_size_limit(10**9)

KINDS = "CRQOTXS"
DEGREES = ("none", "hazard", "outage", "life")
CORPUS_KINDS = {"complaint": "C", "request": "R", "question": "Q", "thanks": "T", "chatter": "X", "spam": "S"}


def table(path, quoting=csv.QUOTE_NONE):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=quoting))


def row(id, source, text, **labels):
    r = dict(id=id, source=source, text=text, above="", post="", needs=None, kind=None, group=None, urgent=None, degree=None,
             weight=1.0, author="", page=False)
    r.update(labels)
    return r


def split_context(context):
    """The post and the comment above, out of the column "context". What only says where a text comes from is left out: a
    model would read the source from it, and with it the label."""
    post, above = "", ""
    for part in context.split(" || "):
        if part.startswith("до него: "):
            above = part[len("до него: "):]
        elif m := re.match(r"пост[^:]{0,40}: |сообщество [^:;]{0,60}; post [^:]{0,20}: |форум [^;]{0,80}; тема: ", part):
            post = part[m.end():]
    return post, above


def with_degrees(rows):
    """Adds how urgent each row that needs an answer is, from urgency.tsv: read by one person, numbers of rows only. What
    its first readers called urgent is not lowered to a standing danger."""
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "urgency.tsv")
    known = {r["id"]: r["degree"] for r in table(here)}
    for r in rows:
        if r["needs"] != 1 or r["urgent"] is None:
            continue
        r["degree"] = known.get(r["id"], "none")
        if r["urgent"] == 1 and r["degree"] in ("none", "hazard"):
            r["degree"] = "life" if r["degree"] == "hazard" else None
    return rows


def with_reading(rows):
    """Labels of rows that were read one by one after they had been given a label by where they stand: read.tsv, numbers of
    rows only. By the rules of the labelled pages."""
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "read.tsv")
    read = {r["id"]: r for r in table(here)}
    for r in rows:
        if label := read.get(r["id"]):
            degree = label["degree"] if label["degree"] in DEGREES else None
            r.update(needs=needs_of(label["needs"]), kind=label["kind"], weight=1.0, degree=degree,
                     group=label["group"] if label["group"] != "-" else None,
                     urgent=None if degree is None else int(degree in ("life", "outage")))
    return rows


def needs_of(label):
    return {"1": 1.0, "0": 0.0, "?": 0.5}[label]


def labelled(data):
    """Rows read by people: the pages, which every figure is measured on."""
    rows = []
    for r in table(os.path.join(data, "pages-dev.tsv")):
        post, above = split_context(r["context"])
        rows.append(row(r["id"], r["source"], r["text"], post=post, above=above, needs=needs_of(r["needs_answer"]),
                        kind=r["kind"], group=r["group"] if r["group"] != "-" else None,
                        urgent=int(r["urgent"]) if r["urgent"] in ("0", "1") else None, page=True))
    for r in table(os.path.join(data, "governor-page-dev.tsv")):
        rows.append(row("g" + r["id"], "governor", r["text"], needs=needs_of(r["needs_answer"]),
                        kind=r["kind"].split("/")[0], group=r["group"] if r["group"] not in ("-", "") else None,
                        urgent=int(r["urgent"]) if r["urgent"] in ("0", "1") else None, author=r["author"],
                        page=True))
    return with_degrees(rows)


# Sources that share their texts: leaving one out leaves all of its family out.
FAMILIES = {
    "perm-incident": "perm", "incidents": "perm",
    "chuvashia-portal": "citizens", "cheboksary-wishes": "citizens", "troitsk-head": "citizens",
}


def family(source):
    return FAMILIES.get(source, source)


def more(data, corpus):
    """Rows whose labels come from where they stand, and the project's own comments."""
    rows = []
    for r in table(corpus):
        rows.append(row(r["id"], "corpus", r["text"], needs=float(r["needs_answer"] == "1"),
                        kind=CORPUS_KINDS[r["kind"]], group=r["group"] or None, urgent=int(r["urgent"] == "1")))
    with_degrees(rows)
    for r in table(os.path.join(data, "incidents-dev.tsv")):
        pure = float(r["pure"] or 0)
        rows.append(row(r["id"], "incidents", r["text"], needs=0.96, weight=0.4,
                        group=r["group"] if pure >= 0.6 else None))
    for r in table(os.path.join(data, "citizens-dev.tsv")):
        rows.append(row(r["id"], r["source"], r["text"], needs=0.98, weight=0.4))
    for r in table(os.path.join(data, "portal-dev.tsv")):
        rows.append(row(r["id"], "portal", r["text"], needs=0.98, group=r["group"], weight=0.4))
    for r in table(os.path.join(data, "noise-dev.tsv")):
        rows.append(row(r["id"], "noise", r["text"], needs=0.02, weight=0.5))
    for r in table(os.path.join(data, "talk-dev.tsv")):
        rows.append(row(r["id"], r["source"], r["text"], above=r["context"], needs=0.01, weight=0.4))
    read = labelled(data)
    with_reading(rows)
    ids, words = {r["id"] for r in read}, {r["text"] for r in read}
    return [r for r in rows if r["id"] not in ids and r["text"] not in words]


if __name__ == "__main__":
    import json
    import sys
    for number, one in enumerate(labelled(sys.argv[sys.argv.index("--data") + 1])):
        print(json.dumps({"id": str(number), "text": one["text"]}, ensure_ascii=False))
