/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The tables of the SQLite engine. Every rule of a booking that SQL can state is stated here,
 * so that the database refuses a double booking even if our C were wrong; the names of the
 * constraints become problem types in sqlite_problema.c. Words are the codes of domain/words.h,
 * instants are seconds since 1970 in UTC, giorni are days since 1970 in Italy. Words are checked
 * by OR, not by IN: SQLite builds a temporary tree for a list of three at each row.
 */
#include "server/store/sqlite_schema.h"

static const char anagrafe[] =
	"CREATE TABLE contatore ("
	" nome TEXT PRIMARY KEY,"
	" valore INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
	"INSERT INTO contatore VALUES ('seq', 0), ('seq_minimo', 0), ('manutenzione', 0);"
	/* The feed's cursors are good for this database only. */
	"CREATE TABLE epoca (valore TEXT NOT NULL) STRICT;"
	"INSERT INTO epoca VALUES (lower(hex(randomblob(6))));"

	"CREATE TABLE termine ("
	" argomento TEXT PRIMARY KEY CHECK (argomento = 'MAV' OR argomento = 'ANAGRAFICHE'"
	" OR argomento = 'CONTRIBUTI'"
	" OR argomento = 'RAPPORTI_DI_LAVORO'"
	" OR argomento = 'AVVISO_BONARIO_ACCERTAMENTO'"
	" OR argomento = 'REGOLARIZZAZIONI'),"
	" giorni INTEGER NOT NULL CHECK (giorni BETWEEN 1 AND 250)) STRICT, WITHOUT ROWID;"

	"CREATE TABLE sede ("
	" codice TEXT PRIMARY KEY CHECK (codice GLOB '[0-9][0-9][0-9][0-9]'),"
	" denominazione TEXT NOT NULL,"
	" citta TEXT NOT NULL) STRICT, WITHOUT ROWID;"

	"CREATE TABLE punto ("
	" id TEXT PRIMARY KEY,"
	" sede TEXT NOT NULL REFERENCES sede,"
	" denominazione TEXT NOT NULL,"
	" indirizzo TEXT NOT NULL,"
	" citta TEXT NOT NULL,"
	" telefono TEXT,"
	" email TEXT,"
	" portare TEXT,"
	" apertura TEXT NOT NULL,"
	" attivo INTEGER NOT NULL CHECK (attivo IN (0, 1)),"
	" durata INTEGER NOT NULL CHECK (durata BETWEEN 5 AND 120)," /* minutes */
	" postazioni INTEGER NOT NULL CHECK (postazioni BETWEEN 1 AND 99),"
	" orizzonte INTEGER NOT NULL CHECK (orizzonte BETWEEN 1 AND 366)," /* days */
	" orari_al INTEGER) STRICT, WITHOUT ROWID;" /* last day whose times are made */
	"CREATE INDEX punto_sede ON punto (sede, id);"

	"CREATE TABLE apertura ("
	" punto TEXT NOT NULL REFERENCES punto,"
	" giorno INTEGER NOT NULL CHECK (giorno BETWEEN 1 AND 7)," /* 1 Monday */
	" dalle INTEGER NOT NULL CHECK (dalle BETWEEN 0 AND 1439)," /* minutes of the day */
	" alle INTEGER NOT NULL CHECK (alle BETWEEN 1 AND 1440),"
	" PRIMARY KEY (punto, giorno, dalle), CHECK (dalle < alle)) STRICT, WITHOUT ROWID;"

	"CREATE TABLE chiusura ("
	" sede TEXT NOT NULL REFERENCES sede,"
	" punto TEXT REFERENCES punto," /* NULL: the whole office */
	" giorno INTEGER NOT NULL,"
	" motivo TEXT NOT NULL) STRICT;"
	"CREATE UNIQUE INDEX chiusura_sede ON chiusura (sede, giorno) WHERE punto IS NULL;"
	"CREATE UNIQUE INDEX chiusura_punto ON chiusura (punto, giorno) WHERE punto IS NOT NULL;"

	"CREATE TABLE persona ("
	" id TEXT PRIMARY KEY,"
	" codice_fiscale TEXT NOT NULL UNIQUE CHECK (length(codice_fiscale) = 16),"
	" nome_proprio TEXT NOT NULL,"
	" cognome TEXT NOT NULL,"
	" cellulare TEXT,"
	" email TEXT,"
	" pec TEXT) STRICT;"

	"CREATE TABLE profilo ("
	" numero INTEGER PRIMARY KEY," /* names a person in a profile in the feed */
	" persona TEXT NOT NULL REFERENCES persona (id),"
	" tipo TEXT NOT NULL CHECK (tipo = 'CITTADINO' OR tipo = 'INTERMEDIARIO'"
	" OR tipo = 'OPERATORE' OR tipo = 'RESPONSABILE'),"
	" denominazione TEXT,"
	" sede TEXT REFERENCES sede,"
	" tipo_delegato TEXT CHECK (tipo_delegato = '03' OR tipo_delegato = '04'"
	" OR tipo_delegato = '07'),"
	" abilitato INTEGER NOT NULL CHECK (abilitato IN (0, 1)),"
	" descrizione TEXT,"
	" predefinita INTEGER NOT NULL CHECK (predefinita IN (0, 1)),"
	" UNIQUE (persona, tipo),"
	" CONSTRAINT profilo_sede CHECK ((tipo IN ('OPERATORE', 'RESPONSABILE'))"
	"  = (sede IS NOT NULL)),"
	" CONSTRAINT profilo_delegato CHECK ((tipo = 'INTERMEDIARIO')"
	"  = (tipo_delegato IS NOT NULL))) STRICT;"

	"CREATE TABLE delega ("
	" datore TEXT NOT NULL REFERENCES persona (id),"
	" intermediario TEXT NOT NULL REFERENCES persona (id),"
	" stato TEXT NOT NULL CHECK (stato = 'INSERITA' OR stato = 'IN_ATTESA_VERIFICA'"
	" OR stato = 'ATTIVA' OR stato = 'REVOCATA'"
	" OR stato = 'ANNULLATA'),"
	" dal INTEGER NOT NULL,"
	" al INTEGER,"
	" PRIMARY KEY (datore, intermediario, dal),"
	" CONSTRAINT delega_propria CHECK (datore <> intermediario),"
	" CONSTRAINT delega_giorni CHECK (al IS NULL OR al >= dal)) STRICT, WITHOUT ROWID;"
	"CREATE UNIQUE INDEX delega_attiva ON delega (datore) WHERE stato = 'ATTIVA';"
	"CREATE INDEX delega_intermediario ON delega (intermediario, datore, stato);"

	"CREATE TABLE rapporto ("
	" codice TEXT PRIMARY KEY CHECK (length(codice) = 10 AND codice NOT GLOB '*[^0-9]*'),"
	" stato TEXT NOT NULL CHECK (stato = 'ISCRITTO' OR stato = 'IN_VERIFICA'"
	" OR stato = 'ATTIVO' OR stato = 'RESPINTO'"
	" OR stato = 'CESSATO' OR stato = 'ANNULLATO'),"
	" mansione TEXT NOT NULL CHECK (mansione IN ('COLF', 'BADANTE')),"
	" contratto TEXT NOT NULL CHECK (contratto = 'TIN' OR contratto = 'TDE' OR contratto = 'TDS'"
	" OR contratto = 'ND'),"
	" datore TEXT NOT NULL REFERENCES persona (id),"
	" lavoratore_codice_fiscale TEXT NOT NULL CHECK (length(lavoratore_codice_fiscale) = 16),"
	" lavoratore_nome_proprio TEXT NOT NULL,"
	" lavoratore_cognome TEXT NOT NULL,"
	" sede TEXT NOT NULL REFERENCES sede,"
	" inizio INTEGER NOT NULL,"
	" fine INTEGER,"
	" CONSTRAINT rapporto_giorni CHECK (fine IS NULL OR fine >= inizio)) STRICT;"
	"CREATE INDEX rapporto_datore ON rapporto (datore, codice);"
	"CREATE INDEX rapporto_sede ON rapporto (sede, codice);"

	"CREATE TABLE quesito ("
	" id TEXT PRIMARY KEY,"
	" rapporto TEXT NOT NULL REFERENCES rapporto (codice),"
	" argomento TEXT NOT NULL REFERENCES termine,"
	" oggetto TEXT NOT NULL,"
	" protocollo TEXT UNIQUE," /* NULL while it is in corso */
	" aperto_il INTEGER NOT NULL,"
	" stato TEXT NOT NULL CHECK (stato IN ('APERTO', 'CHIUSO')),"
	" esito TEXT CHECK (esito IN ('ACCOLTO', 'RESPINTO')),"
	" chiuso_il INTEGER,"
	" CONSTRAINT quesito_chiuso CHECK ((stato = 'CHIUSO') = (chiuso_il IS NOT NULL)),"
	" CONSTRAINT quesito_esito CHECK (esito IS NULL OR stato = 'CHIUSO'),"
	" CONSTRAINT quesito_giorni CHECK (chiuso_il IS NULL OR chiuso_il >= aperto_il)) STRICT;"
	"CREATE INDEX quesito_rapporto ON quesito (rapporto, aperto_il DESC, id);"
	"CREATE INDEX quesito_aperto ON quesito (aperto_il) WHERE stato = 'APERTO';"

	"CREATE TABLE comunicazione ("
	" id TEXT PRIMARY KEY,"
	" quesito TEXT NOT NULL REFERENCES quesito (id),"
	" autore TEXT NOT NULL CHECK (autore = 'DATORE' OR autore = 'DELEGATO'"
	" OR autore = 'STRUTTURA'),"
	" inviata_il INTEGER NOT NULL,"
	" testo TEXT NOT NULL,"
	" interlocutoria INTEGER NOT NULL CHECK (interlocutoria IN (0, 1))) STRICT;"
	"CREATE INDEX comunicazione_quesito ON comunicazione (quesito, inviata_il, id);";

static const char agenda[] =
	/* One row for each place of each time, to the horizon. Never moved; never deleted while
	 * somebody lives on it. */
	"CREATE TABLE orario ("
	" punto TEXT NOT NULL REFERENCES punto,"
	" inizio INTEGER NOT NULL,"
	" fine INTEGER NOT NULL,"
	" posto INTEGER NOT NULL CHECK (posto BETWEEN 1 AND 99),"
	" chiuso TEXT," /* why it cannot be booked; NULL: it can */
	" PRIMARY KEY (punto, inizio, posto),"
	" CONSTRAINT orario_durata CHECK (fine - inizio BETWEEN 300 AND 7200)"
	") STRICT, WITHOUT ROWID;"

	"CREATE TABLE appuntamento ("
	" id TEXT PRIMARY KEY CHECK (id GLOB 'AG-[0-9][0-9][0-9][0-9]-*' AND length(id) = 17),"
	" rapporto TEXT NOT NULL REFERENCES rapporto (codice),"
	" punto TEXT NOT NULL REFERENCES punto,"
	" inizio INTEGER NOT NULL,"
	" fine INTEGER NOT NULL,"
	" posto INTEGER NOT NULL,"
	" stato TEXT NOT NULL CHECK (stato = 'CONFERMATO' OR stato = 'CHIUSO_E_DEFINITO'"
	" OR stato = 'CANCELLATO'),"
	" annotazione TEXT CHECK (annotazione IN ('ARRIVATO', 'NON_PRESENTATO')),"
	" nota TEXT NOT NULL,"
	" gestore_tipo TEXT NOT NULL CHECK (gestore_tipo = 'CITTADINO' OR gestore_tipo = 'INTERMEDIARIO'"
	" OR gestore_tipo = 'OPERATORE'"
	" OR gestore_tipo = 'RESPONSABILE'),"
	" gestore TEXT REFERENCES persona (id)," /* the intermediario; NULL for the others */
	" cellulare INTEGER NOT NULL CHECK (cellulare IN (0, 1)),"
	" email INTEGER NOT NULL CHECK (email IN (0, 1)),"
	" pec INTEGER NOT NULL CHECK (pec IN (0, 1)),"
	" versione INTEGER NOT NULL CHECK (versione >= 1),"
	" creato_il INTEGER NOT NULL,"
	" aggiornato_il INTEGER NOT NULL,"
	" CONSTRAINT appuntamento_nota CHECK (length(trim(nota)) BETWEEN 1 AND 2000),"
	" CONSTRAINT appuntamento_gestore CHECK ((gestore_tipo = 'INTERMEDIARIO')"
	"  = (gestore IS NOT NULL)),"
	" CONSTRAINT appuntamento_futuro CHECK (creato_il < inizio),"
	" CONSTRAINT appuntamento_annotazione CHECK (annotazione IS NULL OR stato = 'CONFERMATO')"
	") STRICT;"
	/* The index that refuses the second booking of a place. */
	"CREATE UNIQUE INDEX appuntamento_posto ON appuntamento (punto, inizio, posto)"
	" WHERE stato = 'CONFERMATO';"
	"CREATE INDEX appuntamento_rapporto ON appuntamento (rapporto, inizio DESC, id);"

	"CREATE TABLE appuntamento_quesito ("
	" appuntamento TEXT NOT NULL REFERENCES appuntamento (id),"
	" quesito TEXT NOT NULL REFERENCES quesito (id),"
	" posizione INTEGER NOT NULL,"
	" PRIMARY KEY (appuntamento, quesito)) STRICT, WITHOUT ROWID;"

	/* Who holds a quesito, and until when: one live appuntamento at a time. */
	"CREATE TABLE impegno ("
	" quesito TEXT PRIMARY KEY,"
	" appuntamento TEXT NOT NULL,"
	" fine INTEGER NOT NULL,"
	" FOREIGN KEY (appuntamento, quesito) REFERENCES appuntamento_quesito"
	") STRICT, WITHOUT ROWID;"

	"CREATE TABLE storia ("
	" appuntamento TEXT NOT NULL REFERENCES appuntamento (id),"
	" n INTEGER NOT NULL,"
	" evento TEXT NOT NULL CHECK (evento = 'CONFERMA' OR evento = 'MODIFICA'"
	" OR evento = 'DISDETTA' OR evento = 'DEFINIZIONE'"
	" OR evento = 'CANCELLAZIONE' OR evento = 'PASSAGGIO_GESTIONE'),"
	" quando INTEGER NOT NULL,"
	" chi TEXT NOT NULL,"
	" testo TEXT,"
	" PRIMARY KEY (appuntamento, n)) STRICT, WITHOUT ROWID;"

	"CREATE TABLE contenuto ("
	" sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),"
	" dati BLOB NOT NULL) STRICT;"
	/* A file belongs to a comunicazione, to an appuntamento, or still to nobody until scade_il. */
	"CREATE TABLE allegato ("
	" id TEXT PRIMARY KEY,"
	" nome TEXT NOT NULL,"
	" tipo TEXT NOT NULL CHECK (tipo = 'PDF' OR tipo = 'JPEG' OR tipo = 'PNG' OR tipo = 'TIFF'),"
	" byte INTEGER NOT NULL CHECK (byte > 0),"
	" sha256 TEXT NOT NULL REFERENCES contenuto (sha256),"
	" caricato_il INTEGER NOT NULL,"
	" scade_il INTEGER,"
	" chi INTEGER REFERENCES profilo (numero),"
	" comunicazione TEXT REFERENCES comunicazione (id),"
	" appuntamento TEXT REFERENCES appuntamento (id),"
	" posizione INTEGER NOT NULL,"
	" CONSTRAINT allegato_di_uno CHECK ((scade_il IS NOT NULL) + (comunicazione IS NOT NULL)"
	"  + (appuntamento IS NOT NULL) = 1),"
	" CONSTRAINT allegato_chi CHECK ((chi IS NULL) = (comunicazione IS NOT NULL)),"
	" CONSTRAINT allegato_byte CHECK (comunicazione IS NOT NULL OR byte <= 3145728)) STRICT;"
	"CREATE INDEX allegato_comunicazione ON allegato (comunicazione, posizione)"
	" WHERE comunicazione IS NOT NULL;"
	"CREATE INDEX allegato_appuntamento ON allegato (appuntamento, posizione)"
	" WHERE appuntamento IS NOT NULL;"
	"CREATE INDEX allegato_sospeso ON allegato (chi, scade_il) WHERE scade_il IS NOT NULL;"
	"CREATE INDEX allegato_scadenza ON allegato (scade_il) WHERE scade_il IS NOT NULL;"
	"CREATE INDEX allegato_sha256 ON allegato (sha256);";

static const char regole[] =
	"CREATE TRIGGER orario_senza_sovrapposizioni BEFORE INSERT ON orario BEGIN"
	" SELECT RAISE(ABORT, 'orario_sovrapposto') FROM orario o"
	"  WHERE o.punto = NEW.punto AND o.posto = NEW.posto AND o.inizio <> NEW.inizio"
	"  AND o.inizio > NEW.inizio - 7200 AND o.inizio < NEW.fine AND o.fine > NEW.inizio"
	"  AND (o.chiuso IS NULL OR EXISTS (SELECT 1 FROM appuntamento a WHERE a.punto = o.punto"
	"   AND a.inizio = o.inizio AND a.posto = o.posto AND a.stato = 'CONFERMATO')); END;"
	"CREATE TRIGGER orario_immobile BEFORE UPDATE OF punto, inizio, fine, posto ON orario BEGIN"
	" SELECT RAISE(ABORT, 'orario_immobile'); END;"
	"CREATE TRIGGER orario_abitato BEFORE DELETE ON orario BEGIN"
	" SELECT RAISE(ABORT, 'orario_abitato') FROM appuntamento a WHERE a.punto = OLD.punto"
	"  AND a.inizio = OLD.inizio AND a.posto = OLD.posto AND a.stato = 'CONFERMATO'; END;"

	"CREATE TRIGGER appuntamento_nuovo BEFORE INSERT ON appuntamento BEGIN"
	" SELECT RAISE(ABORT, 'orario_chiuso') WHERE NOT EXISTS (SELECT 1 FROM orario o"
	"  WHERE o.punto = NEW.punto AND o.inizio = NEW.inizio AND o.posto = NEW.posto"
	"  AND o.fine = NEW.fine AND o.chiuso IS NULL);"
	" SELECT RAISE(ABORT, 'punto_non_competente') WHERE"
	"  (SELECT sede FROM rapporto WHERE codice = NEW.rapporto)"
	"  IS NOT (SELECT sede FROM punto WHERE id = NEW.punto);"
	" SELECT RAISE(ABORT, 'appuntamento_nasce_confermato')"
	"  WHERE NEW.stato <> 'CONFERMATO' OR NEW.versione <> 1; END;"
	"CREATE TRIGGER appuntamento_cambia BEFORE UPDATE ON appuntamento BEGIN"
	" SELECT RAISE(ABORT, 'appuntamento_versione') WHERE NEW.versione <> OLD.versione + 1;"
	" SELECT RAISE(ABORT, 'stato_finale') WHERE OLD.stato <> 'CONFERMATO'"
	"  AND (NEW.stato <> OLD.stato OR NEW.punto <> OLD.punto OR NEW.inizio <> OLD.inizio);"
	" SELECT RAISE(ABORT, 'appuntamento_immobile')"
	"  WHERE NEW.id <> OLD.id OR NEW.rapporto <> OLD.rapporto; END;"
	"CREATE TRIGGER appuntamento_si_sposta BEFORE UPDATE OF punto, inizio, fine, posto"
	" ON appuntamento BEGIN"
	" SELECT RAISE(ABORT, 'orario_chiuso') WHERE NOT EXISTS (SELECT 1 FROM orario o"
	"  WHERE o.punto = NEW.punto AND o.inizio = NEW.inizio AND o.posto = NEW.posto"
	"  AND o.fine = NEW.fine AND o.chiuso IS NULL);"
	" UPDATE impegno SET fine = NEW.fine WHERE appuntamento = NEW.id AND quesito IN"
	"  (SELECT quesito FROM appuntamento_quesito WHERE appuntamento = NEW.id); END;"
	"CREATE TRIGGER appuntamento_libera AFTER UPDATE OF stato ON appuntamento"
	" WHEN NEW.stato <> 'CONFERMATO' BEGIN"
	" DELETE FROM impegno WHERE appuntamento = NEW.id AND quesito IN"
	"  (SELECT quesito FROM appuntamento_quesito WHERE appuntamento = NEW.id); END;"
	"CREATE TRIGGER appuntamento_resta BEFORE DELETE ON appuntamento BEGIN"
	" SELECT RAISE(ABORT, 'appuntamento_resta'); END;"

	/* A quesito that enters an appuntamento is taken here and nowhere else. */
	"CREATE TRIGGER quesito_impegnato AFTER INSERT ON appuntamento_quesito BEGIN"
	" SELECT RAISE(ABORT, 'quesito_accolto') FROM quesito"
	"  WHERE id = NEW.quesito AND esito = 'ACCOLTO';"
	/* One appuntamento is about quesiti of one rapporto. */
	" SELECT RAISE(ABORT, 'quesito_di_altro_rapporto')"
	"  WHERE (SELECT rapporto FROM quesito WHERE id = NEW.quesito)"
	"  IS NOT (SELECT rapporto FROM appuntamento WHERE id = NEW.appuntamento);"
	" DELETE FROM impegno WHERE quesito = NEW.quesito"
	"  AND fine <= (SELECT creato_il FROM appuntamento WHERE id = NEW.appuntamento);"
	" INSERT INTO impegno SELECT NEW.quesito, id, fine FROM appuntamento"
	"  WHERE id = NEW.appuntamento; END;"
	"CREATE TRIGGER quesito_immobile BEFORE UPDATE OF rapporto ON quesito"
	" WHEN NEW.rapporto <> OLD.rapporto BEGIN"
	" SELECT RAISE(ABORT, 'quesito_immobile'); END;"
	"CREATE TRIGGER appuntamento_quesito_resta BEFORE DELETE ON appuntamento_quesito BEGIN"
	" SELECT RAISE(ABORT, 'appuntamento_resta'); END;"

	"CREATE TRIGGER allegati_limite AFTER UPDATE OF appuntamento ON allegato"
	" WHEN NEW.appuntamento IS NOT NULL BEGIN"
	" SELECT RAISE(ABORT, 'allegati_limite') WHERE (SELECT count(*) > 3 OR sum(byte) > 3145728"
	"  FROM allegato WHERE appuntamento = NEW.appuntamento); END;";

static const char registri[] =
	/* What was answered to a key. Rejected attempts are not here. */
	"CREATE TABLE operazione ("
	" n INTEGER PRIMARY KEY," /* in the order of time: the oldest are forgotten from here */
	" chi INTEGER NOT NULL REFERENCES profilo (numero),"
	" chiave TEXT NOT NULL CHECK (length(chiave) = 36),"
	" nome TEXT NOT NULL,"
	" sha256 BLOB CHECK (length(sha256) = 32),"
	" stato TEXT NOT NULL CHECK (stato IN ('ESEGUITA', 'CHIUSA')),"
	" status INTEGER NOT NULL,"
	" location TEXT,"
	" etag TEXT,"
	" corpo BLOB,"
	" risorsa TEXT,"
	" quando INTEGER NOT NULL,"
	" UNIQUE (chi, chiave),"
	" CONSTRAINT operazione_eseguita CHECK ((stato = 'ESEGUITA') = (sha256 IS NOT NULL))"
	") STRICT;"

	/* The change feed: what each person may see in each profile, and when it last changed. */
	"CREATE TABLE visibile ("
	" chi INTEGER NOT NULL REFERENCES profilo (numero),"
	" risorsa TEXT NOT NULL CHECK (risorsa = 'APPUNTAMENTO' OR risorsa = 'RAPPORTO'"
	" OR risorsa = 'QUESITO' OR risorsa = 'PUNTO'),"
	" id TEXT NOT NULL,"
	" seq INTEGER NOT NULL,"
	" rimosso INTEGER NOT NULL CHECK (rimosso IN (0, 1)),"
	" quando INTEGER NOT NULL,"
	" stato TEXT," /* these two of an appuntamento, for searching */
	" inizio INTEGER,"
	" PRIMARY KEY (chi, risorsa, id)) STRICT, WITHOUT ROWID;"
	"CREATE UNIQUE INDEX visibile_seq ON visibile (chi, seq);"
	"CREATE INDEX visibile_data ON visibile (chi, inizio DESC, id)"
	" WHERE risorsa = 'APPUNTAMENTO' AND rimosso = 0;"
	"CREATE INDEX visibile_stato ON visibile (chi, stato, inizio DESC, id)"
	" WHERE risorsa = 'APPUNTAMENTO' AND rimosso = 0;"
	"CREATE INDEX visibile_rimosso ON visibile (quando) WHERE rimosso = 1;"

	/* Who changed what, never with whose words. */
	"CREATE TABLE audit ("
	" id INTEGER PRIMARY KEY,"
	" quando INTEGER NOT NULL,"
	" persona TEXT," /* NULL: the service itself, or an import */
	" profilo TEXT,"
	" azione TEXT NOT NULL,"
	" oggetto TEXT NOT NULL,"
	" dettaglio TEXT) STRICT;"
	"CREATE TRIGGER audit_non_cambia BEFORE UPDATE ON audit BEGIN"
	" SELECT RAISE(ABORT, 'audit_non_cambia'); END;"
	"CREATE TRIGGER audit_resta BEFORE DELETE ON audit BEGIN"
	" SELECT RAISE(ABORT, 'audit_resta'); END;"

	/* Notices leave after the commit, at least once; who has sent one deletes it. */
	"CREATE TABLE outbox ("
	" id INTEGER PRIMARY KEY,"
	" quando INTEGER NOT NULL,"
	" appuntamento TEXT NOT NULL REFERENCES appuntamento (id),"
	" evento TEXT NOT NULL,"
	" destinatario TEXT NOT NULL REFERENCES persona (id),"
	" canale TEXT NOT NULL CHECK (canale = 'CASSETTO' OR canale = 'CELLULARE'"
	" OR canale = 'EMAIL' OR canale = 'PEC')) STRICT;";

/* The feed reads what is there and what is gone apart, each in order, from the index alone: a
 * listing does not walk what was taken away before it began. */
static const char feed_in_due[] =
	"DROP INDEX visibile_seq;"
	"CREATE UNIQUE INDEX visibile_seq ON visibile (chi, rimosso, seq);";

/* With `appuntamento_posto` this leads to all appuntamenti of a punto; a confirmation, which is what
 * must be quick, does not write it. */
static const char punto_di_prima[] =
	"CREATE INDEX appuntamento_punto ON appuntamento (punto) WHERE stato <> 'CONFERMATO';";

const char *const sqlite_schema[SQLITE_SCHEMA_STEPS] = { anagrafe, agenda, regole,
	registri, feed_in_due, punto_di_prima };
