import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.adapters.payments_vietqr import mapping
from haidang.blocks.payments.public import NoticeForged, NoticeUnreadable
from haidang.kernel.money import Money

VECTOR = (
    "00020101021238570010A00000072701270006970436011300110019324180208QRIBFTTA"
    "530370454061350005802VN62190815H24 261123 00016304EF02"
)
TRANSFER = mapping.Transfer(
    bank_bin="970436", account="0011001932418", amount=Money(135_000), purpose="H24 261123 0001"
)
BOOKING = {
    "event_id": "EV1",
    "transaction_id": "FT1",
    "content": "CT DEN:123 HDABCDEFGHJK chuyen tien",
    "amount": 8000,
    "booked_at": "2026-09-15T09:00:00+07:00",
}


def signed(body: bytes, secret: str = "s", timestamp: str = "1") -> dict[str, str]:  # noqa: S107 - sample
    signature = mapping.sign(secret=secret, timestamp=timestamp, body=body)
    return {"X-VietQR-Signature": signature, "X-VietQR-Timestamp": timestamp}


def test_the_checksum_is_crc_16_ccitt_false() -> None:
    assert mapping.crc("123456789") == "29B1"


def test_the_known_code_is_made_and_read() -> None:
    assert mapping.encode(TRANSFER) == VECTOR
    assert mapping.parse(VECTOR) == TRANSFER


def test_a_code_without_amount_is_static() -> None:
    static = mapping.Transfer(bank_bin="970436", account="1")

    assert "010211" in mapping.encode(static)
    assert not mapping.parse(mapping.encode(static)).is_dynamic


@given(
    amount=st.integers(min_value=1, max_value=10**12),
    account=st.text(alphabet="0123456789", min_size=1, max_size=19),
    purpose=st.text(alphabet="ABCDEFGHJKLMNPQRSTUVWXYZ23456789 ", min_size=0, max_size=25),
)
def test_what_is_made_is_read_back(amount: int, account: str, purpose: str) -> None:
    transfer = mapping.Transfer(
        bank_bin="970436", account=account, amount=Money(amount), purpose=purpose
    )

    assert mapping.parse(mapping.encode(transfer)) == transfer


@given(position=st.integers(min_value=0, max_value=len(VECTOR) - 1))
def test_one_changed_sign_is_noticed(position: int) -> None:
    changed = VECTOR[:position] + "#" + VECTOR[position + 1 :]

    with pytest.raises(mapping.PayloadFault):
        mapping.parse(changed)


@given(text=st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    with pytest.raises(mapping.PayloadFault):
        mapping.parse(text + "#")


def test_a_field_that_is_too_long_is_a_fault() -> None:
    with pytest.raises(mapping.PayloadFault):
        mapping.encode(mapping.Transfer(bank_bin="970436", account="1" * 100))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lệ phí đăng ký hộ kinh doanh", "Le phi dang ky ho kinh do"),
        ("Đường/số: 5", "Duong so 5"),
        ("HD2345", "HD2345"),
    ],
)
def test_a_purpose_is_ascii_and_short(text: str, expected: str) -> None:
    assert mapping.plain_purpose(text) == expected


def test_a_true_notice_is_read_whatever_the_bank_adds_to_its_text() -> None:
    body = json.dumps(BOOKING).encode()

    notice = mapping.read_notice(secret="s", headers=signed(body), body=body)  # noqa: S106 - sample

    assert (notice.reference, notice.amount) == ("HDABCDEFGHJK", Money(8000))


@pytest.mark.parametrize(
    "headers",
    [{}, signed(b"x"), signed(json.dumps(BOOKING).encode(), secret="other")],  # noqa: S106 - sample
)
def test_a_notice_with_another_signature_is_forged(headers: Mapping[str, str]) -> None:
    with pytest.raises(NoticeForged):
        mapping.read_notice(secret="s", headers=headers, body=json.dumps(BOOKING).encode())  # noqa: S106 - sample


@pytest.mark.parametrize(
    "body",
    [
        b"no",
        b"[]",
        b"{}",
        json.dumps({**BOOKING, "amount": 1.5}).encode(),
        json.dumps({**BOOKING, "booked_at": "2026-09-15T09:00:00"}).encode(),
    ],
)
def test_a_signed_notice_that_cannot_be_read_says_so(body: bytes) -> None:
    with pytest.raises(NoticeUnreadable):
        mapping.read_notice(secret="s", headers=signed(body), body=body)  # noqa: S106 - sample


def test_a_text_without_reference_is_kept_as_it_is() -> None:
    assert mapping.find_reference("chuyen tien") == "chuyen tien"
