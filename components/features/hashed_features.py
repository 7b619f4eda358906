"""Features with a fingerprint that is quick to take."""

from __future__ import annotations

import hashlib
from typing import Optional

from rasa.shared.nlu.training_data.features import Features


class SparseFeatures(Features):
    """Sparse features of one row whose fingerprint is taken of their bytes.

    Rasa takes the fingerprint of all training data some twenty times in a training, and spells
    out every number of a sparse matrix for it; that took as long as the encoder.
    """

    _cached_fingerprint: Optional[str]

    def fingerprint(self) -> str:
        """A digest of kind, place and numbers: equal for equal features, in every process."""
        if self._cached_fingerprint is None:
            digest = hashlib.sha256(f"{self.type}\0{self.attribute}\0{self.origin}".encode())
            digest.update(str(self.features.shape).encode())
            for numbers in (self.features.indices, self.features.data):
                digest.update(numbers.tobytes())
            self._cached_fingerprint = digest.hexdigest()
        return self._cached_fingerprint
