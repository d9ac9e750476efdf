SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.audit_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$;
CREATE FUNCTION public.ledger_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'ledger is append-only'; END $$;
CREATE FUNCTION public.observation_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'observation is append-only'; END $$;
CREATE FUNCTION public.observation_stands() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW.reopens THEN 
    DELETE FROM standing WHERE community = NEW.community AND metric = NEW.metric AND year = NEW.year;
    INSERT INTO standing (community, metric, year, observation, status, value, marker)
    SELECT o.community, o.metric, o.year, o.id, o.status, o.value, o.marker FROM observation o
    WHERE o.community = NEW.community AND o.metric = NEW.metric AND o.year = NEW.year AND o.status = 'approved'
        AND NOT EXISTS (SELECT 1 FROM observation r WHERE r.supersedes = o.id AND r.reopens)
    ORDER BY o.id DESC LIMIT 1;
    INSERT INTO standing (community, metric, year, observation, status, value, marker) VALUES (NEW.community, NEW.metric, NEW.year, NEW.id, NEW.status, NEW.value, NEW.marker) ON CONFLICT (community, metric, year) DO NOTHING;
 ELSIF NEW.status IN ('submitted', 'approved') THEN 
    INSERT INTO standing (community, metric, year, observation, status, value, marker) VALUES (NEW.community, NEW.metric, NEW.year, NEW.id, NEW.status, NEW.value, NEW.marker)
    ON CONFLICT (community, metric, year) DO UPDATE SET
        observation = excluded.observation, status = excluded.status,
        value = excluded.value, marker = excluded.marker
    WHERE excluded.status = 'approved' OR standing.status = 'submitted';
 ELSE 
    DELETE FROM standing
    WHERE community = NEW.community AND metric = NEW.metric AND year = NEW.year AND status = 'submitted';
 END IF; RETURN NULL; END $$;
CREATE FUNCTION public.showing_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'showing is append-only'; END $$;
CREATE FUNCTION public.submission_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'submission is append-only'; END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.album_photo (
    id bigint NOT NULL,
    person bigint NOT NULL,
    album character varying NOT NULL,
    file character varying NOT NULL,
    name character varying NOT NULL,
    size integer NOT NULL,
    caption character varying NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.album_photo_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.album_photo_id_seq OWNED BY public.album_photo.id;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.allowed_group (
    chat bigint NOT NULL,
    actor bigint NOT NULL,
    allowed_at timestamp with time zone NOT NULL
);
CREATE TABLE public.attachment (
    id bigint NOT NULL,
    submission bigint NOT NULL,
    person bigint NOT NULL,
    name character varying NOT NULL,
    sha256 character varying NOT NULL,
    size integer NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    album character varying,
    caption character varying
);
CREATE SEQUENCE public.attachment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.attachment_id_seq OWNED BY public.attachment.id;
CREATE TABLE public.audit (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor bigint NOT NULL,
    role character varying NOT NULL,
    action character varying NOT NULL,
    subject character varying NOT NULL,
    detail text NOT NULL,
    hash character varying NOT NULL,
    key character varying
);
CREATE SEQUENCE public.audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.audit_id_seq OWNED BY public.audit.id;
CREATE TABLE public.audit_text (
    digest character varying NOT NULL,
    person bigint NOT NULL,
    salt character varying NOT NULL,
    text text NOT NULL
);
CREATE TABLE public.broadcast (
    id bigint NOT NULL,
    sender bigint NOT NULL,
    people integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    reported_at timestamp with time zone
);
CREATE SEQUENCE public.broadcast_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.broadcast_id_seq OWNED BY public.broadcast.id;
CREATE TABLE public.closed_year (
    year integer NOT NULL,
    actor bigint NOT NULL,
    closed_at timestamp with time zone NOT NULL
);
CREATE TABLE public.context (
    person bigint NOT NULL,
    meaning text NOT NULL,
    asked_at timestamp with time zone NOT NULL
);
CREATE TABLE public.days_off (
    year integer NOT NULL,
    days text NOT NULL,
    actor bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);
CREATE TABLE public.draft (
    person bigint NOT NULL,
    version integer NOT NULL,
    state text NOT NULL,
    touched_at timestamp with time zone NOT NULL
);
CREATE TABLE public.figure_request (
    id bigint NOT NULL,
    person bigint NOT NULL,
    community character varying NOT NULL,
    metric character varying NOT NULL,
    year integer NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    told_at timestamp with time zone,
    state character varying NOT NULL,
    settled_at timestamp with time zone,
    CONSTRAINT state_known CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'answered'::character varying, 'declined'::character varying, 'lapsed'::character varying])::text[])))
);
CREATE SEQUENCE public.figure_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.figure_request_id_seq OWNED BY public.figure_request.id;
CREATE TABLE public.inbox (
    update_id bigint NOT NULL,
    chat bigint,
    person bigint,
    payload text,
    state character varying NOT NULL,
    attempts integer NOT NULL,
    error character varying,
    received_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    digest character varying,
    CONSTRAINT state_known CHECK (((state)::text = ANY ((ARRAY['pending'::character varying, 'done'::character varying, 'failed'::character varying])::text[])))
);
CREATE TABLE public.invitation (
    id bigint NOT NULL,
    token_hash character varying NOT NULL,
    role character varying NOT NULL,
    authorities character varying NOT NULL,
    made_by bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_by bigint,
    revoked boolean NOT NULL
);
CREATE SEQUENCE public.invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.invitation_id_seq OWNED BY public.invitation.id;
CREATE TABLE public.keyboard (
    token character varying NOT NULL,
    person bigint NOT NULL,
    chat bigint NOT NULL,
    actions text NOT NULL,
    single_use boolean NOT NULL,
    made_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);
CREATE TABLE public.ledger (
    id bigint NOT NULL,
    kind character varying NOT NULL,
    what character varying NOT NULL,
    authority character varying NOT NULL,
    community character varying NOT NULL,
    who character varying NOT NULL,
    amount numeric,
    unit character varying NOT NULL,
    metric character varying NOT NULL,
    year integer,
    day character varying,
    due character varying,
    state character varying NOT NULL,
    approved boolean NOT NULL,
    supersedes bigint,
    actor bigint NOT NULL,
    actor_name character varying NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    subject text DEFAULT ''::text NOT NULL,
    CONSTRAINT kind_known CHECK (((kind)::text = ANY ((ARRAY['decision'::character varying, 'plan'::character varying, 'policy'::character varying, 'support'::character varying, 'target'::character varying, 'not_started'::character varying, 'started'::character varying, 'building'::character varying, 'built'::character varying, 'provincial'::character varying, 'not_provincial'::character varying])::text[]))),
    CONSTRAINT state_known CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'closed'::character varying, 'void'::character varying])::text[])))
);
CREATE SEQUENCE public.ledger_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.ledger_id_seq OWNED BY public.ledger.id;
CREATE TABLE public.meta (
    key character varying NOT NULL,
    value character varying NOT NULL
);
CREATE TABLE public.observation (
    id bigint NOT NULL,
    community character varying NOT NULL,
    metric character varying NOT NULL,
    year integer NOT NULL,
    value numeric,
    marker character varying,
    status character varying NOT NULL,
    submission bigint NOT NULL,
    typed character varying NOT NULL,
    reporter bigint NOT NULL,
    reporter_name character varying NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    actor bigint NOT NULL,
    actor_name character varying NOT NULL,
    actor_role character varying NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    reason character varying NOT NULL,
    note character varying NOT NULL,
    supersedes bigint,
    reopens boolean DEFAULT false NOT NULL,
    CONSTRAINT marker_known CHECK (((marker IS NULL) OR ((marker)::text = ANY ((ARRAY['not_applicable'::character varying, 'confidential'::character varying])::text[])))),
    CONSTRAINT status_known CHECK (((status)::text = ANY ((ARRAY['submitted'::character varying, 'approved'::character varying, 'returned'::character varying, 'withdrawn'::character varying])::text[]))),
    CONSTRAINT value_or_marker CHECK (((value IS NULL) <> (marker IS NULL))),
    CONSTRAINT year_sane CHECK (((year >= 1990) AND (year <= 2200)))
);
CREATE SEQUENCE public.observation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.observation_id_seq OWNED BY public.observation.id;
CREATE TABLE public.outbox (
    id bigint NOT NULL,
    key character varying,
    chat bigint NOT NULL,
    person bigint NOT NULL,
    kind character varying NOT NULL,
    priority integer NOT NULL,
    payload text,
    state character varying NOT NULL,
    attempts integer NOT NULL,
    not_before timestamp with time zone NOT NULL,
    message_id bigint,
    error character varying,
    made_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    doubts integer DEFAULT 0 NOT NULL,
    told_at timestamp with time zone,
    CONSTRAINT kind_known CHECK (((kind)::text = ANY ((ARRAY['reply'::character varying, 'receipt'::character varying, 'reminder'::character varying, 'digest'::character varying, 'broadcast'::character varying, 'notice'::character varying])::text[]))),
    CONSTRAINT state_known CHECK (((state)::text = ANY ((ARRAY['pending'::character varying, 'claimed'::character varying, 'sent'::character varying, 'retry'::character varying, 'uncertain'::character varying, 'dead'::character varying, 'cancelled'::character varying])::text[])))
);
CREATE SEQUENCE public.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.outbox_id_seq OWNED BY public.outbox.id;
CREATE TABLE public.override (
    year integer NOT NULL,
    deadline character varying NOT NULL,
    actor bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);
CREATE TABLE public.own_reminder (
    id bigint NOT NULL,
    person bigint NOT NULL,
    text character varying NOT NULL,
    repeat character varying NOT NULL,
    day_of_month integer,
    due timestamp with time zone,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT repeat_known CHECK (((repeat)::text = ANY ((ARRAY['once'::character varying, 'daily'::character varying, 'weekly'::character varying, 'monthly'::character varying, 'yearly'::character varying])::text[])))
);
CREATE SEQUENCE public.own_reminder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.own_reminder_id_seq OWNED BY public.own_reminder.id;
CREATE TABLE public.page_link (
    id bigint NOT NULL,
    token_hash character varying NOT NULL,
    made_by bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.page_link_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.page_link_id_seq OWNED BY public.page_link.id;
CREATE TABLE public.person (
    id bigint NOT NULL,
    name character varying NOT NULL,
    role character varying NOT NULL,
    authorities character varying NOT NULL,
    language character varying,
    active boolean NOT NULL,
    unreachable_since timestamp with time zone,
    last_seen timestamp with time zone,
    admitted_at timestamp with time zone NOT NULL,
    admitted_by bigint NOT NULL,
    muted_year integer,
    snoozed_until timestamp with time zone,
    confirmed_at timestamp with time zone,
    unreachable_why character varying,
    menu character varying
);
CREATE TABLE public.photo (
    id bigint NOT NULL,
    person bigint NOT NULL,
    large character varying NOT NULL,
    large_size integer NOT NULL,
    small character varying NOT NULL,
    small_size integer NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.photo_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.photo_id_seq OWNED BY public.photo.id;
CREATE TABLE public.prompt (
    person bigint NOT NULL,
    name character varying NOT NULL,
    args text NOT NULL,
    asked_at timestamp with time zone NOT NULL
);
CREATE TABLE public.proof (
    id bigint NOT NULL,
    entry bigint NOT NULL,
    person bigint NOT NULL,
    name character varying NOT NULL,
    sha256 character varying NOT NULL,
    size integer NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.proof_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.proof_id_seq OWNED BY public.proof.id;
CREATE TABLE public.roster (
    phone_hash character varying NOT NULL,
    name character varying NOT NULL,
    role character varying NOT NULL,
    authorities character varying NOT NULL,
    made_at timestamp with time zone NOT NULL,
    used_by bigint
);
CREATE TABLE public.showing (
    id bigint NOT NULL,
    kind character varying NOT NULL,
    community character varying NOT NULL,
    what text NOT NULL,
    place character varying NOT NULL,
    milestone character varying NOT NULL,
    name character varying NOT NULL,
    day character varying,
    agreed boolean NOT NULL,
    photos text NOT NULL,
    state character varying NOT NULL,
    reason character varying NOT NULL,
    supersedes bigint,
    author bigint NOT NULL,
    author_name character varying NOT NULL,
    actor bigint NOT NULL,
    actor_name character varying NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT kind_known CHECK (((kind)::text = ANY ((ARRAY['progress'::character varying, 'startup'::character varying, 'person'::character varying, 'practice'::character varying])::text[]))),
    CONSTRAINT state_known CHECK (((state)::text = ANY ((ARRAY['submitted'::character varying, 'approved'::character varying, 'returned'::character varying, 'withdrawn'::character varying])::text[])))
);
CREATE TABLE public.showing_draft (
    person bigint NOT NULL,
    state text NOT NULL,
    touched_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.showing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.showing_id_seq OWNED BY public.showing.id;
CREATE TABLE public.stand_in (
    id bigint NOT NULL,
    asker bigint NOT NULL,
    colleague bigint NOT NULL,
    year integer NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    state character varying NOT NULL,
    settled_at timestamp with time zone,
    CONSTRAINT state_known CHECK (((state)::text = ANY ((ARRAY['asked'::character varying, 'taken'::character varying, 'declined'::character varying, 'lapsed'::character varying, 'over'::character varying])::text[])))
);
CREATE SEQUENCE public.stand_in_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.stand_in_id_seq OWNED BY public.stand_in.id;
CREATE TABLE public.standing (
    community character varying NOT NULL,
    metric character varying NOT NULL,
    year integer NOT NULL,
    observation bigint NOT NULL,
    status character varying NOT NULL,
    value numeric,
    marker character varying,
    CONSTRAINT status_known CHECK (((status)::text = ANY ((ARRAY['submitted'::character varying, 'approved'::character varying])::text[])))
);
CREATE TABLE public.stranger (
    id bigint NOT NULL,
    day character varying NOT NULL,
    updates integer NOT NULL
);
CREATE TABLE public.submission (
    id bigint NOT NULL,
    operation character varying NOT NULL,
    person bigint NOT NULL,
    way character varying NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT way_known CHECK (((way)::text = ANY ((ARRAY['dialogue'::character varying, 'line'::character varying, 'sheet'::character varying, 'import'::character varying])::text[])))
);
CREATE SEQUENCE public.submission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.submission_id_seq OWNED BY public.submission.id;
CREATE TABLE public.subscription (
    person bigint NOT NULL,
    made_at timestamp with time zone NOT NULL
);
CREATE TABLE public.unanswered (
    id bigint NOT NULL,
    text text NOT NULL,
    intent character varying NOT NULL,
    rule character varying NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.unanswered_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.unanswered_id_seq OWNED BY public.unanswered.id;
CREATE TABLE public.web_session (
    token_hash character varying NOT NULL,
    data_hash character varying NOT NULL,
    person bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended boolean NOT NULL
);
ALTER TABLE ONLY public.album_photo ALTER COLUMN id SET DEFAULT nextval('public.album_photo_id_seq'::regclass);
ALTER TABLE ONLY public.attachment ALTER COLUMN id SET DEFAULT nextval('public.attachment_id_seq'::regclass);
ALTER TABLE ONLY public.audit ALTER COLUMN id SET DEFAULT nextval('public.audit_id_seq'::regclass);
ALTER TABLE ONLY public.broadcast ALTER COLUMN id SET DEFAULT nextval('public.broadcast_id_seq'::regclass);
ALTER TABLE ONLY public.figure_request ALTER COLUMN id SET DEFAULT nextval('public.figure_request_id_seq'::regclass);
ALTER TABLE ONLY public.invitation ALTER COLUMN id SET DEFAULT nextval('public.invitation_id_seq'::regclass);
ALTER TABLE ONLY public.ledger ALTER COLUMN id SET DEFAULT nextval('public.ledger_id_seq'::regclass);
ALTER TABLE ONLY public.observation ALTER COLUMN id SET DEFAULT nextval('public.observation_id_seq'::regclass);
ALTER TABLE ONLY public.outbox ALTER COLUMN id SET DEFAULT nextval('public.outbox_id_seq'::regclass);
ALTER TABLE ONLY public.own_reminder ALTER COLUMN id SET DEFAULT nextval('public.own_reminder_id_seq'::regclass);
ALTER TABLE ONLY public.page_link ALTER COLUMN id SET DEFAULT nextval('public.page_link_id_seq'::regclass);
ALTER TABLE ONLY public.photo ALTER COLUMN id SET DEFAULT nextval('public.photo_id_seq'::regclass);
ALTER TABLE ONLY public.proof ALTER COLUMN id SET DEFAULT nextval('public.proof_id_seq'::regclass);
ALTER TABLE ONLY public.showing ALTER COLUMN id SET DEFAULT nextval('public.showing_id_seq'::regclass);
ALTER TABLE ONLY public.stand_in ALTER COLUMN id SET DEFAULT nextval('public.stand_in_id_seq'::regclass);
ALTER TABLE ONLY public.submission ALTER COLUMN id SET DEFAULT nextval('public.submission_id_seq'::regclass);
ALTER TABLE ONLY public.unanswered ALTER COLUMN id SET DEFAULT nextval('public.unanswered_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('0024');
INSERT INTO public.allowed_group VALUES (-100, 14, '2020-01-12 01:30:00+00');
INSERT INTO public.attachment VALUES (1, 1, 11, '证明.pdf', 'cc', 9, '2020-01-12 01:30:00+00', NULL, NULL);
INSERT INTO public.audit VALUES (1, '2020-01-12 00:00:00+00', 0, 'admin', 'people.admit', 'person 11', '{}', '685bd76d958166c73e7086ac86c0fd174cd8c3a057d46e413a12ea42d585903b', NULL);
INSERT INTO public.closed_year VALUES (2017, 14, '2020-01-12 01:30:00+00');
INSERT INTO public.context VALUES (14, '{}', '2020-01-13 02:00:00+00');
INSERT INTO public.draft VALUES (11, 3, '{"community": "tongchuang"}', '2020-01-13 02:00:00+00');
INSERT INTO public.inbox VALUES (100, 11, 11, NULL, 'done', 0, NULL, '2020-01-12 01:30:00+00', '2020-01-12 01:30:00+00', '00');
INSERT INTO public.inbox VALUES (101, 11, 11, '{"update_id":101}', 'pending', 0, NULL, '2020-01-13 02:00:00+00', NULL, '01');
INSERT INTO public.invitation VALUES (1, 'aa', 'viewer', '', 14, '2020-01-12 01:30:00+00', '2020-01-13 02:00:00+00', NULL, false);
INSERT INTO public.keyboard VALUES ('abcdef', 11, 11, '[]', true, '2020-01-12 01:30:00+00', NULL);
INSERT INTO public.meta VALUES ('purpose', 'live');
INSERT INTO public.observation VALUES (1, 'tongchuang', 'total_output', 2019, 712000.5, NULL, 'submitted', 1, '71.20005亿', 11, '王芳', '2020-01-12 01:30:00+00', 11, '王芳', 'reporter', '2020-01-12 01:30:00+00', '', '', NULL, false);
INSERT INTO public.observation VALUES (2, 'tongchuang', 'total_output', 2019, 712000.5, NULL, 'approved', 1, '71.20005亿', 11, '王芳', '2020-01-12 01:30:00+00', 13, '刘洋', 'reviewer', '2020-01-13 02:00:00+00', '', '', 1, false);
INSERT INTO public.observation VALUES (3, 'tongchuang', 'total_output', 2019, 800000, NULL, 'submitted', 2, '71.20005亿', 11, '王芳', '2020-01-13 02:00:00+00', 11, '王芳', 'reporter', '2020-01-13 02:00:00+00', '更正', '', 2, false);
INSERT INTO public.observation VALUES (4, 'tongchuang', 'wifi_coverage', 2019, 100, NULL, 'submitted', 2, '全覆盖', 11, '王芳', '2020-01-12 01:30:00+00', 11, '王芳', 'reporter', '2020-01-12 01:30:00+00', '', '', NULL, false);
INSERT INTO public.observation VALUES (5, 'tongchuang', 'employees', 2019, NULL, 'confidential', 'submitted', 2, '保密', 11, '王芳', '2020-01-12 01:30:00+00', 11, '王芳', 'reporter', '2020-01-12 01:30:00+00', '', '', NULL, false);
INSERT INTO public.observation VALUES (6, 'tongchuang', 'makerspaces', 2019, 3, NULL, 'submitted', 2, '71.20005亿', 11, '王芳', '2020-01-12 01:30:00+00', 11, '王芳', 'reporter', '2020-01-12 01:30:00+00', '', '', NULL, false);
INSERT INTO public.observation VALUES (7, 'tongchuang', 'makerspaces', 2019, 3, NULL, 'returned', 2, '71.20005亿', 11, '王芳', '2020-01-12 01:30:00+00', 11, '王芳', 'reporter', '2020-01-12 01:30:00+00', '请核', '', 6, false);
INSERT INTO public.outbox VALUES (1, 'remind:1', 11, 11, 'reminder', 2, '{"text": "催报"}', 'pending', 1, '2020-01-13 02:00:00+00', NULL, NULL, '2020-01-12 01:30:00+00', NULL, 1, NULL);
INSERT INTO public.outbox VALUES (2, 'remind:2', 11, 11, 'reminder', 2, '{"text": "催报"}', 'retry', 1, '2020-01-13 02:00:00+00', NULL, NULL, '2020-01-12 01:30:00+00', NULL, 1, NULL);
INSERT INTO public.outbox VALUES (3, 'remind:3', 11, 11, 'reminder', 2, '{"text": "催报"}', 'uncertain', 1, '2020-01-13 02:00:00+00', NULL, NULL, '2020-01-12 01:30:00+00', NULL, 1, NULL);
INSERT INTO public.override VALUES (2019, '2020-02-10', 14, '2020-01-12 01:30:00+00');
INSERT INTO public.own_reminder VALUES (1, 11, '报数', 'monthly', 31, '2020-01-13 02:00:00+00', '2020-01-12 01:30:00+00');
INSERT INTO public.person VALUES (11, '王芳', 'reporter', 'chongchuan', NULL, true, NULL, '2020-01-13 02:00:00+00', '2020-01-12 01:30:00+00', 0, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.person VALUES (14, '赵磊', 'admin', '', NULL, true, NULL, '2020-01-13 02:00:00+00', '2020-01-12 01:30:00+00', 0, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.prompt VALUES (14, 'reason', '[]', '2020-01-13 02:00:00+00');
INSERT INTO public.roster VALUES ('bb', '周涛', 'reporter', 'chongchuan', '2020-01-12 01:30:00+00', NULL);
INSERT INTO public.standing VALUES ('tongchuang', 'total_output', 2019, 2, 'approved', 712000.5, NULL);
INSERT INTO public.standing VALUES ('tongchuang', 'wifi_coverage', 2019, 4, 'submitted', 100, NULL);
INSERT INTO public.standing VALUES ('tongchuang', 'employees', 2019, 5, 'submitted', NULL, 'confidential');
INSERT INTO public.stranger VALUES (77, '2020-01-12', 2);
INSERT INTO public.submission VALUES (1, 'tap:1', 11, 'dialogue', '2020-01-12 01:30:00+00');
INSERT INTO public.submission VALUES (2, 'tap:2', 11, 'dialogue', '2020-01-12 01:30:00+00');
SELECT pg_catalog.setval('public.album_photo_id_seq', 1, false);
SELECT pg_catalog.setval('public.attachment_id_seq', 1, false);
SELECT pg_catalog.setval('public.audit_id_seq', 1, false);
SELECT pg_catalog.setval('public.broadcast_id_seq', 1, false);
SELECT pg_catalog.setval('public.figure_request_id_seq', 1, false);
SELECT pg_catalog.setval('public.invitation_id_seq', 1, false);
SELECT pg_catalog.setval('public.ledger_id_seq', 1, false);
SELECT pg_catalog.setval('public.observation_id_seq', 1, false);
SELECT pg_catalog.setval('public.outbox_id_seq', 1, false);
SELECT pg_catalog.setval('public.own_reminder_id_seq', 1, false);
SELECT pg_catalog.setval('public.page_link_id_seq', 1, false);
SELECT pg_catalog.setval('public.photo_id_seq', 1, false);
SELECT pg_catalog.setval('public.proof_id_seq', 1, false);
SELECT pg_catalog.setval('public.showing_id_seq', 1, false);
SELECT pg_catalog.setval('public.stand_in_id_seq', 1, false);
SELECT pg_catalog.setval('public.submission_id_seq', 1, false);
SELECT pg_catalog.setval('public.unanswered_id_seq', 1, false);
ALTER TABLE ONLY public.album_photo
    ADD CONSTRAINT album_photo_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.allowed_group
    ADD CONSTRAINT allowed_group_pkey PRIMARY KEY (chat);
ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_submission_sha256_key UNIQUE (submission, sha256);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_text
    ADD CONSTRAINT audit_text_pkey PRIMARY KEY (digest);
ALTER TABLE ONLY public.broadcast
    ADD CONSTRAINT broadcast_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.closed_year
    ADD CONSTRAINT closed_year_pkey PRIMARY KEY (year);
ALTER TABLE ONLY public.context
    ADD CONSTRAINT context_pkey PRIMARY KEY (person);
ALTER TABLE ONLY public.days_off
    ADD CONSTRAINT days_off_pkey PRIMARY KEY (year);
ALTER TABLE ONLY public.draft
    ADD CONSTRAINT draft_pkey PRIMARY KEY (person);
ALTER TABLE ONLY public.figure_request
    ADD CONSTRAINT figure_request_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (update_id);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.keyboard
    ADD CONSTRAINT keyboard_pkey PRIMARY KEY (token);
ALTER TABLE ONLY public.ledger
    ADD CONSTRAINT ledger_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ledger
    ADD CONSTRAINT ledger_supersedes_key UNIQUE (supersedes);
ALTER TABLE ONLY public.meta
    ADD CONSTRAINT meta_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.observation
    ADD CONSTRAINT observation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.observation
    ADD CONSTRAINT observation_supersedes_key UNIQUE (supersedes);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_key_key UNIQUE (key);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.override
    ADD CONSTRAINT override_pkey PRIMARY KEY (year);
ALTER TABLE ONLY public.own_reminder
    ADD CONSTRAINT own_reminder_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.page_link
    ADD CONSTRAINT page_link_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.page_link
    ADD CONSTRAINT page_link_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.photo
    ADD CONSTRAINT photo_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.prompt
    ADD CONSTRAINT prompt_pkey PRIMARY KEY (person);
ALTER TABLE ONLY public.proof
    ADD CONSTRAINT proof_entry_sha256_key UNIQUE (entry, sha256);
ALTER TABLE ONLY public.proof
    ADD CONSTRAINT proof_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.roster
    ADD CONSTRAINT roster_pkey PRIMARY KEY (phone_hash);
ALTER TABLE ONLY public.showing_draft
    ADD CONSTRAINT showing_draft_pkey PRIMARY KEY (person);
ALTER TABLE ONLY public.showing
    ADD CONSTRAINT showing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.showing
    ADD CONSTRAINT showing_supersedes_key UNIQUE (supersedes);
ALTER TABLE ONLY public.stand_in
    ADD CONSTRAINT stand_in_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.standing
    ADD CONSTRAINT standing_pkey PRIMARY KEY (community, metric, year);
ALTER TABLE ONLY public.stranger
    ADD CONSTRAINT stranger_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.submission
    ADD CONSTRAINT submission_operation_key UNIQUE (operation);
ALTER TABLE ONLY public.submission
    ADD CONSTRAINT submission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (person);
ALTER TABLE ONLY public.unanswered
    ADD CONSTRAINT unanswered_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.web_session
    ADD CONSTRAINT web_session_data_hash_key UNIQUE (data_hash);
ALTER TABLE ONLY public.web_session
    ADD CONSTRAINT web_session_pkey PRIMARY KEY (token_hash);
CREATE INDEX audit_text_of_person ON public.audit_text USING btree (person);
CREATE INDEX inbox_pending ON public.inbox USING btree (state, update_id) WHERE ((state)::text <> 'done'::text);
CREATE INDEX ix_album_photo_person ON public.album_photo USING btree (person);
CREATE INDEX ix_keyboard_made_at ON public.keyboard USING btree (made_at);
CREATE INDEX ix_own_reminder_person ON public.own_reminder USING btree (person);
CREATE INDEX ix_web_session_person ON public.web_session USING btree (person);
CREATE UNIQUE INDEX observation_first ON public.observation USING btree (community, metric, year) WHERE (supersedes IS NULL);
CREATE INDEX observation_of_community ON public.observation USING btree (community, metric, year, id, status);
CREATE INDEX observation_of_metric ON public.observation USING btree (metric, year, community, id, status);
CREATE INDEX observation_of_submission ON public.observation USING btree (submission);
CREATE INDEX outbox_next ON public.outbox USING btree (priority, id) WHERE ((state)::text = ANY ((ARRAY['pending'::character varying, 'retry'::character varying, 'claimed'::character varying])::text[]));
CREATE INDEX outbox_of_chat ON public.outbox USING btree (chat, id) WHERE ((state)::text = ANY ((ARRAY['pending'::character varying, 'retry'::character varying, 'claimed'::character varying])::text[]));
CREATE INDEX outbox_of_person ON public.outbox USING btree (person, kind, id);
CREATE INDEX own_reminder_due ON public.own_reminder USING btree (due);
CREATE INDEX standing_of_metric ON public.standing USING btree (metric, year, community, status, value, marker, observation);
CREATE INDEX unanswered_at ON public.unanswered USING btree (at);
CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION public.audit_is_append_only();
CREATE TRIGGER ledger_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_is_append_only();
CREATE TRIGGER observation_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.observation FOR EACH STATEMENT EXECUTE FUNCTION public.observation_is_append_only();
CREATE TRIGGER observation_stands AFTER INSERT ON public.observation FOR EACH ROW EXECUTE FUNCTION public.observation_stands();
CREATE TRIGGER showing_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.showing FOR EACH STATEMENT EXECUTE FUNCTION public.showing_is_append_only();
CREATE TRIGGER submission_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.submission FOR EACH STATEMENT EXECUTE FUNCTION public.submission_is_append_only();
