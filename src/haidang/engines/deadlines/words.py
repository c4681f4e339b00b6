"""The words of each reason, in Vietnamese and English, with the article behind it."""

from collections.abc import Mapping
from typing import Final

from haidang.engines.deadlines.model import Reason

ONE_STOP: Final = "Nghị định 309/2026/NĐ-CP, Điều 17 khoản 3"
FORWARDING: Final = "Nghị định 309/2026/NĐ-CP, Điều 18 khoản 2"
ONE_NOTICE: Final = "Nghị định 309/2026/NĐ-CP, Điều 17 khoản 2"
CIVIL_STATUS: Final = "Nghị định 301/2026/NĐ-CP"
AFTER_HOURS: Final = "Nghị định 297/2025/NĐ-CP"
NOTICES: Final = "Nghị quyết 66.7/2025/NQ-CP"
RESTART: Final = "Nghị định 118/2025/NĐ-CP"
EXTENSION: Final = "Nghị định 118/2025/NĐ-CP"
INSTANT: Final = "Nghị định 118/2025/NĐ-CP"
CIVIL_CODE: Final = "Bộ luật Dân sự 91/2015/QH13, Điều 147 và Điều 148"

_WORDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "started_at_acceptance": (
        "Thời hạn tính từ {at}, khi hồ sơ được tiếp nhận đầy đủ, hợp lệ.",
        "The clock starts at {at}, when the case was accepted as complete.",
        ONE_STOP,
    ),
    "started_at_competent_agency": (
        "Hồ sơ phi địa giới: thời hạn tính từ {at}, khi cơ quan có thẩm quyền nhận hồ sơ.",
        "Handed in elsewhere: the clock starts at {at}, when the competent agency received it.",
        ONE_STOP,
    ),
    "after_cut_off": (
        "Tiếp nhận sau {cut_off} nên thời hạn tính từ {at}, đầu ngày làm việc tiếp theo.",
        "Accepted after {cut_off}, so the clock starts at {at}, on the next working day.",
        CIVIL_STATUS,
    ),
    "after_hours": (
        "Tiếp nhận sau giờ làm việc nên thời hạn tính từ {at}, đầu ngày làm việc tiếp theo.",
        "Accepted after office hours, so the clock starts at {at}, on the next working day.",
        AFTER_HOURS,
    ),
    "on_day_off": (
        "Tiếp nhận vào ngày nghỉ ({name}) nên thời hạn tính từ {at}, ngày làm việc tiếp theo.",
        "Accepted on a day off ({name}), so the clock starts at {at}, on the next working day.",
        AFTER_HOURS,
    ),
    "before_opening": (
        "Tiếp nhận trước giờ làm việc nên thời hạn tính từ {at}.",
        "Accepted before office hours, so the clock starts at {at}.",
        "",
    ),
    "in_break": (
        "Tiếp nhận trong giờ nghỉ nên thời hạn tính từ {at}.",
        "Accepted during the midday break, so the clock starts at {at}.",
        "",
    ),
    "same_day": (
        "Giải quyết ngay trong ngày làm việc, trước {at}.",
        "To be settled within the same working day, before {at}.",
        CIVIL_STATUS,
    ),
    "working_days": (
        "Thời hạn {count} ngày làm việc, không tính ngày nghỉ: hẹn trả {at}.",
        "The limit is {count} working days, days off not counted: due {at}.",
        CIVIL_CODE,
    ),
    "calendar_days": (
        "Thời hạn {count} ngày, tính cả ngày nghỉ: hết hạn ngày {day}.",
        "The limit is {count} days, days off included: it ends on {day}.",
        CIVIL_CODE,
    ),
    "hours": (
        "Thời hạn {count} giờ làm việc (một ngày là 8 giờ): hẹn trả {at}.",
        "The limit is {count} working hours (eight make a day): due {at}.",
        "",
    ),
    "skipped_day": (
        "Không tính ngày {day}: {name}.",
        "{day} is not counted: {name}.",
        "",
    ),
    "worked_day": (
        "Ngày {day} được tính là ngày làm việc: {name}.",
        "{day} counts as a working day: {name}.",
        "",
    ),
    "moved_off": (
        "Ngày cuối {day} là ngày nghỉ nên hẹn trả {at}, ngày làm việc tiếp theo.",
        "The last day, {day}, is a day off, so it is due {at}, on the next working day.",
        CIVIL_CODE,
    ),
    "no_due_date": (
        "Thủ tục này không quy định ngày hẹn trả kết quả.",
        "The law sets no due date for this procedure.",
        "",
    ),
    "instant": (
        "Trả kết quả ngay, không cần giấy hẹn; vẫn ghi sổ theo dõi.",
        "Answered at once, without a receipt on paper; it is still logged.",
        INSTANT,
    ),
    "provisional": (
        "Lịch nghỉ sau ngày {day} chưa công bố; ngày hẹn có thể được đề xuất lại.",
        "Holidays after {day} are not announced yet; another date may be suggested.",
        "",
    ),
    "restarted": (
        "Hồ sơ hoàn thiện lúc {at}; thời hạn tính lại từ đầu.",
        "The case was completed at {at}; the full limit starts again.",
        RESTART,
    ),
    "paused": (
        "Không tính thời gian chờ từ {start} đến {end} ({name}): hẹn trả {at}.",
        "The wait from {start} to {end} ({name}) is not counted: due {at}.",
        CIVIL_STATUS,
    ),
    "suspended": (
        "Hệ thống gặp sự cố từ {start} đến {end}, thời gian này không tính: hẹn trả {at}.",
        "The system was out of order from {start} to {end}; not counted: due {at}.",
        CIVIL_STATUS,
    ),
    "incident_too_long": (
        "Sự cố phải khắc phục trong 24 giờ; thời gian sau {end} vẫn tính.",
        "An incident is to be mended within 24 hours; time after {end} counts.",
        CIVIL_STATUS,
    ),
    "obligation_met": (
        "Hẹn lần 2 tính từ {at}, khi hoàn thành nghĩa vụ tài chính.",
        "The second appointment counts from {at}, when the obligation was met.",
        "",
    ),
    "result_limit": (
        "Kết quả trả chậm nhất {count} ngày làm việc sau khi hoàn thành nghĩa vụ tài chính.",
        "The result is owed within {count} working days of the obligation being met.",
        "",
    ),
    "extended": (
        "Gia hạn một lần, có phiếu xin lỗi: hẹn lại {at}.",
        "Extended once, with a letter of apology: newly due {at}.",
        EXTENSION,
    ),
    "calendar_changed": (
        "Lịch làm việc đã thay đổi: đề xuất hẹn {at}; giấy hẹn đã in vẫn giữ nguyên.",
        "The calendar changed: {at} is suggested; the printed appointment stands.",
        "",
    ),
}


def reason(
    code: str,
    *,
    article: str | None = None,
    names: Mapping[str, str] | None = None,
    **params: str | int,
) -> Reason:
    """Make the reason of a code; ``names`` gives a name by language for ``{name}``."""
    vietnamese, english, law = _WORDS[code]
    vi_name = (names or {}).get("vi", "")
    en_name = (names or {}).get("en", vi_name)
    shown = {**params, "name": vi_name} if names else params
    return Reason(
        code=code,
        text={
            "vi": vietnamese.format(**{**params, "name": vi_name}),
            "en": english.format(**{**params, "name": en_name}),
        },
        article=law if article is None else article,
        params=shown,
    )
