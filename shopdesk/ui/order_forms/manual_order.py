"""The form for orders entered by hand (ORD-06, ORD-09 to ORD-11)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from shopdesk.domain.address_changes import Address
from shopdesk.domain.flags import BASIC, Colour
from shopdesk.domain.manual_orders import RULES, ManualOrder, memo_beginning, read_amount
from shopdesk.domain.money import ZERO
from shopdesk.domain.origins import Origin
from shopdesk.domain.statuses import Masking
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, sentence
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.products import VariantFilter, VariantRow, list_variants
from shopdesk.queries.shops import ShopRow
from shopdesk.services.desk import Desk
from shopdesk.services.manual_changes import change_order, manual_base
from shopdesk.services.manual_orders import AlreadySent, enter_order
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.flags import flag_name
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.form_inputs import Input
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.item_lines import ItemLines, TypedLine, read_lines
from shopdesk.ui.order_forms.order_facts import whole_address
from shopdesk.ui.order_forms.origins import NEW
from shopdesk.ui.order_forms.receiver_line import ReceiverLine, read_receiver, what_receiver_lacks
from shopdesk.ui.order_forms.writing_form import WritingForm

WIDE = 640


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered, as far as the news and Undo need it."""

    order_id: int
    order_no: str
    version: int
    hold: str
    """Why it waits, "" where it doesn't."""


class ManualOrderForm(WritingForm):
    """A new order of a kind, for a source order where it has one; or `known`, an order to change."""

    def __init__(
        self,
        kind: Origin,
        *,
        desk: Desk,
        shops: list[ShopRow],
        background: Background,
        messages: Messages,
        source: OrderDetail | None = None,
        known: OrderDetail | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._kind, self._desk, self._source, self._known = kind, desk, source, known
        self._shops, self._lookup = shops, background
        self._again = False
        opened = self._opened_with = Opened(manual_base(known)) if known else None
        title = N_("Change order {order_no}") if known else NEW[kind]
        about = known or source
        super().__init__(
            "manual-order",
            _(title).format(order_no=about.order_no if about else ""),
            self._fields(),
            self._enter,
            background=background,
            messages=messages,
            save=N_("Save") if known else N_("Enter"),
            width=WIDE,
            opened=opened,
            parent=parent,
        )

    # The fields

    def _fields(self) -> list[Field]:
        rule, known = RULES[self._kind], self._known
        fields = [self._items()]
        if self._source is None and known is None:
            if len(self._shops) > 1:
                fields.insert(0, self._shop())
            fields.insert(-1, Field("buyer", N_("Buyer"), hint=N_("The id on the platform, where it is known.")))
        fields.insert(len(fields) if self._source else -1, self._receiver())
        if not rule.is_free:
            paid = known.paid.yuan if known and known.paid else ""
            hint = N_("What was really received, in yuan.")
            fields.append(
                Field("paid", N_("Received"), value=paid, required=rule.needs_payment, hint=hint, check=_amount_wrong)
            )
        if self._kind in (Origin.BANK, Origin.PHONE) and known is None:
            fields.append(self._flag())
        fields.append(self._memo())
        if known is not None or rule.is_free:
            fields.append(Field("reason", N_("Why"), required=known is not None))
        return fields

    def _shop(self) -> Field:
        choices = tuple((str(shop.id), shop.name) for shop in self._shops)
        return Field("shop", N_("Shop"), FieldKind.CHOICE, str(self._shops[0].id), choices=choices)

    def _receiver(self) -> Field:
        source, known = self._source, self._known
        value = whole_address(known) if known else ""
        hint = ""
        has_own = source is not None and source.masking is not Masking.CIPHER
        if source is not None and has_own:
            hint = _("Empty: as in the first order, to {receiver}.").format(receiver=whole_address(source))

        def wrong(text: object) -> str | None:
            if (not text and has_own) or (known is not None and text == value):
                return None
            return what_receiver_lacks(str(text))

        return Field(
            "receiver", N_("Receiver"), value=value, hint=hint, required=not has_own, check=wrong, make=ReceiverLine
        )

    def _items(self) -> Field:
        rule, of = RULES[self._kind], self._known or self._source
        lines = [
            TypedLine(
                line.sku, line.title, line.properties, str(line.quantity), "" if rule.is_free else line.price.yuan
            )
            for line in (of.lines if of else ())
        ]

        def make(field: Field, parent: QWidget) -> Input:
            return ItemLines(
                field,
                parent,
                find=self._find,
                background=self._lookup,
                lines=lines,
                is_ticked=self._known is None,
                all_ticked=self._kind is Origin.REISSUE and len(lines) == 1,
                has_prices=not rule.is_free,
            )

        return Field("items", N_("Items"), required=True, check=_lines_wrong, make=make)

    def _flag(self) -> Field:
        choices = tuple((colour.code, flag_name(colour)) for colour in BASIC)
        return Field("flag", N_("Flag"), FieldKind.CHOICE, Colour.GREY.code, choices=choices)

    def _memo(self) -> Field:
        known, prefix = self._known, RULES[self._kind].prefix
        value = known.memo if known else ""
        if known is not None and self._kind is Origin.REISSUE:
            value = value.removeprefix(memo_beginning(self._kind, read_lines(self._lines_of(known)), needs_list=False))
        hint = _("{prefix} is put before it.").format(prefix=prefix) if prefix else ""
        return Field("memo", N_("Memo"), value=value.strip(), hint=hint)

    @staticmethod
    def _lines_of(order: OrderDetail) -> list[TypedLine]:
        return [TypedLine(line.sku, line.title, line.properties, str(line.quantity)) for line in order.lines]

    def _find(self, text: str) -> Callable[[], list[VariantRow]]:
        chosen = VariantFilter(find=text, shop_id=self._shop_id())
        return lambda: list_variants(self._desk.seen, chosen)

    def _shop_id(self) -> int:
        about = self._known or self._source
        if about is not None:
            return about.shop_id
        chosen = str(self.values().get("shop", "")) if len(self._shops) > 1 else ""
        return int(chosen) if chosen else self._shops[0].id

    # What was typed

    def _enter(self, values: Values) -> Entered:
        order, desk = self._read(values), self._desk
        if self._known is not None:
            known = self._known
            base = self._opened_with.base if self._opened_with else None
            change_order(desk, order_id=known.id, order=order, reason=order.reason, base=base)
            order_id = known.id
        else:
            order_id = enter_order(desk, order=order, again=self._again)
        made = get_order(desk.seen, order_id)
        return Entered(order_id, made.order_no, made.version, made.open_holds[0].reason if made.open_holds else "")

    def _read(self, values: Values) -> ManualOrder:
        lines, flag = values["items"], str(values.get("flag") or "")
        about = self._known or self._source
        shop_id = about.shop_id if about else int(str(values.get("shop") or self._shops[0].id))
        paid = str(values.get("paid") or "")
        return ManualOrder(
            kind=self._kind,
            shop_id=shop_id,
            items=read_lines(lines) if isinstance(lines, tuple) else (),
            buyer=str(values.get("buyer") or (self._known.buyer if self._known else "")),
            receiver=self._read_receiver(str(values["receiver"])),
            paid=read_amount(paid) if paid else ZERO,
            memo=str(values["memo"]),
            reason=str(values.get("reason") or ""),
            source_id=self._source.id if self._source else None,
            flag=Colour.from_code(flag) if flag else None,
        )

    def _read_receiver(self, text: str) -> Address | None:
        if self._known is not None and text == whole_address(self._known):
            return self._known.goes_to
        return read_receiver(text) if text else None

    def _refused(self, error: Exception) -> None:
        super()._refused(error)
        self._again = isinstance(error, AlreadySent)
        self._save.setText(_("Enter it again") if self._again else _(self._save_text))


def _sentence_of(read: Callable[[], object]) -> str | None:
    try:
        read()
    except ShopdeskError as error:
        return sentence(error)
    return None


def _amount_wrong(text: object) -> str | None:
    return _sentence_of(partial(read_amount, str(text))) if text else None


def _lines_wrong(lines: object) -> str | None:
    return _sentence_of(partial(read_lines, lines)) if isinstance(lines, tuple) else None
