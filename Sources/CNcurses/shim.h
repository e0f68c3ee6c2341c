/* libncursesw with wide characters, and what the importer cannot see: macros and mutable globals as functions. */
#ifndef LIVETOP_NCURSES_SHIM_H
#define LIVETOP_NCURSES_SHIM_H
#define NCURSES_WIDECHAR 1
#include <ncurses.h>

/* `stdout` and `stdin` are mutable globals, which Swift's concurrency checks refuse. */
/* `type` is what the terminal is called; null for what TERM says. */
static inline SCREEN *curses_new_screen(const char *type) { return newterm(type, stdout, stdin); }
static inline WINDOW *curses_screen(void) { return stdscr; }
static inline int curses_color_count(void) { return COLORS; }

static inline attr_t curses_bold(void) { return A_BOLD; }
static inline attr_t curses_dim(void) { return A_DIM; }
static inline attr_t curses_reverse(void) { return A_REVERSE; }

/* `stdscr` being a global, so are all functions that imply it. */
static inline void curses_print(int row, int column, const wchar_t *text, int count, attr_t attributes, short pair) {
    wattr_set(stdscr, attributes, pair, NULL);
    mvwaddnwstr(stdscr, row, column, text, count);
}

/* Presses of the first button and steps of the wheel. Whether two presses make a double press is for the reader to say;
   those that arrive in one read, ncurses puts together itself. */
static inline void curses_use_mouse(bool on) {
    mouseinterval(0);
    mmask_t presses = BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON1_DOUBLE_CLICKED;
    mousemask(on ? presses | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
}
static inline bool curses_is_press(mmask_t state) { return (state & (BUTTON1_PRESSED | BUTTON1_CLICKED)) != 0; }
static inline bool curses_is_double_press(mmask_t state) { return (state & BUTTON1_DOUBLE_CLICKED) != 0; }
static inline bool curses_is_wheel_up(mmask_t state) { return (state & BUTTON4_PRESSED) != 0; }
static inline bool curses_is_wheel_down(mmask_t state) { return (state & BUTTON5_PRESSED) != 0; }
#endif
