"""The pages of a shop's window: what they are called, what they show, and how each is made when it is first opened."""

from typing import TYPE_CHECKING, Any, TypedDict

from shopdesk.i18n import N_
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes
from shopdesk.ui.messages import Messages
from shopdesk.ui.orders.page import OrdersPage
from shopdesk.ui.page import Page
from shopdesk.ui.theme import Theme

if TYPE_CHECKING:
    # Loaded when they are opened: the window is there sooner.
    from shopdesk.app.shop_window import ShopWindow
    from shopdesk.ui.buyers.page import BuyersPage
    from shopdesk.ui.cases.page import CasesPage
    from shopdesk.ui.complaints.page import ComplaintsPage
    from shopdesk.ui.damage.page import DamagePage
    from shopdesk.ui.intake.page import IntakePage
    from shopdesk.ui.packing.page import PackingPage
    from shopdesk.ui.parcels.page import ParcelsPage
    from shopdesk.ui.points.page import PointsPage
    from shopdesk.ui.products.page import ProductsPage
    from shopdesk.ui.refunds.page import RefundsPage
    from shopdesk.ui.registering.page import RegisterPage
    from shopdesk.ui.repairs.page import RepairsPage
    from shopdesk.ui.reviews.page import ReviewsPage
    from shopdesk.ui.scripts.page import ScriptsPage
    from shopdesk.ui.settlement.page import SettlementPage
    from shopdesk.ui.shipping.page import ShippingPage
    from shopdesk.ui.today.page import TodayPage
    from shopdesk.ui.trail.page import TrailPage


_OF_PARCELS = frozenset({
    "parcel", "parcel-list", "claim", "claim-list", "interception", "interception-new", "detour", "detour-new",
    "shortage", "shortage-new",
})  # fmt: skip


class _Common(TypedDict):
    """What every page is handed."""

    desk: Desk
    changes: Changes
    background: Background
    messages: Messages
    theme: Theme


class ShopPages:
    """Hands each page what it needs of the shop, and connects what it asks for."""

    def __init__(self, shop: "ShopWindow") -> None:
        self._shop = shop

    def declared(self) -> tuple[Page, ...]:
        """In the order of the navigation."""
        return (*self._of_orders(), *self._of_after_sales(), *self._of_buyers(), *self._of_the_shop())

    def _of_orders(self) -> tuple[Page, ...]:
        return (
            Page("today", N_("Today"), "sun", self._today, frozenset({"contact-list"}), key_sequence="Alt+0"),
            Page(
                "orders", N_("Orders"), "clipboard-list", self._orders,
                frozenset({"order", "order-list", "deadlines", "untold"}),
                N_("Scan, find any order, or type a command"), "Alt+1",
            ),
            Page(
                "registering", N_("Register"), "checks", self._registering, frozenset({"to-register"}),
                key_sequence="Alt+2",
            ),
            Page("shipping", N_("Shipping"), "truck", self._shipping, frozenset({"wave"}), key_sequence="Alt+3"),
            Page("packing", N_("Pack"), "package", self._packing, frozenset({"shipping-list"}), key_sequence="Alt+4"),
            Page(
                "parcels", N_("Parcels"), "route", self._parcels, _OF_PARCELS,
                N_("Find a parcel: waybill, order, buyer"), "Alt+T",
            ),
        )  # fmt: skip

    def _of_after_sales(self) -> tuple[Page, ...]:
        return (
            Page(
                "intake", N_("Intake"), "package-import", self._intake,
                frozenset({"box", "box-list", "unclaimed-list", "case-goods"}),
                N_("Find a box: number, waybill, phone, name"), "Alt+5",
            ),
            Page(
                "cases", N_("Cases"), "arrows-exchange", self._cases, frozenset({"case", "case-new", "case-list"}),
                N_("Search cases"), "Alt+6",
            ),
            Page(
                "repairs", N_("Repairs"), "tool", self._repairs,
                frozenset({"repair", "repair-list", "repair-new", "repair-batch"}), N_("Search repairs"), "Alt+R",
            ),
            Page(
                "damage", N_("Damage"), "package-export", self._damage,
                frozenset({"damage", "damage-list", "damage-new", "damage-batch"}), N_("Search damage"), "Alt+D",
            ),
            Page(
                "refunds", N_("Refunds"), "receipt-refund", self._refunds,
                frozenset({"refund", "refund-new", "refund-list"}), N_("Search refunds"), "Alt+7",
            ),
        )  # fmt: skip

    def _of_buyers(self) -> tuple[Page, ...]:
        return (
            Page(
                "reviews", N_("Reviews"), "star", self._reviews,
                frozenset({"review", "review-list", "review-new", "rate-list"}), N_("Search reviews"), "Alt+V",
            ),
            Page(
                "complaints", N_("Complaints"), "speakerphone", self._complaints,
                frozenset({"complaint", "complaint-list", "complaint-new"}), N_("Search complaints"), "Alt+C",
            ),
            Page(
                "buyers", N_("Buyers"), "user", self._buyers, frozenset({"buyer", "buyer-list", "care-list"}),
                N_("Name, phone, address, order, waybill"), "Alt+B",
            ),
            Page(
                "scripts", N_("Scripts"), "message", self._scripts, frozenset({"script", "size-table"}),
                N_("Find words to say"), "Alt+S",
            ),
            Page(
                "points", N_("Points"), "hash", self._points, frozenset({"points", "points-list"}),
                N_("Search points"), "Alt+P",
            ),
        )  # fmt: skip

    def _of_the_shop(self) -> tuple[Page, ...]:
        return (
            Page(
                "products", N_("Products"), "tag", self._products, frozenset({"variant"}), N_("Search products"),
                "Alt+8",
            ),
            Page(
                "settlement", N_("Settlement"), "cash", self._settlement, frozenset({"unsettled"}),
                key_sequence="Alt+9",
            ),
            Page("trail", N_("Trail"), "bookmark", self._trail, search_hint=N_("Search the trail")),
        )  # fmt: skip

    def _common(self) -> _Common:
        shop = self._shop
        return {
            "desk": shop.desk,
            "changes": shop.changes,
            "background": shop.background,
            "messages": shop.window.messages,
            "theme": shop.look.theme,
        }

    def _today(self) -> "TodayPage":
        from shopdesk.ui.today.page import TodayPage

        shop = self._shop
        page = TodayPage(**self._common(), settings=shop.look.settings, pennants=shop.look.pennants)
        page.settings_requested.connect(shop.open_settings)
        return page

    def _orders(self) -> OrdersPage:
        shop = self._shop
        page = OrdersPage(**self._common(), settings=shop.look.settings, pennants=shop.look.pennants)
        page.import_requested.connect(shop.imports.open)
        page.points_requested.connect(shop.ways.points.trigger)
        page.print_requested.connect(shop.open_preview)
        return page

    def _registering(self) -> "RegisterPage":
        from shopdesk.ui.registering.page import RegisterPage

        shop = self._shop
        page = RegisterPage(**self._common(), settings=shop.look.settings, pennants=shop.look.pennants)
        page.import_requested.connect(shop.imports.open)
        return page

    def _shipping(self) -> "ShippingPage":
        from shopdesk.ui.shipping.page import ShippingPage

        shop = self._shop
        page = ShippingPage(**self._common())
        page.wave_print_requested.connect(shop.open_wave_preview)
        page.register_print_requested.connect(shop.open_register_preview)
        return page

    def _packing(self) -> "PackingPage":
        from shopdesk.ui.packing.page import PackingPage

        return PackingPage(**self._common(), settings=self._shop.look.settings)

    def _parcels(self) -> "ParcelsPage":
        from shopdesk.ui.parcels.page import ParcelsPage

        shop = self._shop
        page = ParcelsPage(**self._common(), settings=shop.look.settings, pennants=shop.look.pennants)
        page.import_requested.connect(shop.imports.open)
        page.papers_requested.connect(shop.open_losses_preview)
        return page

    def _intake(self) -> "IntakePage":
        from shopdesk.ui.intake.page import IntakePage

        shop = self._shop

        def show_papers(what: str, of: Any) -> None:
            show = shop.open_intake_preview if what == "register" else shop.open_label_preview
            show(of)

        page = IntakePage(**self._common(), settings=shop.look.settings)
        page.papers_requested.connect(show_papers)
        return page

    def _refunds(self) -> "RefundsPage":
        from shopdesk.ui.refunds.page import RefundsPage

        shop = self._shop
        page = RefundsPage(**self._common(), settings=shop.look.settings, pennants=shop.look.pennants)
        page.papers_requested.connect(shop.open_refunds_preview)
        return page

    def _cases(self) -> "CasesPage":
        from shopdesk.ui.cases.page import CasesPage

        shop = self._shop
        page = CasesPage(**self._common(), settings=shop.look.settings, pennants=shop.look.pennants)
        page.points_requested.connect(shop.ways.points.trigger)
        return page

    def _complaints(self) -> "ComplaintsPage":
        from shopdesk.ui.complaints.page import ComplaintsPage

        look = self._shop.look
        return ComplaintsPage(**self._common(), settings=look.settings, pennants=look.pennants)

    def _buyers(self) -> "BuyersPage":
        from shopdesk.ui.buyers.page import BuyersPage

        shop = self._shop
        page = BuyersPage(**self._common(), settings=shop.look.settings)
        page.settings_requested.connect(shop.open_settings)
        return page

    def _scripts(self) -> "ScriptsPage":
        from shopdesk.ui.scripts.page import ScriptsPage

        return ScriptsPage(**self._common(), settings=self._shop.look.settings)

    def _reviews(self) -> "ReviewsPage":
        from shopdesk.ui.reviews.page import ReviewsPage

        shop = self._shop
        page = ReviewsPage(**self._common(), settings=shop.look.settings, pennants=shop.look.pennants)
        page.import_requested.connect(shop.imports.open)
        return page

    def _points(self) -> "PointsPage":
        from shopdesk.ui.points.page import PointsPage

        shop = self._shop
        page = PointsPage(**self._common(), settings=shop.look.settings, pennants=shop.look.pennants)
        page.papers_requested.connect(shop.open_points_preview)
        return page

    def _repairs(self) -> "RepairsPage":
        from shopdesk.ui.repairs.page import RepairsPage

        shop = self._shop

        def show_papers(what: str, of: Any) -> None:
            show = shop.open_repair_labels_preview if what == "labels" else shop.open_repair_dispatch_preview
            show(of)

        page = RepairsPage(**self._common(), settings=shop.look.settings, pennants=shop.look.pennants)
        page.papers_requested.connect(show_papers)
        return page

    def _damage(self) -> "DamagePage":
        from shopdesk.ui.damage.page import DamagePage

        shop = self._shop
        page = DamagePage(**self._common(), settings=shop.look.settings, pennants=shop.look.pennants)
        page.papers_requested.connect(shop.open_damage_return_preview)
        return page

    def _products(self) -> "ProductsPage":
        from shopdesk.ui.products.page import ProductsPage

        return ProductsPage(**self._common())

    def _settlement(self) -> "SettlementPage":
        from shopdesk.ui.settlement.page import SettlementPage

        return SettlementPage(**self._common(), pennants=self._shop.look.pennants)

    def _trail(self) -> "TrailPage":
        from shopdesk.ui.trail.page import TrailPage

        return TrailPage(**self._common())
