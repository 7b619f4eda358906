"""The commands behind the programs of `bin/`."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import faulthandler
import json
import os
import shutil
import sys
import uuid
from functools import partial
from typing import BinaryIO, TextIO

from sqlalchemy.exc import SQLAlchemyError

from actions.cluster_catalogue.no_answer import no_answer
from channels.ask import answer_line
from channels.assistant import Assistant
from channels.follow import as_text, steps
from channels.loading import NoModelError, configure_logs, load_agent, load_assistant
from channels.terminal import Terminal
from channels.web import retention
from channels.web.building import build_applications
from channels.web.conversations import Conversations, now
from channels.web.database import SECRET_FILE, shared_engine
from channels.web.disk_reserve import disk_reserve
from channels.web.operators import ByPort
from channels.web.schema import prepare
from channels.web.secret import signing_key
from channels.web.server import HOST, PORT, PortTakenError, Server, listen, rehearse
from channels.web.service_manager import service_manager
from channels.web.tracker_store import ConversationTrackerStore
from migrations.schema import SchemaError
from settings import SettingsError, listening_port, read_settings


async def answer_lines(assistant: Assistant, source: BinaryIO, target: TextIO) -> None:
    """Answers every line of `source` on `target`, each as soon as it is known."""
    for line in source:
        if line.strip():
            record = await answer_line(assistant, line)
            print(json.dumps(record), file=target, flush=True)


async def answer_person(assistant: Assistant, text: str, target: TextIO) -> None:
    """Prints the answer to one question, for a person."""
    turn = await assistant.say(uuid.uuid4().hex, text)
    Terminal(assistant, write=lambda line: print(line, file=target)).show(turn.bubbles)


def ask(arguments: list[str]) -> int:
    """`bin/ask`: JSON lines from standard input, or the question given as arguments."""
    target = _own_standard_output()
    assistant = _load()
    if assistant is None:
        return 1
    if arguments:
        asyncio.run(answer_person(assistant, " ".join(arguments), target))
    else:
        asyncio.run(answer_lines(assistant, sys.stdin.buffer, target))
    return 0


def follow(arguments: list[str]) -> int:
    """`bin/follow`: what each component makes of a message."""
    if not arguments:
        print('usage : bin/follow "votre message"', file=sys.stderr)
        return 1
    target = _own_standard_output()
    configure_logs()
    try:
        read_settings()
        agent = load_agent()
    except (NoModelError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 1
    print(as_text(steps(agent, " ".join(arguments))), file=target)
    return 0


def chat() -> int:
    """`bin/chat`: a conversation in the terminal."""
    print("L’assistant se prépare…", file=sys.stderr, flush=True)
    assistant = _load()
    if assistant is None:
        return 1
    width = min(shutil.get_terminal_size().columns, 90)
    asyncio.run(Terminal(assistant, width=width).run(uuid.uuid4().hex))
    return 0


def serve(arguments: list[str]) -> int:
    """`bin/serve`: the server, until it is told to end."""
    parser = argparse.ArgumentParser("bin/serve", description="Le serveur de l’assistant.")
    parser.add_argument("--host", default=HOST, help=f"adresse d’écoute ({HOST})")
    parser.add_argument("--port", default=str(PORT), help=f"port d’écoute ({PORT})")
    parser.add_argument("--local-host", default=HOST, help=f"adresse des mesures ({HOST})")
    parser.add_argument("--local-port", help="port de /metrics et /ready, pour l’exploitant")
    chosen = parser.parse_args(arguments)
    faulthandler.enable()  # the watchdog ends a process that hangs by SIGABRT: where did it hang?
    configure_logs()
    try:
        settings = read_settings()
        sockets = [listen(chosen.host, listening_port(chosen.port))]
        if chosen.local_port is not None:
            sockets.append(listen(chosen.local_host, listening_port(chosen.local_port)))
        key = signing_key(settings.secret.get_secret_value(), SECRET_FILE)
        print("L’assistant se prépare…", file=sys.stderr, flush=True)
        prepare(shared_engine(settings.conversations_address), settings.upgrade_at_start)
        agent = load_agent(tracker_store=ConversationTrackerStore())
        applications = build_applications(agent, settings, key)
    except (NoModelError, PortTakenError, SchemaError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(no_answer(error), file=sys.stderr)
        return 1

    def announce() -> None:
        host, port = sockets[0].getsockname()[:2]
        print(f"L’assistant est prêt : http://{host}:{port}/ (Ctrl+C pour l’arrêter)", flush=True)

    rehearsal = partial(rehearse, Assistant(agent))
    patience = settings.turn_seconds + 5
    application = ByPort(applications.public, applications.local, sockets[1:])
    beside = [applications.metrics.watch_loop]
    Server(application, rehearsal, announce, service_manager(), beside, patience).run(sockets)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # Python would wait for the threads of actions that hang


def forget(arguments: list[str]) -> int:
    """`bin/forget`: erases the conversations that are older than the settings allow."""
    about = "Efface les conversations muettes depuis plus de CHAT_KEEP_DAYS jours."
    argparse.ArgumentParser("bin/forget", description=about).parse_args(arguments)
    try:
        days = read_settings().keep_days
        if not days:
            print("CHAT_KEEP_DAYS n’est pas défini : rien n’est effacé.")
            return 0
        engine = shared_engine(read_settings().conversations_address)
        conversations = Conversations(engine, disk_reserve(engine))
        erased = retention.forget(conversations, now() - dt.timedelta(days=days))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(no_answer(error), file=sys.stderr)
        return 1
    print(f"Conversations muettes depuis plus de {days} jours, effacées : {erased}.")
    return 0


def _load() -> Assistant | None:
    configure_logs()
    try:
        read_settings()  # what is wrong with them would look like a spoilt model
        return load_assistant()
    except (NoModelError, SettingsError) as error:
        print(error, file=sys.stderr)
        return None


def _own_standard_output() -> TextIO:
    """The real standard output; whatever else is printed goes to standard error from now on."""
    target = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return target
