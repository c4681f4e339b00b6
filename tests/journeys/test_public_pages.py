"""What anybody sees without signing in: every public page, in both languages, dark as well."""

import pytest

pytestmark = pytest.mark.journey


def test_public_pages_are_clean(visit):
    lan = visit()
    for name, path in {
        "portal-home": "/",
        "portal-search-all": "/tim-kiem",
        "portal-search": "/tim-kiem?q=dang+ky+khai+sinh+cho+con",
        "portal-search-nothing": "/tim-kiem?q=xyzxyzxyz",
        "portal-procedure": "/thu-tuc/1.001193/",
        "portal-procedure-business": "/thu-tuc/1.001612/",
        "portal-sign-in": "/dang-nhap",
        "portal-track": "/tra-cuu",
        "portal-track-unknown": "/tra-cuu?number=H24.99-260101-000001",
        "portal-verify": "/xac-minh",
        "portal-verify-unknown": "/xac-minh/ABCDEFGH",
        "portal-accessibility": "/kha-nang-tiep-can",
        "portal-privacy": "/du-lieu-ca-nhan",
        "portal-not-found": "/khong-co-trang-nay",
        "desk-sign-in": "/tai-khoan/login/",
    }.items():
        lan.go(path)
        lan.look(name)
