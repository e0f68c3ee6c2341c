/* What the C library keeps of freed memory. Swift's module of glibc leaves <malloc.h> out. */
#ifndef LIVETOP_MALLOC_SHIM_H
#define LIVETOP_MALLOC_SHIM_H

#ifdef __linux__
#include <malloc.h>
#endif

/* Large blocks are mapped by themselves and go back to the system as soon as they are freed, always: glibc would raise the
   size from which on it does so each time that it frees a larger one, up to 32 MB. And it has two heaps for small blocks,
   not eight for each core: what is freed in one of them is of no use to a thread that has another. */
static inline void livetop_keep_little_memory(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 128 * 1024);
    mallopt(M_TRIM_THRESHOLD, 128 * 1024);
    mallopt(M_ARENA_MAX, 2);
#endif
}

/* Gives whole free pages back to the system. Elsewhere the allocator does so by itself. */
static inline void livetop_return_free_pages(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

#endif
