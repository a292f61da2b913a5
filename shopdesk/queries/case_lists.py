"""Lists about cases for who shares them out and looks after them: who holds how many, who asked on a day."""

from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.cases import Kind, Source, State
from shopdesk.domain.permissions import Right, may
from shopdesk.queries.extensions import Deadline
from shopdesk.queries.people import list_people


@dataclass(frozen=True, slots=True)
class CasePerson:
    """Somebody who may be in charge of cases."""

    id: int
    name: str
    held: int
    """Open cases they are in charge of."""
    limit: int
    """How many at once; 0: as many as come (CRM-04)."""

    @property
    def is_full(self) -> bool:
        """Whether they are given none any more."""
        return bool(self.limit) and self.held >= self.limit


@dataclass(frozen=True, slots=True)
class AgreementCheck:
    """That somebody read a case's refund agreement (RET-13)."""

    person: str
    at: Millis
    note: str


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A case that was asked for on a day, or asked about once more (RET-13)."""

    id: int
    kind: Kind
    state: State
    order_id: int | None
    order_no: str
    buyer: str
    """The buyer's platform id, "" where nobody knows."""
    asked: str
    agreed: str
    """What was agreed about the refund; "" where nobody has yet."""
    checked_by: str
    """Who read the refund agreement on the platform; "" where nobody has since it last changed."""
    checked_at: Millis | None
    carrier: str
    waybill: str
    until: Millis | None
    """Until when the platform waits for the buyer's confirmation since; None: the trade was not extended."""
    person: str
    questions: int


def list_case_people(database: Database) -> list[CasePerson]:
    """Who may be in charge of cases, with how many they hold."""
    held = {
        person_id: (int(limit), int(count))
        for person_id, limit, count in rows_of(
            database,
            "SELECT p.id, p.case_limit, count(c.id) FROM person p LEFT JOIN cases c ON c.person_id = p.id "
            "AND c.closed_at IS NULL GROUP BY p.id, p.case_limit",
        )
    }
    return [
        CasePerson(person.id, person.name, held[person.id][1], held[person.id][0])
        for person in list_people(database)
        if may(person.role, Right.SERVE, person.extra) and person.id in held
    ]


_CHECKED = (
    "(SELECT max(a.id) FROM case_step a WHERE a.case_id = c.id AND a.step = 'agreement' AND NOT EXISTS (SELECT 1 "
    "FROM case_step z WHERE z.case_id = c.id AND z.step IN ('change', 'reopen') AND z.id > a.id))"
)


def get_agreement(database: Database, *, case_id: int) -> AgreementCheck | None:
    """Who read the refund agreement of a case; None where nobody has since the case became another kind or was opened
    again."""
    rows = rows_of(
        database,
        f"SELECT p.name, k.at, k.note FROM cases c JOIN case_step k ON k.id = {_CHECKED} "
        "JOIN person p ON p.id = k.person_id WHERE c.id = ?",
        (case_id,),
    )
    return AgreementCheck(*rows[0]) if rows else None


def list_asked(database: Database, *, since: Millis, until: Millis) -> list[AskedRow]:
    """Everybody who asked for something from the one moment to before the other, the first first (RET-13). What came
    in a box without having been asked for is left out."""
    rows = rows_of(
        database,
        "SELECT c.id, c.kind, c.state, c.order_id, coalesce(o.order_no, '') AS order_no, "
        "coalesce(b.platform_id, '') AS platform_id, c.asked, c.agreed, coalesce(q.name, '') AS name, k.at, "
        "c.carrier, c.waybill, "
        "(SELECT max(e.until) FROM extension e WHERE e.order_id = c.order_id AND e.kind = ? AND e.at >= c.opened_at), "
        "coalesce(p.name, '') AS name, c.questions FROM cases c LEFT JOIN orders o ON o.id = c.order_id "
        "LEFT JOIN buyer b ON b.id = c.buyer_id LEFT JOIN person p ON p.id = c.person_id "
        f"LEFT JOIN case_step k ON k.id = {_CHECKED} LEFT JOIN person q ON q.id = k.person_id "
        "WHERE (c.opened_at >= ? AND c.opened_at < ? AND c.source <> ?) OR c.id IN "
        "(SELECT s.case_id FROM case_step s WHERE s.step = 'ask-again' AND s.at >= ? AND s.at < ?) ORDER BY c.id",
        (Deadline.RECEIPT.value, since, until, Source.BOX.value, since, until),
    )
    return [AskedRow(row[0], Kind(row[1]), State(row[2]), *row[3:]) for row in rows]
