"""What a form says to the person who answers it: kind, plain, and what to do."""

from collections.abc import Mapping
from typing import Final

from haidang.engines.forms.model import Text
from haidang.kernel.errors import Problem, Severity

MESSAGES: Final[Mapping[str, tuple[str, str]]] = {
    "required": ("Vui lòng nhập “{label}”.", "Please enter “{label}”."),
    "choose": ("Vui lòng chọn “{label}”.", "Please choose “{label}”."),
    "attach": ("Vui lòng đính kèm “{label}”.", "Please attach “{label}”."),
    "declare": (
        "Vui lòng đọc và đánh dấu đồng ý với nội dung cam đoan.",
        "Please read the declaration and tick the box.",
    ),
    "not_an_object": (
        "Nội dung tờ khai phải là một đối tượng gồm các câu trả lời.",
        "The answers must be an object that holds one value for each field.",
    ),
    "unknown_field": (
        "Tờ khai không có mục “{name}”, nội dung này được bỏ qua.",
        "The form has no field “{name}”; it was left out.",
    ),
    "wrong_type": (
        "Nội dung của “{label}” chưa đúng kiểu, vui lòng nhập lại.",
        "The content of “{label}” is not of the right kind; please enter it again.",
    ),
    "illegal_characters": (
        "“{label}” có ký tự không đọc được, vui lòng xoá và nhập lại.",
        "“{label}” has characters that cannot be read; please delete and type it again.",
    ),
    "too_short": (
        "“{label}” cần ít nhất {limit} ký tự.",
        "“{label}” needs at least {limit} characters.",
    ),
    "too_long": (
        "“{label}” chỉ được tối đa {limit} ký tự, hiện có {actual}; vui lòng viết ngắn hơn.",
        "“{label}” may have at most {limit} characters and has {actual}; please shorten it.",
    ),
    "pattern": (
        "“{label}” chưa đúng định dạng, vui lòng kiểm tra lại.",
        "“{label}” does not have the expected form; please check it.",
    ),
    "integer": (
        "“{label}” phải là số nguyên, ví dụ 12.",
        "“{label}” must be a whole number, for example 12.",
    ),
    "decimal": (
        "“{label}” phải là một số, ví dụ 12,5.",
        "“{label}” must be a number, for example 12,5.",
    ),
    "too_small": ("“{label}” phải từ {limit} trở lên.", "“{label}” must be {limit} or more."),
    "too_great": ("“{label}” không được quá {limit}.", "“{label}” must not exceed {limit}."),
    "boolean": (
        "Vui lòng trả lời có hoặc không cho “{label}”.",
        "Please answer yes or no to “{label}”.",
    ),
    "not_an_option": (
        "Giá trị của “{label}” không có trong danh sách, vui lòng chọn một giá trị có sẵn.",
        "The value of “{label}” is not in the list; please choose one that is.",
    ),
    "date": (
        "“{label}” phải là ngày có thật, viết ngày/tháng/năm, ví dụ 05/03/2026.",
        "“{label}” must be a real date, written day/month/year, for example 05/03/2026.",
    ),
    "date_short_year": (
        "Vui lòng viết năm của “{label}” đủ bốn chữ số, ví dụ 05/03/2026.",
        "Please write the year of “{label}” with four digits, for example 05/03/2026.",
    ),
    "partial_date": (
        "“{label}” phải là năm (1985), tháng/năm (03/1985) hoặc ngày/tháng/năm (05/03/1985).",
        "“{label}” must be a year (1985), month/year (03/1985) or full date (05/03/1985).",
    ),
    "time": (
        "“{label}” phải là giờ và phút, ví dụ 08:30.",
        "“{label}” must be hours and minutes, for example 08:30.",
    ),
    "datetime": (
        "“{label}” phải gồm ngày và giờ, ví dụ 05/03/2026 08:30.",
        "“{label}” must be a date and a time, for example 05/03/2026 08:30.",
    ),
    "too_early": (
        "“{label}” không được trước ngày {limit}.",
        "“{label}” must not be before {limit}.",
    ),
    "too_late": ("“{label}” không được sau ngày {limit}.", "“{label}” must not be after {limit}."),
    "name_digits": (
        "“{label}” không được có chữ số, vui lòng chỉ ghi họ, chữ đệm và tên.",
        "“{label}” must not contain digits; please write only the name.",
    ),
    "name_letters": (
        "“{label}” chỉ gồm chữ cái, dấu cách, gạch nối hoặc dấu nháy; vui lòng bỏ “{sign}”.",
        "“{label}” may hold only letters, spaces, hyphens and apostrophes; remove “{sign}”.",
    ),
    "name_no_letter": (
        "“{label}” cần có chữ cái, vui lòng nhập đầy đủ.",
        "“{label}” needs letters; please write it in full.",
    ),
    "personal_id": (
        "“{label}” phải gồm đúng 12 chữ số, xem ở mặt trước thẻ căn cước hoặc trên VNeID.",
        "“{label}” must have exactly 12 digits; see the front of the identity card or VNeID.",
    ),
    "personal_id_old": (
        "Chứng minh nhân dân 9 số không còn giá trị sử dụng;"
        " vui lòng nhập số định danh cá nhân 12 chữ số.",
        "The 9-digit identity card is no longer valid; please enter the 12-digit personal number.",
    ),
    "personal_id_sex": (
        "“{label}” thường không khớp với giới tính đã khai; vui lòng kiểm tra,"
        " nếu đúng thì để nguyên.",
        "“{label}” does not usually go with the sex given; please check, and leave it if right.",
    ),
    "personal_id_birth_year": (
        "“{label}” thường không khớp với năm sinh đã khai; vui lòng kiểm tra,"
        " nếu đúng thì để nguyên.",
        "“{label}” does not usually go with the year of birth; please check,"
        " and leave it if right.",
    ),
    "tax_code": (
        "“{label}” phải gồm 10 chữ số, 13 chữ số (đơn vị phụ thuộc)"
        " hoặc 12 chữ số (cá nhân, hộ kinh doanh).",
        "“{label}” must have 10 digits, 13 digits (a branch)"
        " or 12 digits (a person or household business).",
    ),
    "tax_code_digits": (
        "“{label}” có chữ số bị nhầm, vui lòng so lại với giấy chứng nhận đăng ký.",
        "“{label}” has a mistyped digit; please compare it with the registration certificate.",
    ),
    "money": (
        "“{label}” phải là số tiền bằng đồng, không có số lẻ, ví dụ 135.000.",
        "“{label}” must be an amount in whole đồng, for example 135.000.",
    ),
    "phone": (
        "“{label}” phải là số điện thoại, ví dụ 0912 345 678 hoặc 0225 3842 123;"
        " số nước ngoài bắt đầu bằng dấu +.",
        "“{label}” must be a telephone number, for example 0912 345 678;"
        " a foreign number begins with +.",
    ),
    "email": (
        "“{label}” phải là địa chỉ thư điện tử, ví dụ ten@example.vn.",
        "“{label}” must be an e-mail address, for example name@example.vn.",
    ),
    "address": (
        "Vui lòng chọn tỉnh, thành phố và xã, phường, đặc khu của “{label}”.",
        "Please choose the province and the commune of “{label}”.",
    ),
    "address_district": (
        "“{label}” không còn cấp quận, huyện; vui lòng bỏ quận, huyện và chọn thẳng"
        " xã, phường, đặc khu hiện nay.",
        "“{label}” has no district any more; please drop it and choose today's commune.",
    ),
    "address_province": (
        "Vui lòng chọn lại tỉnh, thành phố của “{label}” trong danh sách hiện hành.",
        "Please choose the province of “{label}” from today's list.",
    ),
    "address_ward": (
        "Vui lòng chọn lại xã, phường, đặc khu của “{label}” trong danh sách hiện hành.",
        "Please choose the commune of “{label}” from today's list.",
    ),
    "address_mismatch": (
        "Xã, phường, đặc khu đã chọn không thuộc tỉnh, thành phố đã chọn của “{label}”;"
        " vui lòng chọn lại.",
        "The commune of “{label}” does not belong to the chosen province; please choose again.",
    ),
    "address_detail": (
        "Vui lòng ghi số nhà, đường, thôn hoặc tổ dân phố của “{label}”.",
        "Please write the house number and street, or the hamlet, of “{label}”.",
    ),
    "group": (
        "“{label}” phải là một danh sách.",
        "“{label}” must be a list.",
    ),
    "group_too_few": (
        "“{label}” cần ít nhất {limit} mục, vui lòng thêm cho đủ.",
        "“{label}” needs at least {limit} entries; please add what is missing.",
    ),
    "group_too_many": (
        "“{label}” chỉ được tối đa {limit} mục, vui lòng bớt đi.",
        "“{label}” may have at most {limit} entries; please remove some.",
    ),
    "too_few_choices": (
        "Vui lòng chọn ít nhất {limit} mục ở “{label}”.",
        "Please choose at least {limit} of “{label}”.",
    ),
    "too_many_choices": (
        "Chỉ được chọn tối đa {limit} mục ở “{label}”.",
        "Please choose at most {limit} of “{label}”.",
    ),
    "evidence": (
        "Tệp đính kèm của “{label}” không hợp lệ, vui lòng tải lên lại.",
        "The file attached as “{label}” is not valid; please upload it again.",
    ),
    "schema": (
        "Nội dung này chưa phù hợp với quy định của tờ khai, vui lòng kiểm tra lại.",
        "This does not meet the form's requirements; please check it.",
    ),
}

HINTS: Final[Mapping[str, tuple[str, str]]] = {
    "address_district": (
        "Từ ngày 01/07/2025 chính quyền địa phương chỉ còn hai cấp: tỉnh và xã.",
        "Since 1 July 2025 local government has two tiers only: province and commune.",
    ),
    "name_digits": (
        "Tên của công dân Việt Nam không được đặt bằng số.",
        "A Vietnamese citizen's name may not contain numbers.",
    ),
    "tax_code": (
        "Từ ngày 01/07/2025 cá nhân và hộ kinh doanh dùng số định danh cá nhân làm mã số thuế.",
        "Since 1 July 2025 persons and household businesses use the personal number.",
    ),
}

CLAUSES: Final[Mapping[str, str]] = {
    "address_district": "Luật 72/2025/QH15, Điều 1",
    "name_digits": "Bộ luật Dân sự 91/2015/QH13, Điều 26 khoản 3",
    "name_letters": "Bộ luật Dân sự 91/2015/QH13, Điều 26 khoản 3",
    "personal_id_old": "Luật Căn cước 26/2023/QH15, Điều 46",
    "tax_code": "Thông tư 86/2024/TT-BTC, Điều 5",
}


def tell(
    code: str,
    path: str,
    *,
    label: Text,
    severity: Severity = Severity.ERROR,
    **params: str | int,
) -> Problem:
    """Make the problem of this code, told in both languages."""
    return Problem(
        code=f"forms.{code}",
        path=path,
        severity=severity,
        message=_in_both(MESSAGES[code], label, params),
        hint=_in_both(HINTS[code], label, params) if code in HINTS else {},
        clause=CLAUSES.get(code, ""),
        params=params,
    )


def _in_both(texts: tuple[str, str], label: Text, params: Mapping[str, str | int]) -> Text:
    in_vietnamese, in_english = texts
    vietnamese = label.get("vi", "")
    return {
        "vi": in_vietnamese.format(label=vietnamese, **params),
        "en": in_english.format(label=label.get("en") or vietnamese, **params),
    }
