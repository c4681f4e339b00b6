"""Health papers, in the exchange's words and, under ``source``, in the health sector's own.

The sector's own field names are those of XML 9 (giấy chứng sinh), of the death notice
message and of the driver's certificate message.
"""

from datetime import date, timedelta

from twins.registers.samples import Person, Record, made_person, record_of

_SEX = {"male": "1", "female": "2"}
_FACILITY: Record = {"facility_code": "31000", "facility_name": "Bệnh viện mẫu (dữ liệu mẫu)"}


def find_birth_notice(
    samples: list[Record], *, number: str, mother_personal_id: str
) -> Record | None:
    """Return a birth notice by its number, or the first one of a mother.

    Where both are given, both have to agree: nobody learns of a child by its number alone.
    """
    for sample in samples:
        same_number = not number or sample.get("number") == number
        same_mother = not mother_personal_id or (
            sample.get("mother_personal_id") == mother_personal_id
        )
        if same_number and same_mother and (number or mother_personal_id):
            record = record_of(sample)
            return {**record, "source": _xml9(record)}
    mother = made_person(mother_personal_id)
    if mother is None or mother.sex != "female":
        return None
    record = _made_birth(mother)
    if number and number != record["number"]:
        return None
    return {**record, "source": _xml9(record)}


def find_death_notice(samples: list[Record], *, number: str, personal_id: str) -> Record | None:
    """Return a death notice by its number or the personal id of the deceased."""
    for sample in samples:
        same_number = not number or sample.get("number") == number
        same_person = not personal_id or sample.get("personal_id") == personal_id
        if same_number and same_person and (number or personal_id):
            record = record_of(sample)
            return {**record, "source": _death_message(record)}
    return None


def find_driver_certificate(samples: list[Record], *, personal_id: str) -> Record | None:
    """Return the latest health certificate of a driver."""
    found = [record_of(item) for item in samples if item.get("personal_id") == personal_id]
    person = made_person(personal_id)
    if not found and person is not None:
        found = [_made_certificate(person)]
    if not found:
        return None
    latest = max(found, key=lambda item: str(item["issued_on"]))
    return {**latest, "source": _certificate(latest, personal_id)}


def _made_birth(mother: Person) -> Record:
    serial = int(mother.personal_id[-3:])
    born_on = date(2026, 1, 1) + timedelta(days=serial % 300)
    return {
        "number": f"CS-MAU-{mother.personal_id[-9:]}",
        "issued_on": (born_on + timedelta(days=1)).isoformat(),
        **_FACILITY,
        "child_name": f"{mother.name.split()[0]} Bảo {('An', 'Châu', 'Khánh')[serial % 3]}",
        "child_sex": "female" if serial % 2 else "male",
        "born_on": born_on.isoformat(),
        "born_at": f"{serial % 24:02d}:30",
        "weight_grams": 2800 + serial,
        "birth_place": "Bệnh viện mẫu, thành phố Hải Phòng (dữ liệu mẫu)",
        "mother_name": mother.name,
        "mother_personal_id": mother.personal_id,
        "mother_born_on": mother.born_on.isoformat(),
    }


def _made_certificate(person: Person) -> Record:
    issued_on = date(2026, 1, 1) + timedelta(days=int(person.personal_id[-3:]) % 300)
    return {
        "number": f"KSK-MAU-{person.personal_id[-9:]}",
        "issued_on": issued_on.isoformat(),
        "valid_until": (issued_on + timedelta(days=365)).isoformat(),
        **_FACILITY,
        "conclusion": "fit",
        "classes": ["B", "C1"],
    }


def _xml9(record: Record) -> Record:
    return {
        "MA_LK": record["number"],
        "SO": record["number"],
        "MA_TTDV": record.get("facility_code", ""),
        "HO_TEN_NND": record["mother_name"],
        "NGAYSINH_NND": _day(record.get("mother_born_on")),
        "SO_CCCD_NND": record.get("mother_personal_id", ""),
        "HO_TEN_CHA": record.get("father_name", ""),
        "HO_TEN_CON": record["child_name"],
        "GIOI_TINH_CON": _SEX[str(record["child_sex"])],
        "SO_CON": "1",
        "CAN_NANG_CON": str(record.get("weight_grams", "")),
        "NGAY_SINH_CON": _day(record["born_on"]) + str(record.get("born_at", "")).replace(":", ""),
        "NOI_SINH_CON": record["birth_place"],
        "NGAY_CT": _day(record["issued_on"]),
        "GHI_CHU": "DỮ LIỆU MẪU",
    }


def _death_message(record: Record) -> Record:
    return {
        "MA_GBT": record["number"],
        "SO_BAOTU": record["number"],
        "HO_TEN": record["name"],
        "NGAY_SINH": _day(record.get("born_on")),
        "GIOI_TINH": _SEX.get(str(record.get("sex")), ""),
        "SO_GIAYTO": record.get("personal_id", ""),
        "NGAY_TV": _day(record["died_on"]) + str(record.get("died_at", "")).replace(":", ""),
        "NGUYENNHAN_TV": record.get("cause", ""),
        "NGAY_CAPGIAYBT": _day(record["issued_on"]),
        "MACSKCB": record.get("facility_code", ""),
        "DIACHI_CSKCB": record["place"],
    }


def _certificate(record: Record, personal_id: str) -> Record:
    classes = record.get("classes")
    return {
        "SO": record["number"],
        "SOCMND_PASSPORT": personal_id,
        "IDBENHVIEN": record.get("facility_code", ""),
        "BENHVIEN": record.get("facility_name", ""),
        "KETLUAN": record["conclusion"],
        "HANGBANGLAI": ",".join(classes) if isinstance(classes, list) else "",
        "NGAYKETLUAN": _day(record["issued_on"]),
        "NGAYKHAMLAI": _day(record["valid_until"]),
    }


def _day(text: object) -> str:
    return str(text or "").replace("-", "")[:8]
