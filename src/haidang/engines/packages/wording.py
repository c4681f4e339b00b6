"""Every fault that the package check knows: its code, weight, words and hint.

docs/reference/package-errors.md is made from this table; a test compares them.
"""

from collections.abc import Mapping
from typing import Final

from haidang.engines.packages.faults import Fault
from haidang.engines.packages.faults import error as _error
from haidang.engines.packages.faults import warning as _warning
from haidang.engines.packages.wording_beside import BESIDE

_FILES: Final = {
    "HD101": _error(
        "Thiếu tệp bắt buộc “{name}”.",
        "The compulsory file “{name}” is missing.",
        "Thêm tệp này vào thư mục gói.",
        "Add the file to the package folder.",
    ),
    "HD102": _error(
        "Tệp không phải YAML hợp lệ: {reason}.",
        "The file is not valid YAML: {reason}.",
        "Kiểm tra thụt dòng, dấu hai chấm và dấu nháy quanh vị trí này.",
        "Check indentation, colons and quotes around this place.",
    ),
    "HD103": _error(
        "Khoá “{key}” xuất hiện hai lần; chỉ giá trị đầu được đọc.",
        "The key “{key}” stands twice; only the first is read.",
        "Xoá hoặc đổi tên một trong hai khoá.",
        "Remove or rename one of the two.",
    ),
    "HD104": _error(
        "Tệp không được lưu bằng UTF-8.",
        "The file is not UTF-8.",
        "Lưu lại tệp với bảng mã UTF-8.",
        "Save the file as UTF-8.",
    ),
    "HD105": _error(
        "Tệp lớn hơn {limit} byte.",
        "The file is larger than {limit} bytes.",
        "Tách dữ liệu lớn ra khỏi gói.",
        "Move large data out of the package.",
    ),
    "HD106": _error(
        "Dùng bí danh (*) hoặc lồng quá sâu.",
        "An alias (*) is used, or the nesting is too deep.",
        "Viết đầy đủ giá trị tại đây.",
        "Write the value out here.",
    ),
    "HD107": _warning(
        "Tệp “{name}” không thuộc gói và không được đọc.",
        "The file “{name}” is no part of a package and is not read.",
        "Xoá tệp hoặc sửa tên tệp.",
        "Remove the file or correct its name.",
    ),
}
_MANIFEST: Final = {
    "HD201": _error(
        "Không có mục “{key}” trong định dạng này.",
        "There is no entry “{key}” in this format.",
        "Sửa chính tả hoặc xoá mục; gần nhất: {close}.",
        "Correct the spelling or remove it; the nearest is: {close}.",
    ),
    "HD202": _error(
        "Thiếu mục “{key}”.",
        "The entry “{key}” is missing.",
        "Bổ sung mục này.",
        "Add it.",
    ),
    "HD203": _error(
        "Giá trị sai kiểu hoặc sai giới hạn: {reason}.",
        "The value has the wrong kind or size: {reason}.",
        "Sửa giá trị theo kiểu yêu cầu.",
        "Change the value to the required kind.",
    ),
    "HD204": _error(
        "Giá trị không nằm trong danh sách cho phép: {reason}.",
        "The value is not one of those allowed: {reason}.",
        "Chọn một giá trị trong danh sách.",
        "Choose one of the list.",
    ),
    "HD205": _error(
        "Giá trị “{value}” sai dạng.",
        "The value “{value}” has the wrong form.",
        "Viết theo mẫu {pattern}.",
        "Write it after the pattern {pattern}.",
    ),
    "HD206": _error(
        "Thiếu bộ phận bắt buộc của thủ tục hành chính: {component}.",
        "A compulsory component of a procedure is missing: {component}.",
        "Bổ sung theo khoản 2 Điều 8 Nghị định số 63/2010/NĐ-CP.",
        "Add it: Decree 63/2010/NĐ-CP, Article 8(2).",
    ),
    "HD207": _error(
        "Mã “{code}” khác tên thư mục “{folder}”.",
        "The code “{code}” differs from the folder “{folder}”.",
        "Đặt tên thư mục đúng bằng mã.",
        "Name the folder after the code.",
    ),
    "HD208": _error(
        "Ngày hết hiệu lực {until} trước ngày có hiệu lực {start}.",
        "The last day {until} lies before the first day {start}.",
        "Kiểm tra lại hai ngày.",
        "Check the two dates.",
    ),
    "HD209": _error(
        "“{key}” được khai báo hai lần.",
        "“{key}” is declared twice.",
        "Đổi một trong hai.",
        "Change one of the two.",
    ),
    "HD210": _error(
        "Thời hạn giải quyết chưa đúng: {reason}",
        "The time limit is not right: {reason}",
        'Ghi đủ số và đơn vị; giờ đặt trong dấu nháy, ví dụ "15:00".',
        'Give value and unit; write a time in quotes, such as "15:00".',
    ),
    "HD211": _error(
        "Gói ghi mức “{claimed}” nhưng mới đạt “{earned}”: {reason}.",
        "The package claims “{claimed}” but has earned “{earned}”: {reason}.",
        "Bổ sung phần còn thiếu hoặc hạ mức.",
        "Add what is missing or lower the level.",
    ),
    "HD212": _error(
        "Không có ngày hợp lệ “{value}”.",
        "“{value}” is no real date.",
        "Viết ngày theo dạng năm-tháng-ngày, ví dụ 2026-01-01.",
        "Write year-month-day, such as 2026-01-01.",
    ),
    "HD213": _error(
        "Giấy hẹn nêu “{key}”, không phải bước mà quy trình dừng lại để chờ.",
        "The appointment names “{key}”, which is no step where the process waits.",
        "Chọn một trong: {known}.",
        "Name one of: {known}.",
    ),
    "HD214": _error(
        "Giấy hẹn chưa có thời hạn cho cách nộp “{channel}”.",
        "The appointment has no limit for the channel “{channel}”.",
        "Ghi một thời hạn chung, hoặc một thời hạn cho mỗi cách nộp.",
        "Give one limit for all, or one for each channel.",
    ),
}
_LAW: Final = {
    "HD301": _error(
        "Viện dẫn văn bản đã hết hiệu lực {number}.",
        "The repealed document {number} is cited.",
        "Thay bằng {replaced_by} (từ {since}).",
        "Cite {replaced_by} instead (since {since}).",
    ),
    "HD302": _error(
        "Căn cứ {number} không còn hoặc chưa có hiệu lực vào ngày {day}.",
        "The legal basis {number} is not in force on {day}.",
        "Thay căn cứ pháp lý đang có hiệu lực.",
        "Cite the law in force.",
    ),
    "HD303": _error(
        "Yêu cầu giấy tờ đã bãi bỏ: {paper}.",
        "An abolished paper is asked for: {paper}.",
        "Bỏ yêu cầu này; căn cứ {law}.",
        "Do not ask for it: {law}.",
    ),
    "HD304": _warning(
        "Nhắc đến cấp hành chính đã bãi bỏ: “{words}”.",
        "An abolished administrative level is mentioned: “{words}”.",
        "Từ 01/7/2025 chỉ còn cấp tỉnh và cấp xã.",
        "Since 2025-07-01 there are provinces and communes only.",
    ),
    "HD305": _warning(
        "Yêu cầu giấy tờ mà cơ sở dữ liệu quốc gia đã có: {paper}.",
        "A paper is asked for that a national database holds: {paper}.",
        "Khai báo replaced_by; căn cứ {law}.",
        "Declare replaced_by: {law}.",
    ),
    "HD306": _error(
        "Không có căn cứ pháp lý nào đang có hiệu lực được khai báo.",
        "No legal basis in force is declared.",
        "Khai báo ít nhất một căn cứ pháp lý.",
        "Declare at least one.",
    ),
}
_FORM: Final = {
    "HD401": _error(
        "Biểu mẫu: {reason}",
        "Form: {reason}",
        "Sửa mục này trong form.yaml.",
        "Correct it in form.yaml.",
    ),
    "HD402": _error(
        "Biểu mẫu dùng giấy tờ “{key}” chưa khai báo trong manifest.yaml.",
        "The form uses the evidence “{key}” that manifest.yaml does not declare.",
        "Khai báo giấy tờ hoặc sửa khoá; hiện có: {known}.",
        "Declare it or correct the key; known are: {known}.",
    ),
    "HD403": _error(
        "Giấy tờ “{key}” không được hỏi ở đâu trong biểu mẫu.",
        "The evidence “{key}” is asked for nowhere in the form.",
        "Thêm trường loại evidence hoặc bỏ giấy tờ này.",
        "Add a field of type evidence or remove it.",
    ),
    "HD404": _error(
        "Biểu thức sai: {reason}",
        "The expression is not well formed: {reason}",
        "Sửa biểu thức (ngôn ngữ CEL).",
        "Correct the expression (CEL).",
    ),
    "HD405": _error(
        "Biểu thức đọc tên chưa biết “{name}”.",
        "The expression reads the unknown name “{name}”.",
        "Dùng tên có trong biểu mẫu hoặc quy trình; gần nhất: {close}.",
        "Use a name of the form or process; the nearest is: {close}.",
    ),
}
_PROCESS: Final = {
    "HD501": _error(
        "Quy trình: {reason}",
        "Process: {reason}",
        "{hint_vi}",
        "{hint_en}",
    ),
    "HD502": _error(
        "Quy trình không chặt chẽ: {reason}",
        "The process is not sound: {reason}",
        "{hint_vi}",
        "{hint_en}",
    ),
    "HD503": _error(
        "Bước “{element}” gọi dịch vụ chia sẻ dữ liệu chưa khai báo “{service}”.",
        "The step “{element}” calls the undeclared exchange service “{service}”.",
        "Khai báo content/services/{service}/manifest.yaml hoặc sửa hd:service.",
        "Declare content/services/{service}/manifest.yaml or correct hd:service.",
    ),
    "HD504": _error(
        "Bước “{element}” lập kết quả chưa khai báo “{result}”.",
        "The step “{element}” drafts the undeclared result “{result}”.",
        "Khai báo kết quả trong manifest.yaml hoặc sửa hd:result.",
        "Declare the result in manifest.yaml or correct hd:result.",
    ),
    "HD505": _error(
        "Bước “{element}” dùng lời nhắn chưa có “{template}”.",
        "The step “{element}” uses the missing text “{template}”.",
        "Thêm khoá vào texts.vi.yaml và texts.en.yaml.",
        "Add the key to texts.vi.yaml and texts.en.yaml.",
    ),
}
_PARTS: Final = {
    "HD521": _error(
        "Phần liên thông chờ “{key}”, là phần không có hoặc đứng sau nó.",
        "The part waits for “{key}”, which does not exist or stands after it.",
        "Xếp phần phải chờ đứng trước, theo đúng thứ tự giải quyết.",
        "Put the part that is waited for first, in the order of work.",
    ),
    "HD522": _error(
        "Phần liên thông dùng tệp không có trong gói: “{name}”.",
        "The part uses a file that the package does not have: “{name}”.",
        "Thêm tệp vào gói hoặc sửa tên tệp.",
        "Add the file to the package or correct its name.",
    ),
    "HD523": _error(
        'Khai báo các phần liên thông và bước hd:operation="parts.open" phải đi cùng nhau.',
        'Parts and a step with hd:operation="parts.open" must come together.',
        "Thêm bước mở các phần vào process.bpmn, hoặc khai báo parts trong manifest.yaml.",
        "Add the step to process.bpmn, or declare parts in manifest.yaml.",
    ),
    "HD524": _error(
        "Quy trình của phần liên thông không đọc được: {reason}.",
        "The part's process cannot be read: {reason}.",
        "Sửa tệp quy trình của phần này.",
        "Correct the part's process.",
    ),
}
_FEES: Final = {
    "HD601": _error(
        "Phí, lệ phí: {reason}",
        "Fees: {reason}",
        "Sửa mục này trong fees.yaml.",
        "Correct it in fees.yaml.",
    ),
    "HD602": _error(
        "Khoản thu “{key}” không có căn cứ pháp lý.",
        "The fee “{key}” has no legal basis.",
        "Ghi số thông tư hoặc nghị quyết và ngày có hiệu lực.",
        "Give the circular or resolution and its dates.",
    ),
    "HD603": _error(
        "Có khoản thu nhưng quy trình không có bước fees.request.",
        "There are fees, but no step of the process is fees.request.",
        "Thêm bước fees.request vào process.bpmn.",
        "Add a step fees.request to process.bpmn.",
    ),
}
_DOCUMENTS: Final = {
    "HD701": _error(
        "Mẫu kết quả: {reason}",
        "Result template: {reason}",
        "Sửa tệp mẫu tại vị trí này.",
        "Correct the template here.",
    ),
    "HD702": _error(
        "Không có tệp mẫu “{name}” của kết quả.",
        "The result's template “{name}” is missing.",
        "Thêm tệp mẫu hoặc sửa tên.",
        "Add the file or correct its name.",
    ),
    "HD703": _warning(
        "Mẫu kết quả đọc “{name}” mà biểu mẫu không hỏi.",
        "The template reads “{name}”, which the form does not ask.",
        "Thêm câu hỏi hoặc bỏ khỏi mẫu.",
        "Add the question or remove it from the template.",
    ),
}
_TEXTS: Final = {
    "HD801": _error(
        "Thiếu lời tiếng Việt.",
        "The Vietnamese text is missing.",
        "Thêm vi: “…”; tiếng Việt là bắt buộc.",
        "Add vi: “…”; Vietnamese is compulsory.",
    ),
    "HD802": _error(
        "Thiếu lời tiếng Anh.",
        "The English text is missing.",
        "Thêm en: “…”.",
        "Add en: “…”.",
    ),
    "HD803": _error(
        "Khoá “{key}” có ở {here} nhưng không có ở {there}.",
        "The key “{key}” stands in {here} but not in {there}.",
        "Dịch lời nhắn này.",
        "Translate it.",
    ),
    "HD804": _error(
        "Lời nhắn “{key}” có chỗ trống khác nhau giữa hai thứ tiếng: {names}.",
        "The text “{key}” has different placeholders in the two languages: {names}.",
        "Dùng cùng các tên trong ngoặc nhọn.",
        "Use the same names in braces.",
    ),
    "HD805": _error(
        "Chữ không ở dạng chuẩn NFC (dấu tổ hợp rời).",
        "The text is not in Unicode NFC (loose combining marks).",
        "Lưu lại văn bản với dấu liền chữ.",
        "Save the text with composed letters.",
    ),
}
_SCENARIOS: Final = {
    "HD901": _error(
        "Tình huống “{title}”: {what} phải là {expected}, thực tế là {actual}.",
        "Scenario “{title}”: {what} should be {expected} but is {actual}.",
        "Sửa gói hoặc sửa kỳ vọng của tình huống.",
        "Correct the package or what the scenario expects.",
    ),
    "HD902": _error(
        "Tình huống không chạy được: {reason}.",
        "The scenario cannot be run: {reason}.",
        "Sửa tệp tình huống.",
        "Correct the scenario.",
    ),
}
_AROUND: Final = {
    "HD951": _error(
        "Lược đồ “{name}” không phải JSON Schema hợp lệ: {reason}.",
        "The schema “{name}” is not valid JSON Schema: {reason}.",
        "Sửa lược đồ theo JSON Schema 2020-12.",
        "Correct it after JSON Schema 2020-12.",
    ),
    "HD961": _error(
        "“{value}” không có trong {where}.",
        "“{value}” does not stand in {where}.",
        "Sửa mã hoặc khai báo thêm.",
        "Correct the code or declare it.",
    ),
    "HD962": _error(
        "Số định danh mẫu “{value}” nằm ngoài dải số dành cho dữ liệu mẫu.",
        "The sample personal id “{value}” lies outside the reserved sample block.",
        "Dùng mã nơi đăng ký của địa phương và sáu số cuối 000001-000999.",
        "Use the place's code and 000001 to 000999 as the last six digits.",
    ),
}

FAULTS: Final[Mapping[str, Fault]] = {
    **_FILES,
    **_MANIFEST,
    **_LAW,
    **_FORM,
    **_PROCESS,
    **_PARTS,
    **_FEES,
    **_DOCUMENTS,
    **_TEXTS,
    **_SCENARIOS,
    **BESIDE,
    **_AROUND,
}
