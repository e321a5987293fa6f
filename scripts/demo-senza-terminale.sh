# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
#
# The main job without a terminal, step by step through the command line: a sample cittadino signs
# in, books, finds, shows and cancels one appuntamento. Each command is shown with its answer; the
# first one that fails ends the demo with its exit status.

answer=

# Runs `agenda WORDS…`, shows it and its answer, keeps the answer in $answer.
ask() {
	local status
	printf '\n$ agenda %s\n' "$*"
	answer=$(build/release/agenda --server "$(address_of api)" "$@" </dev/null)
	status=$?
	[ -z "$answer" ] || printf '%s\n' "$answer"
	[ "$status" = 0 ] || fail "«agenda $1» è finito con stato $status" "$status"
}

# The first id of a list whose second line says what is wanted.
first_that() { awk -v wanted="$1" '$0 ~ "^    " wanted { print id; exit } { id = $1 }' <<<"$answer"; }

without_terminal() {
	local rapporto quesito punto id
	ask accedi --persona p-anna-bianchi --profilo CITTADINO
	ask rapporti
	rapporto=${answer%% *}
	ask quesiti "$rapporto"
	quesito=$(first_that 'prenotabile:')
	[ -n "$quesito" ] || fail "nessun quesito è prenotabile: «scripts/demo --da-capo» ricomincia." 1
	ask punti "$rapporto"
	punto=$(first_that 'primo orario libero: [0-9]')
	[ -n "$punto" ] || fail "nessun punto ha orari liberi." 1
	printf 'Chiedo un appuntamento per capire perché la richiesta è stata respinta.\n' >"$run/nota"
	ask nuovo --rapporto "$rapporto" --quesito "$quesito" --punto "$punto" --quando primo \
		--nota-da "$run/nota"
	id=$(grep -oE 'AG-[0-9]{4}-[0-9A-Z]{7}-[0-9A-Z*~$=]' <<<"$answer" | head -n 1)
	[ -n "$id" ] || fail "la conferma non dice l'identificativo." 1
	ask cerca --rapporto "$rapporto" --stato confermato
	grep -qF "$id" <<<"$answer" || fail "$id non è tra i risultati della ricerca." 1
	ask mostra "$id"
	grep -qF 'perché la richiesta è stata respinta' <<<"$answer" || fail "manca la nota." 1
	ask cancella "$id"
	ask cerca --rapporto "$rapporto" --stato cancellato
	grep -qF "$id" <<<"$answer" || fail "$id non risulta cancellato." 1
	printf '\nFatto: %s è stato fissato, trovato, letto e cancellato.\n' "$id"
}
