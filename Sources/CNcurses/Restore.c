// Gives the terminal back on every exit. Everything a handler calls here is async-signal-safe.
#define _GNU_SOURCE 1
#include "CNcurses.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>

static struct termios saved;
static char reset[512];
static size_t reset_length;
static volatile sig_atomic_t armed;
static volatile sig_atomic_t asked;
static int wake_descriptor = -1;
static int output = -1;
// Whatever is written to standard error while the screen is up would ruin it, and the runtime's last words would be lost
// with the screen: both are kept here and shown when the terminal is given back.
static int kept_errors = -1;
static int true_errors = -1;

static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGABRT, SIGTRAP, SIGFPE, SIGSYS};
static const int requests[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
enum { CRASHES = sizeof crashes / sizeof *crashes, REQUESTS = sizeof requests / sizeof *requests };
static struct sigaction before_crashes[CRASHES];
static struct sigaction before_requests[REQUESTS];

static void write_all(int descriptor, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(descriptor, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    length -= (size_t)written;
  }
}

// A terminal that takes nothing must not keep the process from ending: what it does not take in time is lost.
static void write_reset(void) {
  enum { PATIENCE_MILLISECONDS = 300 };
  size_t done = 0;
  while (done < reset_length) {
    ssize_t written = write(output, reset + done, reset_length - done);
    if (written > 0) {
      done += (size_t)written;
    } else if (written < 0 && errno == EAGAIN) {
      struct pollfd room = {.fd = output, .events = POLLOUT};
      if (poll(&room, 1, PATIENCE_MILLISECONDS) <= 0) return;
    } else if (written < 0 && errno != EINTR) {
      return;
    }
  }
}

// Adds a capability of the terminal without its padding, such as `$<5>`, which only tputs understands.
static void add(const char *capability) {
  if (capability == NULL || capability == (const char *)-1) return;
  for (const char *at = capability; *at != 0 && reset_length < sizeof reset;) {
    if (at[0] == '$' && at[1] == '<') {
      const char *end = strchr(at, '>');
      if (end != NULL) {
        at = end + 1;
        continue;
      }
    }
    reset[reset_length++] = *at++;
  }
}

static const char *capability(const char *name) { return tigetstr((char *)name); }

static void collect_reset(void) {
  reset_length = 0;
  add("\x1b[?2026l\x1b[?2004l\x1b[?1006l\x1b[?1000l");
  add(capability("sgr0"));
  add(capability("op"));
  add(capability("rmkx"));
  add(capability("rmacs"));
  add(capability("cnorm"));
  // Where there is no second screen to leave, the shell goes on below what was drawn.
  if (capability("rmcup") != NULL && capability("rmcup") != (const char *)-1) {
    add(capability("rmcup"));
  } else {
    add("\r\n");
  }
}

static void show_kept_errors(void) {
  char buffer[4096];
  if (kept_errors < 0 || true_errors < 0) return;
  dup2(true_errors, STDERR_FILENO);
  off_t offset = 0;
  for (;;) {
    ssize_t length = pread(kept_errors, buffer, sizeof buffer, offset);
    if (length <= 0) break;
    write_all(true_errors, buffer, (size_t)length);
    offset += length;
  }
  if (offset > 0 && ftruncate(kept_errors, 0) == 0) lseek(kept_errors, 0, SEEK_SET);
}

static void keep_errors(void) {
  if (!isatty(STDERR_FILENO)) return;
  if (kept_errors < 0) kept_errors = memfd_create("herdmon-errors", MFD_CLOEXEC);
  if (true_errors < 0) true_errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (kept_errors >= 0 && true_errors >= 0) dup2(kept_errors, STDERR_FILENO);
}

void hm_restore_now(void) {
  int error = errno;
  if (armed) {
    armed = 0;
    write_reset();
    tcsetattr(STDIN_FILENO, TCSANOW, &saved);
    show_kept_errors();
  }
  errno = error;
}

static void die_of(int number) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  sigaction(number, &action, NULL);
  raise(number);
}

static void on_crash(int number) {
  hm_restore_now();
  die_of(number);
}

static void on_request(int number) {
  // The second one means it: whoever reads the first may hang. But a lost terminal hangs up twice, by the kernel and by
  // the shell.
  if (asked != 0 && number == SIGHUP) return;
  if (asked != 0) {
    hm_restore_now();
    die_of(number);
    return;
  }
  int error = errno;
  asked = number;
  uint64_t one = 1;
  if (wake_descriptor >= 0 && write(wake_descriptor, &one, sizeof one) < 0) errno = error;
  errno = error;
}

int hm_signal_take(void) {
  static sig_atomic_t taken;
  if (asked == 0 || taken == asked) return 0;
  taken = asked;
  return (int)asked;
}

bool hm_restore_remember(void) { return tcgetattr(STDIN_FILENO, &saved) == 0; }

static void install(int number, void (*handler)(int), struct sigaction *before) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, before);
  // Started with nohup, a hang-up is nothing.
  if (before->sa_handler == SIG_IGN) sigaction(number, before, NULL);
}

int hm_width(wchar_t character) { return wcwidth(character); }

static int reopened(const char *path) {
  return open(path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
}

// Standard output itself is shared with the shell, which must not find it non-blocking. After `su` the terminal's file
// belongs to somebody else, and only its other name can be opened.
int hm_open_output(void) {
  unsigned int own = 0, other = 1;
  int opened = reopened("/proc/self/fd/1");
  if (opened >= 0) return opened;
  opened = reopened("/dev/tty");
  ioctl(STDOUT_FILENO, TIOCGDEV, &own);
  if (opened >= 0 && ioctl(opened, TIOCGDEV, &other) == 0 && own == other) return opened;
  if (opened >= 0) close(opened);
  return fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
}

void hm_restore_arm(int wake, int terminal) {
  static bool once;
  // A stack that has overflowed is no place for a handler; this is the main thread's other one.
  static char other_stack[65536];
  wake_descriptor = wake;
  output = terminal;
  collect_reset();
  keep_errors();
  if (!once) {
    once = true;
    stack_t stack = {.ss_sp = other_stack, .ss_size = sizeof other_stack, .ss_flags = 0};
    sigaltstack(&stack, NULL);
    atexit(hm_restore_now);
  }
  for (int index = 0; index < CRASHES; index++) install(crashes[index], on_crash, &before_crashes[index]);
  for (int index = 0; index < REQUESTS; index++) install(requests[index], on_request, &before_requests[index]);
  armed = 1;
}

void hm_restore_disarm(void) {
  armed = 0;
  show_kept_errors();
  for (int index = 0; index < CRASHES; index++) sigaction(crashes[index], &before_crashes[index], NULL);
  for (int index = 0; index < REQUESTS; index++) sigaction(requests[index], &before_requests[index], NULL);
}

void hm_stop_until_continued(void) {
  struct sigaction action, before;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &action, &before);
  // A thread of Dispatch, where the main actor runs, blocks all signals: this one would wait forever.
  sigset_t stop, blocked;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  pthread_sigmask(SIG_UNBLOCK, &stop, &blocked);
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &blocked, NULL);
  sigaction(SIGTSTP, &before, NULL);
}
