/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the issuer of tokens says (RFC 8414, RFC 8628), and the demo's own endpoints.
 * They are another service: outside api/openapi.yaml. */
#include "api/messages.h"
#include "api/table.h"

#define GUASTO_CODE_(c, l)  #c,
#define GUASTO_LABEL_(c, l) l,
static const char *const tipo_guasto_codes[] = { "", GUASTO_LIST(GUASTO_CODE_) };
static const char *const tipo_guasto_labels[] = { "", GUASTO_LIST(GUASTO_LABEL_) };
const struct words tipo_guasto_words = { "TipoGuasto", tipo_guasto_codes,
	tipo_guasto_labels, GUASTO_COUNT };

#define URL(s, m) STRING(s, m, 8, 2000, PATTERN_URL)

static const struct field emittente_demo_rows[] = {
	{ URL(emittente_demo, persone), REQUIRED },
	{ URL(emittente_demo, approvazione), REQUIRED },
	{ URL(emittente_demo, guasti), REQUIRED },
};
const struct fields emittente_demo_fields = TABLE(
	"EmittenteDemo", emittente_demo, emittente_demo_rows);

static const struct field emittente_rows[] = {
	{ URL(emittente, issuer), REQUIRED },
	{ URL(emittente, device_authorization_endpoint), REQUIRED },
	{ URL(emittente, token_endpoint), REQUIRED },
	{ URL(emittente, jwks_uri), REQUIRED },
	{ STRINGS(emittente, grant_types_supported, 0, 32, 1, 200, PATTERN_TOKEN) },
	{ STRINGS(emittente, response_types_supported, 0, 32, 1, 200, PATTERN_LINE) },
	{ STRINGS(emittente, scopes_supported, 0, 100, 1, 200, PATTERN_TOKEN) },
	{ REF(emittente, agenda_demo, emittente_demo) },
};
const struct fields emittente_fields = TABLE("Emittente", emittente, emittente_rows);

static const struct field device_authorization_rows[] = {
	{ STRING(device_authorization, device_code, 1, 2000, PATTERN_TOKEN), REQUIRED },
	{ STRING(device_authorization, user_code, 1, 100, PATTERN_TOKEN), REQUIRED },
	{ URL(device_authorization, verification_uri), REQUIRED },
	{ URL(device_authorization, verification_uri_complete) },
	{ INT64(device_authorization, expires_in, 1, 86400), REQUIRED },
	{ INT64(device_authorization, interval, 0, 3600), .fallback = 5 },
};
const struct fields device_authorization_fields = TABLE(
	"DeviceAuthorization", device_authorization, device_authorization_rows);

static const struct field token_rows[] = {
	{ STRING(token, access_token, 1, 16000, PATTERN_TOKEN), REQUIRED },
	{ STRING(token, token_type, 1, 100, PATTERN_TOKEN), REQUIRED },
	{ INT64(token, expires_in, 0, 31536000) },
	{ STRING(token, refresh_token, 1, 16000, PATTERN_TOKEN) },
	{ LINE(token, scope, 2000) },
};
const struct fields token_fields = TABLE("Token", token, token_rows);

static const struct field token_error_rows[] = {
	{ STRING(token_error, error, 1, 100, PATTERN_TOKEN), REQUIRED },
	{ TEXT(token_error, error_description, 2000) },
};
const struct fields token_error_fields = TABLE(
	"TokenError", token_error, token_error_rows);

static const struct field persona_demo_rows[] = {
	{ ID(persona_demo, id), REQUIRED },
	{ LINE(persona_demo, nome, 200), REQUIRED },
	{ ENUM(persona_demo, profilo, tipo_profilo), REQUIRED },
	{ LINE(persona_demo, denominazione, 200) },
	{ LINE(persona_demo, descrizione, 300) },
	{ BOOL(persona_demo, predefinita), REQUIRED },
};
const struct fields persona_demo_fields = TABLE(
	"PersonaDemo", persona_demo, persona_demo_rows);

static const struct field persone_demo_rows[] = {
	{ ITEMS(persone_demo, persona_demo, 1000) },
};
const struct fields persone_demo_fields = TABLE(
	"PersoneDemo", persone_demo, persone_demo_rows);

static const struct field approvazione_demo_rows[] = {
	{ STRING(approvazione_demo, user_code, 1, 100, PATTERN_TOKEN), REQUIRED },
	{ ID(approvazione_demo, persona), REQUIRED },
	{ ENUM(approvazione_demo, profilo, tipo_profilo), REQUIRED },
};
const struct fields approvazione_demo_fields = TABLE(
	"ApprovazioneDemo", approvazione_demo, approvazione_demo_rows);

static bool guasto_demo_check(const void *value, struct err *err)
{
	const struct guasto_demo *g = value;

	if (g->tipo != GUASTO_ORARIO_PRESO || (g->punto && g->inizio != INSTANT_NONE))
		return true;
	err_field(err, g->punto ? "inizio" : "punto");
	return err_say(err, "Per ORARIO_PRESO servono «punto» e «inizio».");
}

static const struct field guasto_demo_rows[] = {
	{ ENUM(guasto_demo, tipo, tipo_guasto), REQUIRED },
	{ INT64(guasto_demo, secondi, 1, 600), .fallback = 15 },
	{ ID(guasto_demo, punto) },
	{ INSTANT(guasto_demo, inizio) },
};
const struct fields guasto_demo_fields = TABLE_CHECKED(
	"GuastoDemo", guasto_demo, guasto_demo_rows, guasto_demo_check);
