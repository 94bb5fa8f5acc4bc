#!/bin/sh
# Serves a folder with this machine's RabbitMQ, in the foreground, beside any other that runs here.
#   rabbitmq.sh FOLDER PORT DIST_PORT EPMD_PORT
# Everything that Debian's package keeps below /var and /etc is in the folder. The name server of Erlang is its own too,
# and goes with it: the usual one would be shared and stay for ever.
folder=$1 port=$2
export ERL_EPMD_PORT=$4
program=/usr/lib/rabbitmq/bin/rabbitmq-server
[ -x "$program" ] || program=$(command -v rabbitmq-server) || { echo "rabbitmq-server is missing" >&2; exit 1; }
setpriv --pdeathsig KILL epmd -address 127.0.0.1 </dev/null >/dev/null 2>&1 &

# As under systemd, the script becomes the server itself, which then hears the signals.
export HOME="$folder" RUNNING_UNDER_SYSTEMD=1 ERL_CRASH_DUMP=/dev/null
export RABBITMQ_NODENAME=yilai@localhost RABBITMQ_DIST_PORT=$3 RABBITMQ_NODE_PORT="$port"
export RABBITMQ_MNESIA_BASE="$folder/data" RABBITMQ_LOG_BASE="$folder/log" RABBITMQ_PID_FILE="$folder/pid"
export RABBITMQ_CONFIG_FILE="$folder/rabbitmq.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$folder/plugins"
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"
exec "$program"
