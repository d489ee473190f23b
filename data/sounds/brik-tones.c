/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */

/* brik-tones NAME FILE: writes one of the till's four sounds as a WAV file. Made here rather than recorded,
 * so that what a sound is stands in the source: high and short for read, rising for yes, falling for no. */
#include <glib.h>
#include <math.h>
#include <stdlib.h>

#define RATE_HZ 22050
/* Rises and falls this long at both ends of a tone keep it from clicking. */
#define EDGE_S 0.008
#define LOUDNESS 0.6
#define TONES_MAX 4

typedef struct
{
  double frequency_hz; /* 0 is a rest, and after the last tone the end */
  double length_s;
} Tone;

typedef struct
{
  const char *name;
  Tone tones[TONES_MAX];
} Sound;

static const Sound sounds[] = {
  { "read", { { 1760, 0.07 } } },
  { "accepted", { { 784, 0.09 }, { 1046.5, 0.09 }, { 1568, 0.22 } } },
  { "refused", { { 311.1, 0.18 }, { 0, 0.04 }, { 220, 0.34 } } },
  { "fault", { { 523.3, 0.12 }, { 0, 0.1 }, { 523.3, 0.12 } } },
};

static const Sound *
find_sound (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sounds); i++)
    if (g_str_equal (sounds[i].name, name))
      return &sounds[i];
  return NULL;
}

/* A soft tone: its octave above at a quarter of its strength. */
static double
sample_at (const Tone *tone, double time_s)
{
  double edge = MIN (1, MIN (time_s, tone->length_s - time_s) / EDGE_S);
  double phase = 2 * G_PI * tone->frequency_hz * time_s;

  return tone->frequency_hz > 0 ? LOUDNESS * edge * (0.8 * sin (phase) + 0.2 * sin (2 * phase)) : 0;
}

static void
append_tone (GByteArray *samples, const Tone *tone)
{
  guint n_samples = (guint) (tone->length_s * RATE_HZ);

  for (guint i = 0; i < n_samples; i++)
    {
      gint16 sample = GINT16_TO_LE ((gint16) (G_MAXINT16 * sample_at (tone, (double) i / RATE_HZ)));
      g_byte_array_append (samples, (const guint8 *) &sample, sizeof sample);
    }
}

static void
append_number (GByteArray *header, guint32 number, guint n_bytes)
{
  guint32 little = GUINT32_TO_LE (number);

  g_byte_array_append (header, (const guint8 *) &little, n_bytes);
}

static void
append_word (GByteArray *header, const char *word)
{
  g_byte_array_append (header, (const guint8 *) word, 4);
}

/* RIFF, 16-bit PCM, one channel. */
static GByteArray *
create_wave (const GByteArray *samples)
{
  GByteArray *wave = g_byte_array_new ();

  append_word (wave, "RIFF");
  append_number (wave, 36 + samples->len, 4);
  append_word (wave, "WAVE");
  append_word (wave, "fmt ");
  append_number (wave, 16, 4);
  append_number (wave, 1, 2);
  append_number (wave, 1, 2);
  append_number (wave, RATE_HZ, 4);
  append_number (wave, RATE_HZ * 2, 4);
  append_number (wave, 2, 2);
  append_number (wave, 16, 2);
  append_word (wave, "data");
  append_number (wave, samples->len, 4);
  g_byte_array_append (wave, samples->data, samples->len);
  return wave;
}

int
main (int argc, char **argv)
{
  const Sound *sound = argc == 3 ? find_sound (argv[1]) : NULL;
  g_autoptr (GByteArray) samples = g_byte_array_new ();
  g_autoptr (GByteArray) wave = NULL;
  g_autoptr (GError) error = NULL;

  if (sound == NULL)
    {
      g_printerr ("Usage: brik-tones read|accepted|refused|fault FILE\n");
      return EXIT_FAILURE;
    }
  for (gsize i = 0; i < TONES_MAX; i++)
    append_tone (samples, &sound->tones[i]);
  wave = create_wave (samples);
  if (!g_file_set_contents (argv[2], (const char *) wave->data, wave->len, &error))
    {
      g_printerr ("brik-tones: %s\n", error->message);
      return EXIT_FAILURE;
    }
  return EXIT_SUCCESS;
}
