-- Drops the tables of the conversations and of the catalogue, of whatever version (restore.sh).
SET LOCAL client_min_messages = warning;
DO $$
DECLARE
    each record;
BEGIN
    FOR each IN
        SELECT tablename FROM pg_tables
        WHERE schemaname = current_schema()
            AND (tablename IN ('conversations', 'turns', 'feedback', 'events')
                OR tablename ~ '^(catalogue|alembic)_')
    LOOP
        EXECUTE format('DROP TABLE %I CASCADE', each.tablename);
    END LOOP;
END $$;
