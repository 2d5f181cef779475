#!/bin/sh
# Redis with its data in /data. The password comes by its standard input, where no list of processes shows it.
set -eu
cd /data
exec redis-server - <<END
bind * -::*
port 6379
dir /data
requirepass ${REDIS_PASSWORD:?}
appendonly yes
appendfsync always
maxmemory-policy noeviction
save ""
END
