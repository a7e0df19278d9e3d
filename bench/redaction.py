"""Plants identifiers into invented conversations and measures how many the suggested redactions find whole.

British, Indian, Nigerian and Polish names, short ones, names and towns that are words, services, dates, numbers, ways
to reach somebody and addresses are planted by seed, none of them in a list the recognisers know. It is measured without
and with the study's roster, without and with the language model (the extra `deid`), by kind, with the flags that touch
nothing planted; and once more in small letters throughout, as some software transcribes.

    make bench NAME=redaction                    a minute
    make bench NAME=redaction OPTIONS=--quick    a fifth of the conversations

Prints one JSON object a line. The conversations, and the sentences some identifiers come in, are our own: real talk is
harder, so a project measures its own texts too (the recall page of its sessions).
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence

import numpy as np

from newel.transcripts import Finder, Recall, Roster, name_finder, seeded_recall, suggest
from newel.transcripts.redaction.planting import plant
from tests.support.conversations import conversations

SEEDS = range(5)
TEXTS = 20
HELD_OUT = 1
"""The half of the conversations that no list of words was finished against."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="a fifth of the conversations")
    texts = TEXTS // 5 if options.parse_args().quick else TEXTS
    model = name_finder()
    for name, finder in {"rules": None, "rules_and_model": model}.items():
        if name == "rules" or finder is not None:
            for roster_known in (False, True):
                report(
                    f"{name}{'_and_roster' if roster_known else ''}", measured(texts, finder, roster_known=roster_known)
                )
        else:
            print(json.dumps({"figure": "redaction_recall_rules_and_model", "missing": "the extra `deid`"}))
    for roster_known in (False, True):
        name = f"redaction_recall_rules{'_and_roster' if roster_known else ''}_in_small_letters"
        share = found_in_small_letters(texts, roster_known=roster_known)
        print(json.dumps({"figure": name, "value": round(share, 4), "unit": "share"}), flush=True)
    speed(heard(texts, 0), "rules", None)
    if model is not None:
        speed(heard(texts, 0), "rules_and_model", model)


def heard(count: int, seed: int) -> tuple[str, ...]:
    """Return conversations of the half that was held out."""
    return conversations(count, seed=seed, half=HELD_OUT)


def found_in_small_letters(texts: int, *, roster_known: bool) -> float:
    """Return the share found where nothing has a capital but labels, as some software transcribes."""
    random = np.random.default_rng(0)
    sown = [plant(text, random=random) for text in heard(texts, 0)]
    names = tuple({each.words for _, planted in sown for each in planted if each.kind.startswith("names")})
    others = tuple(
        {each.words for _, planted in sown for each in planted if each.kind.startswith(("towns", "services"))}
    )
    roster = Roster(names, others) if roster_known else Roster()
    found = total = 0
    for text, planted in sown:
        small = text.lower().replace("interviewer:", "Interviewer:").replace("p1:", "P1:")
        spans = [(each.start, each.end) for each in suggest(small, roster=roster) if each.replacement]
        found += sum(any(start <= each.start and each.end <= end for start, end in spans) for each in planted)
        total += len(planted)
    return found / total


def measured(texts: int, finder: Finder | None, *, roster_known: bool) -> list[Recall]:
    """Return the recall for every seed."""
    return [seeded_recall(heard(texts, seed), seed=seed, roster_known=roster_known, finder=finder) for seed in SEEDS]


def report(name: str, recalls: Sequence[Recall]) -> None:
    """Print the share found over all seeds, the other flags, and the share of each kind."""
    planted, found = Counter[str](), Counter[str]()
    for recall in recalls:
        planted.update({kind: counts[0] for kind, counts in recall.by_kind.items()})
        found.update({kind: counts[1] for kind, counts in recall.by_kind.items()})
    share = found.total() / planted.total()
    flags = sum(recall.other_flags_per_1000_words for recall in recalls) / len(recalls)
    kinds = {kind: round(found[kind] / planted[kind], 3) for kind in sorted(planted)}
    print(
        json.dumps(
            {
                "figure": f"redaction_recall_{name}",
                "value": round(share, 4),
                "unit": "share",
                "planted": planted.total(),
                "by_kind": kinds,
            }
        )
    )
    print(
        json.dumps({"figure": f"redaction_other_flags_{name}", "value": round(flags, 1), "unit": "per 1,000 words"}),
        flush=True,
    )


def speed(texts: Sequence[str], name: str, finder: Finder | None) -> None:
    """Print how many words are looked through in a second of processor time."""
    begun = time.process_time()
    for text in texts:
        suggest(text, finder=finder)
    words = sum(len(text.split()) for text in texts)
    print(
        json.dumps(
            {
                "figure": f"redaction_speed_{name}",
                "value": round(words / (time.process_time() - begun)),
                "unit": "words/s",
            }
        )
    )


if __name__ == "__main__":
    main()
