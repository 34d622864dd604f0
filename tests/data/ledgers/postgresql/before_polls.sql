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
INSERT INTO bpwoo_outcome (pair, key, kind, status, at, result, detail, run) VALUES
	('W1', 'order:W1-7', 'sales-order', 'started', '2026-03-01 12:30:15.250000+00', NULL, '', 'r1'),
	('W1', 'order:W1-7', 'sales-order', 'done', '2026-03-01 12:30:15.250000+00', '330', 'angelegt für 7', 'r1'),
	('W1', 'order:W1-8', 'sales-order', 'failed', '2026-03-01 12:30:15.250000+00', NULL, 'ORDC-040', 'r1'),
	('W2', 'order:W2-7', 'sales-order', 'unknown', '2026-03-01 12:30:15.250000+00', NULL, '', 'r2');
