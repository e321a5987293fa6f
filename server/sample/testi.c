/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/sample/testi.h"

const char testo_interlocutorio[] =
	"Gentile utente, la sua richiesta è stata presa in carico e assegnata all'ufficio "
	"competente. Sono in corso le verifiche negli archivi: seguirà una risposta definitiva.";
const char testo_sollecito[] =
	"Buongiorno, non avendo ancora ricevuto un riscontro chiedo cortesemente a che punto è "
	"la pratica. Resto a disposizione per ogni chiarimento.";

static const struct testo_quesito testi[ARGOMENTO_COUNT][VARIANTI] = {
	[ARGOMENTO_MAV] = {
		{ "MAV del terzo trimestre non pervenuto",
		  "Buongiorno,\nper il terzo trimestre non ho ricevuto i bollettini MAV e dal Portale "
		  "la stampa si ferma con un errore. Vorrei pagare entro la scadenza senza sanzioni. "
		  "Come posso fare?",
		  "I bollettini sono stati nuovamente emessi e ora possono essere stampati dal "
		  "Portale. Il pagamento entro dieci giorni non comporta sanzioni.",
		  "Dagli archivi risulta che i bollettini sono stati spediti all'indirizzo indicato "
		  "nella denuncia e non restituiti dal recapito: la richiesta di riemissione senza "
		  "sanzioni non può essere accolta.",
		  "avviso-di-scadenza" },
		{ "Importo del MAV diverso dalle ore denunciate",
		  "Nel bollettino risultano 30 ore settimanali, ma da settembre la lavoratrice ne fa "
		  "24, come ho comunicato. Allego la variazione già inviata.",
		  "La variazione dell'orario è stata registrata e gli importi ricalcolati.",
		  "La variazione allegata risulta inviata dopo l'inizio del trimestre: gli importi "
		  "del bollettino sono corretti e restano dovuti.",
		  "variazione-orario" },
		{ "Impossibile stampare il bollettino",
		  "Da tre giorni il Portale risponde \"servizio momentaneamente non disponibile\" "
		  "quando chiedo la stampa del MAV. La scadenza è vicina.",
		  "L'anomalia è stata risolta: la stampa è di nuovo possibile.",
		  "Dai registri del Portale la stampa risulta eseguita in data precedente: non si "
		  "rilevano anomalie.",
		  "schermata-errore" },
	},
	[ARGOMENTO_ANAGRAFICHE] = {
		{ "Cambio di residenza non aggiornato",
		  "Ho trasferito la residenza sei mesi fa ma le comunicazioni arrivano ancora al "
		  "vecchio indirizzo. Allego il certificato del Comune.",
		  "L'indirizzo è stato aggiornato secondo il certificato allegato.",
		  "Il certificato allegato non è leggibile e l'indirizzo non risulta variato "
		  "nell'anagrafe nazionale: la richiesta è respinta.",
		  "certificato-di-residenza" },
		{ "Cognome della lavoratrice errato",
		  "Nella denuncia il cognome della lavoratrice ha una lettera in meno rispetto al "
		  "passaporto. Chiedo la correzione.",
		  "Il cognome è stato corretto secondo il documento allegato.",
		  "Il codice fiscale indicato appartiene a una persona con il cognome già registrato: "
		  "occorre prima la correzione presso l'Agenzia delle Entrate.",
		  "passaporto" },
		{ "Variazione del recapito telefonico",
		  "Il numero di cellulare che risulta non è più il mio: chiedo come variarlo.",
		  "Il recapito è stato aggiornato.",
		  "La variazione dei recapiti va eseguita dall'interessato nella propria area "
		  "personale: da qui non è possibile.",
		  "richiesta-variazione" },
	},
	[ARGOMENTO_CONTRIBUTI] = {
		{ "Contributi versati e non risultanti nell'estratto",
		  "Ho pagato regolarmente i quattro trimestri dell'anno scorso, ma nell'estratto "
		  "della lavoratrice ne compaiono soltanto due. Allego le ricevute.",
		  "I versamenti sono stati abbinati al rapporto di lavoro e ora compaiono "
		  "nell'estratto contributivo.",
		  "Le ricevute allegate riportano il codice di un rapporto di lavoro diverso: i "
		  "versamenti non possono essere abbinati d'ufficio e la richiesta è respinta.",
		  "ricevute-di-pagamento" },
		{ "Versamento doppio nel secondo trimestre",
		  "Per errore il secondo trimestre è stato pagato due volte, a distanza di tre "
		  "giorni. Chiedo che il secondo versamento valga per il trimestre successivo.",
		  "Il secondo versamento è stato imputato al trimestre successivo.",
		  "La compensazione richiesta non è prevista: va presentata domanda di rimborso.",
		  "estratto-conto" },
		{ "Settimane mancanti per malattia",
		  "Durante il periodo di malattia le settimane non risultano accreditate alla "
		  "lavoratrice, benché i contributi siano stati versati.",
		  "Le settimane mancanti sono state accreditate.",
		  "Per il periodo indicato non risulta alcuna comunicazione di malattia: le settimane "
		  "non possono essere accreditate.",
		  "certificato-di-malattia" },
	},
	[ARGOMENTO_RAPPORTI_DI_LAVORO] = {
		{ "Rapporto sospeso in attesa di definizione",
		  "Dopo l'assunzione il rapporto risulta ancora \"in verifica\" e non posso pagare i "
		  "contributi. Quali documenti mancano?",
		  "La verifica è conclusa e il rapporto è attivo.",
		  "Il permesso di soggiorno allegato risulta scaduto alla data dell'assunzione: la "
		  "richiesta di attivazione è respinta.",
		  "permesso-di-soggiorno" },
		{ "Cessazione comunicata e non registrata",
		  "Ho comunicato la cessazione per fine contratto, ma il rapporto risulta ancora "
		  "attivo e continuano ad arrivare bollettini.",
		  "La cessazione è stata registrata con la data indicata.",
		  "La comunicazione di cessazione risulta annullata dallo stesso utente il giorno "
		  "seguente: il rapporto resta attivo.",
		  "lettera-di-cessazione" },
		{ "Data di inizio del rapporto da correggere",
		  "Nella denuncia ho indicato per errore il mese precedente a quello effettivo. "
		  "Allego il contratto firmato.",
		  "La data di inizio è stata corretta secondo il contratto allegato.",
		  "Per il mese indicato risultano contributi già versati: la data non può essere "
		  "modificata.",
		  "contratto-di-lavoro" },
	},
	[ARGOMENTO_AVVISO_BONARIO_ACCERTAMENTO] = {
		{ "Avviso bonario per un trimestre già pagato",
		  "Ho ricevuto un avviso bonario per il primo trimestre, che risulta pagato il giorno "
		  "della scadenza. Allego la quietanza e chiedo l'annullamento.",
		  "L'avviso bonario è stato annullato.",
		  "La quietanza allegata si riferisce a un altro anno: l'avviso bonario è confermato.",
		  "quietanza" },
		{ "Accertamento su ore non denunciate",
		  "L'accertamento considera 40 ore settimanali, ma il contratto ne prevede 25. Chiedo "
		  "il ricalcolo delle somme.",
		  "Le somme sono state ricalcolate sulle ore del contratto.",
		  "Le dichiarazioni raccolte in sede ispettiva confermano le ore accertate: la "
		  "richiesta è respinta.",
		  "contratto-e-orario" },
		{ "Rateazione di un avviso bonario",
		  "Chiedo se le somme dell'avviso possono essere versate in sei rate mensili.",
		  "La rateazione è stata concessa: il piano è nel Cassetto.",
		  "Una precedente rateazione risulta decaduta: la richiesta non può essere accolta.",
		  "avviso-bonario" },
	},
	[ARGOMENTO_REGOLARIZZAZIONI] = {
		{ "Regolarizzazione di un periodo scoperto",
		  "Per due mesi non ho denunciato il lavoro prestato. Vorrei regolarizzare: come si "
		  "calcolano contributi e sanzioni?",
		  "Il calcolo delle somme dovute è disponibile nel Cassetto.",
		  "Per il periodo indicato è in corso un accertamento: la regolarizzazione spontanea "
		  "non è ammessa.",
		  "dichiarazione-periodo" },
		{ "Domanda di emersione senza esito",
		  "La domanda di emersione presentata per la lavoratrice non risulta collegata al "
		  "rapporto di lavoro.",
		  "La domanda è stata collegata al rapporto di lavoro.",
		  "La domanda indicata risulta rinunciata: non può essere collegata.",
		  "ricevuta-domanda" },
		{ "Contributo forfettario già versato",
		  "Il contributo forfettario è stato versato ma continua a essere richiesto.",
		  "Il versamento è stato abbinato e la richiesta annullata.",
		  "Il versamento riporta una causale errata e non può essere abbinato.",
		  "modello-f24" },
	},
};

const struct testo_quesito *testo_find(enum argomento argomento, unsigned which)
{
	return &testi[argomento][which % VARIANTI];
}
