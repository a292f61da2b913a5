"""How each service keeps one person's work from another's (DATA-02): one line a service, found by themselves.

MERGE: it is told what its editor began with; others' fields stay, the same field is a clash that one decides.
STATE: a step from one state to the next; whoever comes second is refused, or finds nothing left to do.
ADDS: it writes something new beside what others write.
LAST: the last word counts by its nature, and the trail keeps the others; why is said.
"""

from collections.abc import Mapping
from enum import StrEnum


class Guard(StrEnum):
    """What keeps a second person from undoing the work of a first."""

    MERGE = "merge"
    STATE = "state"
    ADDS = "adds"
    LAST = "last"


MERGE = {
    "box_items.change_item", "boxes.fill_box", "cases.edit_case",
    "buyers.edit_buyer", "handovers.count_wave", "hold_answers.choose_by_hand", "hold_answers.name_salesperson",
    "manual_changes.change_order", "mappings.save_mapping",
    "order_edits.change_address", "order_edits.edit_order", "orders.set_flag", "orders.set_memo", "people.edit_person",
    "product_tables.import_products", "products.change_variants", "refund_payees.change_payee",
    "shop_settings.save_flag_labels", "shop_settings.save_setting",
    "shop_settings.save_shop", "suppliers.save_supplier", "views.delete_view", "views.save_view",
    "waybills.give_waybill", "waybills.remove_waybill",
}  # fmt: skip
"""Those that windows call with a `base` (or what was shown)."""

STATE = {
    "box_items.look_at_items": "only what nobody looked at",
    "box_items.remove_item": "an item is there or not; ItemInCase",
    "box_matches.match_box": "MatchedAlready, RegisteredAlready name who did",
    "box_matches.scan_into": "BoxHere; an order's lines are filled in once",
    "box_matches.unmatch_box": "NotMatched, RegisteredAlready names who did",
    "boxes.open_box": "BoxHere names who opened it",
    "boxes.register_box": "RegisteredAlready names who did",
    "boxes.void_box": "BoxStruckOut, RegisteredAlready name who did",
    "buyers.block_buyer": "BlockedAlready names who did and why",
    "buyers.unblock_buyer": "a welcome buyer is welcome already",
    "case_agreements.check_agreement": "AgreementChecked names who did",
    "case_people.call_back": "StepNotPossible names who was first",
    "case_people.finish_contact": "done or not",
    "case_replacements.allow_early": "allowed or not",
    "case_replacements.replace": "ReplacedAlready names who did",
    "case_steps.send_back": "Clash by version; StepNotPossible names who was first",
    "case_steps.take_step": "Clash by version; StepNotPossible names who was first",
    "cases.open_case": "OpenAlready names who is in charge",
    "change_notes.take_back": "a note is there once; NoteDone names who carried it out",
    "contacts.mark_told": "a buyer is told once",
    "contacts.undo_contacts": "what is struck out is gone",
    "extensions.extend_orders": "only a later time than the one that holds",
    "extensions.mark_told": "a buyer is told once",
    "handovers.mark_handed": "HandedAlready",
    "hold_answers.confirm_postage": "ClearedAlready names who did",
    "holds.clear_hold": "ClearedAlready names who did",
    "holds.open_holds_again": "only one's own releases",
    "holds.release_orders": "ReleasedAlready names who did",
    "holds.take_holds_back": "only one's own holds",
    "evidence.remove_evidence": "what is away is away",
    "evidence.restore_evidence": "what is there is there",
    "inspections.approve_items": "ApprovedAlready names who did",
    "inspections.inspect_item": "InspectedAlready names who did; again only at the version that was seen",
    "intake_days.close_day": "DayClosed names who did",
    "intake_days.confirm_cash": "ConfirmedAlready names who did",
    "intake_days.count_cash": "HandedAlready, ConfirmedAlready name who did",
    "leaving.ship_carrier": "takes what waits",
    "leaving.ship_scanned": "AlreadyShipped names who did",
    "leaving.ship_slips": "AlreadyShipped names who did",
    "leaving.unship_slips": "NotShipped",
    "manual_changes.cancel_order": "CancelledBy names who did",
    "manual_changes.undo_entry": "the version it was entered at",
    "orders.set_flags_back": "ChangedSince",
    "orders.set_memo_back": "ChangedSince",
    "overpayments.compensate_in_goods": "no more than is left",
    "overpayments.pay_out": "no more than is left",
    "owed_items.leave_out": "the hold is open or not",
    "owed_items.put_in": "TravelsAlready, StruckAlready name who did",
    "owed_items.strike_by_hand": "StruckAlready names who did",
    "owed_items.take_out": "TravelsAlready names the order it goes with now",
    "packed_parcels.finish_slip": "the slip's version; AlreadyPacked names who did",
    "packed_parcels.keep_piece_weight": "only a weight that nobody knew",
    "packed_parcels.unpack_slip": "NotPacked",
    "packing.open_slip": "BeingPacked names who has it",
    "packing.scan": "the slip's version",
    "packing.set_aside": "only one's own slip",
    "packing.tick_all": "one's own slip; every piece is in it",
    "packing.tick_item": "the slip's version",
    "people.deactivate": "somebody is here or not",
    "people.reactivate": "somebody is here or not",
    "products.remove_variants": "Clash where somebody else filled it in",
    "refund_payees.check_payee": "CheckedAlready names who did; what was checked is what stands there",
    "refund_payments.fail_refund": "StepTaken names who did",
    "refund_payments.pay_refund": "StepTaken names who did; a reference stands once",
    "refund_results.take_results": "each row as pay_refund",
    "refunds.approve_refund": "StepTaken names who did",
    "refunds.ask_refund": "AskedAlready names who did; no more than is left",
    "refunds.let_refund_through": "NothingToLet",
    "refunds.refuse_refund": "StepTaken names who did",
    "refunds.withdraw_refund": "only one's own; StepTaken",
    "registering.register_orders": "AlreadyRegistered names who did",
    "registering.unregister_orders": "NotRegistered",
    "retention.preview_wipe": "nothing is wiped twice",
    "retention.wipe_old": "nothing is wiped twice",
    "settlement.settle_orders": "AlreadySettled names who did",
    "settlement.unsettle_orders": "NotSettled",
    "unclaimed.claim_box": "AlreadyClaimed names who did, when, and for which order",
    "unclaimed.escalate_box": "a box is before the supervisor or not",
    "unclaimed.give_up": "BoxGivenUp, AlreadyClaimed name who did",
    "unclaimed.leave_unclaimed": "LeftAlready names who did",
    "unclaimed.put_aside": "the proposal is put aside or not",
    "slips.cancel_slip": "SlipStopped",
    "slips.ship_together": "only slips that nobody printed or numbered",
    "slips.split_order": "only slips that nobody printed or numbered",
    "slips.take_apart": "only slips that nobody printed or numbered",
    "suppliers.remove_supplier": "Clash by version, SupplierInUse",
    "transfers.confirm_transfer": "AlreadySettled names who did",
    "transfers.undo_confirmation": "NotSettled",
    "wave_printing.confirm_wave": "NothingToConfirm",
    "wave_printing.print_wave": "WavePrinted; again only with a reason",
    "waves.make_wave": "an order is in one wave",
    "waves.take_out_of_wave": "NotInWave",
    "waybill_ranges.close_range": "RangeClosed",
    "waybill_ranges.give_from_range": "a number is given once",
    "waybills.give_file": "HasWaybill, WaybillTaken",
    "waybills.give_waybills": "only slips that wait",
    "waybills.give_waybills_by_order": "HasWaybill, WaybillTaken",
}

ADDS = {
    "unclaimed.ask_about_missing",
    "box_items.add_item", "case_people.ask_again", "case_people.log_contact",
    "backups.backup_now", "change_notes.enter_note", "contacts.note_contact", "handovers.print_register",
    "evidence.add_evidence", "intake_days.correct_day", "blank_forms.print_blank_forms",
    "intake_papers.print_box_labels", "intake_papers.print_intake_register", "refund_papers.find_unlisted",
    "refund_papers.preview_refund_list", "refund_papers.print_refund_list",
    "holds.hold_orders", "imports.import_files", "manual_orders.enter_order", "owed_items.add_owed_item",
    "papers.print_papers", "people.add_person", "privacy.look_up", "product_tables.export_products",
    "products.add_variant", "refund_exports.export_to_pay", "refund_exports.find_to_pay", "refund_payees.see_payee",
    "sample.make_sample", "sample.set_up_shops", "sample_desk.enter_people", "setup.make_shop",
    "shipping_files.export_shipments", "shop_copies.copy_shop", "trail_export.export_trail", "waybill_ranges.add_range",
}  # fmt: skip

LAST = {
    "unclaimed.ask_courier": "the latest date and asker count; the trail keeps the others",
    "case_people.assign_case": "who is in charge may be changed again; the history keeps each hand-over",
    "people.grant_right": "from the command line: one right, whatever the others are",
    "people.remove_password": "secrets can't be compared",
    "people.rename_person": "from the command line",
    "people.set_case_limit": "from the command line",
    "people.set_password": "secrets can't be compared",
    "people.set_pin": "secrets can't be compared",
    "people.set_role": "from the command line",
    "people.take_right_back": "from the command line: one right, whatever the others are",
    "recovery.make_recovery_code": "a new code puts the one before out of force, and asks first",
    "sign_in.change_own_password": "one's own, who shows the old one",
    "sign_in.change_own_pin": "one's own, who shows the password",
    "trail.accept_trail": "the owner says once that a break is known",
}

GUARDS: Mapping[str, Guard] = {
    **dict.fromkeys(MERGE, Guard.MERGE),
    **dict.fromkeys(STATE, Guard.STATE),
    **dict.fromkeys(ADDS, Guard.ADDS),
    **dict.fromkeys(LAST, Guard.LAST),
}
