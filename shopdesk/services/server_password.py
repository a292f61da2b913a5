"""The password of a shop's database on a server: kept by the system's keyring, never in a file of ours (DATA-02).

Where no keyring works, the window asks at each start; commands take it from the environment, or libpq finds it in its
own password file.
"""

import os

from shopdesk.db.addresses import Address, address_of

VARIABLE = "SHOPDESK_DB_PASSWORD"
"""In the environment: the password for an address without one; a window hands it so to the commands it starts."""
TARGET_VARIABLE = "SHOPDESK_DB_PASSWORD_TO"
"""The same for the shop that is copied to, where it has another."""
SERVICE = "shopdesk"
"""What the passwords are kept under in the keyring; the account is the address."""


def with_known_password(address: Address, variable: str = VARIABLE) -> Address:
    """The address with the password it goes by: its own, the environment's or the keyring's; as it is where none is
    known."""
    if not address.is_server or address.password:
        return address
    given = os.environ.get(variable) or os.environ.get(VARIABLE)
    return address.with_password(given or _kept(address.url))


def use_password(address: Address) -> None:
    """From now on the shop at this address is worked in: its password goes into the system's keyring, or, where that
    keeps none, stays known to this program and the commands it starts until it ends."""
    if not address.is_server or not address.password or _is_kept(address):
        os.environ.pop(VARIABLE, None)
    else:
        os.environ[VARIABLE] = address.password


def target_environment(address: Address) -> dict[str, str]:
    """What a command that copies to this address finds its password in."""
    return {TARGET_VARIABLE: address.password} if address.password else {}


def _is_kept(address: Address) -> bool:
    try:
        import keyring

        keyring.set_password(SERVICE, address.url, address.password)
    except Exception:  # whatever the system's own store raises: it keeps nothing
        return False
    return _kept(address.url) == address.password


def is_password_kept(url: str) -> bool:
    """Whether the window will find the password of an address by itself at its next start."""
    return bool(_kept(address_of(url).url))


def _kept(account: str) -> str:
    try:
        import keyring

        return keyring.get_password(SERVICE, account) or ""
    except Exception:  # whatever the system's own store raises: it knows nothing
        return ""
