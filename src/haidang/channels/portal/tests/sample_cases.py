"""Samples of my cases, for drawing templates without a database."""

from haidang.channels.portal.presenters import pages
from haidang.ui.fields import Attached, Field
from haidang.ui.parts import Cell, Link, Moment, Row, Table

NUMBER = "H24.31.001-261124-0007"
NAME = "Đăng ký khai sinh"

MOMENTS = (
    Moment(title="Đã nộp hồ sơ", state="done", when="14:20, ngày 24/11/2026"),
    Moment(title="Được tiếp nhận", state="done", when="15:20, ngày 24/11/2026"),
    Moment(title="Đang thẩm định", state="now", when="Từ 08:05, ngày 25/11/2026"),
    Moment(title="Ký và đóng dấu số"),
    Moment(title="Trả kết quả"),
)
FEES = Table(
    caption="Phí, lệ phí",
    columns=("Khoản thu", "Số lượng", "Số tiền"),
    rows=(
        (
            Cell(text="Lệ phí đăng ký hộ kinh doanh"),
            Cell(text="1", number=True),
            Cell(text="100.000 đồng", number=True),
        ),
    ),
    total=(Cell(text="Tổng cộng"), Cell(text=""), Cell(text="100.000 đồng", number=True)),
)
SECTION = pages.Section(
    title="Thông tin của trẻ",
    href="/ho-so/x/to-khai/child",
    rows=(
        Row(term="Họ, chữ đệm và tên", text="Nguyễn Minh An", href="/x#f-child_name"),
        Row(term="Ngày sinh", text="20/11/2026", href="/x#f-born"),
        Row(term="Giới tính", text="", href="/x#f-sex", wrong=True),
    ),
)
FILE_FIELD = Field(
    name="birth_notice",
    label="Giấy chứng sinh",
    kind="file",
    hint="Bản chụp rõ bốn góc.",
    limit="PDF, JPEG hoặc PNG, tối đa 10 MB.",
    files=(Attached(id="1", name="giay-chung-sinh.pdf", note="218 KB · SHA-256 3fa9…c01e"),),
)

cases = pages.CasesPage(
    cases=(
        pages.CaseItem(
            number=NUMBER,
            procedure=NAME,
            href="/ho-so/x/",
            status="Yêu cầu bổ sung giấy tờ",
            tone="warn",
            when="Nộp ngày 24/11/2026",
            todo="Cần bổ sung 2 nội dung",
        ),
        pages.CaseItem(
            number="H24.31.001-261120-0003",
            procedure="Đăng ký thành lập hộ kinh doanh",
            href="/ho-so/y/",
            status="Đang xử lý",
            tone="info",
            when="Nộp ngày 20/11/2026",
            due="Còn 1 ngày làm việc",
            due_tone="good",
        ),
    ),
    following="/ho-so/?sau=abc",
)
_CASE_FACTS = (
    Row(term="Ngày nộp", text="14:20, ngày 24/11/2026"),
    Row(term="Hẹn trả", text="16:00, ngày 25/11/2026"),
    Row(term="Cơ quan giải quyết", text="Ủy ban nhân dân phường Hồng Bàng"),
)
case_waiting = pages.CasePage(
    number=NUMBER,
    procedure=NAME,
    status="Yêu cầu bổ sung giấy tờ",
    tone="warn",
    due="Tạm dừng tính thời hạn",
    due_tone="idle",
    due_reasons=("Thời gian chờ công dân bổ sung không tính vào thời hạn.",),
    facts=_CASE_FACTS,
    moments=MOMENTS,
    documents=(
        pages.Paperwork(
            name="Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
            note="Mẫu 01 · PDF · 62 KB",
            href="/x.pdf",
        ),
    ),
    sections=(SECTION,),
    crumbs=(
        Link(text="Trang chủ", href="/"),
        Link(text="Hồ sơ của tôi", href="/ho-so/"),
        Link(text=NUMBER),
    ),
    supplement=pages.SupplementPart(
        reason="Giấy chứng sinh bị mờ và thiếu trang thứ hai.",
        until="Gửi trước 17:00, ngày 03/12/2026.",
        items=(
            Link(text="Bản chụp rõ của Giấy chứng sinh", href="#f-birth_notice"),
            Link(text="Trang thứ hai của Giấy chứng sinh"),
        ),
        fields=(FILE_FIELD,),
        faults=(),
        action="/ho-so/x/bo-sung",
        contact="Liên hệ: Trung tâm Phục vụ hành chính công phường.",
    ),
    payment=pages.PaymentPart(
        amount="100.000 đồng",
        amount_words="Một trăm nghìn đồng.",
        lines=FEES,
        qr="00020101021238540010A00000072701240006970436011000000000000208QRIBFTTA5303704540610"
        "00005802VN6304ABCD",
        transfer=(
            Row(term="Ngân hàng", text="Ngân hàng mẫu"),
            Row(term="Nội dung", text="HD 261124 0007"),
        ),
        state="Chờ thanh toán",
        check_action="/ho-so/x/kiem-tra-thanh-toan",
        pay_href="/ngan-hang-mau",
    ),
    ending=pages.EndingPart(
        withdraw_action="/ho-so/x/rut",
        stop_action="/ho-so/x/dung",
        money="Hoàn trả 100.000 đồng.",
    ),
    dates=pages.DatesPart(
        appointments=(
            Moment(title="Hẹn lần 1", state="done", when="14:20, ngày 24/11/2026"),
            Moment(title="Hẹn lần 2", text="Có ngày hẹn khi hoàn thành nghĩa vụ tài chính."),
        ),
        apology=("Cơ quan giải quyết xin lỗi ông/bà.",),
        waited="Thời gian chờ ông/bà, không tính vào thời hạn: 2 ngày.",
        forward="Chuyển bộ phận giải quyết: 07:00, ngày 25/11/2026.",
    ),
)
case_done = pages.CasePage(
    number=NUMBER,
    procedure=NAME,
    status="Đã trả kết quả",
    tone="good",
    due="Trả trước hạn",
    due_tone="good",
    due_reasons=(),
    facts=_CASE_FACTS,
    moments=tuple(Moment(title=moment.title, state="done", when="…") for moment in MOMENTS),
    documents=case_waiting.documents,
    sections=(SECTION,),
    crumbs=case_waiting.crumbs,
    result=pages.ResultPart(
        name="Giấy khai sinh đã được ký",
        number="12/GKS-UBND",
        note="Ký số bởi lãnh đạo và cơ quan ngày 25/11/2026.",
        download_href="/x.pdf",
        verify_href="/xac-minh/ABCD-1234",
        verify_url="https://example.org/xac-minh/ABCD-1234",
        vault_href="/kho-giay-to/",
    ),
    rating_action="/ho-so/x/danh-gia",
)
