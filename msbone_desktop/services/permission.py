"""Each public method of a service states what it needs; without it nothing is done.

``needs`` refuses before the method begins and enters the refusal in the history. ``open_to_all``
marks what reads or changes nothing of the clinic. A test walks every service and fails when a
method states neither.

A method whose ``patient`` is in the bin, or was joined into another record, is refused as well,
unless it says that it works on those too.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.errors import DiskFullError, NotPermittedError
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.storage.database import Database

_MARK = "__permission__"
_PATIENT = "patient"


class Acting(Protocol):
    """A service that works for one person on one file."""

    _actor: Actor
    _database: Database


_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")
_Service = TypeVar("_Service", bound=Acting)
_Anything = TypeVar("_Anything", bound=Callable[..., Any])


def needs(
    permission: Permission, *, put_away_too: bool = False
) -> Callable[
    [Callable[Concatenate[_Service, _Given], _Answer]],
    Callable[Concatenate[_Service, _Given], _Answer],
]:
    """Let a method be called only by whose role includes ``permission``.

    Args:
        permission: What the role has to include.
        put_away_too: Also where the method's ``patient`` is in the bin, or was joined.

    Raises (the method):
        NotPermittedError: It does not. Nothing was changed but for the entry that says so.
        InTheBinError: The patient is in the bin.
        JoinedRecordError: The record was joined into another one.
    """

    def decorate(
        method: Callable[Concatenate[_Service, _Given], _Answer],
    ) -> Callable[Concatenate[_Service, _Given], _Answer]:
        place = None if put_away_too else _place_of_patient(method)

        @wraps(method)
        def guarded(service: _Service, /, *given: _Given.args, **named: _Given.kwargs) -> _Answer:
            require(service, permission)
            if place is not None:
                whose = given[place] if len(given) > place else named.get(_PATIENT)
                require_present(service, cast("PatientId", whose))
            return method(service, *given, **named)

        setattr(guarded, _MARK, permission)
        return guarded

    return decorate


def require(service: Acting, permission: Permission) -> None:
    """Refuse unless the person's role includes ``permission``.

    Raises:
        NotPermittedError: It does not.
    """
    if service._actor.may(permission):
        return
    # On a full disk it cannot be entered; it is refused all the same.
    with suppress(DiskFullError), service._database.unit_of_work() as work:
        work.audit.note("denied", "clinic", became={"permission": permission.value})
    raise NotPermittedError


def require_present(service: Acting, patient: PatientId | None) -> None:
    """Refuse a patient who is in the bin, or whose record was joined into another one.

    Raises:
        InTheBinError: She is in the bin.
        JoinedRecordError: It was joined.
    """
    if patient is not None:
        with service._database.unit_of_work() as work:
            work.bin.refuse_put_away(patient)


def _place_of_patient(method: Callable[..., Any]) -> int | None:
    """Return where among its arguments a method takes the patient; None where it takes none."""
    code = method.__code__
    names = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
    return names.index(_PATIENT) if _PATIENT in names else None


def open_to_all(method: _Anything) -> _Anything:
    """Say that a method reads and changes nothing of the clinic's records or settings."""
    setattr(method, _MARK, None)
    return method


def states_its_permission(method: object) -> bool:
    """Tell whether a method says what it needs."""
    return hasattr(method, _MARK)


def permission_of(method: object) -> Permission | None:
    """Return what a method needs; None where it is open to all.

    Raises:
        AttributeError: It does not say.
    """
    found: Permission | None = getattr(method, _MARK)
    return found
