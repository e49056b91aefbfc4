"""Ordinary people of the demo clinic, drawn from the arms of the module's tables."""

from decimal import Decimal
from random import Random
from statistics import NormalDist

from msbone_desktop.domain.screening import MsCourse
from msbone_desktop.services.demo.tables import Arm, Brief, DemoTables

ORDINARY = 40
_REMINDERS = (
    # (months between scans, days from the day of the demo to the due date)
    (12, -95), (24, -48), (12, -12), (24, 12), (12, 24),
    (24, 150), (36, 400), (12, 75), (12, -33), (24, 20),
)  # fmt: skip


def ranks(count: int, rng: Random) -> list[float]:
    """Return evenly spread standard scores in random order: few people, yet the table's mean."""
    normal = NormalDist()
    scores = [normal.inv_cdf((place + 0.5) / count) for place in range(count)]
    rng.shuffle(scores)
    return scores


def in_proportion(weights: list[int], count: int) -> list[int]:
    """Share ``count`` out by ``weights``; the largest remainders get what is left over."""
    total = sum(weights)
    shares = [count * weight // total for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(count * weights[i] % total), i))
    for place in order[: count - sum(shares)]:
        shares[place] += 1
    return shares


def half_step(score: float) -> Decimal:
    """Return the EDSS step at or below ``score``; there is no 0.5."""
    steps = max(2, int(score * 2 + 1e-9))
    return Decimal(steps * 5).scaleb(-1)


def ordinary_briefs(tables: DemoTables, rng: Random, count: int = ORDINARY) -> list[Brief]:
    """Draw ordinary people: each belongs to one arm of the tables, in proportion to its size."""
    counts = in_proportion([arm.n for arm in tables.arms], count)
    members = [arm for arm, n in zip(tables.arms, counts, strict=True) for _ in range(n)]
    women = _women_first(tables.arms, counts)
    ages, bones, sun = ranks(count, rng), ranks(count, rng), ranks(count, rng)
    families = rng.sample(tables.names.family, count)
    courses = [_course(arm, tables, rng) for arm in members]
    scores = _edss(members, courses, tables, rng)
    briefs = []
    for place, arm in enumerate(members):
        given = tables.names.women if women[place] else tables.names.men
        age = arm.age + ages[place] * tables.figures["age_spread"]
        briefs.append(
            Brief(
                family=families[place],
                given=rng.choice(given),
                sex="female" if women[place] else "male",
                age=round(min(max(age, 19), 82)),
                course=courses[place],
                years_of_ms=max(1.0, min(rng.gauss(arm.years_of_ms, 3), age - 16)),
                edss=scores[place],
                pdds=arm.pdds if rng.random() < 0.7 else None,
                visits=rng.choice((2, 3, 3, 4, 4, 5)),
                therapies=_therapy(arm, rng),
                vitamin_d_rank=sun[place],
                supplemented=rng.random() < tables.figures["takes_supplement"],
                in_ng_per_ml=rng.random() < tables.figures["reported_in_ng_per_ml"],
                bone=_bone(bones[place], scores[place], arm, tables),
                fractures=_fracture(tables, rng),
                **_scans(place, tables, rng),  # type: ignore[arg-type]
            )
        )
    return briefs


def _women_first(arms: tuple[Arm, ...], counts: list[int]) -> list[bool]:
    """Tell who is a woman, so that the share of women over all arms is the tables' own."""
    found: list[bool] = []
    owed = 0.0
    for arm, n in zip(arms, counts, strict=True):
        owed += n * arm.women / arm.n
        women = min(n, max(0, round(owed)))
        owed -= women
        found += [place < women for place in range(n)]
    return found


def _course(arm: Arm, tables: DemoTables, rng: Random) -> MsCourse:
    shares = arm.courses or tables.courses
    return rng.choices(list(shares), list(shares.values()))[0]


def _therapy(arm: Arm, rng: Random) -> tuple[str, ...]:
    drug = rng.choices(list(arm.therapies), list(arm.therapies.values()))[0]
    return () if drug == "none" else (drug,)


def _edss(
    members: list[Arm], courses: list[MsCourse], tables: DemoTables, rng: Random
) -> list[Decimal]:
    """Draw scores around each arm's mean, the highest for people whose course is progressive."""
    scores = sorted(ranks(len(members), rng))
    order = sorted(
        range(len(members)), key=lambda i: (courses[i] != "relapsing_remitting", rng.random())
    )
    found = [Decimal(0)] * len(members)
    figures = tables.figures
    for score, place in zip(scores, _mixed(order, rng), strict=True):
        mean = members[place].edss or figures["edss_where_not_rated"]
        # Rounded to the nearest step, so that the mean stays where the table has it.
        found[place] = half_step(min(9.0, mean * (1 + score * figures["edss_spread"]) + 0.25))
    return found


def _mixed(order: list[int], rng: Random) -> list[int]:
    """Let some people swap places: not everybody with a progressive course is worse off."""
    mixed = list(order)
    for place in range(len(mixed)):
        other = min(len(mixed) - 1, max(0, place + rng.randint(-6, 6)))
        mixed[place], mixed[other] = mixed[other], mixed[place]
    return mixed


def _fracture(tables: DemoTables, rng: Random) -> tuple[dict[str, object], ...]:
    if rng.random() >= tables.figures["has_had_a_fracture"]:
        return ()
    site = rng.choice(("wrist", "ankle", "hand", "vertebra", "humerus", "foot"))
    # A cause that is not known leaves open whether the fracture counts.
    mechanism = rng.choice(("fall_standing_or_less", "high_energy", "fall_from_height", None))
    return ({"ago": rng.randint(120, 3000), "site": site, "mechanism": mechanism},)


def _bone(rank: float, edss: Decimal, arm: Arm, tables: DemoTables) -> float:
    figures = tables.figures
    mean = arm.edss or figures["edss_where_not_rated"]
    worse = (float(edss) - mean) / (mean * figures["edss_spread"])
    link = figures["bone_falls_with_edss"]
    return float(link * worse + (1 - link * link) ** 0.5 * rank)


def _scans(place: int, tables: DemoTables, rng: Random) -> dict[str, object]:
    """Plan the scans: every fourth person has an interval, for reminders of each state."""
    if rng.random() >= tables.figures["scanned"] and place % 4:
        return {}
    if place % 4 == 0:
        months, due_in = _REMINDERS[place // 4 % len(_REMINDERS)]
        return {
            "interval_months": months,
            "scan_months_ago": tuple(range(months * rng.choice((1, 2, 3)), 0, -months)),
            "scan_days_later": due_in,
        }
    months = rng.randint(3, 30)
    return {
        "scan_months_ago": tuple(range(months + 24 * rng.randint(0, 2), months - 1, -24)),
        "scanners": ("LUN-2",) if rng.random() < 0.15 else ("HOL-1",),
    }
