"""The one reader of the environment: typed, complete, strict."""

import os
import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

PROJECT: Final = Path(__file__).resolve().parents[3]
PREFIX: Final = "HAIDANG_"
_FOREIGN: Final = {"DATABASE_URL"}


class SettingsError(SystemExit):
    """The settings have faults; all of them are listed."""


def _setting(default: object, meaning: str, *, secret: bool = False) -> typing.Any:  # noqa: ANN401 - as dataclasses.field
    return field(default=default, metadata={"meaning": meaning, "secret": secret})


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Every setting: its name is the field's in capitals after ``HAIDANG_``.

    A secret may also stand in a file named by ``…_FILE``. What an agency may decide
    (fees, time limits, texts, hours) is never a setting: it is content.
    """

    database_url: str = _setting(
        "",
        "PostgreSQL 15 or newer, as postgresql://…; empty: the embedded one. Named DATABASE_URL.",
        secret=True,
    )
    replica_urls: str = _setting(
        "",
        "Replicas that pages may be read from: postgresql://… separated by spaces; empty: none.",
        secret=True,
    )
    replica_lag_seconds: int = _setting(
        5, "A replica that is behind by more than this is not read from."
    )
    data_dir: Path = _setting(
        PROJECT / ".haidang", "Folder of the embedded database, files and keys."
    )
    content_dir: Path = _setting(
        PROJECT / "content", "Folder of procedures, cities, services and registries."
    )
    assets_dir: Path = _setting(
        PROJECT / "node_modules", "Folder of the browser parts and fonts that set-up installed."
    )
    secret_key: str = _setting(
        "", "Key of sessions and signed links; 50 random signs or more.", secret=True
    )
    field_key: str = _setting(
        "", "Key of encrypted fields and files: 64 hexadecimal digits.", secret=True
    )
    keys_password: str = _setting(
        "", "Password of the key containers in the keys folder.", secret=True
    )
    debug: bool = _setting(
        default=False, meaning="Show faults in the browser. Never in production."
    )
    sample: bool = _setting(default=False, meaning="Mark everything as sample data (DỮ LIỆU MẪU).")
    city: str = _setting("haiphong", "Which folder of content/cities this installation serves.")
    public_url: str = _setting(
        "http://localhost:8000", "Address under which people reach the platform."
    )
    allowed_hosts: str = _setting(
        "localhost,127.0.0.1", "Host names that are answered, separated by commas."
    )
    files_provider: str = _setting("folder", "Where encrypted files lie: folder or s3.")
    s3_url: str = _setting("", "Address of the store that speaks S3; empty: the vendor's own.")
    s3_region: str = _setting("us-east-1", "Region that the store of files is asked in.")
    s3_bucket: str = _setting("haidang-files", "Bucket that holds nothing but these files.")
    s3_prefix: str = _setting("", "What every key begins with, when the bucket is shared.")
    s3_key_id: str = _setting("", "Key id for the store of files.")
    s3_secret: str = _setting("", "Secret key for the store of files.", secret=True)
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR.")
    log_format: str = _setting(
        "", "json or text; empty: text with sample data, else one JSON object a line."
    )
    metrics_dir: str = _setting(
        "",
        "Folder on a local disk in which processes count; empty: metrics below the data folder.",
    )
    metrics_host: str = _setting(
        "127.0.0.1", "Address at which `haidang metrics serve` answers; never the public one."
    )
    metrics_port: int = _setting(9464, "Port at which `haidang metrics serve` answers.")
    metrics_token: str = _setting(
        "", "Bearer token that the figures need; must be set for other machines.", secret=True
    )
    traces_endpoint: str = _setting(
        "", "Collector of traces, OTLP over HTTP: http://host:4318/v1/traces; empty: none."
    )
    traces_share: str = _setting("1", "Which share of the traces is kept, from 0 to 1.")
    traces_statements: bool = _setting(
        default=False, meaning="Make a span of every SQL statement, not only count them."
    )
    stuck_hours: int = _setting(
        16, "A case in hand without a step for so many working hours counts as stuck."
    )
    pool_max: int = _setting(8, "Database connections of one process at the most.")
    prepared: bool = _setting(
        default=True,
        meaning="Let the database keep the plans of statements, bound there; "
        "false behind a pooler that hands a connection on between transactions.",
    )
    vneid_url: str = _setting(
        "http://localhost:8101", "OpenID Connect issuer of VNeID (or its sandbox twin)."
    )
    vneid_client_id: str = _setting("haidang", "Our client id at VNeID.")
    vneid_client_secret: str = _setting(
        "sandbox-secret", "Our client secret at VNeID.", secret=True
    )
    vietqr_url: str = _setting("http://localhost:8102", "Payment provider (or its sandbox twin).")
    vietqr_secret: str = _setting(
        "sandbox-secret", "Shared secret that signs payment notices.", secret=True
    )
    messages_url: str = _setting(
        "http://localhost:8103", "Gateway for mail, SMS and Zalo (or its sandbox twin)."
    )
    registers_url: str = _setting(
        "http://localhost:8104", "Exchange platform for central registers (or its sandbox twin)."
    )
    post_url: str = _setting(
        "http://localhost:8107", "The public postal service (or its sandbox twin)."
    )
    post_secret: str = _setting("sandbox-secret", "Token of the postal service.", secret=True)
    delivery_poll_seconds: int = _setting(
        300, "A parcel on its way that is silent so long is asked about."
    )
    vietqr_bank_bin: str = _setting(
        "970000",
        "Bank (NAPAS BIN, six digits) of the account that collects; the default is a sample.",
    )
    vietqr_account: str = _setting("0000000001", "Account that collects; the default is a sample.")
    vietqr_account_name: str = _setting(
        "TAI KHOAN MAU", "Name of the account that collects, ASCII, at most 25 signs."
    )
    messages_secret: str = _setting(
        "sandbox-secret", "Token of the SMS and Zalo gateways.", secret=True
    )
    smtp_url: str = _setting(
        "smtp://localhost:8105",
        "Mail server: smtp://user:password@host:port, smtps:// or smtp+starttls://.",
        secret=True,
    )
    mail_from: str = _setting("khong-tra-loi@sample.example", "Sender of mails.")
    sms_sender: str = _setting("HAIDANG", "Brand name that short messages come from.")
    registers_secret: str = _setting(
        "sandbox-secret", "Token of the exchange platform.", secret=True
    )
    receipt_series: str = _setting(
        "AA", "Two letters of the electronic receipts' symbol: yyT and these."
    )
    form_paper: str = _setting("a5", "Paper of the forms of TT 03/2025/TT-VPCP: a5 or a4.")
    payment_expiry_minutes: int = _setting(1440, "How long an order waits for money.")
    backup_dir: Path = _setting(
        PROJECT / ".haidang" / "backup", "Folder of the backups; its own disk in production."
    )
    backup_passphrase: str = _setting(
        "",
        "Passphrase under which backups take keys and secrets along; empty: they do not.",
        secret=True,
    )
    clock_shift_seconds: str = _setting(
        "0", "Run the clock ahead by this many seconds (behind: -). Only with sample data."
    )
    room_seats: int = _setting(
        2000,
        "Visitors of the portal who may be inside at once, others wait. 0: no waiting room.",
    )
    room_idle_minutes: int = _setting(
        5, "After so long without a page a visitor is thought to have left."
    )
    room_keep_minutes: int = _setting(
        10, "So long a place in the waiting room is kept without a sign of life."
    )
    payment_poll_seconds: int = _setting(
        1800, "Age after which an unpaid order is asked about again."
    )


def read_environment(source: Mapping[str, str] | None = None) -> Environment:
    """Return the settings, or raise SettingsError with every fault at once."""
    given = dict(os.environ if source is None else source)
    faults: list[str] = []
    values: dict[str, object] = {}
    for item in fields(Environment):
        name = variable_name(item.name)
        text = _text_of(name, given, secret=bool(item.metadata["secret"]), faults=faults)
        if text is not None:
            _parse(name, text, item.name, values, faults)
    known = {variable_name(item.name) for item in fields(Environment)}
    known |= {
        f"{variable_name(item.name)}_FILE"
        for item in fields(Environment)
        if item.metadata["secret"]
    }
    faults.extend(
        f"{name}: there is no such setting; see docs/reference/settings.md"
        for name in sorted(given)
        if name.startswith(PREFIX) and name not in known
    )
    if faults:
        raise SettingsError("Settings refused:\n  " + "\n  ".join(faults))
    return Environment(**values)  # type: ignore[arg-type]  # each value was parsed by its field's type


def variable_name(name: str) -> str:
    """Return the environment variable of a field."""
    upper = name.upper()
    return upper if upper in _FOREIGN else PREFIX + upper


def describe_settings() -> list[tuple[str, str, str, str]]:
    """Return (variable, type, default, meaning) of each setting, for the reference page."""
    hints = typing.get_type_hints(Environment)
    rows = []
    for item in fields(Environment):
        default = "" if item.default is MISSING else item.default
        if isinstance(default, Path):
            default = default.relative_to(PROJECT)
        shown = "(secret)" if item.metadata["secret"] and default else str(default)
        rows.append(
            (
                variable_name(item.name),
                hints[item.name].__name__,
                shown,
                str(item.metadata["meaning"]),
            )
        )
    return rows


def _text_of(
    name: str, given: Mapping[str, str], *, secret: bool, faults: list[str]
) -> str | None:
    if secret and (path := given.get(f"{name}_FILE")):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            faults.append(f"{name}_FILE: cannot be read: {error.strerror}")
            return None
        except UnicodeDecodeError:
            faults.append(f"{name}_FILE: is not text in UTF-8")
            return None
    return given.get(name)


def _parse(name: str, text: str, key: str, values: dict[str, object], faults: list[str]) -> None:
    kind = typing.get_type_hints(Environment)[key]
    try:
        values[key] = _PARSERS[kind](text)
    except ValueError as error:
        faults.append(f"{name}: {error}")
        return
    check = _CHECKS.get(key)
    fault = check(text) if check is not None else ""
    if fault:
        faults.append(f"{name}: {fault}")


def _boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError(f"say true or false, not {text!r}")
    return text == "true"


def _integer(text: str) -> int:
    if not text.isdigit():
        raise ValueError(f"say a whole number, not {text!r}")
    return int(text)


def _url_fault(text: str) -> str:
    parts = urlsplit(text)
    return (
        ""
        if parts.scheme in {"http", "https"} and parts.netloc
        else "say an address as http://host:port"
    )


def _database_fault(text: str) -> str:
    return (
        ""
        if text == "" or text.startswith(("postgresql://", "postgres://"))
        else "say postgresql://…"
    )


def _replicas_fault(text: str) -> str:
    return next((fault for url in text.split() if (fault := _database_fault(url))), "")


def _level_fault(text: str) -> str:
    return (
        ""
        if text in {"DEBUG", "INFO", "WARNING", "ERROR"}
        else "say DEBUG, INFO, WARNING or ERROR"
    )


def _form_fault(text: str) -> str:
    return "" if text in {"", "json", "text"} else "say json or text"


def _endpoint_fault(text: str) -> str:
    return "" if text == "" else _url_fault(text)


def _share_fault(text: str) -> str:
    good = text in {"0", "1"} or (text.startswith("0.") and text[2:].isdigit())
    return "" if good else "say a share from 0 to 1, as 0.05"


def _files_fault(text: str) -> str:
    return "" if text in {"folder", "s3"} else "say folder or s3"


def _hex_fault(text: str) -> str:
    good = len(text) == 64 and all(sign in "0123456789abcdef" for sign in text)
    return "" if good else "say 64 hexadecimal digits in lower case"


_PARSERS: Final[Mapping[type, typing.Callable[[str], object]]] = {
    str: str,
    Path: Path,
    bool: _boolean,
    int: _integer,
}


def _shift_fault(text: str) -> str:
    return "" if text.removeprefix("-").isdigit() else f"say a whole number, not {text!r}"


def _paper_fault(text: str) -> str:
    return "" if text in {"a5", "a4"} else "say a5 or a4"


_CHECKS: Final[Mapping[str, typing.Callable[[str], str]]] = {
    "database_url": _database_fault,
    "replica_urls": _replicas_fault,
    "public_url": _url_fault,
    "vneid_url": _url_fault,
    "vietqr_url": _url_fault,
    "messages_url": _url_fault,
    "registers_url": _url_fault,
    "post_url": _url_fault,
    "log_level": _level_fault,
    "files_provider": _files_fault,
    "log_format": _form_fault,
    "traces_endpoint": _endpoint_fault,
    "traces_share": _share_fault,
    "clock_shift_seconds": _shift_fault,
    "field_key": _hex_fault,
    "form_paper": _paper_fault,
}
