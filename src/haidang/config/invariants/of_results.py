"""Results, numbers and notices: each once, none missing."""

from typing import Final

from haidang.config.invariants.types import Invariant

_SERIES: Final = """
    WITH written AS (
        SELECT number FROM cases_casedocument WHERE slot IN ('mau_01', 'mau_03', 'mau_05')
        UNION ALL SELECT number FROM cases_supplement
        UNION ALL SELECT number FROM cases_extension
        UNION ALL SELECT number FROM cases_consultation
    ), counted AS (
        SELECT split_part(number, '/', 2) AS series, count(*) AS papers FROM written
        WHERE number <> '' GROUP BY 1
    ), drawn AS (
        SELECT series, sum(last_number) AS numbers FROM agencies_numberbook
        WHERE series IN ('TNHS', 'PTC', 'TB', 'PBS', 'PXL', 'LYK') GROUP BY 1
    )
"""

OF_RESULTS: Final = (
    Invariant(
        name="results.once",
        sentence="A returned case does not have one numbered, signed result in one vault.",
        sql="""
            SELECT c.number, count(DISTINCT d.id) AS results, max(d.number) AS result,
                   max(d.signatures) AS signatures, count(DISTINCT v.id) AS kept
            FROM cases_case c
            LEFT JOIN cases_casedocument d ON d.case_id = c.id AND d.slot = 'result'
            LEFT JOIN vault_vaultdocument v ON v.case_number = c.number
            WHERE c.status = '10'
            AND NOT EXISTS (SELECT FROM cases_case k WHERE k.parent_id = c.id)
            GROUP BY c.id
            HAVING count(DISTINCT d.id) <> 1 OR count(DISTINCT v.id) <> 1
                OR max(d.number) = '' OR max(d.signatures) < 2
        """,
    ),
    Invariant(
        name="results.signed_as_kept",
        sentence="The bytes of a signed result are not those that the agency signed last.",
        sql="""
            SELECT c.number, d.sha256 FROM cases_casedocument d
            JOIN cases_case c ON c.id = d.case_id
            WHERE d.slot = 'result' AND d.signatures >= 2
            AND NOT EXISTS (SELECT FROM signing_signaturerecord s
                            WHERE s.sha256_after = d.sha256 AND s.field = 'agency')
        """,
    ),
    Invariant(
        name="results.only_of_decided_cases",
        sentence="A case that was not decided has a result in a vault.",
        sql="""
            SELECT c.number, c.status FROM vault_vaultdocument v
            JOIN cases_case c ON c.number = v.case_number
            WHERE c.status IN ('1', '2', '3', '5', '6', '7', '8')
        """,
    ),
    Invariant(
        name="documents.have_files",
        sentence="A document of a case names a file that is not there.",
        sql="""
            SELECT d.case_id, d.slot FROM cases_casedocument d
            WHERE d.file_id IS NOT NULL
            AND NOT EXISTS (SELECT FROM vault_storedfile f WHERE f.id = d.file_id)
        """,
    ),
    Invariant(
        name="numbers.of_cases_gapless",
        sentence="The case numbers of an agency on a day are not 1 to the last one drawn.",
        sql="""
            WITH part AS (
                SELECT regexp_replace(number, '-[0-9]+-[0-9]+$', '') AS prefix,
                       to_date(split_part(right(number, -length(
                           regexp_replace(number, '-[0-9]+-[0-9]+$', ''))), '-', 2), 'YYMMDD')
                           AS day,
                       substring(number FROM '[0-9]+$')::bigint AS place
                FROM cases_case WHERE number ~ '-[0-9]{6}-[0-9]+$'
            ), counted AS (
                SELECT prefix, day, count(*) AS cases, count(DISTINCT place) AS places,
                       min(place) AS first, max(place) AS last FROM part GROUP BY prefix, day
            ), named AS (
                SELECT counted.*, CASE WHEN prefix ~ '^[0-9]' THEN (
                    SELECT string_agg(level, '.' ORDER BY n DESC)
                    FROM regexp_split_to_table(prefix, '[.]') WITH ORDINALITY AS l(level, n)
                    WHERE level <> '000') ELSE prefix END AS agency
                FROM counted
            ), book AS (
                SELECT agency, period::date AS day, last_number FROM agencies_numberbook
                WHERE series = 'case'
            )
            SELECT coalesce(n.agency, b.agency) AS agency, coalesce(n.day, b.day) AS day,
                   n.cases, n.last, b.last_number
            FROM named n FULL JOIN book b ON b.agency = n.agency AND b.day = n.day
            WHERE n.cases IS DISTINCT FROM b.last_number
               OR n.last IS DISTINCT FROM b.last_number OR n.places <> n.cases OR n.first <> 1
        """,
    ),
    Invariant(
        name="numbers.of_results_gapless",
        sentence="The numbers of the results of an agency in a year are not 1 to the last one.",
        sql="""
            WITH result AS (
                SELECT c.competent_agency AS agency, d.data->'register'->>'year' AS year,
                       split_part(d.number, '/', 1)::bigint AS place,
                       right(d.number, -position('/' IN d.number)) AS symbol
                FROM cases_casedocument d JOIN cases_case c ON c.id = d.case_id
                WHERE d.slot = 'result' AND d.number ~ '^[0-9]+/'
            ), counted AS (
                SELECT symbol, year, count(*) AS results,
                       count(DISTINCT (agency, place)) AS places FROM result GROUP BY 1, 2
            ), book AS (
                SELECT right(series, -9) AS symbol, period AS year, sum(last_number) AS drawn
                FROM agencies_numberbook WHERE starts_with(series, 'document:') GROUP BY 1, 2
            )
            SELECT coalesce(r.symbol, b.symbol) AS symbol, coalesce(r.year, b.year) AS year,
                   r.results, r.places, b.drawn
            FROM counted r FULL JOIN book b ON b.symbol = r.symbol AND b.year = r.year
            WHERE r.results IS DISTINCT FROM b.drawn OR r.places <> r.results
        """,
    ),
    Invariant(
        name="numbers.of_papers_gapless",
        sentence="The papers of a series are not as many as the numbers drawn for it.",
        given=_SERIES,
        sql="""
            SELECT coalesce(c.series, d.series) AS series, c.papers, d.numbers
            FROM counted c FULL JOIN drawn d ON d.series = c.series
            WHERE c.papers IS DISTINCT FROM d.numbers
        """,
    ),
    Invariant(
        name="notices.sent_once",
        sentence="A notice reached its person more than once, or says so without a proof.",
        sql="""
            SELECT n.id, n.subject, n.template, count(a.id) AS times
            FROM messaging_notice n LEFT JOIN messaging_deliveryattempt a
                ON a.notice_id = n.id AND a.outcome = 'sent'
            WHERE n.status = 'sent' GROUP BY n.id HAVING count(a.id) <> 1
        """,
    ),
    Invariant(
        name="notices.none_waiting",
        sentence="A notice still waits to be sent.",
        sql="SELECT id, subject, template FROM messaging_notice WHERE status = 'queued'",
        scope="at_rest",
    ),
)
