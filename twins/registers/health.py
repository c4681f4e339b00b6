"""Health papers in the field names of the health sector (XML 9 and the portal messages)."""

from datetime import date, datetime, timedelta

from twins.registers.samples import Person, Record, made_person

_SEX = {"male": "1", "female": "2"}


def find_birth_notice(
    samples: list[Record], *, number: str, mother_personal_id: str
) -> Record | None:
    """Return a birth notice (giấy chứng sinh) by its number or the mother's personal id."""
    for sample in samples:
        mother = _part(sample, "mother")
        same_number = bool(number) and sample.get("number") == number
        same_mother = bool(mother_personal_id) and mother.get("personal_id") == mother_personal_id
        if same_number or (not number and same_mother):
            return _xml9(sample)
    mother_person = made_person(mother_personal_id)
    if number or mother_person is None or mother_person.sex != "female":
        return None
    return _xml9(_made_birth(mother_person))


def find_death_notice(samples: list[Record], *, number: str, personal_id: str) -> Record | None:
    """Return a death notice (giấy báo tử) by its number or the personal id of the deceased."""
    for sample in samples:
        deceased = _part(sample, "deceased")
        same = (
            sample.get("number") == number
            if number
            else deceased.get("personal_id") == personal_id
        )
        if same:
            return _death_message(sample, deceased)
    return None


def find_driver_certificate(samples: list[Record], *, personal_id: str) -> Record | None:
    """Return the latest health certificate of a driver."""
    found = [item for item in samples if item.get("personal_id") == personal_id]
    if found:
        return _certificate(max(found, key=lambda item: str(item["issued_on"])))
    person = made_person(personal_id)
    if person is None:
        return None
    issued_on = date(2026, 1, 1) + timedelta(days=int(personal_id[-3:]) % 300)
    made: Record = {
        "number": f"KSK-MAU-{personal_id[-9:]}",
        "personal_id": personal_id,
        "name": person.name,
        "born_on": person.born_on,
        "issued_on": issued_on,
        "valid_until": issued_on + timedelta(days=365),
        "classes": ["B", "C1"],
        "conclusion": "fit",
    }
    return _certificate(made)


def _xml9(sample: Record) -> Record:
    mother, father, facility = (_part(sample, key) for key in ("mother", "father", "facility"))
    born_at = datetime.fromisoformat(str(sample["born_at"]))
    return {
        "MA_LK": str(sample["number"]),
        "SO": str(sample["number"]),
        "MA_TTDV": facility.get("code", ""),
        "HO_TEN_NND": mother.get("name", ""),
        "NGAYSINH_NND": _day(mother.get("born_on", "")),
        "SO_CCCD_NND": mother.get("personal_id", ""),
        "HO_TEN_CHA": father.get("name", ""),
        "HO_TEN_CON": str(sample["child_name"]),
        "GIOI_TINH_CON": _SEX[str(sample["child_sex"])],
        "SO_CON": "1",
        "CAN_NANG_CON": str(sample["weight_grams"]),
        "NGAY_SINH_CON": born_at.strftime("%Y%m%d%H%M"),
        "NOI_SINH_CON": str(sample["birth_place"]),
        "NGAY_CT": _day(str(sample["issued_on"])),
        "GHI_CHU": "DỮ LIỆU MẪU",
    }


def _made_birth(mother: Person) -> Record:
    serial = int(mother.personal_id[-3:])
    born_at = datetime(2026, 1, 1, 6, 30) + timedelta(days=serial % 300)  # noqa: DTZ001 - local time, as the paper says it
    family = mother.name.split()[0]
    return {
        "number": f"CS-MAU-{mother.personal_id[-9:]}",
        "issued_on": born_at.date() + timedelta(days=1),
        "facility": {"code": "31003"},
        "child_name": f"{family} Bảo {('An', 'Châu', 'Khánh')[serial % 3]}",
        "child_sex": "female" if serial % 2 else "male",
        "born_at": born_at.isoformat(),
        "weight_grams": 2800 + serial,
        "birth_place": "Bệnh viện mẫu, thành phố Hải Phòng (dữ liệu mẫu)",
        "mother": {
            "name": mother.name,
            "personal_id": mother.personal_id,
            "born_on": mother.born_on,
        },
    }


def _death_message(sample: Record, deceased: dict[str, str]) -> Record:
    facility = _part(sample, "facility")
    return {
        "MA_GBT": str(sample["number"]),
        "SO_BAOTU": str(sample["number"]),
        "HO_TEN": deceased.get("name", ""),
        "NGAY_SINH": _day(deceased.get("born_on", "")),
        "GIOI_TINH": _SEX.get(deceased.get("sex", ""), ""),
        "SO_GIAYTO": deceased.get("personal_id", ""),
        "NGAY_TV": datetime.fromisoformat(str(sample["died_at"])).strftime("%Y%m%d%H%M"),
        "NGUYENNHAN_TV": str(sample.get("cause", "")),
        "NGAY_CAPGIAYBT": _day(str(sample["issued_on"])),
        "MACSKCB": facility.get("code", ""),
        "DIACHI_CSKCB": str(sample.get("place", "")),
    }


def _certificate(sample: Record) -> Record:
    facility = _part(sample, "facility")
    classes = sample.get("classes")
    return {
        "SO": str(sample["number"]),
        "HOTEN": str(sample.get("name", "")),
        "NGAYSINH": _day(str(sample.get("born_on", ""))),
        "SOCMND_PASSPORT": str(sample["personal_id"]),
        "IDBENHVIEN": facility.get("code", "31000"),
        "BENHVIEN": facility.get("name", "Bệnh viện mẫu (dữ liệu mẫu)"),
        "NONGDOCON": "0",
        "DVINONGDOCON": "mg/100ml",
        "MATUY": "0",
        "KETLUAN": "1" if sample.get("conclusion") == "fit" else "0",
        "HANGBANGLAI": ",".join(classes) if isinstance(classes, list) else "",
        "NGAYKHAM": _day(str(sample["issued_on"])),
        "NGAYKETLUAN": _day(str(sample["issued_on"])),
        "NGAYKHAMLAI": _day(str(sample["valid_until"])),
        "STATE": "1",
    }


def _part(sample: Record, key: str) -> dict[str, str]:
    given = sample.get(key)
    return (
        {str(name): str(value) for name, value in given.items()} if isinstance(given, dict) else {}
    )


def _day(text: str) -> str:
    return text.replace("-", "")[:8]
