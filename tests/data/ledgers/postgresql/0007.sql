CREATE TABLE bpwoo_outcome (
	number BIGSERIAL NOT NULL,
	pair VARCHAR(200) NOT NULL,
	key VARCHAR(300) NOT NULL,
	kind VARCHAR(60) NOT NULL,
	status VARCHAR(20) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	result VARCHAR(100),
	detail TEXT NOT NULL,
	run VARCHAR(60) NOT NULL,
	PRIMARY KEY (number)
);
CREATE INDEX ix_bpwoo_outcome_pair ON bpwoo_outcome (pair);
CREATE TABLE bpwoo_cursor (
	pair VARCHAR(200) NOT NULL,
	name VARCHAR(60) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (pair, name)
);
CREATE TABLE bpwoo_seen (
	pair VARCHAR(200) NOT NULL,
	order_id BIGINT NOT NULL,
	modified TIMESTAMP WITH TIME ZONE NOT NULL,
	digest VARCHAR(64) NOT NULL,
	PRIMARY KEY (pair, order_id)
);
CREATE TABLE bpwoo_hint (
	pair VARCHAR(200) NOT NULL,
	kind VARCHAR(40) NOT NULL,
	id BIGINT NOT NULL,
	PRIMARY KEY (pair, kind, id)
);
CREATE TABLE bpwoo_lease (
	executor VARCHAR(200) NOT NULL,
	holder VARCHAR(200) NOT NULL,
	token VARCHAR(40) NOT NULL,
	beats BIGINT NOT NULL,
	seconds FLOAT NOT NULL,
	version VARCHAR(60) DEFAULT 'bpwoo-1' NOT NULL,
	PRIMARY KEY (executor)
);
CREATE TABLE bpwoo_pause (
	pair VARCHAR(200) NOT NULL,
	since TIMESTAMP WITH TIME ZONE NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (pair)
);
CREATE TABLE bpwoo_trend (
	number BIGSERIAL NOT NULL,
	pair VARCHAR(200) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	document TEXT NOT NULL,
	PRIMARY KEY (number)
);
CREATE INDEX ix_bpwoo_trend_pair ON bpwoo_trend (pair);
CREATE TABLE bpwoo_quota (
	pair VARCHAR(200) NOT NULL,
	account VARCHAR(200) NOT NULL,
	remaining INTEGER NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	recent TEXT DEFAULT '[]' NOT NULL,
	PRIMARY KEY (pair)
);
CREATE TABLE bpwoo_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT bpwoo_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO bpwoo_version (version_num) VALUES ('0007');
INSERT INTO bpwoo_outcome (pair, key, kind, status, at, result, detail, run) VALUES
	('W1', 'order:W1-7', 'sales-order', 'started', '2026-03-01 12:30:15.250000+00', NULL, '', 'r1'),
	('W1', 'order:W1-7', 'sales-order', 'done', '2026-03-01 12:30:15.250000+00', '330', 'angelegt für 7', 'r1'),
	('W1', 'order:W1-8', 'sales-order', 'failed', '2026-03-01 12:30:15.250000+00', NULL, 'ORDC-040', 'r1'),
	('W2', 'order:W2-7', 'sales-order', 'unknown', '2026-03-01 12:30:15.250000+00', NULL, '', 'r2');
INSERT INTO bpwoo_cursor (pair, name, at) VALUES ('W1', 'orders', '2026-03-01 12:30:15.250000+00');
INSERT INTO bpwoo_seen (pair, order_id, modified, digest) VALUES ('W1', 7, '2026-03-01 12:30:15.250000+00', 'abc');
INSERT INTO bpwoo_hint (pair, kind, id) VALUES ('W1', 'order', 8);
INSERT INTO bpwoo_lease (executor, holder, token, beats, seconds, version) VALUES ('host-0', 'host:1', 'a1', 7, 10.0, 'bpwoo-2');
INSERT INTO bpwoo_pause (pair, since, reason) VALUES ('W1', '2026-03-01 12:30:15.250000+00', 'Inventur');
INSERT INTO bpwoo_trend (pair, at, document) VALUES ('W1', '2026-03-01 12:30:15.250000+00', '{"at": "2026-03-01T12:30:15.250000Z", "agrees": true, "totals": [], "findings": [], "skus": 0, "drifted": 0}');
INSERT INTO bpwoo_quota (pair, account, remaining, at, recent) VALUES ('W1', 'acme', 187, '2026-03-01 12:30:15.250000+00', '[1764090000.5, 1764090001.25]');
