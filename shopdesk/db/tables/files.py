"""Files that belong to records: photos, chat logs, proofs."""

from peewee import BigIntegerField, BlobField, CharField

from shopdesk.db.tables.base import Table


class StoredFile(Table):
    """One stored file, named by what is in it. `content` is filled on a server, where there is no common folder; beside
    a file of its own the shop keeps them in a folder (`db/files.py`)."""

    hash = CharField(max_length=64, primary_key=True)
    """SHA-256 of the content."""
    size = BigIntegerField()
    content = BlobField(null=True)
