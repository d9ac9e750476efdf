BEGIN TRANSACTION;
CREATE TABLE album_photo (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person INTEGER NOT NULL, 
	album VARCHAR NOT NULL, 
	file VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	size INTEGER NOT NULL, 
	caption VARCHAR NOT NULL, 
	recorded_at VARCHAR(27) NOT NULL
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0024');
CREATE TABLE allowed_group (
	chat INTEGER NOT NULL, 
	actor INTEGER NOT NULL, 
	allowed_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (chat)
);
INSERT INTO "allowed_group" VALUES(-100,14,'2020-01-12T01:30:00.000000Z');
CREATE TABLE attachment (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	submission INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size INTEGER NOT NULL, 
	recorded_at VARCHAR(27) NOT NULL, album VARCHAR, caption VARCHAR, 
	UNIQUE (submission, sha256)
);
INSERT INTO "attachment" VALUES(1,1,11,'证明.pdf','cc',9,'2020-01-12T01:30:00.000000Z',NULL,NULL);
CREATE TABLE audit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at VARCHAR(27) NOT NULL, 
	actor INTEGER NOT NULL, 
	role VARCHAR NOT NULL, 
	action VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	detail TEXT NOT NULL, 
	hash VARCHAR NOT NULL
, "key" VARCHAR);
INSERT INTO "audit" VALUES(1,'2020-01-12T00:00:00.000000Z',0,'admin','people.admit','person 11','{}','685bd76d958166c73e7086ac86c0fd174cd8c3a057d46e413a12ea42d585903b',NULL);
CREATE TABLE audit_text (
	digest VARCHAR NOT NULL, 
	person BIGINT NOT NULL, 
	salt VARCHAR NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (digest)
);
CREATE TABLE broadcast (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	sender INTEGER NOT NULL, 
	people INTEGER NOT NULL, 
	made_at VARCHAR(27) NOT NULL, 
	reported_at VARCHAR(27)
);
CREATE TABLE closed_year (
	year INTEGER NOT NULL, 
	actor INTEGER NOT NULL, 
	closed_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (year)
);
INSERT INTO "closed_year" VALUES(2017,14,'2020-01-12T01:30:00.000000Z');
CREATE TABLE context (
	person INTEGER NOT NULL, 
	meaning TEXT NOT NULL, 
	asked_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (person)
);
INSERT INTO "context" VALUES(14,'{}','2020-01-13T02:00:00.000000Z');
CREATE TABLE days_off (
	year INTEGER NOT NULL, 
	days TEXT NOT NULL, 
	actor INTEGER NOT NULL, 
	recorded_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (year)
);
CREATE TABLE draft (
	person INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	touched_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (person)
);
INSERT INTO "draft" VALUES(11,3,'{"community": "tongchuang"}','2020-01-13T02:00:00.000000Z');
CREATE TABLE figure_request (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person INTEGER NOT NULL, 
	community VARCHAR NOT NULL, 
	metric VARCHAR NOT NULL, 
	year INTEGER NOT NULL, 
	asked_at VARCHAR(27) NOT NULL, 
	told_at VARCHAR(27), 
	state VARCHAR NOT NULL, 
	settled_at VARCHAR(27), 
	CONSTRAINT state_known CHECK (state IN ('open', 'answered', 'declined', 'lapsed'))
);
CREATE TABLE inbox (
	update_id INTEGER NOT NULL, 
	chat INTEGER, 
	person INTEGER, 
	payload TEXT, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	error VARCHAR, 
	received_at VARCHAR(27) NOT NULL, 
	done_at VARCHAR(27), digest VARCHAR, 
	PRIMARY KEY (update_id), 
	CONSTRAINT state_known CHECK (state IN ('pending', 'done', 'failed'))
);
INSERT INTO "inbox" VALUES(100,11,11,NULL,'done',0,NULL,'2020-01-12T01:30:00.000000Z','2020-01-12T01:30:00.000000Z','00');
INSERT INTO "inbox" VALUES(101,11,11,'{"update_id":101}','pending',0,NULL,'2020-01-13T02:00:00.000000Z',NULL,'01');
CREATE TABLE "invitation" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	token_hash VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	authorities VARCHAR NOT NULL, 
	made_by INTEGER NOT NULL, 
	made_at VARCHAR(27) NOT NULL, 
	expires_at VARCHAR(27) NOT NULL, 
	used_by INTEGER, 
	revoked BOOLEAN NOT NULL, 
	UNIQUE (token_hash)
);
INSERT INTO "invitation" VALUES(1,'aa','viewer','',14,'2020-01-12T01:30:00.000000Z','2020-01-13T02:00:00.000000Z',NULL,0);
CREATE TABLE keyboard (
	token VARCHAR NOT NULL, 
	person INTEGER NOT NULL, 
	chat INTEGER NOT NULL, 
	actions TEXT NOT NULL, 
	single_use BOOLEAN NOT NULL, 
	made_at VARCHAR(27) NOT NULL, 
	used_at VARCHAR(27), 
	PRIMARY KEY (token)
);
INSERT INTO "keyboard" VALUES('abcdef',11,11,'[]',1,'2020-01-12T01:30:00.000000Z',NULL);
CREATE TABLE "ledger" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR NOT NULL, 
	what VARCHAR NOT NULL, 
	authority VARCHAR NOT NULL, 
	community VARCHAR NOT NULL, 
	who VARCHAR NOT NULL, 
	amount VARCHAR, 
	unit VARCHAR NOT NULL, 
	metric VARCHAR NOT NULL, 
	year INTEGER, 
	day VARCHAR, 
	due VARCHAR, 
	state VARCHAR NOT NULL, 
	approved BOOLEAN NOT NULL, 
	supersedes INTEGER, 
	actor INTEGER NOT NULL, 
	actor_name VARCHAR NOT NULL, 
	recorded_at VARCHAR(27) NOT NULL, 
	subject TEXT DEFAULT ('') NOT NULL, 
	CONSTRAINT state_known CHECK (state IN ('open', 'closed', 'void')), 
	CONSTRAINT kind_known CHECK (kind IN ('decision', 'plan', 'policy', 'support', 'target', 'not_started', 'started', 'building', 'built', 'provincial', 'not_provincial')), 
	UNIQUE (supersedes)
);
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('purpose','live');
CREATE TABLE observation (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community VARCHAR NOT NULL, 
	metric VARCHAR NOT NULL, 
	year INTEGER NOT NULL, 
	value VARCHAR, 
	marker VARCHAR, 
	status VARCHAR NOT NULL, 
	submission INTEGER NOT NULL, 
	typed VARCHAR NOT NULL, 
	reporter INTEGER NOT NULL, 
	reporter_name VARCHAR NOT NULL, 
	reported_at VARCHAR(27) NOT NULL, 
	actor INTEGER NOT NULL, 
	actor_name VARCHAR NOT NULL, 
	actor_role VARCHAR NOT NULL, 
	recorded_at VARCHAR(27) NOT NULL, 
	reason VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	supersedes INTEGER, reopens BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT marker_known CHECK (marker IS NULL OR marker IN ('not_applicable', 'confidential')), 
	CONSTRAINT status_known CHECK (status IN ('submitted', 'approved', 'returned', 'withdrawn')), 
	CONSTRAINT value_or_marker CHECK ((value IS NULL) <> (marker IS NULL)), 
	CONSTRAINT year_sane CHECK (year BETWEEN 1990 AND 2200), 
	UNIQUE (supersedes)
);
INSERT INTO "observation" VALUES(1,'tongchuang','total_output',2019,'712000.5',NULL,'submitted',1,'71.20005亿',11,'王芳','2020-01-12T01:30:00.000000Z',11,'王芳','reporter','2020-01-12T01:30:00.000000Z','','',NULL,0);
INSERT INTO "observation" VALUES(2,'tongchuang','total_output',2019,'712000.5',NULL,'approved',1,'71.20005亿',11,'王芳','2020-01-12T01:30:00.000000Z',13,'刘洋','reviewer','2020-01-13T02:00:00.000000Z','','',1,0);
INSERT INTO "observation" VALUES(3,'tongchuang','total_output',2019,'800000',NULL,'submitted',2,'71.20005亿',11,'王芳','2020-01-13T02:00:00.000000Z',11,'王芳','reporter','2020-01-13T02:00:00.000000Z','更正','',2,0);
INSERT INTO "observation" VALUES(4,'tongchuang','wifi_coverage',2019,'100',NULL,'submitted',2,'全覆盖',11,'王芳','2020-01-12T01:30:00.000000Z',11,'王芳','reporter','2020-01-12T01:30:00.000000Z','','',NULL,0);
INSERT INTO "observation" VALUES(5,'tongchuang','employees',2019,NULL,'confidential','submitted',2,'保密',11,'王芳','2020-01-12T01:30:00.000000Z',11,'王芳','reporter','2020-01-12T01:30:00.000000Z','','',NULL,0);
INSERT INTO "observation" VALUES(6,'tongchuang','makerspaces',2019,'3',NULL,'submitted',2,'71.20005亿',11,'王芳','2020-01-12T01:30:00.000000Z',11,'王芳','reporter','2020-01-12T01:30:00.000000Z','','',NULL,0);
INSERT INTO "observation" VALUES(7,'tongchuang','makerspaces',2019,'3',NULL,'returned',2,'71.20005亿',11,'王芳','2020-01-12T01:30:00.000000Z',11,'王芳','reporter','2020-01-12T01:30:00.000000Z','请核','',6,0);
CREATE TABLE outbox (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" VARCHAR, 
	chat INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	payload TEXT, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	not_before VARCHAR(27) NOT NULL, 
	message_id INTEGER, 
	error VARCHAR, 
	made_at VARCHAR(27) NOT NULL, 
	settled_at VARCHAR(27), doubts INTEGER DEFAULT '0' NOT NULL, told_at VARCHAR(27), 
	CONSTRAINT kind_known CHECK (kind IN ('reply', 'receipt', 'reminder', 'digest', 'broadcast', 'notice')), 
	CONSTRAINT state_known CHECK (state IN ('pending', 'claimed', 'sent', 'retry', 'uncertain', 'dead', 'cancelled')), 
	UNIQUE ("key")
);
INSERT INTO "outbox" VALUES(1,'remind:1',11,11,'reminder',2,'{"text": "催报"}','pending',1,'2020-01-13T02:00:00.000000Z',NULL,NULL,'2020-01-12T01:30:00.000000Z',NULL,1,NULL);
INSERT INTO "outbox" VALUES(2,'remind:2',11,11,'reminder',2,'{"text": "催报"}','retry',1,'2020-01-13T02:00:00.000000Z',NULL,NULL,'2020-01-12T01:30:00.000000Z',NULL,1,NULL);
INSERT INTO "outbox" VALUES(3,'remind:3',11,11,'reminder',2,'{"text": "催报"}','uncertain',1,'2020-01-13T02:00:00.000000Z',NULL,NULL,'2020-01-12T01:30:00.000000Z',NULL,1,NULL);
CREATE TABLE override (
	year INTEGER NOT NULL, 
	deadline VARCHAR NOT NULL, 
	actor INTEGER NOT NULL, 
	recorded_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (year)
);
INSERT INTO "override" VALUES(2019,'2020-02-10',14,'2020-01-12T01:30:00.000000Z');
CREATE TABLE own_reminder (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	repeat VARCHAR NOT NULL, 
	day_of_month INTEGER, 
	due VARCHAR(27), 
	made_at VARCHAR(27) NOT NULL, 
	CONSTRAINT repeat_known CHECK (repeat IN ('once', 'daily', 'weekly', 'monthly', 'yearly'))
);
INSERT INTO "own_reminder" VALUES(1,11,'报数','monthly',31,'2020-01-13T02:00:00.000000Z','2020-01-12T01:30:00.000000Z');
CREATE TABLE page_link (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	token_hash VARCHAR NOT NULL, 
	made_by INTEGER NOT NULL, 
	made_at VARCHAR(27) NOT NULL, 
	expires_at VARCHAR(27) NOT NULL, 
	UNIQUE (token_hash)
);
CREATE TABLE "person" (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	authorities VARCHAR NOT NULL, 
	language VARCHAR, 
	active BOOLEAN NOT NULL, 
	unreachable_since VARCHAR(27), 
	last_seen VARCHAR(27), 
	admitted_at VARCHAR(27) NOT NULL, 
	admitted_by INTEGER NOT NULL, 
	muted_year INTEGER, 
	snoozed_until VARCHAR(27), 
	confirmed_at VARCHAR(27), unreachable_why VARCHAR, menu VARCHAR, 
	PRIMARY KEY (id)
);
INSERT INTO "person" VALUES(11,'王芳','reporter','chongchuan',NULL,1,NULL,'2020-01-13T02:00:00.000000Z','2020-01-12T01:30:00.000000Z',0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(14,'赵磊','admin','',NULL,1,NULL,'2020-01-13T02:00:00.000000Z','2020-01-12T01:30:00.000000Z',0,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE photo (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person INTEGER NOT NULL, 
	large VARCHAR NOT NULL, 
	large_size INTEGER NOT NULL, 
	small VARCHAR NOT NULL, 
	small_size INTEGER NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	recorded_at VARCHAR(27) NOT NULL
);
CREATE TABLE prompt (
	person INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	args TEXT NOT NULL, 
	asked_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (person)
);
INSERT INTO "prompt" VALUES(14,'reason','[]','2020-01-13T02:00:00.000000Z');
CREATE TABLE proof (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	entry INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size INTEGER NOT NULL, 
	recorded_at VARCHAR(27) NOT NULL, 
	UNIQUE (entry, sha256)
);
CREATE TABLE "roster" (
	phone_hash VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	authorities VARCHAR NOT NULL, 
	made_at VARCHAR(27) NOT NULL, 
	used_by INTEGER, 
	PRIMARY KEY (phone_hash)
);
INSERT INTO "roster" VALUES('bb','周涛','reporter','chongchuan','2020-01-12T01:30:00.000000Z',NULL);
CREATE TABLE showing (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR NOT NULL, 
	community VARCHAR NOT NULL, 
	what TEXT NOT NULL, 
	place VARCHAR NOT NULL, 
	milestone VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	day VARCHAR, 
	agreed BOOLEAN NOT NULL, 
	photos TEXT NOT NULL, 
	state VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	supersedes INTEGER, 
	author INTEGER NOT NULL, 
	author_name VARCHAR NOT NULL, 
	actor INTEGER NOT NULL, 
	actor_name VARCHAR NOT NULL, 
	recorded_at VARCHAR(27) NOT NULL, 
	UNIQUE (supersedes), 
	CONSTRAINT kind_known CHECK (kind IN ('progress', 'startup', 'person', 'practice')), 
	CONSTRAINT state_known CHECK (state IN ('submitted', 'approved', 'returned', 'withdrawn'))
);
CREATE TABLE showing_draft (
	person INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	touched_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (person)
);
CREATE TABLE stand_in (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	asker INTEGER NOT NULL, 
	colleague INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	asked_at VARCHAR(27) NOT NULL, 
	until VARCHAR(27) NOT NULL, 
	state VARCHAR NOT NULL, 
	settled_at VARCHAR(27), 
	CONSTRAINT state_known CHECK (state IN ('asked', 'taken', 'declined', 'lapsed', 'over'))
);
CREATE TABLE standing (
	community VARCHAR NOT NULL, 
	metric VARCHAR NOT NULL, 
	year INTEGER NOT NULL, 
	observation INTEGER NOT NULL, 
	status VARCHAR NOT NULL, 
	value VARCHAR, 
	marker VARCHAR, 
	PRIMARY KEY (community, metric, year), 
	CONSTRAINT status_known CHECK (status IN ('submitted', 'approved'))
)
 WITHOUT ROWID

;
INSERT INTO "standing" VALUES('tongchuang','employees',2019,5,'submitted',NULL,'confidential');
INSERT INTO "standing" VALUES('tongchuang','total_output',2019,2,'approved','712000.5',NULL);
INSERT INTO "standing" VALUES('tongchuang','wifi_coverage',2019,4,'submitted','100',NULL);
CREATE TABLE stranger (
	id INTEGER NOT NULL, 
	day VARCHAR NOT NULL, 
	updates INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "stranger" VALUES(77,'2020-01-12',2);
CREATE TABLE submission (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	operation VARCHAR NOT NULL, 
	person INTEGER NOT NULL, 
	way VARCHAR NOT NULL, 
	recorded_at VARCHAR(27) NOT NULL, 
	CONSTRAINT way_known CHECK (way IN ('dialogue', 'line', 'sheet', 'import')), 
	UNIQUE (operation)
);
INSERT INTO "submission" VALUES(1,'tap:1',11,'dialogue','2020-01-12T01:30:00.000000Z');
INSERT INTO "submission" VALUES(2,'tap:2',11,'dialogue','2020-01-12T01:30:00.000000Z');
CREATE TABLE subscription (
	person INTEGER NOT NULL, 
	made_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (person)
);
CREATE TABLE unanswered (
	id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	intent VARCHAR NOT NULL, 
	rule VARCHAR NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE web_session (
	token_hash VARCHAR NOT NULL, 
	data_hash VARCHAR NOT NULL, 
	person INTEGER NOT NULL, 
	made_at VARCHAR(27) NOT NULL, 
	expires_at VARCHAR(27) NOT NULL, 
	ended BOOLEAN NOT NULL, 
	PRIMARY KEY (token_hash), 
	UNIQUE (data_hash)
);
CREATE INDEX inbox_pending ON inbox (state, update_id) WHERE state <> 'done';
CREATE INDEX ix_keyboard_made_at ON keyboard (made_at);
CREATE UNIQUE INDEX observation_first ON observation (community, metric, year) WHERE supersedes IS NULL;
CREATE INDEX observation_of_submission ON observation (submission);
CREATE INDEX outbox_of_person ON outbox (person, kind, id);
CREATE TRIGGER observation_no_update BEFORE UPDATE ON observation BEGIN SELECT RAISE(ABORT, 'observation is append-only'); END;
CREATE TRIGGER observation_no_delete BEFORE DELETE ON observation BEGIN SELECT RAISE(ABORT, 'observation is append-only'); END;
CREATE TRIGGER submission_no_update BEFORE UPDATE ON submission BEGIN SELECT RAISE(ABORT, 'submission is append-only'); END;
CREATE TRIGGER submission_no_delete BEFORE DELETE ON submission BEGIN SELECT RAISE(ABORT, 'submission is append-only'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE INDEX observation_of_community ON observation (community, metric, year, id, status);
CREATE INDEX observation_of_metric ON observation (metric, year, community, id, status);
CREATE INDEX own_reminder_due ON own_reminder (due);
CREATE INDEX ix_own_reminder_person ON own_reminder (person);
CREATE INDEX standing_of_metric ON standing (metric, year, community, status, value, marker, observation);
CREATE TRIGGER observation_falls AFTER INSERT ON observation WHEN NEW.status IN ('returned', 'withdrawn') BEGIN 
    DELETE FROM standing
    WHERE community = NEW.community AND metric = NEW.metric AND year = NEW.year AND status = 'submitted';
 END;
CREATE INDEX outbox_of_chat ON outbox (chat, id) WHERE state IN ('pending', 'retry', 'claimed');
CREATE INDEX audit_text_of_person ON audit_text (person);
CREATE INDEX unanswered_at ON unanswered (at);
CREATE TRIGGER showing_no_update BEFORE UPDATE ON showing BEGIN SELECT RAISE(ABORT, 'showing is append-only'); END;
CREATE TRIGGER showing_no_delete BEFORE DELETE ON showing BEGIN SELECT RAISE(ABORT, 'showing is append-only'); END;
CREATE INDEX ix_web_session_person ON web_session (person);
CREATE TRIGGER observation_stands AFTER INSERT ON observation WHEN NEW.status IN ('submitted', 'approved') AND NOT NEW.reopens BEGIN 
    INSERT INTO standing (community, metric, year, observation, status, value, marker) VALUES (NEW.community, NEW.metric, NEW.year, NEW.id, NEW.status, NEW.value, NEW.marker)
    ON CONFLICT (community, metric, year) DO UPDATE SET
        observation = excluded.observation, status = excluded.status,
        value = excluded.value, marker = excluded.marker
    WHERE excluded.status = 'approved' OR standing.status = 'submitted';
 END;
CREATE TRIGGER observation_reopens AFTER INSERT ON observation WHEN NEW.reopens BEGIN 
    DELETE FROM standing WHERE community = NEW.community AND metric = NEW.metric AND year = NEW.year;
    INSERT INTO standing (community, metric, year, observation, status, value, marker)
    SELECT o.community, o.metric, o.year, o.id, o.status, o.value, o.marker FROM observation o
    WHERE o.community = NEW.community AND o.metric = NEW.metric AND o.year = NEW.year AND o.status = 'approved'
        AND NOT EXISTS (SELECT 1 FROM observation r WHERE r.supersedes = o.id AND r.reopens)
    ORDER BY o.id DESC LIMIT 1;
    INSERT INTO standing (community, metric, year, observation, status, value, marker) VALUES (NEW.community, NEW.metric, NEW.year, NEW.id, NEW.status, NEW.value, NEW.marker) ON CONFLICT (community, metric, year) DO NOTHING;
 END;
CREATE INDEX outbox_next ON outbox (priority, id) WHERE state IN ('pending', 'retry', 'claimed');
CREATE INDEX ix_album_photo_person ON album_photo (person);
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('invitation',1);
INSERT INTO "sqlite_sequence" VALUES('ledger',0);
INSERT INTO "sqlite_sequence" VALUES('audit',1);
INSERT INTO "sqlite_sequence" VALUES('submission',2);
INSERT INTO "sqlite_sequence" VALUES('observation',7);
INSERT INTO "sqlite_sequence" VALUES('outbox',3);
INSERT INTO "sqlite_sequence" VALUES('own_reminder',1);
INSERT INTO "sqlite_sequence" VALUES('attachment',1);
COMMIT;
