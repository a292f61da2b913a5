"""The documents by name, the sizes of paper, and how large type is on each."""

from collections.abc import Mapping
from typing import NamedTuple

from shopdesk.domain.documents import ORDER_DOCUMENTS, Document, Paper
from shopdesk.errors import N_
from shopdesk.printing.codes import DOTS_PER_MM


class Format(NamedTuple):
    """A paper in dots. `cells` papers lie under one another on one sheet; each is `width` by `height`."""

    width: int
    height: int
    margin: int
    scale: float
    """Type size against the 100 x 150 label."""
    columns: int = 1
    cells: int = 1
    roomy: bool = False
    """There is room for amounts and the like."""

    @property
    def sheet_height(self) -> int:
        """The whole sheet's height."""
        return self.height * self.cells

    def size(self, dots: int) -> int:
        """A type size or distance of the 100 x 150 label on this paper."""
        return round(dots * self.scale)


def _mm(width: float, height: float, margin: float, scale: float, **more: int) -> Format:
    dots = (round(width * DOTS_PER_MM), round(height * DOTS_PER_MM), round(margin * DOTS_PER_MM))
    return Format(*dots, scale, more.get("columns", 1), more.get("cells", 1), bool(more.get("roomy", 0)))


FORMATS = {
    Paper.LABEL_100X150: _mm(100, 150, 3, 1.0),
    Paper.LABEL_100X180: _mm(100, 180, 3, 1.0),
    Paper.LABEL_76X130: _mm(76, 130, 2.5, 0.86),
    Paper.LABEL_60X40: _mm(60, 40, 1.5, 0.5),
    Paper.A5: _mm(148, 210, 7, 1.15, roomy=1),
    Paper.A4: _mm(210, 297, 10, 1.25, roomy=1),
    Paper.A4_TWO_UP: _mm(210, 148.5, 8, 1.05, columns=2, cells=2, roomy=1),
    Paper.A4_THREE_UP: _mm(210, 99, 6, 0.9, columns=2, cells=3, roomy=1),
}

USUAL = {
    Document.SLIP: Paper.LABEL_100X150,
    Document.PACKING_LIST: Paper.A4,
    Document.RETURN_FORM: Paper.A5,
    Document.CHANGE_NOTE: Paper.LABEL_100X150,
    Document.INTAKE_REGISTER: Paper.A4,
    Document.BOX_LABEL: Paper.LABEL_100X150,
    Document.REFUND_LIST: Paper.A4,
    Document.LOSS_SUMMARY: Paper.A4,
    Document.REPAIR_DISPATCH: Paper.A4,
    Document.REPAIR_LABEL: Paper.LABEL_60X40,
    Document.DAMAGE_RETURN: Paper.A4,
    Document.POINTS_SHEET: Paper.A4,
}
"""The paper for each document where the shop chose none."""

TITLES = {
    Document.SLIP: N_("Shipping slip"),
    Document.PACKING_LIST: N_("Packing list"),
    Document.RETURN_FORM: N_("Return form"),
    Document.CHANGE_NOTE: N_("Change note"),
    Document.INTAKE_REGISTER: N_("Intake register"),
    Document.BOX_LABEL: N_("Box label"),
    Document.REFUND_LIST: N_("Refund list"),
    Document.LOSS_SUMMARY: N_("Lost parcels"),
    Document.REPAIR_DISPATCH: N_("Factory dispatch list"),
    Document.REPAIR_LABEL: N_("Repair label"),
    Document.DAMAGE_RETURN: N_("Damage return list"),
    Document.POINTS_SHEET: N_("Points sheet"),
}
"""What people call each document."""

ORDER_SIZES = tuple(paper for paper in Paper if paper is not Paper.LABEL_60X40)
"""There is too little room for an order on the smallest label."""
LABEL_SIZES = (Paper.LABEL_100X150, Paper.LABEL_100X180, Paper.LABEL_76X130, Paper.LABEL_60X40)
SIZES: Mapping[Document, tuple[Paper, ...]] = {
    **dict.fromkeys(ORDER_DOCUMENTS, ORDER_SIZES),
    Document.INTAKE_REGISTER: (Paper.A4,),
    **dict.fromkeys((Document.BOX_LABEL, Document.REPAIR_LABEL), LABEL_SIZES),
    **dict.fromkeys((Document.REFUND_LIST, Document.POINTS_SHEET), (Paper.A4,)),
    **dict.fromkeys((Document.LOSS_SUMMARY, Document.REPAIR_DISPATCH, Document.DAMAGE_RETURN), (Paper.A4,)),
}
"""On which papers each document can be printed."""


def size_mm(paper: Paper) -> tuple[float, float]:
    """Width and height in millimetres of the sheet that goes into the printer."""
    form = FORMATS[paper]
    return form.width / DOTS_PER_MM, form.sheet_height / DOTS_PER_MM


class Offset(NamedTuple):
    """By how many millimetres a printer puts everything too far left and too high."""

    right: float = 0.0
    down: float = 0.0


NO_OFFSET = Offset()
