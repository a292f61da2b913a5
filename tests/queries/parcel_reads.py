"""What is read of parcels on their way and in trouble, on both engines (SHP-08 to SHP-12)."""

from collections.abc import Mapping
from functools import partial

from shopdesk.domain.claims import Kind as ClaimKind
from shopdesk.domain.claims import State as ClaimState
from shopdesk.domain.due import ClaimList
from shopdesk.domain.interceptions import State as InterceptionState
from shopdesk.domain.shortages import Verdict
from shopdesk.queries import (
    claims,
    detours,
    interceptions,
    learned_weights,
    shortage_contents,
    shortages,
    tracking,
)
from tests.queries.reads import DAY, Read, files_of, now, of_each

PARCEL_READS: Mapping[str, Read] = {
    "stalled": lambda database: tracking.list_stalled(database, now=now(database) + 4 * DAY),
    "stalled on one way": lambda database: tracking.list_stalled(
        database, now=now(database) + 4 * DAY, carrier="圆通速递", area="浙江", days=0
    ),
    "stalled by carrier and region": lambda database: tracking.count_stalled(database, now=now(database) + 4 * DAY),
    "parcels in trouble": tracking.list_troubled,
    "forwarded parcels": tracking.list_forwarded,
    "signed for and open": lambda database: tracking.list_unclosed(database, now=now(database) + 9 * DAY),
    "courtesy calls": lambda database: tracking.list_calls(database, now=now(database) + 9 * DAY),
    "parcels of nobody": tracking.list_nobodys,
    "parcels found by a number": lambda database: tracking.find_parcels(database, find="YT"),
    "parcels found by a buyer": lambda database: tracking.find_parcels(database, find="tb"),
    "parcels counted": lambda database: tracking.count_parcels(database, now=now(database) + 9 * DAY),
    "newest parcel": lambda database: tracking.find_newest(database, asked_before=now(database) + 9 * DAY),
    "parcels of an order": of_each("orders", lambda database, at: tracking.list_parcels_of(database, order_id=at)),
    "a parcel": of_each("tracking", tracking.get_parcel_by_id),
    "told of a parcel": of_each("tracking", lambda database, at: tracking.list_events(database, tracking_id=at)),
    "shortages": shortages.list_shortages,
    "shortages found": lambda database: shortages.list_shortages(
        database,
        verdicts=tuple(Verdict),
        only_open=True,
        order_id=1,
        buyer_id=1,
        case_id=1,
        find="1%_",
        limit=3,
    ),
    "open shortages": partial(shortages.list_shortages, only_open=True, find="YT"),
    "each shortage": of_each("shortage", shortages.get_shortage),
    "what was missing": of_each(
        "shortage", lambda database, at: shortages.list_shortage_items(database, shortage_id=at)
    ),
    "a parcel's shortage": of_each(
        "orders", lambda database, at: shortages.find_open_shortage(database, order_id=at, waybill="YT8800000000003")
    ),
    "shortages counted": shortages.count_shortages,
    "files of a shortage": files_of("shortage", "shortage"),
    "what was packed": of_each("orders", lambda database, at: shortage_contents.list_packings(database, order_id=at)),
    "learned weights": learned_weights.list_learned_weights,
    "doubtful weights": partial(learned_weights.list_learned_weights, find="5815", only_doubtful=True),
    "weighed parcels": learned_weights.list_weighed_parcels,
    "typed weights": learned_weights.list_typed_weights,
    "last learning": learned_weights.newest_learning,
    "claims": claims.list_claims,
    "claims due": lambda database: [
        claims.list_claims(database, due_list=which, now=now(database) + 9 * DAY) for which in ClaimList
    ],
    "claims found": lambda database: claims.list_claims(
        database,
        states=tuple(ClaimState),
        kinds=(ClaimKind.LOST,),
        carrier="圆通速递",
        order_id=1,
        case_id=1,
        buyer_id=1,
        due_before=now(database),
        only_open=True,
        not_made_good=True,
        since=0,
        until=1 << 60,
        find="1%_",
        limit=3,
    ),
    "each claim": of_each("claim", claims.get_claim),
    "a parcel's claim": partial(claims.find_claim, waybill="YT7453244856560", kind=ClaimKind.LOST),
    "claims counted": lambda database: claims.count_claims(database, now=now(database)),
    "claims summed": partial(claims.total_claims, since=0, until=1 << 60),
    "interceptions": interceptions.list_interceptions,
    "interceptions found": lambda database: interceptions.list_interceptions(
        database,
        states=tuple(InterceptionState),
        only_open=True,
        due_before=now(database),
        escalated_at=now(database),
        order_id=1,
        case_id=1,
        buyer_id=1,
        find="1%_",
        limit=3,
    ),
    "each interception": of_each("interception", interceptions.get_interception),
    "a parcel's interceptions": partial(interceptions.list_of_waybill, waybill="YT7453244856560"),
    "interceptions counted": lambda database: interceptions.count_interceptions(database, now=now(database)),
    "to be refused": of_each("interception", interceptions.get_refuse_text),
    "detours": detours.list_detours,
    "detours found": partial(detours.list_detours, only_open=True, order_id=1, case_id=1, find="1%_", limit=3),
    "each detour": of_each("detour", detours.get_detour),
    "a parcel's detour": partial(detours.find_open_detour, waybill="YT7453244856560"),
    "detours counted": lambda database: detours.count_detours(database, now=now(database)),
    "detours told": of_each("detour", detours.get_detour_text),
    "both ways": of_each("orders", lambda database, at: detours.compare_ways(database, order_id=at, now=now(database))),
}
