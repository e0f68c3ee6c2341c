/* What the C library keeps of freed memory. Swift's module of glibc leaves <malloc.h> out. */
#ifndef LIVETOP_MALLOC_SHIM_H
#define LIVETOP_MALLOC_SHIM_H

#ifdef __linux__
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>
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

#ifdef __GLIBC__
/* One library, or the program: what of it nobody can have written to is as it is in its file. */
static int livetop_leave_file(struct dl_phdr_info *info, size_t size, void *unused) {
    (void)size;
    (void)unused;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type != PT_LOAD || (part->p_flags & PF_W)) continue;
        uintptr_t start = (uintptr_t)info->dlpi_addr + part->p_vaddr;
        uintptr_t end = start + part->p_filesz;
        start = (start + page - 1) & ~(page - 1);
        end &= ~(page - 1);
        if (start < end) madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 0;
}
#endif

/* Starting reads nearly all of a large program once: relocations, tables of types, code that does not run again. The
   kernel counts those pages as this process's until somebody else needs the memory. What is used comes back by itself, from the
   kernel's cache. */
static inline void livetop_leave_program_pages(void) {
#ifdef __GLIBC__
    dl_iterate_phdr(livetop_leave_file, 0);
#endif
}

#endif
