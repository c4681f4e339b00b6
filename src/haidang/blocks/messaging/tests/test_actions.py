from collections.abc import Mapping

import pytest
from pytest_django import Settings

from haidang.blocks.audit import public as audit
from haidang.blocks.messaging import public as messaging
from haidang.blocks.messaging.actions import deliver_notice
from haidang.blocks.messaging.actions.install_templates import Texts
from haidang.blocks.messaging.actions.words import default_words, fill
from haidang.blocks.messaging.testing import LAN, MemoryChannel
from haidang.blocks.outbox.testing import run_jobs, waiting_jobs
from haidang.kernel.actors import ANONYMOUS, system
from haidang.kernel.errors import IllegalTransition, NotAllowed

pytestmark = pytest.mark.django_db
SUBJECT = "H24.182-260915-0001"
CHANNEL = "haidang.blocks.messaging.testing.MemoryChannel"
VALUES = {
    "case_number": SUBJECT,
    "procedure": "Đăng ký khai sinh",
    "procedure_en": "Birth registration",
    "name": "Nguyễn Thị Lan",
    "due": "16:00 15/09/2026",
}


@pytest.fixture(autouse=True)
def channel(settings: Settings) -> type[MemoryChannel]:
    settings.MESSAGING_PROVIDERS = dict.fromkeys(("email", "sms", "zalo"), CHANNEL)
    settings.HAIDANG_MESSAGE_CHANNELS = ("zalo", "sms", "email")
    MemoryChannel.reset()
    return MemoryChannel


def notify(*, recipient: messaging.Recipient = LAN, template: str = "case_accepted") -> None:
    messaging.notify(
        recipient=recipient,
        template=template,
        values=VALUES,
        subject=SUBJECT,
        idempotency_key="k",
    )


def the_notice() -> messaging.SentNotice:
    (notice,) = messaging.list_notices_about(subject=SUBJECT)
    return notice


class TestNotify:
    def test_a_notice_leaves_by_the_first_channel(self, channel: type[MemoryChannel]) -> None:
        notify()
        run_jobs()

        notice = the_notice()
        assert notice.status is messaging.NoticeStatus.SENT
        assert notice.channel == "zalo"
        assert [letter.to for letter in channel.sent] == ["0900000001"]
        assert "16:00 15/09/2026" in notice.body
        assert [item.outcome for item in notice.attempts] == ["sent"]
        assert [item.code for item in audit.list_entries(subject=SUBJECT)] == [
            "messaging.notice_sent"
        ]

    def test_the_same_key_is_one_notice(self) -> None:
        notify()
        notify()

        assert waiting_jobs() == ["messaging.deliver_notice"]

    def test_an_unknown_template_is_told(self) -> None:
        with pytest.raises(messaging.TemplateNotFound):
            notify(template="nothing")

    def test_a_person_reads_it_on_the_platform_without_any_channel(self) -> None:
        nobody = messaging.Recipient(person_id=LAN.person_id, name=LAN.name)
        notify(recipient=nobody)
        run_jobs()

        (notice,) = messaging.list_notices_to(person_id=str(LAN.person_id))
        assert notice.status is messaging.NoticeStatus.FAILED
        assert "đã được tiếp nhận" in notice.title

    def test_the_language_of_the_person_is_spoken(self) -> None:
        notify(recipient=messaging.Recipient(name="Lan", phone="0900000001", language="en"))

        assert "was accepted" in the_notice().title


class TestDeliverNotice:
    def test_a_refusing_channel_is_passed_over(self, channel: type[MemoryChannel]) -> None:
        channel.faults.append("refuse")
        notify()
        run_jobs()

        assert the_notice().channel == "sms"
        assert [item.outcome for item in the_notice().attempts] == ["refused", "sent"]

    def test_a_silent_channel_is_tried_three_times_then_passed_over(
        self, channel: type[MemoryChannel]
    ) -> None:
        channel.faults.extend(["down"] * 3)
        notify()
        for _time in range(2):
            with pytest.raises(messaging.MessagingError):
                deliver_notice(notice_id=the_notice().id)

        assert deliver_notice(notice_id=the_notice().id) is messaging.NoticeStatus.SENT
        assert the_notice().channel == "sms"

    def test_a_sent_notice_is_not_sent_again(self, channel: type[MemoryChannel]) -> None:
        notify()
        run_jobs()

        assert deliver_notice(notice_id=the_notice().id) is messaging.NoticeStatus.SENT
        assert len(channel.sent) == 1

    def test_all_channels_refusing_is_a_failure(self, channel: type[MemoryChannel]) -> None:
        channel.faults.extend(["refuse"] * 3)
        notify()
        run_jobs()

        assert the_notice().status is messaging.NoticeStatus.FAILED


class TestRetryNotice:
    def test_a_failed_notice_is_tried_again(self, channel: type[MemoryChannel]) -> None:
        channel.faults.extend(["refuse"] * 3)
        notify()
        run_jobs()

        messaging.retry_notice(notice_id=the_notice().id, actor=system("test"))
        run_jobs()

        assert the_notice().status is messaging.NoticeStatus.SENT
        assert messaging.get_notice(notice_id=the_notice().id) == the_notice()

    def test_a_sent_notice_cannot_be_tried_again(self) -> None:
        notify()
        run_jobs()

        with pytest.raises(IllegalTransition):
            messaging.retry_notice(notice_id=the_notice().id, actor=system("test"))

    def test_a_stranger_cannot(self) -> None:
        notify()

        with pytest.raises(NotAllowed):
            messaging.retry_notice(notice_id=the_notice().id, actor=ANONYMOUS)


class TestInstallTemplates:
    def words(self, **changes: Mapping[str, str]) -> Texts:
        text = {"vi": "Chào {name}.", "en": "Hello {name}."}
        return {"case_accepted": {"title": text, "body": text, "short": text} | changes}

    def test_installed_words_go_before_our_own(self) -> None:
        messaging.install_templates(self.words())
        messaging.install_templates(self.words())
        notify()

        assert the_notice().title == "Chào Nguyễn Thị Lan."

    def test_every_missing_text_is_told_at_once(self) -> None:
        with pytest.raises(messaging.TemplateFaulty) as raised:
            messaging.install_templates(self.words(short={"vi": " "}))

        assert [item.path for item in raised.value.problems] == [
            "/case_accepted/short/vi",
            "/case_accepted/short/en",
        ]


def test_a_line_that_names_something_empty_is_left_out() -> None:
    assert fill("A {x}.\nDue {due}.\nB", {"x": "1", "due": ""}) == "A 1.\nB"


@pytest.mark.parametrize("code", sorted(default_words()))
def test_our_own_words_are_complete_and_short_enough(code: str) -> None:
    words = default_words()[code]

    assert set(words) == {"vi", "en"}
    assert all(len(item.short) <= 160 for item in words.values())
