/* libncursesw with wide characters, and what the importer cannot see: macros and mutable globals as functions. */
#ifndef LIVETOP_NCURSES_SHIM_H
#define LIVETOP_NCURSES_SHIM_H
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#endif
