"""One sample of each page, so that templates can be drawn without a database."""

from haidang.channels.portal.presenters import pages
from haidang.channels.portal.tests.sample_cases import (
    FEES,
    FILE_FIELD,
    MOMENTS,
    NAME,
    NUMBER,
    SECTION,
    case_done,
    case_waiting,
    cases,
)
from haidang.ui.fields import Field, Option
from haidang.ui.parts import Cell, Fault, Link, Row, Table

ITEMS = (
    pages.ProcedureItem(
        code="1.001193",
        name=NAME,
        summary="Ghi nhận việc sinh của trẻ em, cấp Giấy khai sinh và số định danh cá nhân.",
        field="Hộ tịch",
        href="/thu-tuc/1.001193/",
    ),
    pages.ProcedureItem(
        code="1.001612",
        name="Đăng ký thành lập hộ kinh doanh",
        summary="Cấp Giấy chứng nhận đăng ký hộ kinh doanh.",
        field="Hộ kinh doanh",
        href="/thu-tuc/1.001612/",
    ),
    pages.ProcedureItem(
        code="3.000347",
        name="Đổi giấy phép lái xe",
        summary="Đổi giấy phép lái xe hết hạn, hỏng hoặc cấp theo mẫu cũ.",
        field="Giao thông",
        href="/thu-tuc/3.000347/",
    ),
)
CRUMBS = (Link(text="Trang chủ", href="/"), Link(text="Thủ tục", href="/tim-kiem"))
home = pages.HomePage(
    events=(
        pages.LifeEvent(
            title="Sinh con", text="Khai sinh, cư trú, bảo hiểm y tế.", icon="baby", href="/a"
        ),
        pages.LifeEvent(
            title="Kết hôn", text="Xác nhận tình trạng hôn nhân.", icon="rings", href="/b"
        ),
        pages.LifeEvent(
            title="Người thân qua đời", text="Khai tử, xoá thường trú.", icon="lotus", href="/c"
        ),
        pages.LifeEvent(
            title="Mở cửa hàng", text="Đăng ký hộ kinh doanh.", icon="shop", href="/d"
        ),
        pages.LifeEvent(title="Lái xe", text="Đổi giấy phép lái xe.", icon="car", href="/e"),
        pages.LifeEvent(
            title="Giấy tờ hộ tịch", text="Bản sao trích lục, khai sinh.", icon="file", href="/f"
        ),
    ),
    popular=ITEMS,
    suggestions=(
        Link(text="Khai sinh cho con", href="/tim-kiem?q=khai+sinh"),
        Link(text="Bản sao giấy khai sinh", href="/tim-kiem?q=ban+sao"),
        Link(text="Đổi bằng lái xe", href="/tim-kiem?q=bang+lai"),
    ),
)
search = pages.SearchPage(query="dang ky khai sinh cho con", found=ITEMS)
search_none = pages.SearchPage(query="zzz", found=())
procedure = pages.ProcedurePage(
    code="1.001193",
    name=NAME,
    summary="Ghi nhận việc sinh của trẻ em vào Sổ hộ tịch, cấp Giấy khai sinh và số định danh "
    "cá nhân cho trẻ.",
    field="Hộ tịch",
    level="Cấp xã",
    audiences="Công dân Việt Nam",
    agency="Ủy ban nhân dân cấp xã",
    decision="163/QĐ-BTP",
    revision="1",
    steps=(
        "Kê khai mẫu điện tử tương tác; dữ liệu đã có được điền sẵn.",
        "Trung tâm Phục vụ hành chính công cấp xã kiểm tra, tiếp nhận và hẹn trả kết quả.",
        "Lãnh đạo Ủy ban nhân dân cấp xã ký Giấy khai sinh; văn thư cấp số và ký số của cơ quan.",
    ),
    channels=Table(
        caption="Cách thức, thời hạn, lệ phí",
        columns=("Cách nộp", "Thời hạn", "Phí, lệ phí", "Ghi chú"),
        rows=(
            (
                Cell(text="Trực tuyến"),
                Cell(text="1 ngày làm việc"),
                Cell(text="Không thu", number=True),
                Cell(text="Tiếp nhận sau 15 giờ thì trả trong ngày làm việc tiếp theo."),
            ),
            (
                Cell(text="Trực tiếp"),
                Cell(text="1 ngày làm việc"),
                Cell(text="Không thu", number=True),
                Cell(text="Tại Trung tâm Phục vụ hành chính công bất kỳ."),
            ),
        ),
    ),
    time_note="Thời hạn tính từ khi hồ sơ được tiếp nhận đầy đủ.",
    fees=("Không thu lệ phí khi đăng ký đúng hạn.",),
    papers=(
        pages.Paper(
            name="Giấy chứng sinh",
            amount="1 bản chính",
            case="Trẻ sinh tại cơ sở y tế nhưng chưa khai thác được dữ liệu",
            media="PDF, JPEG, PNG, tối đa 10 MB",
            instead="Dữ liệu điện tử có ký số của Giấy chứng sinh",
            law="66.7/2025/NQ-CP",
        ),
        pages.Paper(
            name="Giấy cam đoan về việc sinh",
            amount="1 bản chính",
            case="Không có Giấy chứng sinh",
        ),
    ),
    conditions="Trẻ em sinh ra chưa được đăng ký khai sinh.",
    results=("Giấy khai sinh (KQ.G15.000031)",),
    legal_basis=Table(
        caption="Căn cứ pháp lý",
        columns=("Số, ký hiệu", "Trích yếu", "Điều", "Hiệu lực"),
        rows=(
            (
                Cell(text="60/2014/QH13"),
                Cell(text="Luật Hộ tịch"),
                Cell(text="Điều 13, 14, 15, 16"),
                Cell(text="từ 01/01/2016 đến 28/02/2027"),
            ),
        ),
    ),
    process=Table(
        caption="Quy trình giải quyết",
        columns=("Bước", "Người thực hiện", "Thời gian"),
        rows=(
            (Cell(text="Thẩm tra hồ sơ"), Cell(text="Chuyên viên"), Cell(text="4 giờ làm việc")),
            (Cell(text="Ký kết quả"), Cell(text="Lãnh đạo"), Cell(text="2 giờ làm việc")),
        ),
    ),
    retention="Vĩnh viễn",
    start_href="/thu-tuc/1.001193/nop",
    crumbs=(*CRUMBS, Link(text=NAME)),
)
start = pages.StartPage(
    name=NAME,
    fields=(
        Field(
            name="agency",
            label="Nơi tiếp nhận",
            kind="select",
            hint="Có thể nộp ở bất kỳ nơi nào trong thành phố, không phụ thuộc nơi cư trú.",
            options=(Option(value="1", label="Ủy ban nhân dân phường Hồng Bàng"),),
        ),
    ),
    faults=(),
    drafts=(Link(text="Bản nháp lưu lúc 09:12, ngày 22/11/2026", href="/ho-so/x/to-khai/child"),),
    crumbs=(*CRUMBS, Link(text=NAME, href="/thu-tuc/1.001193/"), Link(text="Nộp hồ sơ")),
)
_FAULTS = (Fault(text="Hãy chọn giới tính của trẻ.", href="#f-sex-1"),)
form = pages.FormPage(
    procedure=NAME,
    title="Thông tin của trẻ",
    help="Viết đúng như trong Giấy chứng sinh.",
    step=2,
    total=5,
    fields=(
        Field(
            name="child_name",
            label="Họ, chữ đệm và tên của trẻ",
            value="Nguyễn Minh An",
            source="Lấy từ dữ liệu Giấy chứng sinh",
        ),
        Field(
            name="sex",
            label="Giới tính",
            kind="radio",
            options=(Option(value="male", label="Nam"), Option(value="female", label="Nữ")),
            faults=("Hãy chọn giới tính của trẻ.",),
        ),
        Field(name="born", label="Ngày sinh", kind="date", value="2026-11-20"),
        FILE_FIELD,
    ),
    faults=_FAULTS,
    back_href="/ho-so/x/to-khai/declarant",
    steps=(
        Link(text="Người yêu cầu", href="/a", icon="check"),
        Link(text="Thông tin của trẻ", href="/b", current=True),
        Link(text="Cha, mẹ", href=""),
        Link(text="Giấy tờ kèm theo", href=""),
        Link(text="Xem lại và nộp", href=""),
    ),
    saved="Đã lưu lúc 09:12.",
)
review = pages.ReviewPage(
    procedure=NAME,
    agency="Ủy ban nhân dân phường Hồng Bàng",
    sections=(SECTION,),
    faults=_FAULTS,
    fees=FEES,
    due="16:00, ngày 25/11/2026",
    due_reasons=("Nộp sau 15 giờ nên tính từ ngày làm việc tiếp theo.",),
    back_href="/ho-so/x/to-khai/files",
)
track = pages.TrackPage(
    number=NUMBER, searched=True, found=True, status="Đang xử lý", tone="info", moments=MOMENTS
)
track_none = pages.TrackPage(number="H24-0", searched=True, found=False)
_UPLOAD = Field(name="file", label="Tệp PDF", kind="file", accept=".pdf", limit="Tối đa 10 MB.")
verify = pages.VerifyPage(code="", outcome="", field=_UPLOAD)
verify_genuine = pages.VerifyPage(
    code="ABCD-1234",
    outcome="genuine",
    field=_UPLOAD,
    rows=(
        Row(term="Loại giấy tờ", text="Giấy khai sinh"),
        Row(term="Số", text="12/GKS-UBND"),
        Row(term="Cơ quan cấp", text="Ủy ban nhân dân phường Hồng Bàng"),
    ),
    signatures=(
        pages.SignatureItem(
            signer="Phạm Quốc Khánh",
            role="Người ký",
            when="09:40, ngày 25/11/2026",
            verdict="Hợp lệ",
            tone="good",
        ),
    ),
)
verify_forged = pages.VerifyPage(code="", outcome="forged", field=_UPLOAD)
vault = pages.VaultPage(
    papers=(
        pages.Paperwork(
            name="Giấy khai sinh",
            note="Số 12/GKS-UBND · 25/11/2026",
            href="/x.pdf",
            verify_href="/xac-minh/ABCD-1234",
        ),
    )
)
diary = pages.DiaryPage(
    tabs=(
        Link(text="Lượt xem dữ liệu", href="/toi/nhat-ky", current=True),
        Link(text="Tin nhắn đã gửi", href="/toi/nhat-ky?xem=tin-nhan"),
    ),
    reads=Table(
        caption="Lượt xem dữ liệu của tôi",
        columns=("Thời điểm", "Ai", "Vì sao", "Xem gì"),
        rows=(
            (
                Cell(text="08:05, ngày 25/11/2026"),
                Cell(text="Trần Thị Hoa, chuyên viên"),
                Cell(text=f"Giải quyết hồ sơ {NUMBER}"),
                Cell(text="Nội dung tờ khai"),
            ),
        ),
        hide_caption=True,
    ),
    messages=None,
)
sign_in = pages.SignInPage(
    providers=(Link(text="Đăng nhập bằng VNeID", href="/oidc/vneid/login/"),),
    samples=(Link(text="Nguyễn Thị Lan", href="/oidc/vneid/login/?login_hint=lan"),),
)

SAMPLES: tuple[tuple[str, str, object], ...] = (
    ("home", "portal/home.html", home),
    ("search", "portal/search.html", search),
    ("search-none", "portal/search.html", search_none),
    ("procedure", "portal/procedure.html", procedure),
    ("start", "portal/start.html", start),
    ("form", "portal/form.html", form),
    ("review", "portal/review.html", review),
    ("cases", "portal/cases.html", cases),
    ("case-waiting", "portal/case.html", case_waiting),
    ("case-done", "portal/case.html", case_done),
    ("track", "portal/track.html", track),
    ("track-none", "portal/track.html", track_none),
    ("verify", "portal/verify.html", verify),
    ("verify-genuine", "portal/verify.html", verify_genuine),
    ("verify-forged", "portal/verify.html", verify_forged),
    ("vault", "portal/vault.html", vault),
    ("diary", "portal/diary.html", diary),
    ("sign-in", "portal/sign_in.html", sign_in),
    ("accessibility", "portal/accessibility.html", None),
    ("privacy", "portal/privacy.html", None),
)
