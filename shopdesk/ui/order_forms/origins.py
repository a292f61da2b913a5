"""What people call the kinds of orders entered by hand."""

from collections.abc import Mapping

from shopdesk.domain.origins import Origin
from shopdesk.i18n import N_

ORIGINS: Mapping[Origin, str] = {
    Origin.PLATFORM: N_("Platform"),
    Origin.BANK: N_("Bank transfer"),
    Origin.WHOLESALE: N_("Wholesale"),
    Origin.PHONE: N_("Phone"),
    Origin.EXCHANGE: N_("Exchange"),
    Origin.REISSUE: N_("Reissue"),
}

NEW: Mapping[Origin, str] = {
    Origin.BANK: N_("New bank order"),
    Origin.WHOLESALE: N_("New wholesale order"),
    Origin.PHONE: N_("New phone order"),
    Origin.EXCHANGE: N_("Exchange for order {order_no}"),
    Origin.REISSUE: N_("Reissue for order {order_no}"),
}
"""Titles of the forms."""
