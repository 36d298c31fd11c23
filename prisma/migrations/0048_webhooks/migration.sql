-- Where events are sent (docs/rules.md R146), each place with its own line for every member: what is sent of one member keeps
-- its order, and nobody waits for another (decision 62).
create table sys_webhook_endpoint (
  id bigint generated always as identity primary key,
  url text not null check (length(url) between 1 and 500),
  -- None: every type.
  types text[] not null default '{}',
  description text not null default '' check (length(description) <= 200),
  -- DELETED: kept until what it was sent has left the tables.
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'OFF', 'DELETED')),
  -- Why it is off: a person, or five days without a success.
  off_reason text check (off_reason in ('BY_HAND', 'FAILING')),
  secret text not null,
  previous_secret text,
  previous_secret_until timestamptz,
  failing_since timestamptz,
  last_success_time timestamptz,
  created_by text not null,
  request_key text,
  request_hash text,
  create_time timestamptz not null default now(),
  constraint sys_webhook_endpoint_off check ((status = 'OFF') = (off_reason is not null)),
  constraint sys_webhook_endpoint_previous check ((previous_secret is null) = (previous_secret_until is null))
);

create unique index sys_webhook_endpoint_request_key on sys_webhook_endpoint (created_by, request_key);

create table sys_webhook_delivery (
  id bigint generated always as identity primary key,
  endpoint_id bigint not null references sys_webhook_endpoint (id),
  event_id bigint not null references sys_event (id),
  member_id bigint not null,
  status text not null default 'PENDING' check (status in ('PENDING', 'DONE', 'GIVEN_UP')),
  is_replay boolean not null default false,
  tries integer not null default 0 check (tries >= 0),
  finish_time timestamptz,
  create_time timestamptz not null,
  constraint sys_webhook_delivery_end check ((status = 'PENDING') = (finish_time is null))
);
create index sys_webhook_delivery_pending_idx on sys_webhook_delivery (endpoint_id, member_id, id) where status = 'PENDING';
create index sys_webhook_delivery_endpoint_idx on sys_webhook_delivery (endpoint_id, id desc);
create index sys_webhook_delivery_event_idx on sys_webhook_delivery (event_id);

-- The line of one member at one endpoint. `pending` is counted in its locked row, so that whoever takes the last one out and
-- whoever puts one in do not miss each other.
create table sys_webhook_line (
  id bigint generated always as identity primary key,
  endpoint_id bigint not null references sys_webhook_endpoint (id),
  member_id bigint not null,
  pending integer not null check (pending >= 0),
  -- Tries of the first one in the line that count for its schedule.
  tries integer not null default 0 check (tries >= 0),
  -- When the first one is tried; null: nothing is pending.
  next_try_at timestamptz,
  -- When its schedule has it tried again; an endpoint that answers again brings next_try_at forward.
  retry_at timestamptz,
  lease_until timestamptz,
  constraint sys_webhook_line_due check ((pending > 0) = (next_try_at is not null))
);
create unique index sys_webhook_line_member_key on sys_webhook_line (endpoint_id, member_id);
create index sys_webhook_line_due_idx on sys_webhook_line (endpoint_id, next_try_at) where next_try_at is not null;

-- What was sent, and what was answered.
create table sys_webhook_try (
  id bigint generated always as identity primary key,
  delivery_id bigint not null references sys_webhook_delivery (id) on delete cascade,
  url text not null,
  headers jsonb not null,
  -- null: no answer.
  status integer,
  answer text not null default '' check (length(answer) <= 4096),
  refusal text check (length(refusal) <= 500),
  duration_ms integer not null check (duration_ms >= 0),
  create_time timestamptz not null
);
create index sys_webhook_try_delivery_idx on sys_webhook_try (delivery_id, id);

-- Gives committed events their place in the order of their ids, and each a delivery at every endpoint that wants its type. One at
-- a time: whoever sees a place sees all before it. The lock comes first, and a statement of plpgsql sees what was committed when
-- it begins; in one statement with the lock it would see what was committed before it waited. An endpoint that is off keeps what
-- it will be sent. Returns how many events have got their place, at most `many`.
create function sequence_events(many integer, at timestamptz) returns integer language plpgsql as $$
declare
  placed integer;
begin
  perform pg_advisory_xact_lock(hashtext('sys_event'));
  with unplaced as (
    select id from sys_event where position is null order by id limit many
  ), numbered as (
    select id, nextval('sys_event_position_seq') as position from (select id from unplaced order by id) one
  ), moved as (
    update sys_event e set position = numbered.position from numbered where e.id = numbered.id
    returning e.id, e.type, e.member_id, e.position
  ), endpoint as (
    select id, types from sys_webhook_endpoint where status <> 'DELETED'
  ), delivery as (
    insert into sys_webhook_delivery (endpoint_id, event_id, member_id, create_time)
    select endpoint.id, moved.id, moved.member_id, at from moved
      join endpoint on endpoint.types = '{}' or moved.type = any(endpoint.types)
    order by moved.position, endpoint.id
    returning endpoint_id, member_id
  ), line as (
    insert into sys_webhook_line (endpoint_id, member_id, pending, next_try_at)
    select endpoint_id, member_id, count(*), at from delivery group by endpoint_id, member_id order by endpoint_id, member_id
    on conflict (endpoint_id, member_id) do update set pending = sys_webhook_line.pending + excluded.pending,
      next_try_at = coalesce(sys_webhook_line.next_try_at, excluded.next_try_at)
  )
  select count(*) into placed from moved;
  return placed;
end $$;
