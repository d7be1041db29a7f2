-- A register from before layouts were numbered: two acts, one edition.
CREATE TABLE audit (
	seq INTEGER NOT NULL,
	at VARCHAR(40) NOT NULL,
	who VARCHAR(200) NOT NULL,
	action VARCHAR(100) NOT NULL,
	details TEXT NOT NULL,
	previous VARCHAR(64) NOT NULL,
	hash VARCHAR(64) NOT NULL,
	PRIMARY KEY (seq)
);
INSERT INTO audit VALUES(1,'2026-11-20T08:00:00.000000+00:00','steward','import','{"kind": "register", "name": "mahallalar.xlsx", "number": 1, "sha256": "abababababababababababababababababababababababababababababababab"}','0000000000000000000000000000000000000000000000000000000000000000','b342e494ccfb047cf625c4bf4f195bd8cf8336f9aca093a0329e8299ec9a8f09');
INSERT INTO audit VALUES(2,'2026-11-20T09:00:00.000000+00:00','steward','publish','{"content": "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc", "manifest": "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd", "note": "birinchi nashr", "number": 1}','b342e494ccfb047cf625c4bf4f195bd8cf8336f9aca093a0329e8299ec9a8f09','84c3e198b72d47ef0b42823b284ac85c737cd025f25a52e62a11e0b6c4d11a2c');
CREATE TABLE edition (
	number INTEGER NOT NULL,
	content VARCHAR(64) NOT NULL,
	manifest VARCHAR(64) NOT NULL,
	published_at VARCHAR(40) NOT NULL,
	who VARCHAR(200) NOT NULL,
	PRIMARY KEY (number)
);
INSERT INTO edition VALUES(1,'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','2026-11-20T08:00:00+00:00','steward');
CREATE TABLE current_edition (
	id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT one_row CHECK (id = 1),
	FOREIGN KEY(number) REFERENCES edition (number)
);
INSERT INTO current_edition VALUES(1,1);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
