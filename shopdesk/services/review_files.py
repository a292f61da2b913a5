"""Reviews from a platform's or a tool's file (REV-01)."""

from collections.abc import Callable

from shopdesk.domain.review_keys import ReviewEntry
from shopdesk.domain.review_kinds import says_deleted
from shopdesk.i18n import _
from shopdesk.importing.aside import ReadAside
from shopdesk.importing.mapping import FIELDS
from shopdesk.importing.reader import Reader
from shopdesk.importing.reasons import Reason
from shopdesk.importing.records import Batch, Kind, RejectedRow, ReviewRecord
from shopdesk.services.desk import Work
from shopdesk.services.import_run import Tally
from shopdesk.services.review_writer import is_to_come, write_reviews


def write_review_file(
    doing: Work, reader: Reader | ReadAside, shop_id: int | None, on_batch: Callable[[Batch], None]
) -> Tally:
    """Write a file's reviews; `on_batch` is told of each batch and may raise to give up. All rows are matched at once:
    a row that looks like a review in two ways must not take what is another row's."""
    entries: list[ReviewEntry] = []
    for batch in reader.batches():
        on_batch(batch)
        for record in batch.reviews:
            if is_to_come(record.at, doing.at):
                reader.source.rejected.append(_rejected(doing, record))
            else:
                entries.append(_entry(record))
    reader.source.rejected.sort()
    written = write_reviews(doing, entries, shop_id=shop_id)
    return Tally(written.created, written.updated, written.unchanged, unknown=written.unknown)


def _rejected(doing: Work, record: ReviewRecord) -> RejectedRow:
    column = FIELDS[Kind.REVIEWS]["at"]
    return RejectedRow(record.row, _(column), doing.desk.shown(record.at), Reason.NOT_PAST)


def _entry(record: ReviewRecord) -> ReviewEntry:
    return ReviewEntry(
        record.kind, record.at, record.order_no, record.said, record.later_said, record.stars, record.title,
        record.buyer, number=record.review_no, reply=record.reply, is_deleted=says_deleted(record.state_text),
    )  # fmt: skip
