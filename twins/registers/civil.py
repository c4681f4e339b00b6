"""Civil status: find an entry by the personal id of its owner and its kind."""

from twins.registers.samples import Record, made_birth, made_marriage, made_person


def find_entry(samples: list[Record], *, personal_id: str, kind: str) -> Record | None:
    """Return the flat record of a birth, marriage or death entry."""
    for sample in samples:
        if sample.get("kind") == kind and personal_id in _owners(sample):
            return _flatten(sample, kind=kind)
    person = made_person(personal_id)
    if person is None:
        return None
    if kind == "birth":
        return made_birth(person)
    return made_marriage(person) if kind == "marriage" else None


def _owners(sample: Record) -> set[str]:
    people = (sample.get("owner"), sample.get("spouse"))
    return {str(item.get("personal_id", "")) for item in people if isinstance(item, dict)}


def _flatten(sample: Record, *, kind: str) -> Record:
    entry: Record = {
        "registered_agency": sample.get("registered_at", ""),
        "registered_on": str(sample.get("registered_on", "")),
        "number": str(sample.get("number", "")),
        "book": str(sample.get("book", "")),
        "notes": [sample["notes"]] if sample.get("notes") else [],
    }
    owner, spouse = _person(sample.get("owner")), _person(sample.get("spouse"))
    if kind == "marriage":
        husband, wife = (owner, spouse) if owner.get("sex") == "male" else (spouse, owner)
        sides = {**_prefixed("husband", husband), **_prefixed("wife", wife)}
        return {**sides, "married_on": entry["registered_on"], **entry}
    parents = {
        **_prefixed("mother", _person(sample.get("mother"))),
        **_prefixed("father", _person(sample.get("father"))),
    }
    more = {
        key: str(sample[key])
        for key in ("birth_place", "died_on", "died_at", "death_place", "death_cause")
        if key in sample
    }
    return {**owner, **more, "hometown": sample.get("home_town", ""), **parents, **entry}


def _person(given: object) -> Record:
    if not isinstance(given, dict):
        return {}
    person = {str(key): str(value) for key, value in given.items()}
    if "born_year" in person:
        person["born_on"] = person.pop("born_year")
    return dict(person)


def _prefixed(role: str, person: Record) -> Record:
    return {f"{role}_{key}": value for key, value in person.items() if key != "sex"}
