/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-wire-cutter.h"

#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "brik-wire-log.h"
#include "brik-wire-message.h"

/* As much of a request as is kept to tell one from another. */
#define REQUEST_START 120

struct _BrikWireCutter
{
  GSocket *listener;
  GThread *thread;
  char *address;
  BrikWireLog *log;
  GMutex lock; /* of all below */
  GCond wire_ended;
  gboolean closed;
  GSocketAddress *portal; /* NULL: there is none */
  gboolean refusing;
  GPtrArray *wires; /* Wire, those that are open */
  GPtrArray *kept;  /* GBytes */
  BrikWirePlan plan;
  char *request; /* the plan's */
  guint n_lost;
};

/* One connection of the till and its own to the portal, and the thread that carries between them. */
typedef struct
{
  BrikWireCutter *cutter;
  int till;
  int portal;
  gboolean over; /* broken off from outside */
  GByteArray *said;
  GByteArray *answered;
} Wire;

/* Nothing passes any more, in either direction; the thread finds out and ends. With the lock held. */
static void
break_off (Wire *wire)
{
  wire->over = TRUE;
  shutdown (wire->till, SHUT_RDWR);
  if (wire->portal >= 0)
    shutdown (wire->portal, SHUT_RDWR);
}

static int
connect_to (GSocketAddress *address)
{
  struct sockaddr_storage native;
  gssize size = g_socket_address_get_native_size (address);
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_true (g_socket_address_to_native (address, &native, sizeof native, NULL));
  if (connect (fd, (struct sockaddr *) &native, (socklen_t) size) == 0)
    return fd;
  close (fd);
  return -1;
}

/* (transfer full) (nullable) */
static GSocketAddress *
get_portal (BrikWireCutter *cutter)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cutter->lock);

  return cutter->portal != NULL ? g_object_ref (cutter->portal) : NULL;
}

static gboolean
connect_wire (Wire *wire)
{
  g_autoptr (GSocketAddress) portal = get_portal (wire->cutter);
  int fd = portal != NULL ? connect_to (portal) : -1;

  g_mutex_lock (&wire->cutter->lock);
  wire->portal = fd;
  if (wire->over)
    break_off (wire);
  g_mutex_unlock (&wire->cutter->lock);
  return fd >= 0;
}

/* Ends */

static void
reset (int fd)
{
  struct linger at_once = { .l_onoff = 1 };

  setsockopt (fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

/* Until the till gives up, or is broken off. */
static void
wait_for_till (Wire *wire)
{
  guint8 dropped[4096];

  while (recv (wire->till, dropped, sizeof dropped, 0) > 0)
    continue;
}

static gboolean
end_with (Wire *wire, BrikMishap mishap)
{
  if (mishap == BRIK_MISHAP_RESET)
    {
      reset (wire->till);
      reset (wire->portal);
      return FALSE;
    }
  if (mishap == BRIK_MISHAP_CUT)
    {
      shutdown (wire->portal, SHUT_RDWR);
      shutdown (wire->till, SHUT_WR);
    }
  /* An end while there is something to read would be a reset. */
  wait_for_till (wire);
  return FALSE;
}

/* Carrying */

/* What happens to this request or its answer. FALSE for nothing. */
static gboolean
take_plan (Wire *wire, const char *start, BrikWirePlan *plan)
{
  BrikWireCutter *cutter = wire->cutter;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cutter->lock);

  *plan = (BrikWirePlan){ 0 };
  if (cutter->plan.n_times == 0 || !g_str_has_prefix (start, cutter->request))
    return FALSE;
  *plan = cutter->plan;
  cutter->plan.n_times--;
  if (plan->instead != NULL)
    g_bytes_ref (plan->instead);
  return TRUE;
}

static void
note_lost (Wire *wire)
{
  g_mutex_lock (&wire->cutter->lock);
  wire->cutter->n_lost++;
  g_mutex_unlock (&wire->cutter->lock);
}

static void
keep (Wire *wire, GBytes *request)
{
  g_mutex_lock (&wire->cutter->lock);
  g_ptr_array_add (wire->cutter->kept, g_bytes_ref (request));
  g_mutex_unlock (&wire->cutter->lock);
}

static gboolean
send_bytes (int to, GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return brik_wire_message_send (to, data, size);
}

/* The first message in @bytes, or what there is of it; what came after it stays. (transfer full) */
static GBytes *
take_message (GByteArray *bytes)
{
  gsize whole = brik_wire_message_size (bytes);
  gsize size = whole > 0 ? MIN (whole, bytes->len) : bytes->len;
  GBytes *message = g_bytes_new (bytes->data, size);

  g_byte_array_remove_range (bytes, 0, (guint) size);
  return message;
}

/* (transfer full) (nullable) */
static GBytes *
hear_answer (Wire *wire)
{
  return brik_wire_message_read (wire->portal, wire->till, wire->answered, G_MAXSIZE)
           ? take_message (wire->answered)
           : NULL;
}

/* What the portal says to one request on a connection of its own. */
static void
ask_apart (int fd, GBytes *request)
{
  g_autoptr (GByteArray) answer = g_byte_array_new ();

  if (fd >= 0 && send_bytes (fd, request))
    brik_wire_message_read (fd, -1, answer, G_MAXSIZE);
}

typedef struct
{
  GBytes *request;
  int fd;
} Copy;

static gpointer
send_copy (gpointer data)
{
  Copy *copy = data;

  ask_apart (copy->fd, copy->request);
  close (copy->fd);
  g_bytes_unref (copy->request);
  g_free (copy);
  return NULL;
}

/* The copy's answer may be long in coming, if it is a poll's: nobody waits for it. (transfer full)
 * (nullable): the answer to the one that is the till's own */
static GBytes *
send_twice_apart (Wire *wire, GBytes *request)
{
  g_autoptr (GSocketAddress) portal = get_portal (wire->cutter);
  int fd = portal != NULL ? connect_to (portal) : -1;
  Copy *copy;

  if (fd < 0)
    return NULL;
  copy = g_new0 (Copy, 1);
  copy->request = g_bytes_ref (request);
  copy->fd = fd;
  g_thread_unref (g_thread_new ("copy", send_copy, copy));
  return send_bytes (wire->portal, request) ? hear_answer (wire) : NULL;
}

static GBytes *
send_twice (Wire *wire, GBytes *request)
{
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GBytes) second = NULL;

  if (!send_bytes (wire->portal, request) || !send_bytes (wire->portal, request))
    return NULL;
  answer = hear_answer (wire);
  second = answer != NULL ? hear_answer (wire) : NULL;
  return second != NULL ? g_steal_pointer (&answer) : NULL;
}

/* The message on its way, and what happens to it there. FALSE when that was the end of the connection. */
static gboolean
pass_on (Wire *wire, int to, GBytes *message, const BrikWirePlan *plan)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (message, &size);

  if (plan->mishap == BRIK_MISHAP_SHORTEN)
    {
      g_autoptr (GBytes) shorter = brik_wire_message_shorten (message, plan->at);

      note_lost (wire);
      return send_bytes (to, shorter);
    }
  if (size <= plan->at)
    return send_bytes (to, message);
  note_lost (wire);
  if (!brik_wire_message_send (to, bytes, plan->at))
    return FALSE;
  if (plan->mishap != BRIK_MISHAP_DELAY)
    return end_with (wire, plan->mishap);
  g_usleep (plan->delay_ms * 1000);
  return brik_wire_message_send (to, bytes + plan->at, size - plan->at);
}

static gboolean
replace (Wire *wire, const BrikWirePlan *plan)
{
  note_lost (wire);
  return send_bytes (wire->till, plan->instead) && end_with (wire, BRIK_MISHAP_CUT);
}

/* (transfer full) (nullable): the portal's answer; NULL ends the connection */
static GBytes *
carry_request (Wire *wire, GBytes *request, const BrikWirePlan *plan, const BrikWirePlan *none)
{
  switch (plan->mishap)
    {
    case BRIK_MISHAP_TWICE:
      note_lost (wire);
      return send_twice (wire, request);
    case BRIK_MISHAP_TWICE_APART:
      note_lost (wire);
      return send_twice_apart (wire, request);
    case BRIK_MISHAP_HOLD:
      note_lost (wire);
      keep (wire, request);
      end_with (wire, plan->mishap);
      return NULL;
    case BRIK_MISHAP_KEEP:
      note_lost (wire);
      keep (wire, request);
      return pass_on (wire, wire->portal, request, none) ? hear_answer (wire) : NULL;
    case BRIK_MISHAP_REPLACE:
      replace (wire, plan);
      return NULL;
    case BRIK_MISHAP_CUT:
    case BRIK_MISHAP_RESET:
    case BRIK_MISHAP_STALL:
    case BRIK_MISHAP_DELAY:
    case BRIK_MISHAP_SHORTEN:
    default:
      return pass_on (wire, wire->portal, request, plan) ? hear_answer (wire) : NULL;
    }
}

/* Reads a request as far as it will get. (transfer full) (nullable) */
static GBytes *
hear_request (Wire *wire, const BrikWirePlan *plan)
{
  gboolean ends = plan->mishap <= BRIK_MISHAP_STALL && plan->at < G_MAXSIZE;

  return brik_wire_message_read (wire->till, wire->portal, wire->said, ends ? plan->at + 1 : G_MAXSIZE)
           ? take_message (wire->said)
           : NULL;
}

/* One request and its answer. FALSE when that was the last. */
static gboolean
carry (Wire *wire)
{
  const BrikWirePlan none = { .at = G_MAXSIZE };
  g_autofree char *start = NULL;
  g_autoptr (GBytes) request = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GBytes) instead = NULL;
  BrikWirePlan plan;
  gboolean of_request;
  gboolean of_answer;

  if (!brik_wire_message_read (wire->till, wire->portal, wire->said, REQUEST_START))
    return FALSE;
  start = g_strndup ((const char *) wire->said->data, MIN (wire->said->len, REQUEST_START));
  of_answer = take_plan (wire, start, &plan) && plan.to_answer;
  of_request = plan.n_times > 0 && !plan.to_answer;
  instead = plan.instead;
  request = hear_request (wire, of_request ? &plan : &none);
  if (request == NULL)
    return FALSE;
  brik_wire_log_add_request (wire->cutter->log, start, g_bytes_get_size (request));
  answer = carry_request (wire, request, of_request ? &plan : &none, &none);
  if (answer == NULL)
    return FALSE;
  brik_wire_log_add_answer (wire->cutter->log, start, g_bytes_get_size (answer));
  if (of_answer && plan.mishap == BRIK_MISHAP_REPLACE)
    return replace (wire, &plan);
  return pass_on (wire, wire->till, answer, of_answer ? &plan : &none);
}

static void
wire_free (Wire *wire)
{
  BrikWireCutter *cutter = wire->cutter;

  g_mutex_lock (&cutter->lock);
  g_ptr_array_remove_fast (cutter->wires, wire);
  close (wire->till);
  if (wire->portal >= 0)
    close (wire->portal);
  g_cond_broadcast (&cutter->wire_ended);
  g_mutex_unlock (&cutter->lock);
  g_byte_array_unref (wire->said);
  g_byte_array_unref (wire->answered);
  g_free (wire);
}

static gpointer
run_wire (gpointer data)
{
  Wire *wire = data;

  if (connect_wire (wire))
    while (carry (wire))
      continue;
  wire_free (wire);
  return NULL;
}

static void
take_connection (BrikWireCutter *cutter, int fd)
{
  Wire *wire;

  g_mutex_lock (&cutter->lock);
  if (cutter->refusing || cutter->closed || cutter->portal == NULL)
    close (fd);
  else
    {
      wire = g_new0 (Wire, 1);
      wire->cutter = cutter;
      wire->till = fd;
      wire->portal = -1;
      wire->said = g_byte_array_new ();
      wire->answered = g_byte_array_new ();
      g_ptr_array_add (cutter->wires, wire);
      g_thread_unref (g_thread_new ("wire", run_wire, wire));
    }
  g_mutex_unlock (&cutter->lock);
}

static gpointer
listen_on (gpointer data)
{
  BrikWireCutter *cutter = data;
  int fd;

  while ((fd = accept4 (g_socket_get_fd (cutter->listener), NULL, NULL, SOCK_CLOEXEC)) >= 0)
    take_connection (cutter, fd);
  return NULL;
}

BrikWireCutter *
brik_wire_cutter_new (void)
{
  BrikWireCutter *cutter = g_new0 (BrikWireCutter, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&cutter->lock);
  g_cond_init (&cutter->wire_ended);
  cutter->wires = g_ptr_array_new ();
  cutter->log = brik_wire_log_new ();
  cutter->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  cutter->listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (cutter->listener, TRUE);
  g_assert_true (g_socket_bind (cutter->listener, any_port, TRUE, &error));
  g_assert_true (g_socket_listen (cutter->listener, &error));
  /* GLib's sockets do not block; this one's thread does. */
  g_unix_set_fd_nonblocking (g_socket_get_fd (cutter->listener), FALSE, NULL);
  address = g_socket_get_local_address (cutter->listener, &error);
  g_assert_no_error (error);
  cutter->address =
    g_strdup_printf ("http://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  cutter->thread = g_thread_new ("wires", listen_on, cutter);
  return cutter;
}

static void
break_off_all (BrikWireCutter *cutter)
{
  for (guint i = 0; i < cutter->wires->len; i++)
    break_off (g_ptr_array_index (cutter->wires, i));
}

void
brik_wire_cutter_free (BrikWireCutter *cutter)
{
  g_mutex_lock (&cutter->lock);
  cutter->closed = TRUE;
  break_off_all (cutter);
  while (cutter->wires->len > 0)
    g_cond_wait (&cutter->wire_ended, &cutter->lock);
  g_mutex_unlock (&cutter->lock);
  shutdown (g_socket_get_fd (cutter->listener), SHUT_RDWR);
  g_thread_join (cutter->thread);
  g_object_unref (cutter->listener);
  g_clear_object (&cutter->portal);
  g_clear_pointer (&cutter->plan.instead, g_bytes_unref);
  g_ptr_array_unref (cutter->wires);
  brik_wire_log_free (cutter->log);
  g_ptr_array_unref (cutter->kept);
  g_free (cutter->request);
  g_free (cutter->address);
  g_mutex_clear (&cutter->lock);
  g_cond_clear (&cutter->wire_ended);
  g_free (cutter);
}

const char *
brik_wire_cutter_get_address (BrikWireCutter *cutter)
{
  return cutter->address;
}

/* (transfer full): of "http://127.0.0.1:PORT" */
static GSocketAddress *
parse_address (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);

  g_assert_nonnull (uri);
  return g_inet_socket_address_new_from_string (g_uri_get_host (uri), (guint) g_uri_get_port (uri));
}

void
brik_wire_cutter_set_portal (BrikWireCutter *cutter, const char *address)
{
  g_mutex_lock (&cutter->lock);
  g_clear_object (&cutter->portal);
  cutter->portal = address != NULL ? parse_address (address) : NULL;
  break_off_all (cutter);
  g_mutex_unlock (&cutter->lock);
}

void
brik_wire_cutter_set_refusing (BrikWireCutter *cutter, gboolean refusing)
{
  g_mutex_lock (&cutter->lock);
  cutter->refusing = refusing;
  if (refusing)
    break_off_all (cutter);
  g_mutex_unlock (&cutter->lock);
}

void
brik_wire_cutter_plan (BrikWireCutter *cutter, const BrikWirePlan *plan)
{
  g_mutex_lock (&cutter->lock);
  g_clear_pointer (&cutter->plan.instead, g_bytes_unref);
  g_free (cutter->request);
  cutter->plan = *plan;
  cutter->request = g_strdup (plan->request);
  cutter->plan.request = cutter->request;
  if (plan->instead != NULL)
    g_bytes_ref (plan->instead);
  g_mutex_unlock (&cutter->lock);
}

void
brik_wire_cutter_lose_answers (BrikWireCutter *cutter, const char *request, guint n_times, gsize n_bytes)
{
  brik_wire_cutter_plan (
    cutter, &(BrikWirePlan){ .request = request, .n_times = n_times, .to_answer = TRUE, .at = n_bytes });
}

guint
brik_wire_cutter_send_kept (BrikWireCutter *cutter)
{
  g_autoptr (GSocketAddress) portal = get_portal (cutter);
  g_autoptr (GPtrArray) kept = NULL;

  g_mutex_lock (&cutter->lock);
  kept = g_steal_pointer (&cutter->kept);
  cutter->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_mutex_unlock (&cutter->lock);
  for (guint i = 0; i < kept->len; i++)
    {
      int fd = connect_to (portal);

      ask_apart (fd, g_ptr_array_index (kept, i));
      close (fd);
    }
  return kept->len;
}

guint
brik_wire_cutter_get_n_lost (BrikWireCutter *cutter)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cutter->lock);

  return cutter->n_lost;
}

guint
brik_wire_cutter_count_requests (BrikWireCutter *cutter, const char *request)
{
  return brik_wire_log_count (cutter->log, request);
}

gsize
brik_wire_cutter_get_size (BrikWireCutter *cutter, const char *request, gboolean answer)
{
  return brik_wire_log_get_size (cutter->log, request, answer);
}
