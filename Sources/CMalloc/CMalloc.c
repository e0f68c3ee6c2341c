/* For dl_iterate_phdr. Here and not in a header: it changes what the system's headers declare, and modules that Swift imports
   side by side have to agree on that. */
#define _GNU_SOURCE

#include "CMalloc.h"

#ifdef __linux__
#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

void livetop_keep_little_memory(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 128 * 1024);
    mallopt(M_TRIM_THRESHOLD, 128 * 1024);
    mallopt(M_ARENA_MAX, 2);
#endif
}

void livetop_return_free_pages(void) {
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

void livetop_leave_program_pages(void) {
#ifdef __GLIBC__
    dl_iterate_phdr(livetop_leave_file, 0);
#endif
}
