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
    if not address.is_server or not address.password or keep_password(address):
        os.environ.pop(VARIABLE, None)
    else:
        os.environ[VARIABLE] = address.password


def copy_environment(source: Address, target: Address) -> dict[str, str]:
    """What a command that copies from one address to the other finds their passwords in."""
    given = {VARIABLE: with_known_password(source).password, TARGET_VARIABLE: target.password}
    return {name: password for name, password in given.items() if password}


def keep_password(address: Address) -> bool:
    """Give an address's password to the system's keyring; whether it is there now."""
    try:
        import keyring

        keyring.set_password(SERVICE, address.url, address.password)
    except Exception:  # whatever the system's own store raises: it keeps nothing
        return False
    return _kept(address.url) == address.password


def kept_address(typed: str) -> str:
    """An address as settings hold it: its password goes into this PC's keyring."""
    address = address_of(typed)
    if address.password:
        keep_password(address)
    return address.url


def is_password_kept(url: str) -> bool:
    """Whether the window will find the password of an address by itself at its next start."""
    return bool(_kept(address_of(url).url))


def _kept(account: str) -> str:
    try:
        import keyring

        return keyring.get_password(SERVICE, account) or ""
    except Exception:  # whatever the system's own store raises: it knows nothing
        return ""
