/* What the C library keeps of freed memory. Swift's module of glibc leaves <malloc.h> out. */
#ifndef LIVETOP_MALLOC_SHIM_H
#define LIVETOP_MALLOC_SHIM_H

#ifdef __linux__
#include <malloc.h>
#endif

/* Gives whole free pages back to the system. Elsewhere the allocator does so by itself. */
static inline void livetop_return_free_pages(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

#endif
