"""How the tests of the desk sign in, and find the task of a case."""

from django.contrib.auth import get_user_model
from django.test import Client

from haidang.blocks.identity.testing import PASSWORD, totp_code
from haidang.domain.worklist import public as worklist
from haidang.kernel.actors import Actor

DESK = "/ban-lam-viec/"


def signed_in(code: str) -> Client:
    """Return the browser of an officer who gave both factors."""
    client = Client(enforce_csrf_checks=False)
    first = client.post("/tai-khoan/login/", {"login": code, "password": PASSWORD})
    client.post(first["Location"], {"code": totp_code()})
    return client


def browser_of(actor: Actor) -> Client:
    """Return the browser of a person who signed in."""
    client = Client()
    assert actor.account_id is not None
    client.force_login(get_user_model().objects.get(pk=actor.account_id))
    return client


def open_task(number: str) -> worklist.TaskView:
    """Return the one open task of a case."""
    (task,) = worklist.list_open_tasks_of(number)
    return task


def act_url(number: str, action: str) -> str:
    """Return the address of an action on the case's open task."""
    return f"{DESK}ho-so/{number}/viec/{open_task(number).id}/{action}/"
