// What Swift cannot import of ncursesw: macros, variadic functions, globals that are macros. State lives in Restore.c:
// a static variable in an imported header compiles and then fails to link.
#ifndef HERDMON_CNCURSES_H
#define HERDMON_CNCURSES_H

#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

// Whether the terminal is known and can place its cursor, without which there is no screen.
static inline bool hm_can_show(void) {
  int error = 0;
  if (setupterm(NULL, STDOUT_FILENO, &error) != OK) return false;
  const char *place = tigetstr((char *)"cup");
  return place != NULL && place != (const char *)-1;
}

// Opens the screen on the process's own terminal. NULL where the type of terminal is unknown or too poor.
static inline SCREEN *hm_open(void) { return newterm(NULL, stdout, stdin); }
static inline int hm_lines(void) { return LINES; }
static inline int hm_columns(void) { return COLS; }

// A text, a number and a flag of the terminal's description; NULL, -1 and false where it has none. The flags that
// terminals have of their own, such as RGB, may be of any type.
static inline const char *hm_text(const char *name) {
  const char *text = tigetstr((char *)name);
  return text == (const char *)-1 ? NULL : text;
}
static inline int hm_number(const char *name) { return tigetnum((char *)name); }
static inline bool hm_has(const char *name) {
  return tigetflag((char *)name) > 0 || hm_number(name) > 0 || hm_text(name) != NULL;
}
static inline const char *hm_fill(const char *capability, int first, int second) {
  return tiparm(capability, first, second);
}

// Makes the terminal's signals keys, so that Ctrl-C and Ctrl-Z are ours to answer. Keys are read through a pad: reading
// through a window would draw it.
static inline WINDOW *hm_prepare_input(void) {
  WINDOW *pad = newpad(1, 1);
  if (pad == NULL) return NULL;
  raw();
  noecho();
  nonl();
  keypad(pad, TRUE);
  nodelay(pad, TRUE);
  meta(pad, TRUE);
  intrflush(pad, FALSE);
  set_escdelay(25);
  return pad;
}

enum { HM_NOTHING = 0, HM_CHARACTER = 1, HM_FUNCTION = 2 };

// The next key, if there is one: what kind it is, and its code.
static inline int hm_read(WINDOW *pad, uint32_t *code) {
  wint_t read = 0;
  int kind = wget_wch(pad, &read);
  *code = (uint32_t)read;
  if (kind == KEY_CODE_YES) return HM_FUNCTION;
  return kind == OK ? HM_CHARACTER : HM_NOTHING;
}

// Codes of keys that are not in the range of ncurses's own.
enum {
  HM_KEY_PASTE_BEGIN = 0x2001,
  HM_KEY_PASTE_END,
  HM_KEY_MOUSE,
  HM_KEY_SYNC,
  HM_KEY_NO_SYNC,
};

static inline int hm_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }
int hm_width(wchar_t character);
static inline const char *hm_codeset(void) { return nl_langinfo(CODESET); }
static inline void hm_use_locale(void) { setlocale(LC_CTYPE, ""); }

// Remembers the terminal as it is, before anything changes it. False where standard input is no terminal.
bool hm_restore_remember(void);
// Another way to the terminal that standard output is, which never makes its writer wait; -1 where there is none.
int hm_open_output(void);
// From here on, every exit leaves the terminal as it was: a crash, a second request to end, and exit() itself.
// A first request to end (TERM, HUP, INT, QUIT) only writes its number to `wake` and is taken with hm_signal_take.
// `terminal` is what hm_open_output gave.
void hm_restore_arm(int wake, int terminal);
// The terminal as it was; may be called from anywhere, any number of times, and from a signal handler.
void hm_restore_now(void);
// The terminal is the shell's again; handlers are as they were.
void hm_restore_disarm(void);
// The signal that asked to end, or 0.
int hm_signal_take(void);
// Stops the process until the shell continues it.
void hm_stop_until_continued(void);

#endif
