#!/usr/bin/env python3
"""Can the assistant of this container answer visitors? The health check of Containerfile."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request

ADDRESS = "http://127.0.0.1:5005/api/v1/ready"
SECONDS = 5.0


def main() -> int:
    """Asks the server; the exit status is 0 when it is ready."""
    try:
        urllib.request.urlopen(ADDRESS, timeout=SECONDS).close()
    except (urllib.error.URLError, OSError) as error:
        sys.stderr.write(f"{ADDRESS} : {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
