from shopdesk.domain.permissions import GRANTABLE, RIGHT_NAMES, ROLE_NAMES, ROLE_RIGHTS, Right, Role, may, roles_with


def test_every_role_and_right_has_a_name() -> None:
    assert set(ROLE_NAMES) == set(ROLE_RIGHTS) == set(Role)
    assert set(RIGHT_NAMES) == set(Right)


def test_the_owner_may_everything_and_everybody_may_look() -> None:
    assert all(may("owner", right) for right in Right)
    assert all(may(role, Right.VIEW) for role in Role)


def test_an_unknown_role_may_nothing() -> None:
    assert not any(may("visitor", right, [Right.PACK]) for right in Right)


def test_registered_orders_are_edited_by_supervisors_and_those_named() -> None:
    assert roles_with(Right.EDIT_REGISTERED) == [Role.OWNER, Role.SUPERVISOR]
    assert not may("agent", Right.EDIT_REGISTERED)
    assert may("agent", Right.EDIT_REGISTERED, [Right.EDIT_REGISTERED])


def test_every_right_belongs_to_somebody_beside_the_owner_save_the_owners_own() -> None:
    own = {right for right in Right if roles_with(right) == [Role.OWNER]}
    assert own == {Right.PEOPLE, Right.RESTORE, Right.WIPE}
    assert not own & set(GRANTABLE)


def test_buyers_are_seen_by_who_serves_them() -> None:
    assert roles_with(Right.SEE_BUYERS) == [Role.OWNER, Role.SUPERVISOR, Role.AGENT, Role.REGISTRAR]
    assert may("warehouse", Right.LOOK_UP) and not may("finance", Right.LOOK_UP)
    assert may("finance", Right.LOOK_UP, [Right.LOOK_UP]) and not may("finance", Right.SEE_BUYERS, [Right.LOOK_UP])


def test_who_may_change_a_receiver_sees_it() -> None:
    """Or the mask would be saved in its place."""
    assert may("warehouse", Right.SEE_BUYERS, [Right.EDIT_REGISTERED])
    assert all(may(role, Right.SEE_BUYERS) for role in Role if may(role, Right.EDIT_NEW) or may(role, Right.ENTER))
