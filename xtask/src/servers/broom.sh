# $1: the folder to delete in the end; $2: "keep" to leave it. Each line of input: a signal and the process group to send it to.
trap '' INT TERM HUP
stop=
while read -r signal group; do
    stop="$stop $signal:$group"
done
for each in $stop; do
    kill -s "${each%%:*}" -- "-${each##*:}"
done
tries=0
while [ $tries -lt 150 ]; do
    alive=
    for each in $stop; do
        kill -0 -- "-${each##*:}" && alive=yes
    done
    [ -z "$alive" ] && break
    tries=$((tries + 1))
    sleep 0.1
done
for each in $stop; do
    kill -KILL -- "-${each##*:}"
done
[ "$2" = keep ] || rm -rf -- "$1"
