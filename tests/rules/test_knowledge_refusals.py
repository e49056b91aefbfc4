"""Whatever is wrong in a knowledge file is found before anyone is screened, on its line."""

import shutil
from pathlib import Path

import pytest

from msbone_desktop.domain.errors import KnowledgeError
from msbone_desktop.rules.evidence_loading import load_evidence
from msbone_desktop.rules.questionnaire_loading import load_questionnaire
from msbone_desktop.rules.rulebook_loading import load_rulebook, profile_names

RESOURCES = Path(__file__).parents[2] / "resources"
LIBRARY = load_evidence(RESOURCES / "evidence")
FORM = "questionnaires/screening.toml"
NOGG = "nogg2024-lifestyle"


@pytest.fixture
def knowledge(tmp_path):
    for name in ("rules", "thresholds", "profiles", "drugs", "questionnaires"):
        shutil.copytree(RESOURCES / name, tmp_path / name)
    for name in ("facts.toml", "remarks.toml", "conflicts.toml"):
        shutil.copy(RESOURCES / name, tmp_path / name)
    return tmp_path


def load(folder, profile=NOGG):
    rulebook = load_rulebook(folder, profile, LIBRARY)
    load_questionnaire(folder / FORM, rulebook.dictionary)


def spoil(folder, name, old, new):
    """Put ``new`` in the place of the first ``old``; return the line where it stands."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    start = text.index(old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text.count("\n", 0, start) + 1


def refusal(folder):
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    return caught.value


def test_a_sound_copy_is_read(knowledge):
    for profile in profile_names(knowledge):
        load(knowledge, profile)


LOW = "rules/low_vitamin_d.toml"
STEROID = "rules/long_term_oral_corticosteroid.toml"
SCREEN = "rules/vitamin_d_screening_group.toml"
SMOKING = "rules/smoking.toml"
MOTOR = "rules/motor_loss.toml"
WALKING = "rules/walking_well_does_not_rule_out.toml"
PTH = "rules/secondary_hyperparathyroidism_pattern.toml"
LINES = "thresholds/vitamin_d.toml"
DENSITY = "thresholds/bone_density.toml"
SHARED = "thresholds/rules.toml"
PROFILE = f"profiles/{NOGG}.toml"
AED = "drugs/antiepileptics.toml"
STEROIDS = "drugs/steroids.toml"

FAULTS = [
    # Rules.
    (LOW, "core = true", 'core = "yes"', "'core' must be true or false"),
    (LOW, 'statements = ["S19", ', "statements = [19, ", "'statements' must be a list of texts"),
    (LOW, 'status = "active"', "status = true", "'status' must be a text"),
    (LOW, 'severity = "high"', 'severity = "grave"', "'grave' is not a severity"),
    (LOW, 'section = "vitamin_d"', 'section = "vitamins"', "'vitamins' is not a section"),
    (LOW, '"vitamin_d_low" }', '"vitamin_d_lo" }', "threshold 'vitamin_d_lo' does not exist"),
    (LOW, '"vitamin_d_low" }', '"stale_after" }', "each of its units"),
    (LOW, 'fact = "vitamin_d", less', 'fact = "age", less', "the fact 'age' has one unit"),
    (STEROID, '"long_term_steroid_days"', '"long_term_steroid_dose"', "is in mg/day, not days"),
    (STEROID, '"steroid_courses"', '"steroids"', "'steroids' is not a list of the screening"),
    (STEROID, '"steroid_courses"', '"relapses"', "'relapses' is not a list of the screening"),
    (STEROID, 'fact = "route"', 'fact = "site"', "the fact 'site' is unknown"),
    (STEROID, 'is = "oral"', 'at_least = 3, unit = "x"', "'route' is not a number"),
    (STEROID, 'is = "oral"', "is = true", "'route' is not yes or no"),
    (SCREEN, "{ fact = \"malabsorption\", is = true }", '{ fact = "malabsorption", is = "yes" }',
     "'yes' is not a word"),
    (SCREEN, "{ fact = \"malabsorption\", is = true }", '{ fact = "malabsorption", is = [] }',
     "'is' must be a word, true or false"),
    (SCREEN, 'one_of = ["no_trauma", "fall_standing_or_less"]', "one_of = []", "names no word"),
    (SCREEN, "more_than = 30", "more_than = [30]", "'more_than' must be a number or the name"),
    (SCREEN, 'unit = "kg/m²"', 'unit = "lb"', "is in kg/m², not lb"),
    (SCREEN, "any = [\n    { fact", "either = [\n    { fact", "unknown key 'either'"),
    (SMOKING, "all = [{ fact", "all = []\nany = [{ fact", "give either 'all' or 'any'"),
    (SMOKING, 'all = [{ fact = "smoker", is = true }]', "all = []", "there is no criterion"),
    (SMOKING, "[when]", "when = true\n[possible]", "'when' must be a table"),
    (SMOKING, 'extension_source = "nogg2024"', "", "a rule needs evidence"),
    (SMOKING, '"nogg2024"', '"nogg2042"', "the reference 'nogg2042' does not exist"),
    (MOTOR, 'requires_absent = "motor_decline"\n', "", "'requires_absent' is missing"),
    (MOTOR, 'requires_absent = "motor_decline"', 'requires_absent = "decline"', "is not a field"),
    (MOTOR, 'requires_absent = "motor_decline"', "requires_absent = []", "is not a field"),
    (MOTOR, 'missing = "Motor change not judged."\n', "", "'missing' is missing"),
    (WALKING, 'id = "MOB-NR"', 'id = "mob nr"', "'mob nr' is not an id such as MOB-65"),
    (WALKING, 'id = "MOB-NR"', 'id = ""', "'' is not an id such as MOB-65"),
    (PTH, "needs_all = true\nall", "needs_all = true\nany", "'needs_all' goes with 'all'"),
    (STEROID, "\nall = [", "\nany = [", "'any_entry' goes with 'all'"),
    # Thresholds.
    (DENSITY, 'unit = "months"', 'unit = "days"', "this must be in months, not days"),
    (DENSITY, "value = 12", "value = 12.5", "this must be a whole number above 0"),
    (DENSITY, "value = 12", "value = 0", "this must be a whole number above 0"),
    (DENSITY, "value = -2.5", 'value = { "nmol/L" = 1, "ng/mL" = 1 }', "this must be one number"),
    (DENSITY, 'source = "morin2023"', 'source = "morin2032"', "'morin2032' does not exist"),
    (SHARED, 'unit = "share of the earlier time"', 'unit = "percent"', "not percent"),
    (SHARED, "value = 60", "value = -60", "this must be a whole number above 0"),
    (LINES, '"nmol/L" = 50, "ng/mL" = 20', '"nmol/L" = 20, "ng/mL" = 50', "above the edge before"),
    (LINES, '"nmol/L" = 75, "ng/mL" = 30', '"nmol/L" = 75, "ng/mL" = 20', "above the edge before"),
    (LINES, '{ "nmol/L" = 125, "ng/mL" = 50 }', "125", "a value for nmol/L and for ng/mL"),
    (LINES, '"ng/mL" = 12', '"mg/mL" = 12', "a value for nmol/L and for ng/mL"),
    (LINES, '{ "nmol/L" = 50, "ng/mL" = 20 }', '{ "nmol/L" = 50 }', "a value for nmol/L and"),
    (LINES, '{ "nmol/L" = 30', '{ "nmol/L" = "thirty"', "'nmol/L' must be a number"),
    (LINES, "effective_from = 2026-11-22", 'effective_from = "now"', "must be a date"),
    (LINES, "effective_from = 2026-11-22", "effective_since = 2026-11-22", "unknown key"),
    (LINES, 'source = "iom2011"\n', "", "'source' is missing"),
    (LINES, "[vitamin_d_factor]", "[stale_after]", "exists already"),
    (LINES, "value = 2.496", "value = true", "'value' must be a number"),
    (SHARED, 'unit = "days"\neffective_from = 2026-11-22\nsource = "design"\nnote = "EDSS and',
     'effective_from = 2026-11-22\nsource = "design"\n#', "needs a note"),
    # Profiles.
    (PROFILE, "complete = false", 'complete = "no"', "'complete' must be true or false"),
    (PROFILE, 'name = "treatment_thresholds"\n', "", "a value needs the name of its threshold"),
    (PROFILE, "value = 700\n", "", "not a number"),
    (PROFILE, f'id = "{NOGG}"', 'id = "nogg"', "the id must be the name of the file"),
    (PROFILE, "adds =", "removes = []\nadds =", "unknown key 'removes'"),
    (PROFILE, "year = 2024", 'year = "2024"', "'year' must be a whole number"),
    (PROFILE, 'source = "nogg2024"', 'source = "nogg2042"', "'nogg2042' does not exist"),
    (PROFILE, '"LIFE-SMOKE"', '"LIFE-SMOK"', "rule 'LIFE-SMOK' does not exist"),
    (PROFILE, '"calcium_minimum"', '"calcium_min"', "nothing reads the threshold 'calcium_min'"),
    # The dictionary.
    ("facts.toml", "minimum = 0\nmaximum = 9.5", "minimum = 10\nmaximum = 9.5",
     "the minimum lies above the maximum"),
    ("facts.toml", 'kind = "measurement"', 'kind = "dose"', "unknown kind 'dose'"),
    ("facts.toml", '[fact.age]\nlabel = "age on the day of the screening"\n', "[fact.age]\n",
     "'label' is missing"),
    ("facts.toml", 'sources = ["date_of_birth"]', 'sources = ["birthday"]', "is not a field"),
    ("facts.toml", "[entry.steroid_courses.route]", "[entry.steroids.route]", "is not a field"),
    ("facts.toml", "maximum = 9.5", 'maximum = "9.5"', "'maximum' must be a number"),
    ("facts.toml", "[field.pdds]", "[fields.pdds]", "unknown key 'fields'"),
    # Medicines.
    (AED, 'class = "named_by_module"', 'class = "named"', "the class of 'carbamazepine' is"),
    (AED, 'read_as = ["phenobarbitone"]', 'read_as = ["Carbamazepine"]', "stands twice"),
    (AED, 'offered_as = ["Teg', 'sold_as = ["Teg', "unknown key 'sold_as'"),
    (STEROIDS, "factor = [5, 6]", "factor = 0.83", "must be a list of two whole numbers"),
    (STEROIDS, "factor = [5, 6]", "factor = [5, 0]", "must be a list of two whole numbers"),
    (STEROIDS, "factor = [5, 6]", "factor = [5]", "must be a list of two whole numbers"),
    (STEROIDS, "factor = [5, 6]\n", "", "'factor' is missing"),
    (STEROIDS, "[prednisolone]", "[prednisolon]", "a screening cannot hold 'prednisolon'"),
    # Texts.
    ("remarks.toml", '"S26", "S27"', '"S26", "S99"', "'S99' is not among the statements"),
    ("remarks.toml", '["iom2011"]', '["iom2012"]', "'iom2012' is not among the references"),
    ("remarks.toml", '"STER-ANY"', '"STER-ANNY"', "the rule 'STER-ANNY' does not exist"),
    ("remarks.toml", "{grams} g", "{kilograms} kg", "nothing fills in 'kilograms'"),
    ("remarks.toml", "{grams} g", "{grams g", "braces"),
    ("remarks.toml", "[TX-NOTE]", "[TX-NOTES]", "unknown key 'TX-NOTES'"),
    ("remarks.toml", 'label = "Not in the module"\n', "", "'label' is missing"),
    ("remarks.toml", "DURING_RELAPSE", "IN_RELAPSE", "unknown key 'IN_RELAPSE'"),
    ("remarks.toml", 'B0_lt30 = "', 'B0 = "', "unknown key 'B0'"),
    ("conflicts.toml", "[EDSS_SAME_DAY]\nmessage", "[EDSS_SAME_DAY]\ntext", "unknown key 'text'"),
    ("conflicts.toml", "[PTH_WITHOUT_RANGE]", "[PTH_ALONE]", "unknown key 'PTH_ALONE'"),
    # The form.
    (FORM, 'fact = "pdds"', 'fact = "ppds"', "the field 'ppds' is unknown"),
    (FORM, 'kind = "count"', 'kind = "tally"', "the kind 'tally' is unknown"),
    (FORM, 'fact = "pdds"', 'fact = "edss"', "'edss' is asked twice"),
    (FORM, 'kind = "edss_list", ', "", "'kind' is missing"),
    (FORM, "carry_forward = false", 'carry_forward = "no"', "'carry_forward' must be true"),
    (FORM, 'title = "Mobility"', 'heading = "Mobility"', "unknown key 'heading'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"), FAULTS, ids=[f"{f[0]}: {f[3]}" for f in FAULTS]
)
def test_a_fault_is_refused_in_its_own_file(knowledge, name, old, new, problem):
    assert (knowledge / name).read_text(encoding="utf-8").count(old)
    line = spoil(knowledge, name, old, new)
    refused = refusal(knowledge)
    assert problem in refused.problem, refused
    assert refused.file == Path(name).name
    # Its line, or that of the table around it in which something is missing.
    assert line - 8 <= refused.line <= line + 1


def test_a_corticosteroid_without_its_factor_is_missed(knowledge):
    spoil(knowledge, STEROIDS, "[deflazacort]\nfactor = [5, 6]\n", "# ")
    spoil(knowledge, STEROIDS, 'offered_as = ["Calcort"]', "")
    assert refusal(knowledge).problem == "'deflazacort' is missing"


@pytest.mark.parametrize(
    ("name", "table"), [(SHARED, "change_window"), (LINES, "vitamin_d_concern")]
)
def test_a_threshold_that_is_gone_is_missed(knowledge, name, table):
    spoil(knowledge, name, f"[{table}]", f"[{table}_once]")
    assert f"the threshold '{table}' is missing" in refusal(knowledge).problem


@pytest.mark.parametrize("table", ["[TX-NOTE]", "[PTH_WITHOUT_RANGE]"])
def test_a_text_that_is_gone_is_missed_before_a_screening_needs_it(knowledge, table):
    name = "remarks.toml" if table == "[TX-NOTE]" else "conflicts.toml"
    path = knowledge / name
    text = path.read_text(encoding="utf-8")
    start = text.index(table)
    end = text.find("\n[", start)
    path.write_text(text[:start] + (text[end + 1 :] if end > 0 else ""), encoding="utf-8")
    refused = refusal(knowledge)
    assert (refused.file, refused.problem) == (name, f"'{table[1:-1]}' is missing")


def test_a_file_that_is_no_table_of_tables_is_refused(knowledge):
    (knowledge / AED).write_text("carbamazepine = 1\n", encoding="utf-8")
    assert refusal(knowledge).problem == "this must be a table"


def test_a_locked_value_is_named_and_never_used(knowledge):
    rulebook = load_rulebook(knowledge, "acr2022-steroids", LIBRARY)
    assert rulebook.profile.locked == ("very_high_cumulative_dose",)
    assert "very_high_cumulative_dose" not in rulebook.profile.values


def test_a_draft_or_retired_rule_judges_nobody(knowledge):
    spoil(knowledge, LOW, 'status = "active"', 'status = "retired"')
    spoil(knowledge, SCREEN, 'status = "active"', 'status = "draft"')
    rules = load_rulebook(knowledge, NOGG, LIBRARY).rules
    assert "VITD-LOW" not in rules and "VITD-SCREEN" not in rules


def test_the_hash_follows_what_is_said_and_not_how_lines_end(knowledge):
    before = load_rulebook(knowledge, NOGG, LIBRARY).hash
    path = knowledge / LOW
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_rulebook(knowledge, NOGG, LIBRARY).hash == before
    spoil(knowledge, SHARED, "value = 365", "value = 366")
    assert load_rulebook(knowledge, NOGG, LIBRARY).hash != before


def test_the_evidence_is_read_when_it_was_not_given():
    assert load_rulebook(RESOURCES).hash == load_rulebook(RESOURCES, evidence=LIBRARY).hash
