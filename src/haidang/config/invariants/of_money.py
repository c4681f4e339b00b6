"""Money in is money recorded is receipts."""

from typing import Final

from haidang.config.invariants.types import Invariant

OF_MONEY: Final = (
    Invariant(
        name="money.in_is_recorded",
        sentence="Paid orders and the money that the bank told, or that was taken in hand, "
        "are not the same.",
        sql="""
            SELECT o.reference, o.status, o.amount_dong, count(n.id) AS notices,
                   sum(n.amount_dong) AS came
            FROM payments_paymentorder o
            LEFT JOIN payments_providernotice n ON n.order_id = o.id AND n.outcome = 'booked'
            GROUP BY o.id HAVING CASE
                WHEN o.paid_at IS NULL OR starts_with(o.transaction_id, 'cash:')
                    THEN count(n.id) > 0
                ELSE count(n.id) <> 1 OR sum(n.amount_dong) <> o.amount_dong
                     OR max(n.transaction_id) <> o.transaction_id END
        """,
    ),
    Invariant(
        name="money.has_receipts",
        sentence="A paid order has no receipt, or a receipt has no paid order.",
        sql="""
            SELECT o.reference, o.status FROM payments_paymentorder o
            LEFT JOIN payments_receipt r ON r.order_id = o.id
            WHERE (o.paid_at IS NULL) <> (r.order_id IS NULL)
        """,
    ),
    Invariant(
        name="money.receipts_gapless",
        sentence="The receipts of a series are not 1 to the last number drawn.",
        sql="""
            SELECT c.agency, c.year, c.symbol, c.last_number, count(r.order_id) AS receipts,
                   max(r.number) AS last
            FROM payments_receiptcounter c LEFT JOIN payments_receipt r
                ON (r.agency, r.year, r.symbol) = (c.agency, c.year, c.symbol)
            GROUP BY c.id
            HAVING count(r.order_id) <> c.last_number OR max(r.number) <> c.last_number
        """,
    ),
    Invariant(
        name="money.case_knows",
        sentence="A case and its payments say different things about the money.",
        sql="""
            SELECT c.number, c.status, c.finance, o.status AS paid FROM payments_paymentorder o
            JOIN cases_case c ON c.number = o.subject
            WHERE o.paid_at IS NOT NULL AND c.finance NOT IN ('paid', 'refunded')
            AND NOT (c.status = ANY(%(closed)s))
            UNION ALL
            SELECT c.number, c.status, c.finance, NULL FROM cases_case c
            WHERE c.finance IN ('paid', 'refunded')
            AND NOT EXISTS (SELECT FROM payments_paymentorder o
                            WHERE o.subject = c.number AND o.paid_at IS NOT NULL)
        """,
        scope="at_rest",
    ),
    Invariant(
        name="money.refunds_within",
        sentence="More went back than was paid.",
        sql="""
            SELECT o.reference, o.amount_dong, sum(r.amount_dong) AS back
            FROM payments_refund r JOIN payments_paymentorder o ON o.id = r.order_id
            WHERE r.status <> 'refused' GROUP BY o.id
            HAVING sum(r.amount_dong) > o.amount_dong OR o.paid_at IS NULL
        """,
    ),
    Invariant(
        name="money.receipts_are_documents",
        sentence="The electronic receipt of a paid order is not among the papers of its case.",
        sql="""
            SELECT c.number, o.reference FROM payments_paymentorder o
            JOIN payments_receipt r ON r.order_id = o.id
            JOIN cases_case c ON c.number = o.subject
            LEFT JOIN cases_casedocument d ON d.case_id = c.id AND d.slot =
                'bien_lai:' || r.symbol || '-' || lpad(r.number::text, 8, '0')
                AND d.file_id IS NOT NULL
            WHERE d.id IS NULL
        """,
        scope="at_rest",
    ),
)
