"""`python -m channels ask|chat|follow|forget|serve`: what the programs in `bin/` start."""

from __future__ import annotations

import sys
import warnings


def main(arguments: list[str]) -> int:
    """Runs the program named first; the exit status is its."""
    # Libraries set the warning filters back when they are imported; what they deprecate among
    # themselves is no news to whoever talks with the assistant.
    warnings.showwarning = lambda *_, **__: None  # type: ignore[assignment]
    from channels.lean_rasa.lean_imports import keep_out

    keep_out()
    from channels import command

    program, *rest = arguments
    if program == "serve":
        return command.serve(rest)
    if program == "forget":
        return command.forget(rest)
    if program == "follow":
        return command.follow(rest)
    return command.ask(rest) if program == "ask" else command.chat()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
