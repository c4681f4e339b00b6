"""Every act is written down: a verb that writes reaches the audit, or says why not."""

from functools import cache

import pytest

from tests.architecture.reach import Reach

RECORD = "haidang.blocks.audit.actions._entry"
"""What both doors of the audit, ``record`` and ``announce``, write."""

WRITES = frozenset(
    {".save", ".create", ".bulk_create", ".get_or_create", ".update_or_create", ".delete",
     ".bulk_update", ".execute", ".update", ".write_new", ".write_once", ".save_columns"}
)  # fmt: skip

NOT_WRITTEN_DOWN = {
    "haidang.blocks.agencies.actions.offices.next_number": "the act that draws a number "
    "carries it",
    "haidang.blocks.audit.actions.seal_entries": "seals entries; an entry about it needs a seal",
    "haidang.blocks.identity.actions.register_person.record_access": "is itself an append-only "
    "record, which the person can read",
    "haidang.blocks.identity.actions.issue_token.forget_tokens": "the end of a token is written "
    "down; retention.swept, by the caller, tells how many digests were dropped",
    "haidang.blocks.messaging.actions.install_templates.install_templates": "brings wording only; "
    "each notice keeps the words that it was sent with",
    "haidang.blocks.outbox.actions.deliver": "the handler writes down what it does",
    "haidang.blocks.outbox.actions.publish": "carries what its caller writes down",
    "haidang.blocks.outbox.actions.publish_all": "carries what its caller writes down",
    "haidang.blocks.exchange.actions.forget_requests.forget_requests": "retention.swept, by the "
    "caller, tells how many calls were dropped",
    "haidang.blocks.identity.actions.forget_accesses.forget_accesses": "retention.swept, by the "
    "caller, tells how many notes were dropped",
    "haidang.blocks.messaging.actions.forget_notices.forget_notices": "retention.swept, by the "
    "caller, tells how many notices were dropped",
    "haidang.blocks.outbox.actions.periodic": "declares work; what it drops at its end are the "
    "failed rows of that work",
    "haidang.blocks.outbox.actions.forget_failures": "drops rows of work that a later tick did",
    "haidang.blocks.statements.actions.write_once": "writes its caller's row; the caller says why",
    "haidang.blocks.statements.actions.write_new": "writes its caller's row; the caller says why",
    "haidang.blocks.statements.actions.save_columns": "writes its caller's row; the caller says "
    "why",
    "haidang.blocks.vault.actions.files.restore_file": "fills an empty installation from a signed "
    "kit, which brings the whole record of acts along",
    "haidang.domain.cases.actions.result.draft_result": "the job that runs it writes down the "
    "paper that is made",
    "haidang.domain.cases.actions.result.number_result": "the job that runs it writes down the "
    "paper that is made; the paper carries the number",
    "haidang.domain.cases.actions.result.result_row": "the paper that is made for the row is "
    "written down",
    "haidang.blocks.signing.actions.discard_contents": "drops copies of bytes that the vault "
    "keeps; the record of each signature stays",
    "haidang.blocks.waiting.actions.draw_number": "a place in a line; it says nothing of a person "
    "and is forgotten within hours",
    "haidang.blocks.waiting.actions.turn_the_door": "seats and signs of life of the waiting room, "
    "which says nothing of a person",
    "haidang.blocks.waiting.actions.forget_visitors": "forgets places that nobody holds any more",
    "haidang.domain.cases.actions.digitise.defer_text": "the evidence that was added is written "
    "down; this notes that its words are still to be read",
    "haidang.domain.queue.actions.forget_cards": "empties what tickets of past days carried; "
    "the end of each ticket is written down",
    "haidang.domain.cases.actions.drafts.save_answers": "a draft is its writer's own; what "
    "counts is written down when it is handed in",
    "haidang.domain.cases.actions.deficiencies.settle_findings": "the request that asks for what "
    "was found is written down",
    "haidang.domain.cases.actions.waiting.note_waiting": "the change of status that begins or "
    "ends the wait is written down",
    "haidang.domain.cases.actions.documents.open_slot": "fixes what a paper will say; the paper "
    "that is made of it is written down",
    "haidang.domain.cases.actions.documents.form_number": "the paper carries the number",
    "haidang.domain.cases.actions.parties.snapshot": "reads a person, which the access log keeps",
    "haidang.domain.cases.actions.forecasts.note_how_long": "the decision that it follows is "
    "written down; this keeps how long it took",
    "haidang.domain.cases.actions.forecasts.note_wait": "the change of status that ends the wait "
    "is written down; this adds up how long it was",
    "haidang.domain.indicators.actions.note_outcome": "the decision that it follows is written "
    "down; this keeps how long it took",
    "haidang.domain.indicators.actions.note_wait": "the change of status that ends the wait is "
    "written down; this adds up how long it was",
    "haidang.domain.indicators.actions.refresh_distributions": "reckons figures anew from rows "
    "that stay; what a case was told of them is written down",
    "haidang.domain.catalog.actions.publish_generic.publish_generic": "catalog.imported or "
    "catalog.record_confirmed, by whoever calls it, binds what was published",
    "haidang.domain.catalog.actions.index.index_procedures": "makes what is published findable; "
    "publishing is written down",
    "haidang.domain.cases.actions.submit_case.draw_number": "case.submitted carries the number",
}


@cache
def reach() -> Reach:
    return Reach("haidang.blocks", "haidang.domain")


def writing_verbs() -> list[str]:
    return [
        name for name in reach().public_functions("actions") if reach().words_from(name) & WRITES
    ]


def test_there_are_verbs_to_look_at() -> None:
    assert len(writing_verbs()) > 50


@pytest.mark.parametrize("verb", writing_verbs())
def test_a_verb_that_writes_reaches_the_audit_or_is_explained(verb: str) -> None:
    assert RECORD in reach().reached_from(verb) or verb in NOT_WRITTEN_DOWN


@pytest.mark.parametrize("verb", sorted(NOT_WRITTEN_DOWN))
def test_an_explained_exception_is_still_one(verb: str) -> None:
    assert verb in writing_verbs()
    assert RECORD not in reach().reached_from(verb)
