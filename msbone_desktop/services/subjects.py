"""Who a page is about, in the words that are printed."""

from collections.abc import Callable

from msbone_desktop.domain.answers import Absence, Answer
from msbone_desktop.domain.documents import SubjectIdentity
from msbone_desktop.domain.patients import Patient
from msbone_desktop.domain.screening import Sex
from msbone_desktop.services.summary_content import born_words

ValueWords = Callable[[str, str], str]
"""From a field and a stored word to the words for people."""

_NO_SEX = {Absence.UNKNOWN: "Asked, not known", Absence.DECLINED: "Declined"}


def printed_subject(person: Patient, words: ValueWords) -> SubjectIdentity:
    """Return the identity of ``person`` as it is printed; empty parts are not recorded."""
    details = person.details
    return SubjectIdentity(
        patient=person.id,
        family_name=details.family_name,
        given_name=details.given_name,
        born=born_words(details.born_on),
        sex=sex_words(details.sex_for_reference, words),
        clinic_id=details.clinic_id,
    )


def sex_words(sex: Answer[Sex], words: ValueWords) -> str:
    """Return the sex of the reference data in words; empty when nobody asked."""
    if isinstance(sex, Absence):
        return _NO_SEX.get(sex, "")
    return words("sex_for_reference", sex)
