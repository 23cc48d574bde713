"""Whether a word is another one with a few typos.

That two words look alike is not enough for a did-you-mean: `expand` looks like `pad` and `glu` like `gelu`.
"""

from __future__ import annotations

LETTERS_A_TYPO = 4
"""A word may have one typo, and one more for so many letters."""
SHORTEST_BEGINNING = 4
"""So many letters of a word stand for it."""
NEGATIONS = ("no", "no_", "non", "not", "not_", "un", "in", "without_")
"""What turns a word into its opposite: `nobias` is not `bias` mistyped."""


def is_typo(word: str, other: str) -> bool:
    """Whether `word` may be `other` mistyped; the beginning of a word counts too.

    >>> is_typo("kernal", "kernel"), is_typo("warn", "warning"), is_typo("expand", "pad"), is_typo("nobias", "bias")
    (True, True, False, False)
    """
    if any(word == negation + other or other == negation + word for negation in NEGATIONS):
        return False
    if len(word) >= SHORTEST_BEGINNING and other.startswith(word) and not other.startswith(f"{word}_"):
        return True
    distance, longer = edit_distance(word, other), max(len(word), len(other))
    if distance > 1 and word[:1] != other[:1]:  # the first letter is rarely wrong, and then alone
        return False
    return distance <= 1 + (longer - 1) // LETTERS_A_TYPO and distance < min(len(word), len(other))


def edit_distance(word: str, other: str) -> int:
    """How many letters are missing, too many, wrong, or the wrong way round.

    >>> edit_distance("rleu", "relu"), edit_distance("cnov2", "conv"), edit_distance("transpose", "conv_transpose")
    (1, 2, 5)
    """
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(word):
        row = [i + 1]
        for j, wanted in enumerate(other):
            least = min(above[j + 1] + 1, row[j] + 1, above[j] + (letter != wanted))
            if i and j and letter == other[j - 1] and word[i - 1] == wanted:
                least = min(least, before[j - 1] + 1)
            row.append(least)
        before, above = above, row
    return above[-1]
