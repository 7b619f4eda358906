"""Compares pipelines by cross-validation and prints the tables of docs/comprehension.md.

usage: python -m bench.compare_pipelines [FOLDS]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.cross_validation import ROOT, Prediction, cross_validate, read_examples, read_pipeline


def measure(path: Path, folds: int) -> tuple[str, list[Prediction]]:
    """A line of the table (accuracy by fold, its spread, seconds a fold) and its predictions."""
    start = time.perf_counter()
    parts = list(cross_validate(read_pipeline(path), read_examples(), folds))
    seconds = (time.perf_counter() - start) / folds
    shares = [100 * np.mean([prediction.right for prediction in part]) for part in parts]
    name, mean, spread = path.relative_to(ROOT), np.mean(shares), np.std(shares)
    row = f"| `{name}` | {mean:.1f} % | ± {spread:.1f} | {seconds:.0f} s |"
    return row, [prediction for part in parts for prediction in part]


def confidence_table(predictions: list[Prediction]) -> Iterator[str]:
    """How often answers are right, by the confidence that came with them."""
    yield "| confiance | questions | justes |\n|---|---|---|"
    for tenth in range(10):
        inside = [p.right for p in predictions if int(p.confidence * 10) == tenth]
        if inside:
            low, high = f"0,{tenth}", f"0,{tenth + 1}" if tenth < 9 else "1"
            yield f"| {low} à {high} | {len(inside)} | {100 * np.mean(inside):.0f} % |"


def main(arguments: list[str]) -> None:
    """Prints both tables, a line as soon as it is known."""
    folds = int(arguments[0]) if arguments else 5
    ours = ROOT / "config.yml"
    print("| pipeline | questions bien comprises | écart | par partie |\n|---|---|---|---|")
    row, predictions = measure(ours, folds)
    print(row, flush=True)
    for path in sorted((ROOT / "bench" / "pipelines").glob("*.yml")):
        print(measure(path, folds)[0], flush=True)
    print()
    print("\n".join(confidence_table(predictions)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
