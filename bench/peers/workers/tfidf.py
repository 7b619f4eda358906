"""Words and letters counted, and a linear model: the pipeline of many a tutorial.

usage: tfidf.py train EXAMPLES MODEL | tfidf.py answer MODEL. Runs in an environment with
scikit-learn alone and imports nothing of this project. It has no threshold: it refuses what looks
like the examples of what is out of scope.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.svm import LinearSVC

SEED = 7


def build() -> Pipeline:
    """The pipeline, untrained; what is not set here is scikit-learn's own choice."""
    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )
    return make_pipeline(features, LinearSVC(random_state=SEED))


def train(examples: Path, model: Path) -> None:
    """Learns the examples, a JSON list of texts and intents, and writes the model."""
    texts, intents = zip(*json.loads(examples.read_text(encoding="utf-8")))
    model.write_bytes(pickle.dumps(build().fit(texts, intents)))


def answer(model: Path) -> None:
    """Answers every line of standard input (see bench/peers/worker.py)."""
    pipeline: Pipeline = pickle.loads(model.read_bytes())
    for line in sys.stdin:
        start = time.perf_counter()
        intent = str(pipeline.predict([json.loads(line)])[0])
        milliseconds = (time.perf_counter() - start) * 1000
        record = {"intent": intent, "parts": [], "milliseconds": milliseconds}
        print(json.dumps(record), flush=True)


def main(program: str, *paths: str) -> None:
    """Runs the program named first."""
    programs: dict[str, Callable[..., None]] = {"train": train, "answer": answer}
    programs[program](*map(Path, paths))


if __name__ == "__main__":
    main(*sys.argv[1:])
