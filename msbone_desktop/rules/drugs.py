"""Medicines by the names that rules may read, and those offered while typing."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from msbone_desktop.rules.toml_files import read_toml
from msbone_desktop.rules.toml_kinds import TEXT, TEXTS, Kind, expect_keys, require

_PARTS = Kind("a list of two whole numbers above 0", (list,), int)
_STEROID_KEYS = {"factor": _PARTS, "offered_as": TEXTS}
_DRUG_KEYS = {"class": TEXT, "read_as": TEXTS, "offered_as": TEXTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug:
    """One medicine: generic name, class, spellings that rules read, names offered while typing."""

    name: str
    drug_class: str
    read_as: tuple[str, ...] = ()
    offered_as: tuple[str, ...] = ()


class DrugList:
    """The medicines of one kind, by every name that rules may read."""

    def __init__(self, drugs: tuple[Drug, ...], containing: dict[str, str] | None = None) -> None:
        self.drugs = drugs
        self._by_name = {name: drug for drug in drugs for name in (drug.name, *drug.read_as)}
        self._containing = containing or {}

    def class_of(self, typed: str) -> str | None:
        """Return the class of the medicine, or None when the name is not recognised."""
        name = typed.strip().casefold()
        found = self._by_name.get(name)
        if found is not None:
            return found.drug_class
        for part, drug_class in self._containing.items():
            if part in name:
                return drug_class
        return None

    def complete(self, typed: str) -> tuple[tuple[str, str], ...]:
        """Return (generic name, text to show) for each medicine one of whose names starts so."""
        start = typed.strip().casefold()
        if not start:
            return ()
        offers = []
        for drug in self.drugs:
            others = [
                n for n in (*drug.read_as, *drug.offered_as) if n.casefold().startswith(start)
            ]
            if drug.name.startswith(start):
                offers.append((drug.name, drug.name))
            elif others:
                offers.append((drug.name, f"{drug.name} ({others[0]})"))
        return tuple(offers)


def load_steroid_factors(path: Path, drugs: Collection[str]) -> dict[str, Fraction]:
    """Read the factors to a prednisone-equivalent dose, as exact fractions.

    Args:
        path: The file.
        drugs: The corticosteroids that a screening can hold; each needs its factor.

    Raises:
        KnowledgeError: An unknown key or drug, one without its factor, or a factor that is no
            fraction above 0.
    """
    file = read_toml(path)
    factors = {}
    for name, table in file.content.items():
        if name not in drugs:
            raise file.refuse(f"a screening cannot hold '{name}'", name)
        expect_keys(file, table, _STEROID_KEYS, name)
        require(file, table, ("factor",), name)
        parts = table["factor"]
        if len(parts) != 2 or min(parts) < 1:
            raise file.refuse(f"'factor' must be {_PARTS.words}", name, "factor")
        factors[name] = Fraction(*parts)
    require(file, file.content, tuple(drugs))
    return factors


def load_steroid_names(path: Path) -> DrugList:
    """Read the corticosteroids as a list to complete from."""
    return DrugList(
        tuple(
            Drug(name=name, drug_class="steroid", offered_as=tuple(table.get("offered_as", ())))
            for name, table in read_toml(path).content.items()
        )
    )


def load_drugs(path: Path, classes: frozenset[str], containing: dict[str, str]) -> DrugList:
    """Read a drug list.

    Args:
        path: The file.
        classes: The classes that it may use.
        containing: Class by a part of the name, for names that are not in the list themselves.

    Raises:
        KnowledgeError: An unknown class or key, or a name that stands twice.
    """
    file = read_toml(path)
    drugs: list[Drug] = []
    seen: set[str] = set()
    for name, table in file.content.items():
        expect_keys(file, table, _DRUG_KEYS, name)
        if table.get("class") not in classes:
            raise file.refuse(f"the class of '{name}' is unknown", name, "class")
        drug = Drug(
            name=name.casefold(),
            drug_class=table["class"],
            read_as=tuple(other.casefold() for other in table.get("read_as", ())),
            offered_as=tuple(table.get("offered_as", ())),
        )
        for spelling in (drug.name, *drug.read_as):
            if spelling in seen:
                raise file.refuse(f"'{spelling}' stands twice", name)
            seen.add(spelling)
        drugs.append(drug)
    return DrugList(tuple(drugs), containing)
