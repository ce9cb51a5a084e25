# Installs the packages named as arguments, and asks nothing.
set -eu
export DEBIAN_FRONTEND=noninteractive
exec </dev/null

# Debian starts the servers that it installs; ours run apart, so it is asked not to, unless the machine has its own policy.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 130' INT TERM HUP
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi

# Package lists that are a little old may do; if not, the install says so.
apt-get update --quiet --quiet || true
apt-get install --quiet --quiet --yes --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=600 "$@" >/dev/null
