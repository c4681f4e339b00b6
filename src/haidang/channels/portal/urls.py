"""Addresses of the portal: Vietnamese words without marks."""

from django.urls import path

from haidang.channels.portal.views import (
    beginning,
    filling,
    finding,
    following,
    guiding,
    places,
    proving,
)

app_name = "portal"
urlpatterns = [
    path("", finding.home, name="home"),
    path("tim-kiem", finding.search, name="search"),
    path("tim-kiem/goi-y", finding.suggest, name="suggest"),
    path("can-gi/", guiding.guides, name="guides"),
    path("can-gi/<slug:key>/", guiding.guide, name="guide"),
    path("don-vi", finding.wards, name="wards"),
    path("thu-tuc/<str:code>/", finding.procedure, name="procedure"),
    path("thu-tuc/<str:code>/nop", beginning.start, name="start"),
    path("ho-so/", following.list_cases, name="cases"),
    path("ho-so/<str:key>/", following.case, name="case"),
    path("ho-so/<str:key>/tiep-tuc", filling.resume, name="resume"),
    path("ho-so/<str:key>/to-khai/<slug:page>", filling.form, name="form"),
    path("ho-so/<str:key>/xem-lai", filling.review, name="review"),
    path("ho-so/<str:key>/bo-sung", following.supplement, name="supplement"),
    path("ho-so/<str:key>/thanh-toan", following.check_payment, name="check_payment"),
    path("ho-so/<str:key>/danh-gia", following.rate, name="rate"),
    path("ho-so/<str:key>/gui-buu-chinh", places.ask_delivery, name="ask_delivery"),
    path("ho-so/<str:key>/uy-quyen", places.mandate_paper, name="mandate_paper"),
    path("ho-so/<str:key>/thu-hoi-uy-quyen", places.revoke_mandate, name="revoke_mandate"),
    path("ho-so/<str:key>/rut", following.withdraw, name="withdraw"),
    path("ho-so/<str:key>/dung", following.stop, name="stop"),
    path("ho-so/<str:key>/giay-to/<uuid:document_id>", following.document, name="document"),
    path("tra-cuu", proving.track, name="track"),
    path("xac-minh", proving.verify, name="verify"),
    path("xac-minh/<str:code>", proving.verify_code, name="verify_code"),
    path("kho-giay-to/", proving.papers, name="vault"),
    path("kho-giay-to/<uuid:document_id>", proving.paper, name="paper"),
    path("toi/nhat-ky", proving.diary, name="diary"),
    path("dang-nhap", proving.sign_in, name="sign_in"),
    path("kha-nang-tiep-can", proving.accessibility, name="accessibility"),
    path("du-lieu-ca-nhan", proving.privacy, name="privacy"),
]
