"""Compares pipelines by cross-validation and prints a table for docs/comprehension.md.

usage: python -m bench.compare_pipelines [FOLDS]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from bench.cross_validation import ROOT, cross_validate, read_examples, read_pipeline


def row(path: Path, folds: int) -> str:
    """One line of the table: accuracy by fold (mean and spread), seconds a fold."""
    start = time.perf_counter()
    shares = [
        100 * np.mean([prediction.right for prediction in fold])
        for fold in cross_validate(read_pipeline(path), read_examples(), folds)
    ]
    seconds = (time.perf_counter() - start) / folds
    name = path.relative_to(ROOT)
    return f"| `{name}` | {np.mean(shares):.1f} % | ± {np.std(shares):.1f} | {seconds:.0f} s |"


def main(arguments: list[str]) -> None:
    """Prints the table, a line as soon as it is known."""
    folds = int(arguments[0]) if arguments else 5
    print("| pipeline | questions bien comprises | écart | par partie |\n|---|---|---|---|")
    for path in [ROOT / "config.yml", *sorted((ROOT / "bench" / "pipelines").glob("*.yml"))]:
        print(row(path, folds), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
