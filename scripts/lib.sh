# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
#
# What scripts/demo, scripts/test and scripts/screenshots share: set-up on a bare Debian 12.
# Nothing is done twice: what is installed and built is left alone, without asking the network.

set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1

# One step, said before it starts: words, then about how long it takes.
step() { printf '» %s%s\n' "$1" "${2:+ ($2)}" >&2; }
fail() { printf 'Errore: %s\n' "$1" >&2; exit "${2:-1}"; }

# A locale whose characters are UTF-8: the one in use, else one that the system has.
find_locale() {
	local found
	case $(locale charmap 2>/dev/null) in UTF-8 | utf8) return ;; esac
	found=$(locale -a 2>/dev/null | grep -iE '^(C|it_IT|en_.*)\.utf-?8$' | sort | head -n 1)
	export LC_ALL="${found:-C.UTF-8}"
}

# Runs a command with its output kept in build/log/NAME; shows the end of it only when it fails.
quietly() {
	local name=$1 log
	shift
	mkdir -p build/log
	log=build/log/$name
	"$@" >"$log" 2>&1 </dev/null && return
	tail -n 40 "$log" >&2
	fail "$name non è riuscito; tutto ciò che ha scritto è in $root/$log"
}

# The packages of the groups given that are not here yet, one a line.
missing_packages() {
	local group choice command name have
	while read -r group choice command; do
		case $group in '' | \#*) continue ;; esac
		case " $* " in *" $group "*) ;; *) continue ;; esac
		if [ -n "$command" ] && command -v "$command" >/dev/null 2>&1; then
			continue
		fi
		have=
		for name in ${choice//|/ }; do
			case $(dpkg-query -W -f '${Status}' "$name" 2>/dev/null) in
			*' installed') have=1 ;;
			esac
		done
		[ -n "$have" ] || printf '%s\n' "${choice%%|*}"
	done <scripts/packages
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif ! command -v sudo >/dev/null 2>&1; then
		return 126
	elif [ -t 0 ] && [ -z "${CI:-}" ]; then
		sudo "$@"
	else
		sudo -n "$@"
	fi
}

apt_get() {
	as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
		apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
}

# Nothing is ever removed to make room: two libcurl packages exclude each other, for one.
install_now() {
	apt_get install --no-install-recommends --no-remove "$@" && return
	apt_get update && apt_get install --no-install-recommends --no-remove "$@"
}

# Installs what is missing of the groups given; asks nobody when nothing is.
need_packages() {
	local missing
	mapfile -t missing < <(missing_packages "$@")
	[ "${#missing[@]}" -gt 0 ] || return 0
	command -v apt-get >/dev/null 2>&1 ||
		fail "mancano ${missing[*]}, e questo non è un sistema Debian." 69
	step "Installo ${#missing[@]} pacchetti di Debian: ${missing[*]}" "da 1 a 3 minuti, una volta sola"
	if [ "$(id -u)" != 0 ] && ! as_root true; then
		fail "per installarli serve root: apt-get install ${missing[*]}" 77
	fi
	quietly apt install_now "${missing[@]}"
}

# build_preset PRESET "how long" [target…]
build_preset() {
	local preset=$1 long=$2 launcher=()
	shift 2
	if [ ! -f "build/$preset/build.ninja" ]; then
		if command -v ccache >/dev/null 2>&1; then
			launcher=(-DCMAKE_C_COMPILER_LAUNCHER=ccache)
		fi
		step "Preparo la compilazione ($preset)" "circa 5 secondi"
		quietly "cmake-$preset" cmake --preset "$preset" "${launcher[@]}"
	fi
	# Ninja alone knows whether anything is to be done: what lasts is announced.
	quietly "ninja-$preset" ninja -C "build/$preset" "$@" &
	local ninja=$!
	for _ in {1..10}; do
		kill -0 "$ninja" 2>/dev/null || break
		sleep 0.1
	done
	if kill -0 "$ninja" 2>/dev/null; then step "Compilo ($preset)" "$long"; fi
	wait "$ninja" || exit
}
