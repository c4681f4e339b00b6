"""Nothing is lost, doubled or stuck; the life of each case is legal and adds up."""

from typing import Final

from haidang.config.invariants.types import Invariant

_HISTORY: Final = """
    WITH step AS (
        SELECT subject, id, facts->>'before' AS before, facts->>'after' AS after,
               (facts->>'at')::timestamptz AS at,
               lag(facts->>'after') OVER mine AS reached,
               lead((facts->>'at')::timestamptz) OVER mine AS left_at,
               row_number() OVER mine AS place,
               row_number() OVER (PARTITION BY subject ORDER BY id DESC) AS from_end
        FROM audit_auditentry WHERE code = 'case.status_changed'
        WINDOW mine AS (PARTITION BY subject ORDER BY id)
    )
"""

OF_CASES: Final = (
    Invariant(
        name="cases.none_lost",
        sentence="A case was handed in, and there is no such case.",
        sql="""
            SELECT e.subject AS number FROM audit_auditentry e
            WHERE e.code = 'case.submitted'
            AND NOT EXISTS (SELECT FROM cases_case c WHERE c.number = e.subject)
        """,
    ),
    Invariant(
        name="cases.none_unheard",
        sentence="A case has a number, and nobody wrote down that it was handed in or opened.",
        sql="""
            SELECT c.number FROM cases_case c
            WHERE c.number IS NOT NULL AND c.parent_id IS NULL
            AND NOT EXISTS (SELECT FROM audit_auditentry e
                            WHERE e.subject = c.number AND e.code = 'case.submitted')
        """,
    ),
    Invariant(
        name="cases.none_stuck",
        sentence="An open case waits for nobody: no task, job, supplement, payment, opinion, "
        "parcel or part.",
        sql="""
            WITH busy AS MATERIALIZED (
                SELECT args->>'case_number' AS number FROM procrastinate_jobs
                WHERE status IN ('todo', 'doing') AND args ? 'case_number'
                UNION
                SELECT e.subject FROM procrastinate_jobs j
                JOIN outbox_outboxevent e ON e.id = (j.args->>'event_id')::uuid
                WHERE j.status IN ('todo', 'doing') AND j.args ? 'event_id'
            )
            SELECT c.number, c.status, c.business FROM cases_case c
            WHERE c.number IS NOT NULL AND NOT (c.status = ANY(%(closed)s))
            AND NOT EXISTS (SELECT FROM worklist_task t
                            WHERE t.subject = c.number AND t.closed_at IS NULL)
            AND NOT EXISTS (SELECT FROM busy b WHERE b.number = c.number)
            AND NOT EXISTS (SELECT FROM cases_supplement s
                            WHERE c.status = '5' AND s.case_id = c.id AND s.answered_at IS NULL)
            AND NOT EXISTS (SELECT FROM payments_paymentorder o WHERE c.status = '6'
                            AND o.subject = c.number AND o.status = 'pending')
            AND NOT EXISTS (SELECT FROM cases_consultation q
                            WHERE q.case_id = c.id AND q.answered_at IS NULL)
            AND NOT EXISTS (SELECT FROM delivery_parcelrow p
                            WHERE p.subject = c.number AND p.ended_at IS NULL)
            AND NOT EXISTS (SELECT FROM cases_case k WHERE k.parent_id = c.id
                            AND NOT (k.status = ANY(%(closed)s)))
            AND NOT (c.status = '0' AND EXISTS (SELECT FROM cases_case p WHERE p.id = c.parent_id
                     AND NOT (p.status = ANY(%(closed)s))))
        """,
    ),
    Invariant(
        name="cases.acts_once",
        sentence="What happens once in the life of a case happened more often.",
        sql="""
            SELECT subject AS number, code, count(*) AS times FROM audit_auditentry
            WHERE code IN ('case.submitted', 'case.accepted', 'case.rejected', 'case.withdrawn',
                           'case.stopped', 'case.result_deposited', 'case.rated', 'case.extended')
            GROUP BY subject, code HAVING count(*) > 1
        """,
    ),
    Invariant(
        name="cases.history_legal",
        sentence="A case moved along an edge that the legal table does not have.",
        given=_HISTORY,
        sql="""
            SELECT subject AS number, before, after FROM step
            WHERE before || '>' || after <> ALL(%(edges)s)
        """,
    ),
    Invariant(
        name="cases.history_unbroken",
        sentence="The status history of a case has a gap.",
        given=_HISTORY,
        sql="""
            SELECT subject AS number, reached, before FROM step
            WHERE before <> coalesce(reached, before) OR (place = 1 AND before NOT IN ('0', '1'))
        """,
    ),
    Invariant(
        name="cases.history_reaches_status",
        sentence="The status of a case is not the one to which its history leads.",
        given=_HISTORY,
        sql="""
            SELECT c.number, c.status, s.after FROM cases_case c
            LEFT JOIN step s ON s.subject = c.number AND s.from_end = 1
            WHERE c.number IS NOT NULL AND CASE WHEN s.after IS NULL
                  THEN c.status NOT IN ('0', '1', '2') ELSE s.after <> c.status END
        """,
    ),
    Invariant(
        name="cases.closed_without_tasks",
        sentence="A closed case has an open task.",
        sql="""
            SELECT c.number, c.status, t.key FROM worklist_task t
            JOIN cases_case c ON c.number = t.subject
            WHERE t.closed_at IS NULL AND c.status = ANY(%(closed)s)
        """,
    ),
    Invariant(
        name="cases.closed_without_waiting",
        sentence="A closed case still waits for its applicant or is still in somebody's hand.",
        sql="""
            SELECT c.number, c.status, c.business, c.waiting_since FROM cases_case c
            WHERE c.status = ANY(%(closed)s) AND (
                c.business <> 'done' OR c.waiting_since IS NOT NULL
                OR EXISTS (SELECT FROM cases_supplement s WHERE s.case_id = c.id
                           AND s.answered_at IS NULL AND c.status <> '8')
                OR EXISTS (SELECT FROM payments_paymentorder o
                           WHERE o.subject = c.number AND o.status = 'pending'))
        """,
    ),
    Invariant(
        name="cases.instants_in_order",
        sentence="The instants of a case do not follow one another.",
        sql="""
            SELECT number, submitted_at, accepted_at, finished_at, returned_at, due_at
            FROM cases_case WHERE number IS NOT NULL AND (
                accepted_at < submitted_at OR finished_at < accepted_at
                OR returned_at < finished_at OR due_at < accepted_at
                OR (status = '10' AND returned_at IS NULL)
                OR (status = ANY('{9,10}') AND finished_at IS NULL))
        """,
    ),
    Invariant(
        name="cases.waits_add_up",
        sentence="The time that a case waited for its applicant is not the sum of its waits.",
        given=_HISTORY,
        sql="""
            , waited AS (
                SELECT subject, count(*) AS waits,
                       sum(extract(epoch FROM left_at - at)) AS seconds
                FROM step WHERE after IN ('5', '6') AND left_at IS NOT NULL GROUP BY subject
            )
            SELECT c.number, c.waited_seconds, w.seconds FROM cases_case c
            LEFT JOIN waited w ON w.subject = c.number
            WHERE c.number IS NOT NULL
            AND abs(c.waited_seconds - coalesce(w.seconds, 0)) > coalesce(w.waits, 0) + 1
            AND NOT EXISTS (SELECT FROM cases_consultation q WHERE q.case_id = c.id)
        """,
    ),
    Invariant(
        name="cases.one_supplement_without_a_head",
        sentence="A case was asked to be completed more than once without a head's decision.",
        sql="""
            SELECT c.number, c.supplement_count, count(s.id) AS asked,
                   count(s.id) FILTER (WHERE s.head_id IS NULL) AS without_head
            FROM cases_case c LEFT JOIN cases_supplement s ON s.case_id = c.id
            WHERE c.number IS NOT NULL GROUP BY c.id
            HAVING count(s.id) <> c.supplement_count
                OR count(s.id) FILTER (WHERE s.head_id IS NULL) > 1
        """,
    ),
    Invariant(
        name="tasks.of_a_case",
        sentence="A task is about a case that does not exist.",
        sql="""
            SELECT t.subject, t.key FROM worklist_task t
            WHERE t.closed_at IS NULL
            AND NOT EXISTS (SELECT FROM cases_case c WHERE c.number = t.subject)
        """,
    ),
)
