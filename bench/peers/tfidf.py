"""Words and letters counted, and a linear model: the pipeline of many a tutorial."""

import time
from collections.abc import Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from bench.peers.contestant import Contestant, examples
from harness.questions import Understood


class Tfidf(Contestant):
    """It has no threshold: it refuses what looks like the examples of what is out of scope."""

    name = "tfidf-lineaire"

    def prepare(self) -> None:
        """Learns in seconds: nothing is kept."""
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        self._pipeline = make_pipeline(make_union(words, letters), LinearSVC(random_state=7))
        self._pipeline.fit(*zip(*examples()))

    def understand(self, questions: Sequence[str]) -> list[Understood]:
        """See `Contestant`."""
        found = []
        for question in questions:
            start = time.perf_counter()
            (intent,) = self._pipeline.predict([question])
            found.append(Understood(str(intent), (), 1000 * (time.perf_counter() - start)))
        return found
