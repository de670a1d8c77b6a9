-- The tables of a current OpenProject that Coffer reads, and enough of the rest for a database worth backing up.
create table users (
  id bigserial primary key,
  login varchar(256) not null default '',
  firstname varchar not null default '',
  lastname varchar not null default '',
  mail varchar not null default '',
  admin boolean not null default false,
  status integer not null default 1,
  last_login_on timestamptz,
  language varchar(5) default '',
  ldap_auth_source_id bigint,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  type varchar not null,
  identity_url varchar,
  first_login boolean not null default true,
  force_password_change boolean default false,
  failed_login_count integer default 0,
  last_failed_login_on timestamptz,
  consented_at timestamptz
);
create index index_users_on_type_and_login on users (type, login);
create index index_users_on_type_and_status on users (type, status);

create table user_passwords (
  id bigserial primary key,
  user_id bigint not null,
  hashed_password varchar(128) not null,
  salt varchar(64),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  type varchar not null
);
create index index_user_passwords_on_user_id on user_passwords (user_id);

create table tokens (
  id bigserial primary key,
  user_id bigint,
  type varchar,
  value varchar(128) not null default '',
  created_at timestamptz not null,
  expires_on timestamptz,
  data jsonb
);
create index index_tokens_on_user_id on tokens (user_id);

create table two_factor_authentication_devices (
  id bigserial primary key,
  type varchar,
  "default" boolean not null default false,
  active boolean not null default false,
  channel varchar not null,
  phone_number varchar,
  identifier varchar not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_used_at integer,
  otp_secret text,
  user_id bigint,
  webauthn_external_id varchar,
  webauthn_public_key varchar,
  webauthn_sign_count bigint not null default 0
);

create table members (
  id bigserial primary key,
  user_id bigint not null,
  project_id bigint,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  entity_type varchar,
  entity_id bigint
);
create index index_members_on_user_id on members (user_id);

create table member_roles (
  id bigserial primary key,
  member_id bigint not null,
  role_id bigint not null,
  inherited_from bigint
);
create index index_member_roles_on_member_id on member_roles (member_id);

create table roles (
  id bigserial primary key,
  name varchar not null default '',
  position integer default 1,
  builtin integer not null default 0,
  type varchar(30) default 'Role',
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table role_permissions (
  id bigserial primary key,
  permission varchar,
  role_id bigint,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index index_role_permissions_on_role_id on role_permissions (role_id);

create table auth_providers (
  id bigserial primary key,
  type varchar not null,
  slug varchar not null unique,
  display_name varchar not null unique,
  available boolean not null default true,
  options jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table user_auth_provider_links (
  id bigserial primary key,
  user_id bigint not null references users (id),
  auth_provider_id bigint not null references auth_providers (id),
  external_id varchar not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (auth_provider_id, external_id)
);

create table attachments (
  id bigserial primary key,
  container_id bigint,
  container_type varchar(30),
  filename varchar not null default '',
  disk_filename varchar not null default '',
  filesize bigint not null default 0,
  content_type varchar default '',
  digest varchar(40) not null default '',
  downloads integer not null default 0,
  author_id bigint not null,
  created_at timestamptz,
  description varchar,
  file varchar,
  fulltext text,
  fulltext_tsv tsvector,
  file_tsv tsvector,
  updated_at timestamptz,
  status integer not null default 0
);
create index index_attachments_on_container on attachments (container_id, container_type);

create table settings (
  id bigserial primary key,
  name varchar not null unique,
  value text,
  updated_at timestamptz
);

create table projects (
  id bigserial primary key,
  name varchar not null default '',
  description text,
  public boolean not null default true,
  parent_id bigint,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  identifier varchar not null unique,
  active boolean not null default true
);

create table statuses (
  id bigserial primary key,
  name varchar not null default '',
  is_closed boolean not null default false,
  is_default boolean not null default false,
  position integer,
  default_done_ratio integer
);

create table types (
  id bigserial primary key,
  name varchar not null default '',
  position integer default 1,
  is_milestone boolean not null default false,
  is_default boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table work_packages (
  id bigserial primary key,
  type_id bigint not null references types (id),
  project_id bigint not null references projects (id),
  subject varchar not null default '',
  description text,
  due_date date,
  status_id bigint not null references statuses (id),
  assigned_to_id bigint,
  author_id bigint not null,
  lock_version integer not null default 0,
  done_ratio integer,
  estimated_hours double precision,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  start_date date,
  parent_id bigint,
  responsible_id bigint
);
create index index_work_packages_on_project_id_and_updated_at on work_packages (project_id, updated_at);
create index index_work_packages_on_status_id on work_packages (status_id);

create table journals (
  id bigserial primary key,
  journable_type varchar not null,
  journable_id bigint not null,
  user_id bigint not null,
  notes text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 0,
  data_type varchar not null,
  data_id bigint not null,
  unique (journable_type, journable_id, version),
  unique (data_type, data_id)
);
create index index_journals_on_created_at on journals (created_at);

create table work_package_journals (
  id bigserial primary key,
  type_id bigint not null,
  project_id bigint not null,
  subject varchar not null default '',
  description text,
  due_date date,
  status_id bigint not null,
  assigned_to_id bigint,
  author_id bigint not null,
  done_ratio integer,
  estimated_hours double precision,
  start_date date,
  parent_id bigint,
  responsible_id bigint
);

create table custom_values (
  id bigserial primary key,
  customized_type varchar(30) not null default '',
  customized_id bigint not null,
  custom_field_id bigint not null,
  value text
);
create index index_custom_values_on_customized on custom_values (customized_type, customized_id);

create table exports (
  id bigserial primary key,
  type varchar,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
