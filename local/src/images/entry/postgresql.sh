#!/bin/sh
# PostgreSQL with DocumentDB. The first start makes the data in a draft and names it only when it is complete, so that
# one killed in the middle begins anew. Settings stand in /etc/postgresql.conf, given at every start, so that those of an
# older version do not stay in data that it made.
set -eu
: "${PGPASSWORD:?}"
data=/data/postgresql
export PATH=/usr/lib/postgresql/18/bin:$PATH LC_ALL=C TZ=GMT

serve() {
  folder=$1
  shift
  exec postgres -D "$folder" -c config_file=/etc/postgresql.conf -c hba_file="$folder/pg_hba.conf" \
    -c ident_file="$folder/pg_ident.conf" "$@"
}

initialize() {
  # The first process of a container gets no signal that it does not ask for.
  trap 'exit 1' INT TERM
  draft=$data.draft
  rm -rf "$draft"
  (umask 077 && printf '%s' "$PGPASSWORD" > /tmp/password)
  initdb -D "$draft" --username=postgres --auth=scram-sha-256 --pwfile=/tmp/password --encoding=UTF8 --locale=C --no-instructions
  rm /tmp/password
  # DocumentDB's own jobs come as this role, which has no password; everybody else shows one, from wherever they come.
  {
    echo 'host postgres documentdb_bg_worker_role 127.0.0.1/32 trust'
    cat "$draft/pg_hba.conf"
    echo 'host all all all scram-sha-256'
  } > "$draft/pg_hba.conf.new"
  mv "$draft/pg_hba.conf.new" "$draft/pg_hba.conf"

  (serve "$draft" -c listen_addresses=127.0.0.1) &
  server=$!
  ask() { psql --host=127.0.0.1 --username=postgres --dbname=postgres --quiet --no-psqlrc "$@"; }
  until ask --command 'SELECT 1' > /dev/null 2>&1; do
    kill -0 "$server"
    sleep 0.2
  done
  ask --command 'SET client_min_messages = error; CREATE EXTENSION documentdb CASCADE'
  ask --command 'CREATE EXTENSION documentdb_extended_rum'
  kill -INT "$server"
  wait "$server"
  sync
  mv "$draft" "$data"
}

[ -d "$data" ] || initialize
# Who mounts a volume may let the pod's group write all of it (fsGroup); PostgreSQL does not start with such data.
chmod 0700 "$data"
serve "$data"
