/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "openapi-walk.h"

G_BEGIN_DECLS

/* A browser that is logged in. */
typedef struct
{
  char *token;
  char *csrf;
} OpenApiPerson;

/* @first: has yet to choose a password. */
void openapi_person_init (OpenApiPerson *person, PortalFixture *fixture, const char *id, gboolean first);
void openapi_person_clear (OpenApiPerson *person);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OpenApiPerson, openapi_person_clear)

/* Asks and writes down what came. @person: (nullable): nobody; @form: (nullable): sent with the person's
 * token, unless it has one. Returns the status. */
guint openapi_ask_page (OpenApiWalk *walk,
                        const OpenApiPerson *person,
                        const char *method,
                        const char *target,
                        const char *form);
/* The same of a till; @till: (nullable): not signed. */
guint openapi_ask_till (OpenApiWalk *walk,
                        PortalTill *till,
                        const char *method,
                        const char *target,
                        const char *body);
/* What POST /till/v1/entries takes: entries @first to @last of its journal; what POST /till/v1/enrol does:
 * @code and a new key. (transfer full) */
char *openapi_make_batch (PortalTill *till, guint first, guint last);
char *openapi_make_enrolment (const char *code);
/* @headers: (nullable) */
guint openapi_ask (OpenApiWalk *walk,
                   const char *method,
                   const char *target,
                   const char *type,
                   const char *body,
                   SoupMessageHeaders *headers);

G_END_DECLS
