"""The living gallery: every component in both themes, on one page that tests look at."""

import re
from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haidang.ui.fields import Attached, Field, Option
from haidang.ui.parts import Cell, Fault, Link, Moment, Row, Table

_CHOICES: Final = (
    Option(value="a", label="Nhận trực tuyến", hint="Bản điện tử có chữ ký số."),
    Option(value="b", label="Nhận tại trung tâm"),
    Option(value="c", label="Nhận qua bưu chính"),
)

_SPRITE: Final = Path(__file__).parent / "static" / "ui" / "icons.svg"
_FAULT: Final = "Hãy nhập ngày sinh, ví dụ 27 3 1990."


def show_gallery(request: HttpRequest) -> HttpResponse:
    """Show every component, in light and in dark."""
    return render(request, "ui/gallery.html", gallery_context())


def gallery_context() -> dict[str, object]:
    """Return sample values for every component."""
    return {
        "themes": [
            {
                "key": key,
                "name": name,
                "fields": sample_fields(key),
                "faults": sample_faults(key),
                "way": f"Đường dẫn ({name})",
                "views": f"Danh sách ({name})",
                "turn": f"Các trang ({name})",
            }
            for key, name in (("light", "Sáng"), ("dark", "Tối"))
        ],
        "crumbs": (
            Link(text="Trang chủ", href="#"),
            Link(text="Hộ tịch", href="#"),
            Link(text="Trang này"),
        ),
        "tabs": (
            Link(text="Tất cả", href="#", current=True),
            Link(text="Đang xử lý", href="#"),
            Link(text="Đã xong", href="#"),
        ),
        "rows": (
            Row(term="Họ và tên", text="Nguyễn Thị Lan", href="#"),
            Row(term="Số định danh cá nhân", text="031190000001", href="#"),
            Row(term="Ngày sinh", text="", href="#", wrong=True),
        ),
        "moments": (
            Moment(title="Đã nộp", state="done", when="14:20, ngày 24/11/2026"),
            Moment(title="Đang thẩm định", state="now", when="Từ 08:05, ngày 25/11/2026"),
            Moment(title="Cần bổ sung", state="warn", text="Thiếu 2 giấy tờ."),
            Moment(title="Trả kết quả"),
        ),
        "table": _sample_table(),
        "icons": icon_names(),
    }


def icon_names() -> list[str]:
    """Return the names of all icons of the sprite."""
    return re.findall(r'<symbol id="([^"]+)"', _SPRITE.read_text(encoding="utf-8"))


def sample_fields(prefix: str) -> tuple[Field, ...]:
    """Return one field of each kind, with names that differ by theme."""
    return (
        Field(
            name=f"{prefix}-name",
            label="Họ, chữ đệm và tên",
            hint="Viết đúng như trên thẻ căn cước.",
            value="Nguyễn Thị Lan",
            source="Lấy từ Cơ sở dữ liệu quốc gia về dân cư",
            autocomplete="name",
        ),
        Field(
            name=f"{prefix}-born",
            label="Ngày sinh",
            kind="date",
            hint="Ví dụ 27 3 1990.",
            value="1990--",
            faults=(_FAULT,),
        ),
        Field(
            name=f"{prefix}-way",
            label="Cách nhận kết quả",
            kind="radio",
            options=_CHOICES,
            value="a",
        ),
        Field(
            name=f"{prefix}-many",
            label="Giấy tờ cần nhận",
            kind="checkboxes",
            options=_CHOICES[:2],
            values=("b",),
            required=False,
        ),
        Field(
            name=f"{prefix}-ward",
            label="Đơn vị",
            kind="select",
            options=_CHOICES,
            value="b",
            size="medium",
        ),
        Field(name=f"{prefix}-capital", label="Số tiền", kind="money", value="150.000"),
        Field(
            name=f"{prefix}-home",
            label="Nơi cư trú",
            kind="address",
            parts=(
                Field(name=f"{prefix}-home.province", label="Tỉnh, thành phố", options=_CHOICES),
                Field(name=f"{prefix}-home.ward", label="Phường, xã, đặc khu", options=_CHOICES),
                Field(name=f"{prefix}-home.detail", label="Số nhà, đường, thôn, tổ dân phố"),
            ),
        ),
        Field(
            name=f"{prefix}-reason",
            label="Lý do",
            kind="multiline",
            required=False,
            max_length=500,
        ),
        Field(
            name=f"{prefix}-file",
            label="Giấy tờ kèm theo",
            kind="file",
            instead="Có thể dùng dữ liệu thay cho giấy tờ này.",
            limit="PDF, JPEG hoặc PNG, tối đa 10 MB.",
            files=(Attached(id="1", name="giay-to.pdf", note="218 KB"),),
        ),
        Field(
            name=f"{prefix}-witness",
            label="Người làm chứng",
            kind="group",
            required=False,
            entries=((Field(name=f"{prefix}-witness.0.name", label="Họ và tên"),),),
        ),
        Field(name=f"{prefix}-true", label="Tôi cam đoan nội dung là đúng.", kind="checkbox"),
    )


def _sample_table() -> Table:
    return Table(
        caption="Cách thức thực hiện",
        columns=("Cách nộp", "Thời hạn", "Lệ phí", "Tình trạng"),
        rows=(
            (
                Cell(text="Trực tuyến", href="#"),
                Cell(text="1 ngày làm việc"),
                Cell(text="0 đồng", number=True),
                Cell(text="Đang mở", tone="good"),
            ),
            (
                Cell(text="Trực tiếp", href="#"),
                Cell(text="1 ngày làm việc"),
                Cell(text="8.000 đồng", number=True),
                Cell(text="Sắp đến hạn", tone="warn"),
            ),
        ),
        total=(
            Cell(text="Tổng"),
            Cell(text=""),
            Cell(text="8.000 đồng", number=True),
            Cell(text=""),
        ),
    )


def sample_faults(prefix: str) -> tuple[Fault, ...]:
    """Return the fault of the sample fields, as the summary shows it."""
    return (Fault(text=_FAULT, href=f"#f-{prefix}-born-day"),)
