/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Which use case carries out which wish.
 */
#include "src/usecases/usecases.h"

typedef void (*usecase)(struct app *app, const struct intent *i);

static void leave(struct app *app, const struct intent *i)
{
	(void)i;
	usecase_save_nota(app);
	app->exiting = true;
}

static const usecase usecases[INTENT_COUNT] = {
	[INTENT_EXIT] = leave,
	[INTENT_REFRESH] = usecase_refresh,
	[INTENT_ACCEDI] = usecase_accedi,
	[INTENT_ACCEDI_COME] = usecase_accedi_come,
	[INTENT_FINE_UTENTE] = usecase_fine_utente,
	[INTENT_NOMI] = usecase_nomi,
	[INTENT_BLOCCA] = usecase_blocca,
	[INTENT_RIPROVA] = usecase_riprova,
	[INTENT_RIGHE] = usecase_righe,
	[INTENT_RAPPORTI] = usecase_rapporti,
	[INTENT_CERCA] = usecase_cerca,
	[INTENT_BOZZA_NUOVA] = usecase_bozza_nuova,
	[INTENT_BOZZA_APRI] = usecase_bozza_apri,
	[INTENT_BOZZA_ELIMINA] = usecase_bozza_elimina,
	[INTENT_BOZZA_RAPPORTO] = usecase_bozza_rapporto,
	[INTENT_BOZZA_QUESITI] = usecase_bozza_quesiti,
	[INTENT_BOZZA_PUNTO] = usecase_bozza_punto,
	[INTENT_BOZZA_ORARIO] = usecase_bozza_orario,
	[INTENT_BOZZA_NOTA] = usecase_bozza_nota,
	[INTENT_BOZZA_ALLEGA] = usecase_bozza_allega,
	[INTENT_BOZZA_STACCA] = usecase_bozza_stacca,
	[INTENT_BOZZA_RICARICA] = usecase_bozza_ricarica,
	[INTENT_BOZZA_CANALI] = usecase_bozza_canali,
	[INTENT_CONFERMA] = usecase_conferma,
	[INTENT_INVIO_VISTO] = usecase_invio_visto,
	[INTENT_QUESITI] = usecase_quesiti,
	[INTENT_PUNTI] = usecase_punti,
	[INTENT_DISPONIBILITA] = usecase_disponibilita,
	[INTENT_RECAPITI] = usecase_recapiti,
	[INTENT_CARTELLA] = usecase_cartella,
	[INTENT_VERIFICA] = usecase_verifica,
	[INTENT_CHIUDI_CHIAVE] = usecase_chiudi_chiave,
	[INTENT_MOSTRA] = usecase_mostra,
	[INTENT_ANTEPRIMA] = usecase_anteprima,
	[INTENT_SCARICA] = usecase_scarica,
	[INTENT_APRI_FILE] = usecase_apri_file,
	[INTENT_CANCELLA] = usecase_cancella,
	[INTENT_CANCELLAZIONE_VISTA] = usecase_cancellazione_vista,
	[INTENT_MANUALI] = usecase_manuali,
	[INTENT_MANUALE] = usecase_manuale,
	[INTENT_MANUALE_SALVA] = usecase_manuale_salva,
	[INTENT_DEMO_LINEA] = usecase_demo_linea,
	[INTENT_DEMO_ORARIO] = usecase_demo_orario,
	[INTENT_DEMO_RISPOSTA] = usecase_demo_risposta,
};

bool app_do(struct app *app, const struct intent *i)
{
	app->refused = false;
	if (i->kind > INTENT_NONE && i->kind < INTENT_COUNT && usecases[i->kind])
		usecases[i->kind](app, i);
	usecase_home_settle(app);
	return !app->refused;
}
