"""SAMPLE DATA: how often surnames, middle and given names occur; rough shares, by sex.

The shares follow what is commonly told of the country (Nguyễn about a third); they are no
statistics of anybody.
"""

from typing import Final

SURNAMES: Final[dict[str, int]] = {
    "Nguyễn": 315, "Trần": 109, "Lê": 95, "Phạm": 72, "Hoàng": 51, "Vũ": 44, "Phan": 38,
    "Đặng": 30, "Bùi": 29, "Đỗ": 26, "Võ": 20, "Ngô": 18, "Đinh": 16, "Dương": 15, "Lý": 9,
    "Đào": 9, "Đoàn": 8, "Lương": 8, "Trịnh": 8, "Mai": 7, "Hà": 7, "Tạ": 6, "Lưu": 6, "Cao": 6,
    "Phùng": 5, "Tô": 4, "Khúc": 3, "Mạc": 3, "Quách": 2, "Lã": 2, "Bạch": 2, "Kiều": 2,
}  # fmt: skip
MIDDLES: Final[dict[str, dict[str, int]]] = {
    "male": {
        "Văn": 300, "Đức": 90, "Minh": 80, "Quang": 60, "Hữu": 55, "Xuân": 40, "Quốc": 40,
        "Thành": 40, "Đình": 38, "Tuấn": 30, "Anh": 28, "Ngọc": 28, "Duy": 26, "Trung": 24,
        "Hải": 22, "Gia": 20, "Tiến": 18, "Bá": 14, "Công": 14, "Thế": 14, "Mạnh": 12,
    },
    "female": {
        "Thị": 420, "Thu": 75, "Ngọc": 70, "Thanh": 55, "Minh": 44, "Phương": 40, "Hồng": 36,
        "Thuý": 34, "Bích": 28, "Kim": 26, "Mai": 24, "Quỳnh": 22, "Khánh": 20, "Lan": 18,
        "Hải": 18, "Diệu": 12, "Như": 12, "Gia": 10, "Bảo": 10, "Tuyết": 10,
    },
}  # fmt: skip
GIVEN: Final[dict[str, dict[str, int]]] = {
    "male": {
        "Hùng": 60, "Tuấn": 58, "Minh": 52, "Nam": 46, "Dũng": 45, "Hải": 42, "Sơn": 40,
        "Anh": 40, "Long": 38, "Thắng": 36, "Cường": 35, "Hiếu": 34, "Đức": 33, "Quân": 30,
        "Trung": 30, "Kiên": 28, "Huy": 28, "Tùng": 27, "Phong": 26, "Việt": 25, "Thành": 25,
        "Khánh": 22, "Bình": 22, "Đạt": 22, "Lâm": 18, "Phúc": 18, "Toàn": 17, "Vinh": 16,
        "Khoa": 15, "Hoàng": 15, "Bách": 10, "Thịnh": 10, "Tú": 10, "Chiến": 9, "Giang": 9,
    },
    "female": {
        "Hương": 55, "Lan": 50, "Hà": 48, "Linh": 48, "Trang": 46, "Hoa": 44, "Mai": 42,
        "Thảo": 40, "Anh": 40, "Hằng": 38, "Nga": 34, "Hạnh": 32, "Thuỷ": 32, "Yến": 30,
        "Ngọc": 30, "Phương": 28, "Huyền": 28, "Loan": 26, "Vân": 26, "Dung": 25, "Nhung": 24,
        "Tâm": 22, "Hiền": 22, "Oanh": 18, "Chi": 18, "Quỳnh": 16, "My": 14, "Ánh": 14,
        "Liên": 13, "Thư": 12, "Châu": 12, "Ngân": 12, "Diệp": 10, "Xuân": 10, "Giang": 9,
    },
}  # fmt: skip
STREETS: Final = (
    "Lạch Tray", "Trần Phú", "Cầu Đất", "Điện Biên Phủ", "Lê Lợi", "Tô Hiệu", "Hai Bà Trưng",
    "Nguyễn Đức Cảnh", "Quang Trung", "Trường Chinh", "Lê Hồng Phong", "Bạch Đằng",
    "Nguyễn Lương Bằng", "Ngô Quyền", "Phan Đăng Lưu", "Hoàng Quốc Việt", "Máng Nước",
)  # fmt: skip
