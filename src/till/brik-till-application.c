/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-till-application.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "brik-config.h"
#include "core/brik-period.h"
#include "till/brik-till-style.h"
#include "till/brik-till-window.h"

struct _BrikTillApplication
{
  GtkApplication parent_instance;
  BrikTillOptions *options;
  BrikTillContext *context;
  guint signal_sources[2];
};

G_DEFINE_FINAL_TYPE (BrikTillApplication, brik_till_application, GTK_TYPE_APPLICATION)

static const char *
folder_from (const char *variable, const char *installed)
{
  const char *folder = g_getenv (variable);

  return folder != NULL ? folder : installed;
}

static BrikReader *
create_reader (const BrikTillOptions *options)
{
  g_autofree char *program =
    g_build_filename (folder_from ("BRIK_LIBEXEC_DIR", BRIK_LIBEXEC_DIR), "brik-chip-reader", NULL);

  return brik_reader_new (program, options->reader);
}

static BrikSounds *
create_sounds (const BrikTillOptions *options)
{
  g_autofree char *folder = g_build_filename (folder_from ("BRIK_DATA_DIR", BRIK_DATA_DIR), "sounds", NULL);
  BrikSounds *sounds = brik_sounds_new (folder);

  g_object_set (sounds, "volume", options->sound_volume, NULL);
  return sounds;
}

static BrikLedger *
open_ledger (const char *path, BrikClock *clock, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_DISK,
                   _ ("The folder of the till's ledger cannot be made (%s). Make room or call support, then "
                      "try again."),
                   g_strerror (errno));
      return NULL;
    }
  return brik_ledger_open (path, clock, error);
}

static const char *
get_trouble_title (const GError *error)
{
  if (brik_error_is_busy (error))
    return _ ("The till is already open");
  if (brik_error_is_disk (error))
    return _ ("The till cannot reach its disk");
  return _ ("The till cannot open its ledger");
}

/* The ledger's own message says what to do. */
static void
show_trouble (BrikTillApplication *self, const GError *error)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  brik_till_window_show_trouble (BRIK_TILL_WINDOW (window), get_trouble_title (error), error->message);
}

/* Caps count on civil dates: a till that took UTC for them would be wrong without a sign of it (D2). */
static gboolean
has_time_zones (void)
{
  g_autoptr (GTimeZone) zone = brik_civil_zone_new (BRIK_ZONE_DEFAULT, NULL);

  return zone != NULL;
}

static void
show_no_time_zones (BrikTillApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  brik_till_window_show_trouble (BRIK_TILL_WINDOW (window), _ ("This machine knows no time zones"),
                                 _ ("The till cannot tell which day it is. Install the package tzdata, or "
                                    "call support, then try again."));
}

static void
start (BrikTillApplication *self, BrikLedger *ledger, BrikClock *clock)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (BrikSync) sync = brik_sync_new (ledger, clock);
  g_autoptr (BrikReader) reader = create_reader (self->options);
  g_autoptr (BrikSounds) sounds = create_sounds (self->options);
  g_autoptr (BrikPhotos) photos = brik_photos_new (ledger);

  g_signal_connect_object (photos, "missing", G_CALLBACK (brik_sync_want_photo), sync, G_CONNECT_SWAPPED);
  self->context = brik_till_context_new (ledger, clock, sync, reader, sounds, photos);
  brik_till_window_set_context (BRIK_TILL_WINDOW (window), self->context);
  brik_till_window_answer (BRIK_TILL_WINDOW (window), self->options->portal, self->options->code);
  if (self->options->reader != NULL && *self->options->reader != '\0')
    brik_reader_start (reader);
  brik_sync_start (sync);
}

static void
on_open_ledger_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BrikTillApplication *self = BRIK_TILL_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikClock) clock = brik_clock_new_system ();
  g_autoptr (BrikLedger) ledger = NULL;

  if (self->context != NULL)
    return;
  if (!has_time_zones ())
    {
      show_no_time_zones (self);
      return;
    }
  ledger = open_ledger (self->options->ledger, clock, &error);
  if (ledger != NULL)
    start (self, ledger, clock);
  else
    show_trouble (self, error);
}

/* The machine is being shut down: what is in the ledger is safe, so there is nobody to ask. */
static gboolean
on_unix_signal (gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
  return G_SOURCE_CONTINUE;
}

static void
brik_till_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "open-ledger", .activate = on_open_ledger_action },
  };
  BrikTillApplication *self = BRIK_TILL_APPLICATION (application);

  G_APPLICATION_CLASS (brik_till_application_parent_class)->startup (application);
  brik_till_style_load (gdk_display_get_default ());
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  self->signal_sources[0] = g_unix_signal_add (SIGTERM, on_unix_signal, self);
  self->signal_sources[1] = g_unix_signal_add (SIGINT, on_unix_signal, self);
}

/* Where no window manager is there to fill the screen, the size asked for does it. */
static void
fill_screen (GtkWindow *window)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (window)));
  g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, 0);
  GdkRectangle area;

  if (monitor != NULL)
    {
      gdk_monitor_get_geometry (monitor, &area);
      gtk_window_set_default_size (window, area.width, area.height);
    }
  gtk_window_fullscreen (window);
}

static void
brik_till_application_activate (GApplication *application)
{
  BrikTillApplication *self = BRIK_TILL_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    {
      window = GTK_WINDOW (brik_till_window_new (GTK_APPLICATION (self)));
      if (self->options->fullscreen)
        fill_screen (window);
      g_action_group_activate_action (G_ACTION_GROUP (self), "open-ledger", NULL);
    }
  gtk_window_present (window);
}

static void
destroy_window (gpointer window, gpointer user_data)
{
  gtk_window_destroy (window);
}

static void
brik_till_application_shutdown (GApplication *application)
{
  BrikTillApplication *self = BRIK_TILL_APPLICATION (application);

  /* Views first: they stand on what is let go of below. */
  g_list_foreach (gtk_application_get_windows (GTK_APPLICATION (self)), destroy_window, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_sources); i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
  if (self->context != NULL)
    {
      brik_reader_stop (brik_till_context_get_reader (self->context));
      brik_sync_stop (brik_till_context_get_sync (self->context));
      brik_ledger_close (brik_till_context_get_ledger (self->context));
    }
  g_clear_object (&self->context);
  G_APPLICATION_CLASS (brik_till_application_parent_class)->shutdown (application);
}

static void
brik_till_application_finalize (GObject *object)
{
  BrikTillApplication *self = BRIK_TILL_APPLICATION (object);

  brik_till_options_free (self->options);
  G_OBJECT_CLASS (brik_till_application_parent_class)->finalize (object);
}

static void
brik_till_application_class_init (BrikTillApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = brik_till_application_finalize;
  application_class->startup = brik_till_application_startup;
  application_class->activate = brik_till_application_activate;
  application_class->shutdown = brik_till_application_shutdown;
}

static void
brik_till_application_init (BrikTillApplication *self)
{
}

BrikTillApplication *
brik_till_application_new (BrikTillOptions *options)
{
  BrikTillApplication *self =
    g_object_new (BRIK_TYPE_TILL_APPLICATION, "application-id", "io.github.brikpos.Till", "flags",
                  G_APPLICATION_NON_UNIQUE, NULL);

  self->options = options;
  return self;
}
