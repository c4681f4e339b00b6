"""Addresses of the desk."""

from django.urls import path

from haidang.channels.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.show_work, name="work"),
    path("nhan-viec/", views.claim_tasks, name="claim"),
    path("viec/<uuid:task_id>/tra-lai/", views.release_task, name="release"),
    path("viec/<uuid:task_id>/giao/", views.assign_task, name="assign"),
    path("tim/", views.find_cases, name="find"),
    path("ho-so/<str:number>/", views.show_case, name="case"),
    path("ho-so/<str:number>/viec/<uuid:task_id>/<slug:action>/", views.act, name="act"),
    path("ho-so/<str:number>/tai-lieu/<uuid:document_id>/", views.show_document, name="document"),
    path(
        "ho-so/<str:number>/minh-chung/<uuid:evidence_id>/", views.show_evidence, name="evidence"
    ),
]
