"""Which pieces of the vocabulary are kept, and their numbers in the smaller one."""

import re

UNKNOWN, START, END = 0, 1, 2


def wanted(piece, score, used):
    """Every piece with Cyrillic letters, signs and digits alone, single characters of Latin and Cyrillic, and those of
    Latin ones that the texts use: other alphabets become the unknown piece."""
    if re.search("[\u0400-\u04ff\u0500-\u052f]", piece):
        return not re.search("[A-Za-z]", piece)
    if re.fullmatch(r"[▁\d\W_]+", piece) and not re.search("[\u3000-\ud7ff\uff00-\uffef\u0600-\u06ff\u0e00-\u0eff]", piece):
        return True
    if len(piece.strip("▁")) <= 2 and re.fullmatch(r"▁?[A-Za-z]{1,2}", piece):
        return True
    return used and bool(re.fullmatch(r"▁?[A-Za-zÀ-ſ']+", piece))


def keep(tokenizer, counts):
    """Old numbers of the kept pieces, in their old order. counts: how often the texts use each old number."""
    chosen = [UNKNOWN, START, END]
    for i, p in enumerate(tokenizer._pieces):
        if i > END and wanted(p, tokenizer._scores[i], counts.get(i, 0) > 0):
            chosen.append(i)
    return chosen


class Pruned:
    """The reference tokenizer over the kept pieces alone, giving new numbers."""

    def __init__(self, tokenizer, kept):
        self.base = tokenizer
        self.pieces = [tokenizer._pieces[i] for i in kept]
        self.scores = [tokenizer._scores[i] for i in kept]
        lowest = tokenizer._unk_score
        prefixes = {}
        for new, piece in enumerate(self.pieces):
            for k in range(1, len(piece)):
                prefixes.setdefault(piece[:k], 0)
            prefixes[piece] = new + 1
        tokenizer._prefixes, tokenizer._scores, tokenizer._pieces = prefixes, self.scores, self.pieces
        tokenizer._unk_score = lowest

    def encode(self, text):
        return [START] + self.base._encode_one(text) + [END]
