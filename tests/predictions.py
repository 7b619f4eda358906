"""What a model makes of questions: one a line on standard input, JSON lines on standard output.

usage: python -m tests.predictions MODEL [--whole]      --whole: with all that Rasa imports
"""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any


async def predictions(model: Path) -> None:
    from channels.assistant import Assistant
    from channels.loading import configure_logs, load_agent

    target = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever else is printed
    configure_logs()
    agent = load_agent(model)
    assistant = Assistant(agent)
    for number, line in enumerate(sys.stdin):
        understood: dict[str, Any] = await agent.parse_message(line.strip())
        turn = await assistant.say(f"question {number}", line.strip())
        told = {
            "ranking": understood["intent_ranking"],
            "entities": understood["entities"],
            "answers": [bubble.text for bubble in turn.bubbles],
        }
        target.write(f"{json.dumps(told)}\n")
    target.close()


def main(model: str, *options: str) -> None:
    if "--whole" not in options:
        from channels.lean_rasa.lean_imports import keep_out

        keep_out()
    asyncio.run(predictions(Path(model)))
    if "--whole" in options:
        assert "tensorflow" in sys.modules


if __name__ == "__main__":
    main(*sys.argv[1:])
