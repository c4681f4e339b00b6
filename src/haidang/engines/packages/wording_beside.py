"""Faults of what stands beside packages: questionnaires and the words of the search."""

from typing import Final

from haidang.engines.packages.faults import error

_GUIDES: Final = {
    "HD971": error(
        "Biểu thức sai: {reason}.",
        "The expression is wrong: {reason}.",
        "Sửa biểu thức CEL; chỉ đọc answers của các câu hỏi đứng trước.",
        "Correct the CEL expression; it may read answers of earlier questions only.",
    ),
    "HD972": error(
        "Không có kết quả nào cho các câu trả lời: {answers}.",
        "No outcome for the answers: {answers}.",
        "Thêm một dòng kết quả cho trường hợp này.",
        "Add an outcome for this case.",
    ),
    "HD973": error(
        "Không câu trả lời nào dẫn đến kết quả này ({procedure}).",
        "No answers lead to this outcome ({procedure}).",
        "Sửa điều kiện, đổi thứ tự hoặc xoá dòng này.",
        "Correct the condition, move the row or remove it.",
    ),
    "HD974": error(
        "Thủ tục “{code}” không có gói trong nội dung này.",
        "The procedure “{code}” has no package in this content.",
        "Sửa mã, hoặc ghi national: true nếu lấy từ danh mục quốc gia.",
        "Correct the code, or write national: true if it comes from the national catalogue.",
    ),
    "HD975": error(
        "Thủ tục {code} không nhận “{value}” cho câu hỏi “{field}”.",
        "The procedure {code} does not take “{value}” for the question “{field}”.",
        "Dùng tên và giá trị có trong tờ khai của thủ tục.",
        "Use a name and a value of the procedure's form.",
    ),
    "HD976": error(
        "Tình huống “{title}”: {what} phải là {expected}, thực tế là {actual}.",
        "Scenario “{title}”: {what} should be {expected} but is {actual}.",
        "Sửa câu hỏi, kết quả hoặc kỳ vọng của tình huống.",
        "Correct the questions, the outcomes or what the scenario expects.",
    ),
}
_SEARCH: Final = {
    "HD981": error(
        "Cách nói “{words}” đứng hai lần.",
        "The saying “{words}” stands twice.",
        "Giữ lại một chỗ.",
        "Keep one of the two.",
    ),
    "HD982": error(
        "Sự kiện “{key}” không có quy tắc chọn thủ tục.",
        "The life event “{key}” has no rule by which procedures belong to it.",
        "Ghi fields, names hoặc codes.",
        "Give fields, names or codes.",
    ),
}

BESIDE: Final = {**_GUIDES, **_SEARCH}
