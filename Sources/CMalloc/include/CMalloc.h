/* What the C library keeps of freed memory. Swift's module of glibc leaves <malloc.h> out. */
#ifndef LIVETOP_MALLOC_H
#define LIVETOP_MALLOC_H

/* Large blocks are mapped by themselves and go back to the system as soon as they are freed, always: glibc would raise the
   size from which on it does so each time that it frees a larger one, up to 32 MB. And it has two heaps for small blocks,
   not eight for each core: what is freed in one of them is of no use to a thread that has another. */
void livetop_keep_little_memory(void);

/* Gives whole free pages back to the system. Elsewhere the allocator does so by itself. */
void livetop_return_free_pages(void);

/* Starting reads nearly all of a large program once: relocations, tables of types, code that does not run again. The
   kernel counts those pages as this process's until somebody else needs the memory. What is used comes back by itself, from the
   kernel's cache. */
void livetop_leave_program_pages(void);

#endif
