"""What can be set, each by a variable of the environment (docs/exploitation.md).

For the catalogue, the door, training and tools alike; nothing else reads the environment but what
the system itself puts there (systemd's NOTIFY_SOCKET, the tests' REQUIRE_ALL).
"""

from settings.databases import DATABASES
from settings.own_folder import VAR, make_own_folder
from settings.reading import read_settings
from settings.refusals import SettingsError
from settings.servers import listening_port
from settings.settings import Settings, file_variable, variable

__all__ = [
    "DATABASES",
    "VAR",
    "Settings",
    "SettingsError",
    "file_variable",
    "listening_port",
    "make_own_folder",
    "read_settings",
    "variable",
]
