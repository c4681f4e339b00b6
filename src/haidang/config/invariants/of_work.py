"""Events arrive, jobs end, the record is bound: what holds when no work is left."""

from typing import Final

from haidang.config.invariants.types import Invariant

OF_WORK: Final = (
    Invariant(
        name="events.delivered",
        sentence="An event did not reach a handler that waits for its kind, and no job will "
        "bring it.",
        sql="""
            WITH wanted AS (
                SELECT * FROM unnest(%(codes)s::text[], %(handlers)s::text[]) AS w(code, handler)
            ), coming AS MATERIALIZED (
                SELECT args->>'event_id' AS event, args->>'handler' AS handler
                FROM procrastinate_jobs
                WHERE status IN ('todo', 'doing') AND args ? 'event_id'
            )
            SELECT e.id, e.code, e.subject, w.handler FROM outbox_outboxevent e
            JOIN wanted w ON w.code = e.code
            WHERE NOT EXISTS (SELECT FROM outbox_delivery d
                              WHERE d.event_id = e.id AND d.handler = w.handler)
            AND NOT EXISTS (SELECT FROM coming c
                            WHERE c.event = e.id::text AND c.handler = w.handler)
        """,
    ),
    Invariant(
        name="events.delivered_once",
        sentence="An event was given to a handler twice.",
        sql="""
            SELECT event_id, handler, count(*) AS times FROM outbox_delivery
            GROUP BY event_id, handler HAVING count(*) > 1
        """,
    ),
    Invariant(
        name="jobs.none_failed",
        sentence="A job was given up.",
        sql="""
            SELECT id, task_name, args->>'case_number' AS number, status FROM procrastinate_jobs
            WHERE status IN ('failed', 'cancelled', 'aborted') AND queueing_lock IS NULL
        """,
    ),
    Invariant(
        name="jobs.none_due",
        sentence="A job that is due was not done.",
        sql="""
            SELECT id, task_name, args->>'case_number' AS number, status FROM procrastinate_jobs
            WHERE status IN ('todo', 'doing') AND queueing_lock IS NULL
            AND (scheduled_at IS NULL OR scheduled_at <= %(machine_now)s)
        """,
        scope="at_rest",
    ),
    Invariant(
        name="audit.all_sealed",
        sentence="An entry of the record is not bound by a seal.",
        sql="""
            SELECT e.id, e.code, e.subject FROM audit_auditentry e
            WHERE NOT EXISTS (SELECT FROM audit_sealedentry s WHERE s.entry_id = e.id)
        """,
        scope="at_rest",
    ),
    Invariant(
        name="audit.chained",
        sentence="A seal does not follow the seal before it, or its own content was changed.",
        sql="""
            WITH seal AS (
                SELECT *, lag(number) OVER w AS before, lag(hash) OVER w AS hash_before,
                       to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
                       || CASE WHEN extract(microsecond FROM sealed_at)::bigint %% 1000000 = 0
                          THEN '' ELSE to_char(sealed_at AT TIME ZONE 'UTC', '.US') END
                       || '+00:00' AS instant
                FROM audit_auditseal WINDOW w AS (ORDER BY number)
            )
            SELECT number FROM seal
            WHERE number <> coalesce(before, 0) + 1
               OR previous_hash <> coalesce(hash_before, decode(repeat('00', 32), 'hex'))
               OR hash <> sha256(previous_hash || root || convert_to(
                      number::text || ':' || entry_count::text || ':' || instant, 'UTF8'))
        """,
    ),
    Invariant(
        name="audit.sealed_entries_exist",
        sentence="A seal does not hold as many entries of the record as it says.",
        sql="""
            SELECT s.number, s.entry_count, count(e.id) AS entries FROM audit_auditseal s
            LEFT JOIN audit_sealedentry p ON p.seal_id = s.number
            LEFT JOIN audit_auditentry e ON e.id = p.entry_id
            GROUP BY s.number HAVING count(e.id) <> s.entry_count
        """,
    ),
)
