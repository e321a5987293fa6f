# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
#
# The C sources of the tree, without asking git, which may not be there.
floors='base io domain api net cache ui src server'
c_sources() { find "$@" -name '*.[ch]' 2>/dev/null | sort; }
verdict() {
	if [ -n "$1" ]; then
		printf '%s\n%s\n' "$2" "$1"
		exit 1
	fi
}
