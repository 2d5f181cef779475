#!/bin/sh
# RabbitMQ with its data in /data. Its cookie must be a file that nobody else may read.
set -eu
export HOME=/data
(umask 077 && printf '%s' "${RABBITMQ_ERLANG_COOKIE:?}" > /data/.erlang.cookie.new && mv -f /data/.erlang.cookie.new /data/.erlang.cookie)
unset RABBITMQ_ERLANG_COOKIE
: "${RABBITMQ_DEFAULT_USER:?}" "${RABBITMQ_DEFAULT_PASS:?}"
exec /usr/lib/rabbitmq/bin/rabbitmq-server
