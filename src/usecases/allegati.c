/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Files of the draft: checked here so that the person knows at once, decided by the server.
 * An upload is a changing request like a confirmation: journalled, then sent, replayed with the
 * same bytes when its answer is lost.
 */
#include "api/routes.h"
#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/random.h"
#include "io/digest.h"
#include "net/multipart.h"
#include "src/usecases/usecases.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define MULTIPART_EXTRA 1024 /* boundary and headers around the file */

/* The bytes of a file that may go up; false and *err with the rule. */
static bool read_file(const char *path, struct buf *bytes, struct bozza_allegato *to,
	struct arena *a, struct err *err)
{
	const char *slash = strrchr(path, '/');
	char sha256[DIGEST_TEXT_SIZE];
	struct stat st;

	buf_init(bytes, ALLEGATI_BYTES_MAX);
	if (!file_read(path, bytes, err)) {
		if (err->code == ERR_LIMIT) {
			err_set(err, PROBLEM_ALLEGATI_TROPPO_GRANDI, "file past the limit");
			err_say(err, _("Il file supera da solo i 3 MB ammessi in totale: scegline uno "
				"più piccolo."));
		}
		return err_field(err, "allegati");
	}
	to->percorso = arena_strdup(a, path);
	to->nome = file_safe_name(a, slash ? slash + 1 : path);
	to->byte = (int64_t)bytes->len;
	to->tipo = allegato_sniff(bytes->data, bytes->len);
	digest_of(bytes->data, bytes->len, sha256);
	to->sha256 = arena_strdup(a, sha256);
	to->modificato_il = stat(path, &st) == 0 ? st.st_mtime : INSTANT_NONE;
	if (to->tipo != TIPO_FILE_NONE)
		return true;
	err_set(err, PROBLEM_ALLEGATO_NON_AMMESSO, "not a known kind");
	err_field(err, "allegati");
	return err_say(err, _("«%s» non è un PDF, JPEG, PNG o TIFF integro: conta il contenuto, "
		"non il nome."), to->nome);
}

static int index_of(const struct bozza *b, const char *sha256)
{
	for (size_t i = 0; i < b->n_allegati; i++)
		if (!strcmp(b->allegati[i].sha256, sha256))
			return (int)i;
	return -1;
}

/* ── up ─────────────────────────────────────────────────────────────────────────────────── */

static struct caricamento_stato *state_of(struct app *app, size_t i)
{
	return &app->model.bozza.caricamenti[i];
}

static bool upload_send(struct app *app, size_t i, const struct buf *bytes, struct err *err)
{
	const struct bozza *b = &app->model.bozza.bozza;
	const struct bozza_allegato *file = &b->allegati[i];
	char type[MULTIPART_TYPE_SIZE];
	char *chiave = app->upload_keys[i];
	struct buf body = { 0 };
	struct buf path = { 0 };
	struct arena a = { 0 };
	bool ok;

	buf_init(&body, ALLEGATI_BYTES_MAX + MULTIPART_EXTRA);
	random_uuid(chiave);
	ok = multipart_file(&body, type, "file", file->nome, tipo_file_mime(file->tipo),
		     bytes->data, bytes->len) &&
		route_url(route_of(ROUTE_ALLEGATO_CARICAMENTO), NULL, NULL, &path, err);
	if (ok) {
		struct sending s = {
			.chiave = chiave,
			.genere = SENDING_CARICAMENTO,
			.metodo = "POST",
			.percorso = buf_str(&path),
			.content_type = type,
			.corpo = body.data,
			.corpo_n = body.len,
			.bozza = b->id,
			.riguarda = file->sha256,
			.descrizione = arena_printf(&a, _("allegato %s, %s"),
				words_label(&tipo_file_words, (int)file->tipo),
				byte_phrase(&a, file->byte)),
		};
		ok = usecase_send_journalled(app, &s, err);
	}
	arena_release(&a);
	buf_release(&path);
	buf_release(&body);
	return ok;
}

/*
 * It left before, perhaps from a program that was killed, and has no answer yet: the same bytes
 * again under the same key. A second key would leave a second copy with the service.
 */
static bool upload_resume(struct app *app, size_t i)
{
	const struct bozza *b = &app->model.bozza.bozza;
	struct sending s = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };
	bool there = journal_upload_of(app->journal, &a, b->id, b->allegati[i].sha256, &s, &err);

	if (there) {
		snprintf(app->upload_keys[i], UUID_SIZE, "%s", s.chiave);
		state_of(app, i)->fase = CARICAMENTO_IN_CORSO;
		state_of(app, i)->inviati = 0;
		if (!ask_key_open(app, s.chiave))
			usecase_replay(app, s.chiave);
	}
	arena_release(&a);
	return there;
}

static void upload_start(struct app *app, size_t i)
{
	struct bozza_allegato now = { 0 };
	struct caricamento_stato *state = state_of(app, i);
	struct buf bytes = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };
	bool ok;

	if (upload_resume(app, i))
		return;
	state->fase = CARICAMENTO_IN_CORSO;
	state->inviati = 0;
	err_clear(&state->err);
	ok = read_file(app->model.bozza.bozza.allegati[i].percorso, &bytes, &now, &a, &err);
	if (ok && strcmp(now.sha256, app->model.bozza.bozza.allegati[i].sha256) != 0) {
		err_set(&err, PROBLEM_ALLEGATO_NON_AMMESSO, "changed on disk");
		err_say(&err, _("Il file è cambiato su disco da quando è stato scelto: toglilo e "
			"sceglilo di nuovo."));
		ok = false;
	}
	if (ok)
		ok = upload_send(app, i, &bytes, &err);
	if (!ok) {
		state->fase = CARICAMENTO_FALLITO;
		state->err = err;
	}
	buf_release(&bytes);
	arena_release(&a);
}

static bool is_up(const struct bozza_allegato *file, instant now)
{
	return file->id && (file->scade_il == INSTANT_NONE || file->scade_il > now);
}

void usecase_uploads_start(struct app *app)
{
	const struct bozza *b = &app->model.bozza.bozza;

	if (!b->id || b->chiave || !net_authorised(app->net))
		return;
	for (size_t i = 0; i < app->model.bozza.bozza.n_allegati; i++) {
		bool going = app->upload_keys[i][0] && ask_key_open(app, app->upload_keys[i]);
		bool refused = state_of(app, i)->fase == CARICAMENTO_FALLITO &&
			state_of(app, i)->err.code != PROBLEM_OFFLINE;
		if (is_up(&app->model.bozza.bozza.allegati[i], clock_now()))
			state_of(app, i)->fase = CARICAMENTO_FATTO;
		else if (!going && !refused)
			upload_start(app, i);
	}
}

bool usecase_uploads_done(const struct app *app, const struct err **why_not)
{
	const struct bozza *b = &app->model.bozza.bozza;

	*why_not = NULL;
	for (size_t i = 0; i < b->n_allegati; i++) {
		if (is_up(&b->allegati[i], clock_now()))
			continue;
		if (app->model.bozza.caricamenti[i].fase == CARICAMENTO_FALLITO)
			*why_not = &app->model.bozza.caricamenti[i].err;
		return false;
	}
	return true;
}

void usecase_uploads_progress(struct app *app)
{
	for (size_t i = 0; i < app->model.bozza.bozza.n_allegati; i++)
		if (state_of(app, i)->fase == CARICAMENTO_IN_CORSO && app->upload_keys[i][0])
			state_of(app, i)->inviati = ask_sent(app, app->upload_keys[i]);
}

/* ── its answer ─────────────────────────────────────────────────────────────────────────── */

void usecase_upload_settled(struct app *app, const struct sending *s, const struct answer *r)
{
	struct bozza_slice *open = &app->model.bozza;
	bool mine = open->bozza.id && s->bozza && !strcmp(open->bozza.id, s->bozza);
	int i = mine ? index_of(&open->bozza, s->riguarda) : -1;

	if (i < 0)
		return;
	if (r->kind == ANSWER_OK) {
		usecase_bozza_reload(app);
		state_of(app, (size_t)i)->fase = CARICAMENTO_FATTO;
		state_of(app, (size_t)i)->inviati = open->bozza.allegati[i].byte;
	} else if (r->kind != ANSWER_UNKNOWN) {
		state_of(app, (size_t)i)->fase = CARICAMENTO_FALLITO;
		state_of(app, (size_t)i)->err = r->err;
	}
	if (app->model.invio.fase == INVIO_FILE)
		usecase_conferma_go(app);
}

/* ── the person's wishes ────────────────────────────────────────────────────────────────── */

static bool together(const struct bozza *b, int64_t more, struct err *err)
{
	int64_t sizes[ALLEGATI_MAX + 1];
	size_t n = 0;

	for (; n < b->n_allegati; n++)
		sizes[n] = b->allegati[n].byte;
	sizes[n++] = more;
	if (allegati_check(sizes, n, err))
		return true;
	return err_field(err, "allegati");
}

void usecase_bozza_allega(struct app *app, const struct intent *i)
{
	struct bozza b = app->model.bozza.bozza;
	struct bozza_allegato file = { .scade_il = INSTANT_NONE };
	struct buf bytes = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };
	bool ok = b.id && i->percorso;

	if (!ok)
		return;
	ok = read_file(i->percorso, &bytes, &file, &a, &err) && together(&b, file.byte, &err);
	if (ok && index_of(&b, file.sha256) >= 0) {
		err_set(&err, PROBLEM_ALLEGATO_NON_AMMESSO, "same file twice");
		err_field(&err, "allegati");
		ok = err_say(&err, _("«%s» è già allegato."), file.nome);
	}
	if (ok) {
		b.allegati[b.n_allegati++] = file;
		ok = usecase_bozza_put(app, &b);
		if (ok)
			usecase_ripresa_settled(app, RIPRESA_ALLEGATI);
		if (ok)
			upload_start(app, b.n_allegati - 1);
	} else {
		usecase_bozza_refuse(app, &err);
	}
	buf_release(&bytes);
	arena_release(&a);
}

void usecase_bozza_stacca(struct app *app, const struct intent *i)
{
	struct bozza b = app->model.bozza.bozza;
	struct caricamento_stato *states = app->model.bozza.caricamenti;
	size_t last;

	if (!b.id || i->indice >= b.n_allegati)
		return;
	last = --b.n_allegati;
	for (size_t k = i->indice; k < last; k++)
		b.allegati[k] = b.allegati[k + 1];
	if (!usecase_bozza_put(app, &b))
		return;
	usecase_ripresa_settled(app, RIPRESA_ALLEGATI);
	for (size_t k = i->indice; k < last; k++) {
		states[k] = states[k + 1];
		memcpy(app->upload_keys[k], app->upload_keys[k + 1], UUID_SIZE);
	}
	states[last] = (struct caricamento_stato){ 0 };
	app->upload_keys[last][0] = '\0';
	if (app->model.invio.fase == INVIO_FILE)
		usecase_conferma_go(app);
}

void usecase_bozza_ricarica(struct app *app, const struct intent *i)
{
	if (app->model.bozza.bozza.id && i->indice < app->model.bozza.bozza.n_allegati)
		upload_start(app, i->indice);
}
