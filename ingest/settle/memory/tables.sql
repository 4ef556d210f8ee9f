-- What is remembered of every call for comparing. All of it can be made anew from the graph.

-- records, findings: the steps of the graph that this file has seen; made_by: what wrote it; indexed: the last row
-- whose anchors are in the table of anchors.
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- A row lasts as long as its call, also through corrections, and is never another call's. version: of its content and of how that was read.
CREATE TABLE IF NOT EXISTS calls (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    at_s INTEGER NOT NULL,
    version TEXT NOT NULL,
    account TEXT NOT NULL,
    shown BLOB NOT NULL,
    anchors BLOB NOT NULL,
    profile BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS calls_in_time ON calls (at_s, id);
CREATE INDEX IF NOT EXISTS calls_by_account ON calls (account) WHERE account <> '';

CREATE TABLE IF NOT EXISTS anchors (
    anchor INTEGER NOT NULL,
    at_s INTEGER NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (anchor, at_s, row)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS links (
    later INTEGER NOT NULL,
    earlier INTEGER NOT NULL,
    score REAL NOT NULL,
    reasons TEXT NOT NULL,
    PRIMARY KEY (later, earlier)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS links_by_earlier ON links (earlier);

-- Who called and what about, as the graph says too; a call without a row here has neither.
CREATE TABLE IF NOT EXISTS findings (
    row INTEGER PRIMARY KEY,
    caller TEXT NOT NULL DEFAULT '',
    dispute TEXT NOT NULL DEFAULT '',
    score REAL NOT NULL DEFAULT 0,
    reasons TEXT NOT NULL DEFAULT '',
    decided_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS findings_by_dispute ON findings (dispute) WHERE dispute <> '';

-- Calls that are not what they were, the latest last, for other processes that keep some at hand; -1 stands for all.
CREATE TABLE IF NOT EXISTS changes (number INTEGER PRIMARY KEY AUTOINCREMENT, row INTEGER NOT NULL);
