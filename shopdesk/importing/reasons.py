"""Why a row could not be taken. A `RejectedRow` carries the key; the sentence is translated where it is shown."""

from enum import StrEnum

from shopdesk.errors import N_


class Reason(StrEnum):
    """The keys of REASONS."""

    NO_ORDER_NO = "no-order-number"
    DIGITS_LOST = "digits-lost"
    NOT_ORDER_NO = "not-an-order-number"
    NO_REFUND_NO = "no-refund-number"
    NOT_MONEY = "not-money"
    NOT_A_NUMBER = "not-a-number"
    NOT_A_QUANTITY = "not-a-quantity"
    NOT_A_DATE = "not-a-date"
    TOO_LONG = "too-long"
    NO_WAYBILL = "no-waybill"
    NOT_A_WAYBILL = "not-a-waybill"
    NO_MOMENT = "no-moment"
    NO_KIND = "no-kind"
    NOT_PAST = "not-past"
    PART_REJECTED = "part-of-a-rejected-order"


REASONS: dict[str, str] = {
    Reason.NO_ORDER_NO: N_("The order number is missing. Fill it in or leave the row out."),
    Reason.DIGITS_LOST: N_(
        "A spreadsheet has rounded this number, its last digits are gone. Export the file again "
        "and don't save it from Excel before importing."
    ),
    Reason.NOT_ORDER_NO: N_("This is not an order number."),
    Reason.NO_REFUND_NO: N_("The refund number is missing. Fill it in or leave the row out."),
    Reason.NOT_MONEY: N_("This is not an amount of money."),
    Reason.NOT_A_NUMBER: N_("This is not a whole number."),
    Reason.NOT_A_QUANTITY: N_("So many of one item can't be ordered. Correct the number of pieces."),
    Reason.NOT_A_DATE: N_("This is not a date that can be understood. Write it as 2024-03-21 10:24:20."),
    Reason.TOO_LONG: N_("This is longer than any name or code. Shorten it to 500 characters."),
    Reason.NO_WAYBILL: N_("The waybill is missing. Fill it in or leave the row out."),
    Reason.NOT_A_WAYBILL: N_("This is not a waybill: they have 6 to 32 letters and digits."),
    Reason.NO_MOMENT: N_("The time is missing. Fill it in or leave the row out."),
    Reason.NO_KIND: N_(
        "It doesn't say whether the review is good, neutral or bad. Write 好评, 中评, 差评 or its stars."
    ),
    Reason.NOT_PAST: N_("This moment is still to come. A review was written before it is exported: correct the date."),
    Reason.PART_REJECTED: N_("Another row of the same order could not be read; an order is taken whole or not at all."),
}
"""One sentence for every key."""
