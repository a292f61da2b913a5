"""What happened to scripts and tables of sizes, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from shopdesk.domain.script_topics import TOPICS
from shopdesk.i18n import N_, _
from shopdesk.queries.trail import TrailRow
from shopdesk.services.trail_slips import said_plainly

LIBRARY_KINDS: Mapping[str, str] = {"script": N_("Script"), "size_table": N_("Table of sizes")}
LIBRARY_DEEDS: Mapping[str, str] = {
    "use": N_("Copied"),
    "hide": N_("Taken out of use"),
    "show": N_("In use again"),
    "sizes": N_("Table of sizes"),
}
LIBRARY_FIELDS: Mapping[str, str] = {
    "topic": N_("Topic"),
    "body": N_("Text"),
    "gloss": N_("In English"),
    "position": N_("Position"),
    "measures": N_("Measures"),
    "size_table_id": N_("Table of sizes"),
}
_TOLD: Mapping[str, str] = {
    "topic": N_("Topic"),
    "title": N_("Title"),
    "name": N_("Table of sizes"),
    "body": N_("Text"),
    "gloss": N_("In English"),
    "note": N_("Note"),
    "position": N_("Position"),
}
"""What an edit tells as it was and became."""
LIBRARY_WORDS: Mapping[str, Mapping[str, str]] = {"topic": {topic.value: name for topic, name in TOPICS.items()}}


def _added(row: TrailRow) -> str:
    return _("Added: {title}").format(title=_named(row.after))


def _named(values: Mapping[str, Any]) -> str:
    return str(values.get("title") or values.get("name") or "–")


def _edited(row: TrailRow) -> str:
    """Topic, title and text as they were and became; of a table's rows only that they changed."""
    changed = {name for name, value in row.after.items() if value != row.before.get(name)}
    lines = [
        _("{part}: {before} → {after}").format(
            part=_(_TOLD[name]), before=_value(name, row.before.get(name)), after=_value(name, row.after[name])
        )
        for name in _TOLD
        if name in changed
    ]
    if {"rows", "measures"} & changed:
        lines.append(_("Sizes changed"))
    return "\n".join(lines) or _("Changed")


def _value(name: str, value: Any) -> str:
    words = LIBRARY_WORDS.get(name, {})
    return _(words[value]) if value in words else str(value or "–")


def _sizes(row: TrailRow) -> str:
    return _("Table of sizes: {name}").format(name=row.after.get("sizes") or "–")


LIBRARY_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    "add": _added,
    "edit": _edited,
    "use": said_plainly(N_("Copied")),
    "hide": said_plainly(N_("Taken out of use")),
    "show": said_plainly(N_("In use again")),
}
PRODUCT_SIZES_SAID: Mapping[str, Callable[[TrailRow], str]] = {"sizes": _sizes}
"""Beside the product."""
