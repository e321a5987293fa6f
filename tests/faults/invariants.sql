-- SPDX-License-Identifier: EUPL-1.2
--
-- What must hold in a server's database whatever happened to it: races, kills, lost answers.
-- Each statement gives one row for each thing that is wrong: its name and where. No rows: well.
--   sqlite3 -readonly agendad.db < tests/faults/invariants.sql

PRAGMA foreign_key_check;

SELECT 'two live appointments on one place', punto, inizio, posto
	FROM appuntamento WHERE stato = 'CONFERMATO'
	GROUP BY punto, inizio, posto HAVING count(*) > 1;

SELECT 'more live appointments than places', a.punto, a.inizio, count(*)
	FROM appuntamento a WHERE a.stato = 'CONFERMATO' GROUP BY a.punto, a.inizio
	HAVING count(*) > (SELECT count(*) FROM orario o
		WHERE o.punto = a.punto AND o.inizio = a.inizio);

SELECT 'an appointment whose time is not a row', a.id, a.punto, a.inizio
	FROM appuntamento a LEFT JOIN orario o
		ON o.punto = a.punto AND o.inizio = a.inizio AND o.posto = a.posto
	WHERE o.fine IS NOT a.fine;

WITH live AS MATERIALIZED (
	SELECT q.quesito, a.id, a.creato_il, a.fine
		FROM appuntamento a JOIN appuntamento_quesito q ON q.appuntamento = a.id
		WHERE a.stato = 'CONFERMATO')
SELECT 'a quesito in two appointments that are live at once', x.quesito, x.id, y.id
	FROM live x JOIN live y ON y.quesito = x.quesito AND y.id > x.id
	WHERE x.creato_il < y.fine AND y.creato_il < x.fine;

-- The later of two successive appointments holds it; released ones hold nothing.
WITH bare AS MATERIALIZED (
	SELECT a.id, a.fine, q.quesito
		FROM appuntamento a JOIN appuntamento_quesito q ON q.appuntamento = a.id
		LEFT JOIN impegno i ON i.quesito = q.quesito AND i.appuntamento = a.id
		WHERE a.stato = 'CONFERMATO' AND i.quesito IS NULL)
SELECT 'a live appointment without its impegno', b.id, b.quesito
	FROM bare b WHERE NOT EXISTS (
		SELECT 1 FROM appuntamento_quesito q2 JOIN appuntamento a2 ON a2.id = q2.appuntamento
		WHERE q2.quesito = b.quesito AND a2.id <> b.id AND a2.creato_il >= b.fine);

SELECT 'an impegno of no live appointment', i.quesito, i.appuntamento
	FROM impegno i LEFT JOIN appuntamento a ON a.id = i.appuntamento
	WHERE a.stato IS NOT 'CONFERMATO' OR a.fine <> i.fine;

SELECT 'an appointment about nothing', a.id
	FROM appuntamento a WHERE NOT EXISTS (
		SELECT 1 FROM appuntamento_quesito q WHERE q.appuntamento = a.id);

SELECT 'quesiti of two rapporti in one appointment', a.id, k.rapporto
	FROM appuntamento a JOIN appuntamento_quesito q ON q.appuntamento = a.id
	JOIN quesito k ON k.id = q.quesito WHERE k.rapporto <> a.rapporto;

SELECT 'too many or too large files', appuntamento, count(*), sum(byte)
	FROM allegato WHERE appuntamento IS NOT NULL
	GROUP BY appuntamento HAVING count(*) > 3 OR sum(byte) > 3145728;

SELECT 'a file whose bytes are not there', l.id
	FROM allegato l LEFT JOIN contenuto c ON c.sha256 = l.sha256
	WHERE c.sha256 IS NULL OR length(c.dati) <> l.byte;

SELECT 'history, version and state that disagree', a.id, a.versione, a.stato
	FROM appuntamento a WHERE NOT EXISTS (
		SELECT 1 FROM storia s WHERE s.appuntamento = a.id AND s.n = 0 AND s.evento = 'CONFERMA')
	OR a.stato = 'CANCELLATO' AND NOT EXISTS (
		SELECT 1 FROM storia s WHERE s.appuntamento = a.id
			AND s.evento IN ('CANCELLAZIONE', 'DISDETTA'))
	OR a.stato = 'CHIUSO_E_DEFINITO' AND NOT EXISTS (
		SELECT 1 FROM storia s WHERE s.appuntamento = a.id AND s.evento = 'DEFINIZIONE')
	OR a.versione < (SELECT count(*) FROM storia s WHERE s.appuntamento = a.id);

SELECT 'a confirmation that the audit does not know', a.id
	FROM appuntamento a WHERE NOT EXISTS (
		SELECT 1 FROM audit t WHERE t.oggetto = a.id AND t.azione = 'CONFERMA');

SELECT 'an answer that was kept for something that is not there', o.chiave, o.risorsa
	FROM operazione o WHERE o.stato = 'ESEGUITA' AND o.risorsa IS NOT NULL
	AND NOT EXISTS (SELECT 1 FROM appuntamento a WHERE a.id = o.risorsa)
	AND NOT EXISTS (SELECT 1 FROM allegato l WHERE l.id = o.risorsa)
	AND o.nome <> 'POST /allegati';

SELECT 'something that the employer may see and the feed does not say', a.id
	FROM appuntamento a JOIN rapporto r ON r.codice = a.rapporto
	JOIN profilo f ON f.persona = r.datore AND f.tipo = 'CITTADINO'
	LEFT JOIN visibile v ON v.chi = f.numero AND v.risorsa = 'APPUNTAMENTO' AND v.id = a.id
	WHERE v.rimosso IS NOT 0 OR v.stato <> a.stato OR v.inizio <> a.inizio;

SELECT 'something that an intermediario may not see any more and the feed still says', v.id
	FROM visibile v JOIN profilo f ON f.numero = v.chi AND f.tipo = 'INTERMEDIARIO'
	JOIN rapporto r ON r.codice = v.id
	WHERE v.risorsa = 'RAPPORTO' AND v.rimosso = 0 AND NOT EXISTS (
		SELECT 1 FROM delega d WHERE d.datore = r.datore AND d.intermediario = f.persona
			AND d.stato = 'ATTIVA');

SELECT 'the feed is ahead of its own count', max(seq) FROM visibile
	HAVING max(seq) > (SELECT valore FROM contatore WHERE nome = 'seq');
