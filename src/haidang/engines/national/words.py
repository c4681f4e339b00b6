"""The words of each trap: what is wrong, and the safe reading until a steward confirms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from haidang.engines.national.record import JSON
from haidang.kernel.errors import Severity

Text = Mapping[str, str]
_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

TRAPS: Final[Mapping[str, tuple[Severity, str, str, str, str]]] = {
    "time_placeholder": (
        _ERROR,
        "Thời hạn chỉ ghi số 1, không có đơn vị: số giữ chỗ, không phải thời hạn.",
        "The limit says only 1 without a unit: a placeholder, not a limit.",
        "Không đặt ngày hẹn trả; nói rõ chưa có thời hạn được xác nhận.",
        "No due date is given; the page says that no limit is confirmed.",
    ),
    "time_unit_missing": (
        _ERROR,
        "Thời hạn “{detail}” thiếu đơn vị (ngày làm việc, ngày, giờ).",
        "The limit “{detail}” lacks its unit (working days, days, hours).",
        "Không đặt ngày hẹn trả cho đến khi có đơn vị.",
        "No due date is given until the unit is known.",
    ),
    "time_in_words": (
        _ERROR,
        "Thời hạn chỉ ghi bằng lời: “{detail}”.",
        "The limit stands only in words: “{detail}”.",
        "Không đặt ngày hẹn trả; hiện nguyên văn lời của cơ sở dữ liệu quốc gia.",
        "No due date is given; the words of the national database are shown.",
    ),
    "time_by_case": (
        _WARNING,
        "Một cách thức nộp có nhiều thời hạn theo trường hợp: {detail}.",
        "One channel has several limits by case: {detail}.",
        "Lấy thời hạn dài nhất nếu mọi thời hạn cùng đơn vị; nếu không, không đặt ngày hẹn trả.",
        "The longest holds where all have one unit; else no due date is given.",
    ),
    "time_by_channel": (
        _INFO,
        "Thời hạn khác nhau theo cách thức nộp: {detail}.",
        "The limit differs by channel: {detail}.",
        "Mỗi cách thức nộp dùng thời hạn của mình.",
        "Each channel keeps its own limit.",
    ),
    "time_unlikely": (
        _WARNING,
        "Thời hạn bất thường: {detail}.",
        "An unusual limit: {detail}.",
        "Dùng đúng như đã công bố.",
        "It is used as published.",
    ),
    "fee_free_contradicted": (
        _ERROR,
        "Cột phí ghi “Miễn phí” nhưng mô tả lại nêu mức thu hoặc văn bản thu: “{detail}”.",
        "The fee column says free, the description names a fee: “{detail}”.",
        "Không ghi là miễn phí, không thu tự động; cơ quan giải quyết thông báo mức thu.",
        "Not called free and not charged; the agency tells the fee.",
    ),
    "fee_of_council": (
        _WARNING,
        "Mức thu do Hội đồng nhân dân hoặc Ủy ban nhân dân cấp tỉnh quy định.",
        "The fee is set by the provincial People's Council or Committee.",
        "Không thu cho đến khi có mức của địa phương kèm nghị quyết.",
        "Nothing is charged until the local tariff with its resolution is entered.",
    ),
    "fee_lost_thousands": (
        _ERROR,
        "Mức thu có thể mất ba số 0: “{detail}”.",
        "The sum may have lost its thousands: “{detail}”.",
        "Không dùng số này; chỉ dùng mức ghi đủ trong mô tả, nếu có.",
        "The number is not used; only a full sum of the description is.",
    ),
    "fee_in_dollars": (
        _WARNING,
        "Mức thu tính bằng đô la Mỹ: “{detail}”.",
        "The fee is in US dollars: “{detail}”.",
        "Không thu trực tuyến; cơ quan giải quyết thông báo số tiền đồng Việt Nam.",
        "Not charged online; the agency tells the sum in đồng.",
    ),
    "fee_unknown": (
        _WARNING,
        "Cơ sở dữ liệu quốc gia không có thông tin về phí, lệ phí.",
        "The national database says nothing about the fee.",
        "Không ghi là miễn phí, không thu tự động.",
        "Not called free and not charged.",
    ),
    "fee_by_case": (
        _WARNING,
        "Có nhiều mức thu theo trường hợp, hoặc thu theo số lượng: “{detail}”.",
        "Several sums by case, or a sum for each piece: “{detail}”.",
        "Không thu tự động; cơ quan giải quyết xác định mức thu của hồ sơ.",
        "Not charged automatically; the agency finds the sum of the case.",
    ),
    "evidence_not_paper": (
        _WARNING,
        "{detail} dòng giấy tờ có số lượng 0/0: tiêu đề hoặc ghi chú gõ thành dòng.",
        "{detail} rows of papers have quantity 0/0: headings or remarks typed as rows.",
        "Tiêu đề và ghi chú chỉ hiện để đọc; dòng có tên giấy tờ thì nhận nhưng không bắt buộc.",
        "Headings and remarks are only shown; a row named as a paper may be handed in.",
    ),
    "evidence_missing": (
        _WARNING,
        "Cơ sở dữ liệu quốc gia không nêu thành phần hồ sơ.",
        "The national database names no papers.",
        "Người nộp tự đính kèm giấy tờ; không bắt buộc giấy tờ nào.",
        "The applicant attaches what there is; no paper is required.",
    ),
    "part_not_cut": (
        _ERROR,
        "Phần “{detail}” chưa tách được thành dòng; chỉ có nguyên văn.",
        "The part “{detail}” could not be cut into rows; only its text is known.",
        "Hiện nguyên văn; không suy ra dòng nào từ đó.",
        "The text is shown; nothing is drawn from it.",
    ),
    "result_code_bad": (
        _WARNING,
        "Mã kết quả không đúng cấu trúc KQ.<cơ quan>.<6 số>: {detail}.",
        "A result's code is not of the form KQ.<agency>.<6 digits>: {detail}.",
        "Kết quả được cấp không kèm mã này.",
        "The result is issued without this code.",
    ),
    "result_code_shared": (
        _INFO,
        "Mã kết quả dùng chung cho nhiều thủ tục: {detail}.",
        "The result's code is given out by several procedures: {detail}.",
        "Mã được giữ; kết quả luôn ghi kèm mã thủ tục.",
        "The code is kept; the result always names its procedure too.",
    ),
    "result_missing": (
        _WARNING,
        "Cơ sở dữ liệu quốc gia không nêu kết quả.",
        "The national database names no result.",
        "Kết quả là thông báo kết quả giải quyết.",
        "The result is a notice of the outcome.",
    ),
    "district_in_title": (
        _ERROR,
        "Tên thủ tục nhắc cấp huyện, cấp đã kết thúc từ ngày 01/7/2025.",
        "The title names the district level, which ended on 2025-07-01.",
        "Hồ sơ theo cấp đang có của thủ tục; tên giữ nguyên cho đến khi có quyết định mới.",
        "Cases follow the procedure's present level; the name stays until a new decision.",
    ),
    "internal": (
        _WARNING,
        "Thủ tục nội bộ giữa các cơ quan nhà nước ({detail}), không dành cho công dân.",
        "An internal procedure between state bodies ({detail}), not for citizens.",
        "Hiện kèm nhãn “nội bộ”; vẫn nộp được để cơ quan xử lý.",
        "Shown with the label “internal”; it can still be handed in.",
    ),
    "no_online_channel": (
        _WARNING,
        "Cơ sở dữ liệu quốc gia không có cách thức nộp trực tuyến.",
        "The national database offers no online channel.",
        "Nhận kê khai trực tuyến (224/2026/NĐ-CP); bản chính xuất trình tại nơi tiếp nhận.",
        "Declared online (224/2026/NĐ-CP); originals are shown at the counter.",
    ),
    "channels_missing": (
        _ERROR,
        "Không đọc được cách thức thực hiện nào.",
        "No channel could be read.",
        "Nhận trực tuyến, không đặt ngày hẹn trả.",
        "Taken online, without a due date.",
    ),
    "lookalike_letters": (
        _WARNING,
        "Có chữ Kirin giống chữ La-tinh trong {detail}.",
        "Cyrillic letters that look Latin stand in {detail}.",
        "Hiện bằng chữ La-tinh; tìm kiếm không phân biệt.",
        "Shown in Latin letters; the search makes no difference.",
    ),
    "code_in_name": (
        _WARNING,
        "Tên thủ tục lặp lại mã thủ tục.",
        "The name repeats the procedure's code.",
        "Tên hiện không kèm mã.",
        "The name is shown without the code.",
    ),
    "dead_law": (
        _WARNING,
        "Căn cứ văn bản đã hết hiệu lực: {detail}.",
        "Repealed law is cited: {detail}.",
        "Văn bản này không hiện trong căn cứ pháp lý.",
        "The document is left out of the legal basis.",
    ),
    "paper_held": (
        _WARNING,
        "Yêu cầu giấy tờ mà cơ sở dữ liệu quốc gia đã có: {detail}.",
        "A paper is asked for that a national register holds: {detail}.",
        "Không yêu cầu nộp; dùng dữ liệu thay giấy tờ (66.7/2025/NQ-CP).",
        "Not asked for; data stand in for the paper (66.7/2025/NQ-CP).",
    ),
    "paper_abolished": (
        _ERROR,
        "Yêu cầu giấy tờ đã bị bãi bỏ: {detail}.",
        "A paper is asked for that no longer exists: {detail}.",
        "Không yêu cầu giấy tờ này.",
        "The paper is not asked for.",
    ),
    "customs_at_commune": (
        _ERROR,
        "Thủ tục hải quan ghi “Cấp xã”; cơ quan thực hiện là {detail}.",
        "A customs procedure labelled “commune”; it is carried out by {detail}.",
        "Chuyển cơ quan hải quan (cơ quan trung ương), không chuyển Ủy ban nhân dân cấp xã.",
        "Forwarded to the customs office (a central agency), not to the commune.",
    ),
    "level_missing": (
        _WARNING,
        "Không có cấp thực hiện; dữ liệu chỉ ghi “{detail}”.",
        "No level of government; the data says only “{detail}”.",
        "Trung tâm Phục vụ hành chính công cấp tỉnh tiếp nhận và chuyển cơ quan chuyên ngành.",
        "The provincial centre receives and forwards to the agency of the field.",
    ),
    "law_missing": (
        _INFO,
        "Không có căn cứ pháp lý được tách thành dòng.",
        "No legal basis stands in rows.",
        "Căn cứ là quyết định công bố thủ tục.",
        "The basis is the decision that published the procedure.",
    ),
    "name_too_long": (
        _INFO,
        "Tên thủ tục dài {detail} ký tự.",
        "The name has {detail} characters.",
        "Giữ nguyên tên; danh sách hiện phần đầu.",
        "The name stays; lists show its beginning.",
    ),
}
"""By trap: severity, message (vi, en) and safe reading (vi, en). Law: domain rules of staging."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A trap that a record fell into, with the reading that is used until it is confirmed."""

    code: str
    field: str
    detail: str = ""

    @property
    def severity(self) -> Severity:
        """Return how much the trap weighs."""
        return TRAPS[self.code][0]

    @property
    def message(self) -> Text:
        """Return what is wrong, by language."""
        _severity, vietnamese, english, _vi, _en = TRAPS[self.code]
        return {
            "vi": vietnamese.format(detail=self.detail),
            "en": english.format(detail=self.detail),
        }

    @property
    def reading(self) -> Text:
        """Return the safe reading, by language."""
        return {"vi": TRAPS[self.code][3], "en": TRAPS[self.code][4]}

    def to_json(self) -> dict[str, JSON]:
        """Return the flag as JSON."""
        return {"code": self.code, "field": self.field, "detail": self.detail}


def flag_of(data: Mapping[str, JSON]) -> Flag:
    """Read a flag back from JSON."""
    return Flag(
        code=str(data["code"]),
        field=str(data.get("field") or ""),
        detail=str(data.get("detail") or ""),
    )
