"""Ships resources/ inside the wheel. A checkout uses the folder where it lies: an editable install copies nothing."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ResourcesInWheel(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling for each wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folder to a real wheel."""
        if version == "standard":
            build_data["force_include"]["resources"] = "shopdesk/resources"
