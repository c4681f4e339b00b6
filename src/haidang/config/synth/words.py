"""The words by which a person and an office are known in rows."""

from django.db import connection

from haidang.blocks.agencies import public as agencies
from haidang.config.synth.offices import Office
from haidang.config.synth.people import Someone
from haidang.kernel.text import fold


def person_words(person: Someone) -> dict[str, str]:
    """Return what is written of a person, by key; the same keys for everybody."""
    return {
        "name": person.name,
        "folded": fold(person.name),
        "personal_id": person.personal_id,
        "phone": person.phone,
        "email": f"mau{person.index}@sample.example",
        "born_on": person.born_on.isoformat(),
        "born_on_vn": f"{person.born_on:%d/%m/%Y}",
        "address": person.address,
    }


def office_words(office: Office) -> dict[str, str]:
    """Return what is written of an office and its people, by key; the same keys for all."""
    unit = agencies.get_unit(office.unit).name
    words = {
        "unit": f'"{office.unit}"',
        "unit_name": unit,
        "unit_place": f'"{unit.partition(" ")[2]}"',
        "unit_name_small": unit[:1].lower() + unit[1:],
    }
    for key, code in (("committee", office.committee), ("centre", office.centre)):
        words[key] = code
        words[f"{key}_name"] = agencies.get_agency(code).name
        words |= _keys(f"{key}_key", code)
    for number, colleague in enumerate(office.colleagues):
        words[f"officer{number}"] = colleague.actor.id
        words[f"officer{number}_name"] = colleague.actor.name
        words |= _keys(f"officer{number}_key", colleague.actor.id)
    return words


def _keys(name: str, holder: str) -> dict[str, str]:
    """Return the id and the serial of a holder's key; of who has none, nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id::text, certificate_serial FROM signing_signingkey "
            "WHERE holder_code = %s ORDER BY valid_until DESC LIMIT 1",
            [holder],
        )
        row = cursor.fetchone()
    return {} if row is None else {name: row[0], f"{name}_serial": row[1]}
