# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
#
# The contract's tools, installed once beside the scripts from package-lock.json, without running
# anybody's install scripts; afterwards nothing asks the network.

contract=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) || exit 1

install_tools() {
	local lock stamp=$contract/node_modules/.installed
	lock=$(sha256sum <"$contract/package-lock.json")
	[ "$(cat "$stamp" 2>/dev/null)" = "$lock" ] && return
	(
		flock 9
		[ "$(cat "$stamp" 2>/dev/null)" = "$lock" ] && exit
		cd "$contract" && npm ci --ignore-scripts --no-audit --no-fund \
			--prefer-offline --loglevel=error >&2 && echo "$lock" >"$stamp"
	) 9>"$contract/.lock"
}
