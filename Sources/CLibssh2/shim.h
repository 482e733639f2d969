// What Swift can't import of libssh2: macros with expressions, and the one function whose argument is a callback
// behind a void pointer.
#ifndef HERDMON_CLIBSSH2_SHIM_H
#define HERDMON_CLIBSSH2_SHIM_H

#include <libssh2.h>

enum {
  hm_channel_window = LIBSSH2_CHANNEL_WINDOW_DEFAULT,
  hm_channel_packet = LIBSSH2_CHANNEL_PACKET_DEFAULT,
};

typedef LIBSSH2_RECV_FUNC((*hm_receive));
typedef LIBSSH2_USERAUTH_PUBLICKEY_SIGN_FUNC((*hm_sign));

// Deprecated since 1.11.1 in favour of a function that 1.10 lacks.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static inline void hm_set_receive(LIBSSH2_SESSION *session, hm_receive callback) {
  libssh2_session_callback_set(session, LIBSSH2_CALLBACK_RECV, (void *)callback);
}
#pragma GCC diagnostic pop

#endif
