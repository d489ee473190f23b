/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "openapi.h"
#include "portal-fixture.h"

G_BEGIN_DECLS

/**
 * OpenApiWalk:
 * @exchanges: (element-type OpenApiExchange): all there were
 * @till: of the school
 * @photo: hash of Alma's picture, a PNG
 * @other_photo: of Noah's, a JPEG
 *
 * Everybody who asks the portal for something, and what they were answered.
 */
typedef struct
{
  PortalFixture *fixture;
  JsonObject *api;
  GPtrArray *exchanges;
  PortalTill *till;
  char *photo;
  char *other_photo;
} OpenApiWalk;

void openapi_walk_init (OpenApiWalk *walk, PortalFixture *fixture, JsonObject *api);
void openapi_walk_clear (OpenApiWalk *walk);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OpenApiWalk, openapi_walk_clear)

/* An address that the pattern fits and that leads to something. (transfer full) */
char *openapi_walk_fill_in (OpenApiWalk *walk, const char *pattern);

/* Asks for each operation of the document as it is meant, by those who may. */
void openapi_walk_all (OpenApiWalk *walk);
/* What is answered to those who may not, and to what makes no sense. */
void openapi_walk_astray (OpenApiWalk *walk);
/* Each table of the books out of reach in turn, and books with nothing in them. */
void openapi_walk_faults (OpenApiWalk *walk);

G_END_DECLS
