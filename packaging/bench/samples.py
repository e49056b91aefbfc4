"""Made-up screenings in the format of ``msbone assess``, the same in every run."""

import random
from datetime import date, timedelta
from typing import Any

ON = date(2026, 11, 22)
EDSS = [0, *(half / 2 for half in range(2, 20))]
AIDS = ["none", "unilateral", "bilateral", "wheelchair_part_time", "wheelchair_full_time"]
ABSENT = [None, {"absent": "unknown"}, {"absent": "declined"}]


def screening(number: int = 0) -> dict[str, Any]:
    """Return the screening of this number, with nearly everything answered."""
    dice = random.Random(number)

    def day(most: int = 700) -> str:
        return str(ON - timedelta(days=dice.randint(1, most)))

    answers: dict[str, Any] = {
        "date_of_birth": str(date(1940, 1, 1) + timedelta(days=dice.randint(0, 22_000))),
        "sex_for_reference": dice.choice(["female", "female", "male"]),
        "edss": [{"date": day(), "score": dice.choice(EDSS)} for _ in range(3)],
        "gait_aid": dice.choice(AIDS),
        "motor_decline": dice.choice(["none", "none", "consistent", "rapid"]),
        "steroid_courses": [
            {"drug": "methylprednisolone", "route": "iv", "mg_per_day": 1000}
            | {"start": str(ON - timedelta(days=100)), "end": str(ON - timedelta(days=97))}
        ],
        "antiepileptics": dice.choice(
            [[], [{"drug": "carbamazepine"}], [{"drug": "levetiracetam"}]]
        ),
        "vitamin_d": [{"date": day(), "value": dice.randint(20, 110), "unit": "nmol/L"}],
        "falls_last_6_months": dice.randint(0, 2),
        "falls_last_12_months": dice.randint(2, 5),
        "injurious_falls_last_6_months": 0,
        "fear_of_falling": dice.random() < 0.4,
        "fractures": [],
        "physical_activity": dice.choice(["adequate", "low"]),
        "calcium_intake": dice.choice(["adequate", "low"]),
        "limited_sun": dice.random() < 0.5,
        "heat_intolerance": dice.random() < 0.5,
        "gi_limits_dairy": False,
        "malabsorption": False,
        "bmi": round(dice.uniform(17, 34), 1),
        "disease_modifying_therapies": dice.choice([[], ["fingolimod"], ["interferon beta"]]),
        "dxa_scans": [_scan(dice, 730), _scan(dice, 20)],
        "pth": {"value": 5.1, "unit": "pmol/L", "upper_limit": 6.9},
        "adjusted_calcium": {"value": 2.3, "unit": "mmol/L", "upper_limit": 2.6},
    }
    for name in answers:
        if dice.random() < 0.05:
            answers[name] = dice.choice(ABSENT)
    return {"id": f"made-up-{number}", "assessed_on": str(ON), **answers}


def _scan(dice: random.Random, days_ago: int) -> dict[str, Any]:
    return {
        "date": str(ON - timedelta(days=days_ago)),
        "scanner_id": "HOL-1",
        "sites": [
            {
                "site": site,
                "side": side,
                "bmd_g_cm2": round(dice.uniform(0.6, 1.1), 3),
                "t_score": round(dice.uniform(-3, 1), 1),
                "z_score": round(dice.uniform(-2, 1), 1),
                "precision_error_g_cm2": 0.01,
            }
            for site, side in (
                ("lumbar_spine", None),
                ("total_hip", "left"),
                ("femoral_neck", "left"),
            )
        ],
    }
