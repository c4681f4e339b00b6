"""Civil status: find a birth, marriage or death entry of a person."""

from twins.registers.samples import Record, made_birth, made_marriage, made_person, record_of


def find_entry(samples: list[Record], asked: dict[str, str]) -> Record | None:
    """Return the record of an entry of a kind.

    The person is found by personal id, or by name and day of birth where no id is given; a
    name that disagrees with the entry is no hit.
    """
    kind = asked.get("kind", "birth")
    for sample in samples:
        if sample.get("kind") == kind and _is_asked(sample, asked):
            return record_of(sample)
    person = made_person(asked.get("personal_id", ""))
    if person is None or not _agrees(asked.get("name", ""), {person.name}):
        return None
    if kind == "birth":
        return made_birth(person)
    return made_marriage(person) if kind == "marriage" else None


def _is_asked(sample: Record, asked: dict[str, str]) -> bool:
    record = record_of(sample)
    roles = ("", "husband_", "wife_")
    names = {str(record[f"{role}name"]) for role in roles if f"{role}name" in record}
    days = [str(record[f"{role}born_on"]) for role in roles if f"{role}born_on" in record]
    if not _agrees(asked.get("name", ""), names):
        return False
    if asked.get("personal_id"):
        return sample.get("personal_id") == asked["personal_id"]
    born_on = asked.get("born_on", "")
    return bool(asked.get("name") and born_on) and any(day.startswith(born_on) for day in days)


def _agrees(said: str, names: set[str]) -> bool:
    return not said or _plain(said) in {_plain(name) for name in names}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
