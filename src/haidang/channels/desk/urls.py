"""Addresses of the desk."""

from django.urls import path

from haidang.channels.desk import (
    bulk_views,
    delegation_views,
    diagram_views,
    list_views,
    office_views,
    verb_views,
    views,
)

app_name = "desk"
urlpatterns = [
    path("", list_views.show_work, name="work"),
    path("danh-sach/luu/", list_views.save_list, name="save-list"),
    path("danh-sach/<uuid:filter_id>/<slug:change>/", list_views.change_list, name="change-list"),
    path("nhan-viec/", views.claim_tasks, name="claim"),
    path("giao-viec/", bulk_views.give_out, name="give-out"),
    path("ky-duyet/", bulk_views.sign_many, name="sign-many"),
    path("uy-quyen/", delegation_views.delegations, name="delegations"),
    path("uy-quyen/<uuid:delegation_id>/cham-dut/", delegation_views.revoke, name="revoke"),
    path("viec/<uuid:task_id>/tra-lai/", views.release_task, name="release"),
    path("viec/<uuid:task_id>/giao/", views.assign_task, name="assign"),
    path("tim/", views.find_cases, name="find"),
    path("ho-so/<str:number>/", views.show_case, name="case"),
    path("ho-so/<str:number>/quy-trinh/", diagram_views.show_diagram, name="diagram"),
    path("ho-so/<str:number>/quy-trinh.bpmn", diagram_views.read_bpmn, name="bpmn"),
    path("sap-den-han/", office_views.show_due, name="due"),
    path("hoi-y-kien/", office_views.show_asked, name="asked"),
    path("so-theo-doi/", office_views.show_register, name="register"),
    path("so-theo-doi/<slug:kind>/", office_views.read_register, name="register-file"),
    path("ho-so/<str:number>/lich-su/", office_views.show_history, name="history"),
    path(
        "ho-so/<str:number>/phieu-kiem-soat/",
        office_views.make_control_sheet,
        name="control-sheet",
    ),
    path(
        "ho-so/<str:number>/tai-lieu/<uuid:document_id>/in-<slug:paper>/",
        office_views.print_paper,
        name="print",
    ),
    path("ho-so/<str:number>/lam/<slug:slug>/", verb_views.verb, name="verb"),
    path(
        "ho-so/<str:number>/sai-sot/<uuid:finding_id>/rut/",
        verb_views.withdraw_finding,
        name="withdraw",
    ),
    path("ho-so/<str:number>/viec/<uuid:task_id>/<slug:action>/", views.act, name="act"),
    path("ho-so/<str:number>/tai-lieu/<uuid:document_id>/", views.show_document, name="document"),
    path(
        "ho-so/<str:number>/minh-chung/<uuid:evidence_id>/", views.show_evidence, name="evidence"
    ),
]
