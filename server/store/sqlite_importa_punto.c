/* SPDX-License-Identifier: EUPL-1.2
 *
 * A punto as the institute tells it: its data, its weekly openings, and so its times. */
#include "server/store/sqlite_engine.h"

#include <stdio.h>
#include <string.h>

static bool opens_on(
	const struct punto_importato *p, int day, const struct apertura_importata *a)
{
	for (size_t i = 0; i < p->n_aperture; i++) {
		if (p->aperture[i].giorno_settimana == day
			&& p->aperture[i].dalle == a->dalle
			&& p->aperture[i].alle == a->alle)
			return true;
	}
	return false;
}

/* "lunedì-venerdì", "lunedì, mercoledì": the days with these hours. */
static const char *days_phrase(struct arena *arena, const struct punto_importato *p,
	const struct apertura_importata *a)
{
	const char *text = "";

	for (int day = 1; day <= 7; day++) {
		int last = day;

		if (!opens_on(p, day, a))
			continue;
		while (last < 7 && opens_on(p, last + 1, a))
			last++;
		text = arena_printf(
			arena, "%s%s%s", text, *text ? ", " : "", giorno_name(day));
		if (last > day)
			text = arena_printf(arena, "%s%s%s", text,
				last == day + 1 ? ", " : "-", giorno_name(last));
		day = last;
	}
	return text;
}

static bool told_before(const struct punto_importato *p, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (p->aperture[i].dalle == p->aperture[at].dalle
			&& p->aperture[i].alle == p->aperture[at].alle)
			return true;
	}
	return false;
}

/* "lunedì-venerdì 08:30-12:30; mercoledì 15:00-18:00" */
static const char *aperture_phrase(struct arena *arena, const struct punto_importato *p)
{
	const char *text = "";

	for (size_t i = 0; i < p->n_aperture; i++) {
		const struct apertura_importata *a = &p->aperture[i];

		if (told_before(p, i))
			continue;
		text = arena_printf(arena, "%s%s%s %02d:%02d-%02d:%02d", text,
			*text ? "; " : "", days_phrase(arena, p, a), a->dalle / 60,
			a->dalle % 60, a->alle / 60, a->alle % 60);
	}
	return text;
}

struct prima { /* what decides the times, as it was */
	bool known;
	const char *apertura, *sede;
	int64_t durata, postazioni, orizzonte, attivo;
};

static bool prima_read(struct scrittura *s, const char *id, struct prima *to)
{
	struct query *q = sql_ask(s->v.db,
		"SELECT apertura, sede, durata, postazioni, orizzonte, attivo"
		" FROM punto WHERE id = ?1",
		"t", id);

	*to = (struct prima){ 0 };
	if (query_step(q))
		*to = (struct prima){ true, row_text(q, 0, s->v.arena),
			row_text(q, 1, s->v.arena), row_int(q, 2), row_int(q, 3),
			row_int(q, 4), row_int(q, 5) };
	return query_end(q, &s->job->err);
}

static const char punto_sql[] =
	"INSERT INTO punto (id, sede, denominazione, indirizzo, citta, telefono, email, portare,"
	" apertura, attivo, durata, postazioni, orizzonte)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
	" ON CONFLICT (id) DO UPDATE SET sede = excluded.sede,"
	" denominazione = excluded.denominazione, indirizzo = excluded.indirizzo,"
	" citta = excluded.citta, telefono = excluded.telefono, email = excluded.email,"
	" portare = excluded.portare, apertura = excluded.apertura, attivo = excluded.attivo,"
	" durata = excluded.durata, postazioni = excluded.postazioni,"
	" orizzonte = excluded.orizzonte"
	" WHERE (sede, denominazione, indirizzo, citta, telefono, email, portare, apertura,"
	"  attivo, durata, postazioni, orizzonte) IS NOT (excluded.sede,"
	"  excluded.denominazione, excluded.indirizzo, excluded.citta, excluded.telefono,"
	"  excluded.email, excluded.portare, excluded.apertura, excluded.attivo,"
	"  excluded.durata, excluded.postazioni, excluded.orizzonte)";

static bool aperture_write(struct scrittura *s, const struct punto_importato *p)
{
	if (!importa_tell(s, NULL, "DELETE FROM apertura WHERE punto = ?1", "t", p->id))
		return false;
	for (size_t i = 0; i < p->n_aperture; i++) {
		if (!importa_tell(s, NULL, "INSERT INTO apertura VALUES (?1, ?2, ?3, ?4)",
			    "tidd", p->id, p->aperture[i].giorno_settimana,
			    p->aperture[i].dalle, p->aperture[i].alle))
			return false;
	}
	return true;
}

bool importa_punto(struct scrittura *s, const struct punto_importato *p)
{
	const char *apertura = aperture_phrase(s->v.arena, p);
	int64_t orizzonte = p->orizzonte_giorni ? p->orizzonte_giorni
						: STORE_ORIZZONTE_GIORNI;
	giorno oggi = giorno_of(s->v.adesso);
	struct prima was;
	int64_t changed = 0;

	if (!prima_read(s, p->id, &was)
		|| !importa_tell(s, &changed, punto_sql, "tttttttttdiii", p->id,
			p->codice_sede_inps, p->denominazione, p->indirizzo, p->citta,
			p->telefono, p->email, p->cosa_portare, apertura, (int)p->attivo,
			p->durata_minuti, p->postazioni, orizzonte)
		|| !importa_chiusure(
			s, p->codice_sede_inps, p->id, p->chiusure, p->n_chiusure))
		return false;
	if (changed && !feed_punto(s, p->id))
		return false;
	if (was.known && strcmp(was.sede, p->codice_sede_inps) != 0
		&& !feed_punto_di(s, p->id, was.sede))
		return false;
	if (was.known && strcmp(was.apertura, apertura) == 0
		&& was.durata == p->durata_minuti && was.postazioni == p->postazioni
		&& was.orizzonte == orizzonte && was.attivo == p->attivo)
		return true;
	return aperture_write(s, p)
		&& orari_remake(s, p->id, was.known ? oggi + 1 : oggi);
}
