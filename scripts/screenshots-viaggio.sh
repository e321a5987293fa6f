# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
#
# What is done in the pictures: a first booking, then a search, its detail and the help.

journey() { # COLUMNS ROWS
	open_client "$1" "$2"
	see 'Scegli il profilo'
	shot profilo
	keys Enter
	see 'Prossimi appuntamenti'
	shot home
	keys n
	see '▸ Rapporto'
	see '0000123456'
	keys Enter
	see 'Possono essere oggetto'
	keys Space
	see '[x]'
	shot quesiti
	keys F10
	see 'Primo orario libero'
	shot punti
	keys Enter
	see 'novembre 2026'
	keys Right Right Right
	see 'giovedì 26 novembre'
	shot giorno
	keys Enter
	still
	keys Enter
	see 'Nota sul motivo'
	write 'Il secondo trimestre è stato pagato due volte: '
	write "chiedo se il secondo versamento può valere per il prossimo, e perché la richiesta è stata respinta."
	shot nota
	keys F10
	see 'Scegli un file'
	keys End Up Up Up
	keys Enter
	see '1 di 3'
	shot allegati
	press F10 'Avvisami anche con'
	keys Space F10
	see 'Riepilogo'
	shot riepilogo
	keys F10
	see 'Torna al modulo'
	shot conferma
	keys s
	see 'AG-2026-'
	shot confermato
	press F12 'Richiede attenzione'
	keys c
	see 'Appuntamenti trovati'
	keys Enter
	still
	keys End
	shot cerca
	keys Enter
	see 'Identificativo'
	shot dettaglio
	keys F1
	see 'Aiuto'
	shot aiuto
	several_deleganti "$1" "$2"
}

# Studio Verdi, with its two hundred rapporti.
several_deleganti() {
	open_client "$1" "$2"
	see 'Scegli il profilo'
	keys Down Down Down Down
	still
	keys Enter
	see 'Richiede attenzione'
	keys n
	see '▸ Rapporto'
	still
	write 'quercia'
	shot molti-rapporti
}
