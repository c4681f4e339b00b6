-- PLANNED, NEVER RUN BY US: the extension Citus could not be had where this was written.
-- What comes before it is rehearsed on plain PostgreSQL: haidang cluster layout --sql
-- (src/haidang/config/cluster/layout.py, tests beside it). Run that first, on a copy.
--
-- Each city's rows lie together on one node; small tables are copied to every node; what
-- belongs to one installation stays on the coordinator.

CREATE EXTENSION citus;

-- Copied to every node. Those that others point to come first.
SELECT create_reference_table(quote_ident(name))
FROM unnest(ARRAY[
    'agencies_city', 'agencies_administrativeunit', 'agencies_agency', 'agencies_officer',
    'agencies_assignment', 'agencies_delegation', 'agencies_succession',
    'catalog_procedure', 'catalog_procedurerevision', 'catalog_cityrevision',
    'catalog_searchentry', 'catalog_searchword', 'catalog_importbatch', 'catalog_stagedrecord',
    'exchange_exchangeservice', 'messaging_messagetemplate', 'signing_signingkey'
]) AS name;

-- By city. The first names the group in which the others lie beside it.
SELECT create_distributed_table('cases_case', 'city');
SELECT create_distributed_table(relname::text, 'city', colocate_with => 'cases_case')
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
  AND relname <> 'cases_case'
  AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = pg_class.oid AND a.attname = 'city'
              AND a.attnotnull)
  AND relname ~ '^(agencies_numberbook|audit_auditentry|cases_|delivery_|exchange_(exchangerequest|personasked)|indicators_|messaging_(deliveryattempt|notice)|outbox_|payments_|queue_|scanning_|signing_(signaturerecord|signedcontent)|vault_|worklist_)';
