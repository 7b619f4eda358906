"""Runs the custom actions in this process, without an action server."""

from __future__ import annotations

import json
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException


class LocalActions(EndpointConfig):
    """An action endpoint that calls the SDK's executor instead of a server.

    Takes the place of the `action_endpoint` of `endpoints.yml`; the actions are the same, and
    so is what they receive and return.

    Args:
        executor: has the actions registered.
    """

    def __init__(self, executor: ActionExecutor) -> None:
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = executor

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any | None:
        """Runs the action that Rasa asks for.

        Raises:
            ClientResponseError: the action refused to run (400) or does not exist (404), as the
                action server would answer.
        """
        try:
            return await self._executor.run(kwargs["json"])
        except ActionExecutionRejection as error:
            body = {"error": str(error), "action_name": error.action_name}
            raise ClientResponseError(400, "rejected", json.dumps(body)) from error
        except ActionNotFoundException as error:
            raise ClientResponseError(
                404, "not found", json.dumps({"error": str(error)})
            ) from error
