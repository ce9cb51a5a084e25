# $1: the folder to delete in the end; $2: "keep" to leave it. Each line of input: a signal and the process group to send it to.
trap '' INT TERM HUP

groups=
while read -r signal group; do
    groups="$groups $signal:$group"
done

# Up to $1 tenths of a second, until none is left.
wait_for_all() {
    tries=$1
    while [ "$tries" -gt 0 ]; do
        alive=
        for each in $groups; do
            kill -0 -- "-${each##*:}" && alive=yes
        done
        [ -z "$alive" ] && return 0
        tries=$((tries - 1))
        sleep 0.1
    done
    return 1
}

for each in $groups; do
    kill -s "${each%%:*}" -- "-${each##*:}"
done
if ! wait_for_all 150; then
    for each in $groups; do
        kill -KILL -- "-${each##*:}"
    done
    wait_for_all 50
fi
[ "$2" = keep ] && exit
# A second time, should a last helper of one of them have written meanwhile.
rm -rf -- "$1" || { sleep 1 && rm -rf -- "$1"; }
