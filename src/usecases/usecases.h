/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What the program can do for a person. Each answers from the cache in the same turn where it
 * can, then asks the server and replaces the slice again when the answer comes: stored first,
 * shown after. Nothing here draws, reads a key or waits.
 */
#ifndef AGENDA_SRC_USECASES_H
#define AGENDA_SRC_USECASES_H

#include "src/app.h"
#include "src/ask.h"

/* ── accesso.c: who is signed in ── */
void usecase_begin(struct app *app);         /* at start: ask the server who its issuer is */
void usecase_accedi(struct app *app, const struct intent *i);
void usecase_accedi_come(struct app *app, const struct intent *i);
void usecase_fine_utente(struct app *app, const struct intent *i);
/* A 401: renew the token when `may_renew`, else the person signs in again. */
void usecase_token_expired(struct app *app, bool may_renew);
bool usecase_signin_ending(struct app *app, const struct net_ending *e);
void usecase_signin_show(struct app *app);   /* model.accesso says what signin says */
void usecase_signin_tick(struct app *app);   /* its deadline has come */
void usecase_accesso_set(struct app *app, enum accesso_fase fase, enum accesso_motivo motivo);
void usecase_token_forget(struct app *app);  /* wiped here; nothing asked from now on has it */

/* ── riserbo.c: what may not be left for the next person at this machine ── */
void usecase_announce_lock(struct app *app); /* nobody types: a minute, then the lock */
void usecase_lock(struct app *app);          /* nothing of the person on screen, token gone */
void usecase_leave_shared(struct app *app);  /* the program ends where others will sit */
void usecase_nomi(struct app *app, const struct intent *i);
void usecase_blocca(struct app *app, const struct intent *i);
void usecase_hide_names(struct app *app);     /* masked again, where they are masked at all */
bool usecase_purge(struct app *app, struct err *err); /* local copy and opened files */
void usecase_discard_drafts(struct app *app); /* those that nothing sent hangs on */

/* ── persona.c: the profile, and the two files that are this person's ── */
void usecase_profilo(struct app *app);       /* ask it; opens the files when it comes */
bool usecase_open_files(struct app *app, const char *persona, const char *profilo,
	struct err *err);
void usecase_close_files(struct app *app);
/* A question as this person has been answered: what is known is as fresh as now. */
void usecase_contact(struct app *app);
/* Data seen by mandate without contact for a day go from every slice, and say why. */
void usecase_check_age(struct app *app);
/* A reading failed; of hidden data the slice says why they are. */
void usecase_slice_failed(struct app *app, struct slice *s, const struct err *err);
void usecase_say_in_memory(struct app *app); /* the copy cannot be kept on disk */
void usecase_mend_cache(struct app *app); /* does nothing as long as it is sound */
void usecase_remember(struct app *app, const struct profilo *p); /* for the next start */
bool usecase_recall(struct app *app);        /* the same person as last time, offline too */
void usecase_unremember(struct app *app);    /* the next start knows nobody */
void usecase_forget_person(struct app *app);

/* ── pulizia.c: where the files lie, and what does not stay for ever ── */
/* Where cache.db goes, NULL: in memory. *remark: one line about it for the person, or NULL. */
const char *usecase_cache_folder(const struct options *o, const char **remark);
void usecase_sweep(struct app *app);  /* copies of those who no longer come, files set aside */
void usecase_prune(struct app *app);  /* settled operations of long ago */
void usecase_retain(struct app *app); /* appointments of long ago, some at a time */
void usecase_resti(struct app *app);  /* the room of a copy that was emptied, a part at a time */

/* ── linea.c: is the server there ── */
void usecase_line_up(struct app *app);
void usecase_line_down(struct app *app, const struct err *err);
void usecase_woken(struct app *app); /* after a sleep of the machine, or a stop of ours */
void usecase_line_try(struct app *app);
void usecase_riprova(struct app *app, const struct intent *i);

/* ── variazioni.c: the change feed into the cache ── */
void usecase_sync(struct app *app);          /* a round, until there is no more; then it follows */
void usecase_sync_on(struct app *app);       /* the turn was painted: the next page */
void usecase_keep_current(struct app *app);  /* a round, unless the feed is open anyway */
void usecase_sync_forget(struct app *app);   /* another person: nothing is under way */
void usecase_begin_anew(struct app *app);    /* the cache is empty: from its first page on */
void usecase_follow_cache(struct app *app);  /* another process wrote, or let go of, the cache */
/* Is what the cache holds the server's word of now? And of when it is. */
bool usecase_current(const struct app *app, instant *letto_il);

/* ── gemello.c: the words of a large cache, made by a child ── */
void usecase_gemello(struct app *app);       /* starts one when it is wanted */
void usecase_gemello_ended(struct app *app); /* its pipe says so */
void usecase_gemello_step(struct app *app);
void usecase_gemello_stop(struct app *app);

/* ── altrove.c: another process of the same person ── */
void usecase_follow_journal(struct app *app); /* it wrote the journal */
void usecase_settled_elsewhere(struct app *app); /* what the screen waits for may be settled */
/* A settled sending as the answer that this process did not hear. */
void usecase_problem_elsewhere(const struct sending *s, struct answer *to);
void usecase_conferma_elsewhere(struct app *app, const struct sending *s);
void usecase_cancella_elsewhere(struct app *app, const struct sending *s);

/* ── home.c ── */
void usecase_home(struct app *app);          /* something of it may be another: look again */
void usecase_home_settle(struct app *app);   /* from the files; before anybody looks at it */

/* Of what is read from the cache: its age, whether it is all, whether more is coming (s->fase). */
void usecase_say_how_old(struct app *app, struct slice *s);

/* ── elenchi.c: lists, search ── */
void usecase_righe(struct app *app, const struct intent *i);
void usecase_rapporti(struct app *app, const struct intent *i);
void usecase_cerca(struct app *app, const struct intent *i);
void usecase_lists_again(struct app *app);   /* after the cache changed: same anchors */
void usecase_refresh(struct app *app, const struct intent *i);

/* ── letture.c: what the steps of a booking show ── */
void usecase_quesiti(struct app *app, const struct intent *i);
void usecase_punti(struct app *app, const struct intent *i);
void usecase_disponibilita(struct app *app, const struct intent *i);
void usecase_recapiti(struct app *app, const struct intent *i);
void usecase_rapporto(struct app *app, const char *codice);
void usecase_rapporto_reload(struct app *app); /* it may have gone out of sight */

/* ── bozza.c: the open draft ── */
void usecase_bozza_nuova(struct app *app, const struct intent *i);
void usecase_bozza_apri(struct app *app, const struct intent *i);
void usecase_bozza_elimina(struct app *app, const struct intent *i);
void usecase_bozza_rapporto(struct app *app, const struct intent *i);
/* On disk as it is, when it is not yet; false when there is nothing to keep, or it cannot be. */
bool usecase_bozza_keep(struct app *app);
void usecase_bozza_quesiti(struct app *app, const struct intent *i);
void usecase_bozza_punto(struct app *app, const struct intent *i);
void usecase_bozza_orario(struct app *app, const struct intent *i);
void usecase_bozza_nota(struct app *app, const struct intent *i);
void usecase_bozza_canali(struct app *app, const struct intent *i);
bool usecase_save_nota(struct app *app);     /* what was typed and not yet saved */
/* Saves `b` (whose strings may lie in the present slice) and shows it. False: model.bozza.rifiuto */
bool usecase_bozza_put(struct app *app, const struct bozza *b);
void usecase_bozza_refuse(struct app *app, const struct err *err);
void usecase_bozza_reload(struct app *app);  /* the journal's truth into the slice */
void usecase_bozza_read_steps(struct app *app); /* what its steps show, cache now, server after */

/* ── ripresa.c: what changed since the bozza was saved ── */
void usecase_ripresa_begin(struct app *app);   /* it has just been opened */
void usecase_ripresa(struct app *app, enum ripresa_campo campo); /* a reading of it has ended */
void usecase_ripresa_settled(struct app *app, enum ripresa_campo campo); /* chosen again */
void usecase_ripresa_again(struct app *app);   /* the line is there again */
/* All of `b` against what the model has; `b` is changed, nothing is saved. */
void usecase_ripresa_look(struct app *app, struct bozza *b, struct ripresa *to);

/* ── allegati.c: files of the draft ── */
void usecase_cartella(struct app *app, const struct intent *i);
void usecase_bozza_allega(struct app *app, const struct intent *i);
void usecase_bozza_stacca(struct app *app, const struct intent *i);
void usecase_bozza_ricarica(struct app *app, const struct intent *i);
void usecase_uploads_start(struct app *app); /* those of the open bozza that are not up yet */
bool usecase_uploads_done(const struct app *app, const struct err **why_not);
void usecase_uploads_progress(struct app *app);
void usecase_upload_answer(struct app *app, const struct ask *ask, const struct answer *r);

/* ── conferma.c: the confirmation and every lost answer ── */
void usecase_conferma(struct app *app, const struct intent *i);
void usecase_conferma_go(struct app *app);   /* the uploads have ended */
void usecase_invio_visto(struct app *app, const struct intent *i);

/* ── verifica.c: replay and burn ── */
void usecase_verifica(struct app *app, const struct intent *i);
void usecase_chiudi_chiave(struct app *app, const struct intent *i);
void usecase_verify_all(struct app *app);    /* replay, or burn, whatever has no answer yet */
void usecase_replay(struct app *app, const char *chiave); /* the same bytes, the same key */
void usecase_verify_later(struct app *app);  /* set the alarm */

/* What becomes of a sent operation when its answer comes, first time or replayed. */
void usecase_sent_answer(struct app *app, const struct ask *ask, const struct answer *r);
void usecase_conferma_settled(struct app *app, const struct sending *s, const struct answer *r);
void usecase_cancella_settled(struct app *app, const struct sending *s, const struct answer *r);
void usecase_upload_settled(struct app *app, const struct sending *s, const struct answer *r);
/* The appuntamenti whose cancellation has no answer yet, in `a`: there are few or none. */
struct sospese {
	const char **ids;
	size_t n;
};
struct sospese usecase_sospese(struct app *app, struct arena *a);
bool sospesa(const struct sospese *all, const char *id);
/* Journalled, then sent. False and *err when it could not be journalled: it has not left. */
bool usecase_send_journalled(struct app *app, const struct sending *s, struct err *err);

/* ── dettaglio.c, scarico.c ── */
void usecase_mostra(struct app *app, const struct intent *i);
void usecase_anteprima(struct app *app, const struct intent *i);
void usecase_dettaglio_reload(struct app *app); /* from the cache */
void usecase_cancella(struct app *app, const struct intent *i);
void usecase_cancellazione_vista(struct app *app, const struct intent *i);
#define SCARICO_BYTES_MAX ((size_t)32 << 20)
void usecase_scarica(struct app *app, const struct intent *i);
void usecase_apri_file(struct app *app, const struct intent *i);
void usecase_scarico_progress(struct app *app);
/* May a file be made at `i->percorso`? False: the wish is refused, model.scarico says why. */
bool usecase_may_save(struct app *app, const struct intent *i);
/* Where a file went, or why it did not, said at the bottom of whatever screen is there. */
void usecase_saved(struct app *app, const char *path);
void usecase_not_saved(struct app *app, const struct err *err);

/* ── raccolta.c: every attachment, here ── */
void usecase_raccogli(struct app *app);

/* ── manuali.c ── */
void usecase_manuali(struct app *app, const struct intent *i);
void usecase_manuale(struct app *app, const struct intent *i);
void usecase_manuale_salva(struct app *app, const struct intent *i);

/* ── demo.c ── */
void usecase_demo_linea(struct app *app, const struct intent *i);
void usecase_demo_orario(struct app *app, const struct intent *i);
void usecase_demo_risposta(struct app *app, const struct intent *i);

/* ── slices ── */
void slice_asked(struct slice *s);                     /* FASE_IN_CORSO over the old values */
void slice_failed(struct slice *s, const struct err *err); /* old values, no longer viva */

#endif
