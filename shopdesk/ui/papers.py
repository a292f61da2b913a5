"""What documents and papers are called, and what this PC remembers about printing them."""

from shopdesk.domain.documents import Document, Paper
from shopdesk.i18n import N_, _
from shopdesk.printing.formats import SIZES, TITLES, USUAL, Offset
from shopdesk.ui.side_panel import SettingsStore

PAPERS = {
    Paper.LABEL_100X150: N_("Label 100 × 150 mm"),
    Paper.LABEL_100X180: N_("Label 100 × 180 mm"),
    Paper.LABEL_76X130: N_("Label 76 × 130 mm"),
    Paper.LABEL_60X40: N_("Label 60 × 40 mm"),
    Paper.A5: N_("A5"),
    Paper.A4: N_("A4"),
    Paper.A4_TWO_UP: N_("A4, two on a sheet"),
    Paper.A4_THREE_UP: N_("A4, three on a sheet"),
}


def document_name(document: Document) -> str:
    """The document's name in the language in use."""
    return _(TITLES[document])


def paper_name(paper: Paper) -> str:
    """The paper's name in the language in use."""
    return _(PAPERS[paper])


class PrintHabits:
    """Paper, printer and offset of each document, as this PC remembers them. Setting raises OutputFailed."""

    def __init__(self, settings: SettingsStore) -> None:
        self._settings = settings

    def paper(self, document: Document) -> Paper:
        """The paper last used, or the document's usual one."""
        kept = str(self._settings.get(f"print.{document.value}.paper", ""))
        return Paper(kept) if kept in SIZES[document] else USUAL[document]

    def set_paper(self, document: Document, paper: Paper) -> None:
        """Remember the paper."""
        self._settings.set(f"print.{document.value}.paper", paper.value)

    def printer(self, document: Document) -> str:
        """The printer last used, "" for none yet."""
        return str(self._settings.get(f"print.{document.value}.printer", ""))

    def set_printer(self, document: Document, printer: str) -> None:
        """Remember the printer."""
        self._settings.set(f"print.{document.value}.printer", printer)

    def offset(self, document: Document, printer: str) -> Offset:
        """By how many mm that printer is off with that document."""
        kept = self._settings.get(f"print.{document.value}.offset.{printer}", [])
        if isinstance(kept, list) and len(kept) == 2 and all(isinstance(each, int | float) for each in kept):
            return Offset(float(kept[0]), float(kept[1]))
        return Offset()

    def set_offset(self, document: Document, printer: str, offset: Offset) -> None:
        """Remember the offset."""
        kept = [offset.right, offset.down] if offset != Offset() else None
        self._settings.set(f"print.{document.value}.offset.{printer}", kept)
