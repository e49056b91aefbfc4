"""An absence is no answer; a field has a label, words and limits."""

from decimal import Decimal

import pytest

from msbone_desktop.domain.answers import Absence, known
from msbone_desktop.domain.dictionary import DataDictionary, FieldDefinition
from msbone_desktop.domain.evidence import GlossaryTerm
from msbone_desktop.domain.questionnaire import Question, Questionnaire, Section

WALK = FieldDefinition(name="walk", label="Walk", unit="s", above=Decimal(0), maximum=Decimal(3600))
SCORE = FieldDefinition(name="score", label="Score", minimum=Decimal(0))
AID = FieldDefinition(name="aid", label="Aid", words={"none": "No aid"})
DICTIONARY = DataDictionary(fields={"walk": WALK, "score": SCORE, "aid": AID}, facts={})


@pytest.mark.parametrize("absence", list(Absence))
def test_no_absence_is_known(absence):
    assert not known(absence)


@pytest.mark.parametrize("answer", [0, "", False, (), "none"])
def test_an_empty_answer_is_known(answer):
    assert known(answer)


@pytest.mark.parametrize(
    ("field", "number", "admitted"),
    [
        (WALK, "0", False),
        (WALK, "0.1", True),
        (WALK, "3600", True),
        (WALK, "3600.1", False),
        (SCORE, "-0.1", False),
        (SCORE, "0", True),
        (SCORE, "1E+9", True),
    ],
)
def test_a_limit_is_inside_unless_it_says_above(field, number, admitted):
    assert field.admits(Decimal(number)) is admitted


def test_limits_are_said_with_their_unit():
    assert WALK.range_words == "above 0 up to 3600 s"
    assert SCORE.range_words == "from 0"
    assert AID.range_words == ""


def test_a_name_without_a_label_stands_for_itself():
    assert DICTIONARY.label("walk") == "Walk"
    assert DICTIONARY.label("no_such_field") == "no_such_field"
    assert DICTIONARY.value_words("aid", "none") == "No aid"
    assert DICTIONARY.value_words("aid", "crutch") == "crutch"
    assert DICTIONARY.value_words("no_such_field", "none") == "none"


def test_a_form_holds_sections_of_questions():
    question = Question(fact="walk", kind="quantity", label="Walk")
    form = Questionnaire((Section(id="s", title="S", questions=(question,)),))
    assert form.sections[0].questions[0].carry_forward
    assert GlossaryTerm("DXA", "x").abbreviation == "DXA"
