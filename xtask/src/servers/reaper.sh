# Stops process groups and deletes a folder once standard input is closed.
# $1: the folder; $2: "keep" to leave the folder in place. Each input line: a signal and the process group to send it to.
trap '' INT TERM HUP

groups=
while read -r signal group; do
    groups="$groups $signal:$group"
done

# Waits at most $1 tenths of a second until all groups are gone.
wait_for_groups() {
    tries=$1
    while [ "$tries" -gt 0 ]; do
        alive=
        for entry in $groups; do
            kill -0 -- "-${entry##*:}" && alive=yes
        done
        [ -z "$alive" ] && return 0
        tries=$((tries - 1))
        sleep 0.1
    done
    return 1
}

for entry in $groups; do
    kill -s "${entry%%:*}" -- "-${entry##*:}"
done
if ! wait_for_groups 150; then
    for entry in $groups; do
        kill -KILL -- "-${entry##*:}"
    done
    wait_for_groups 50
fi
[ "$2" = keep ] && exit
# Retry once: a helper process may have written a file during the first attempt.
rm -rf -- "$1" || { sleep 1 && rm -rf -- "$1"; }
