# Installs the packages given as arguments without prompting.
set -eu
export DEBIAN_FRONTEND=noninteractive
exec </dev/null

# Debian starts servers when it installs them. The tests start their own, so a temporary policy disables this, unless the
# machine already has a policy.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 130' INT TERM HUP
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi

# A failed update is not fatal: slightly outdated package lists usually suffice, and otherwise the install fails.
apt-get update --quiet --quiet || true
apt-get install --quiet --quiet --yes --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=600 "$@" >/dev/null
